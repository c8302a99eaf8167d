export { QuickResolver, type ReadReferenced, resolverFor, uriOf, type Way } from './resolver.ts'

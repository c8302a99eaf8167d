export { compilePaths } from './compile.ts'
export { evaluateByLibrary } from './library.ts'
export { queryLikePlus } from './plus-query.ts'
export type { CompiledExpression, CompiledPaths, Match, Segment, Walk, WalkCounts } from './types.ts'

import type { RuleReport, SecurityRequirement, SecurityScheme } from '@specward/core'
import { listed } from '../wording.ts'
import { flowScopesOf } from './flow-scopes.ts'

type Scopes = SecurityRequirement['scopes']

/** Whether one of the flows offers all of the scopes: a token comes from one flow. */
export function offersAll(scheme: SecurityScheme, scopes: Scopes): boolean {
  const offers = [...flowScopesOf(scheme).byFlow.values()]
  return offers.some((offer) => scopes.every(({ name }) => offer.has(name)))
}

/** What is wrong with scopes that are declared, but never all of them by one flow. */
export function scatteredFinding(
  { scopes }: SecurityRequirement,
  scheme: SecurityScheme,
): RuleReport | undefined {
  const { name, flows } = scheme
  const [first, ...others] = scopes
  if (!first || offersAll(scheme, scopes)) return undefined
  // the first that is not to be had beside the first
  const stray = others.find((scope) => !offersAll(scheme, [first, scope])) ?? first
  const names = scopes.map((scope) => scope.name)
  return {
    at: stray.node,
    message: `${listed(names)} are required together, but no flow of \`${name}\` offers them all: a token of one flow never has them.`,
    discriminator: `${names.join(' ')} together`,
    related: flows.map(({ node, kind }) => ({ at: node, message: `The ${kind} flow offers some of them.` })),
  }
}

import type { OAuthFlow, RuleReport, SecurityRequirement, SecurityScheme } from '@specward/core'
import { listed } from '../wording.ts'

type Scopes = SecurityRequirement['scopes']

/** Whether one of the flows offers all of the scopes: a token comes from one flow. */
export function offerAll(flows: readonly OAuthFlow[], scopes: Scopes): boolean {
  return flows.some((flow) => {
    const offer = new Set(flow.scopes.map(({ name }) => name))
    return scopes.every(({ name }) => offer.has(name))
  })
}

/** What is wrong with scopes that are declared, but never all of them by one flow. */
export function scatteredFinding(
  { scopes }: SecurityRequirement,
  { name, flows }: SecurityScheme,
): RuleReport | undefined {
  const [first, ...others] = scopes
  if (!first || offerAll(flows, scopes)) return undefined
  // the first that is not to be had beside the first
  const stray = others.find((scope) => !offerAll(flows, [first, scope])) ?? first
  const names = scopes.map((scope) => scope.name)
  return {
    at: stray.node,
    message: `${listed(names)} are required together, but no flow of \`${name}\` offers them all: no token can have them.`,
    discriminator: `${names.join(' ')} together`,
    related: flows.map(({ node, kind }) => ({ at: node, message: `The ${kind} flow offers some of them.` })),
  }
}

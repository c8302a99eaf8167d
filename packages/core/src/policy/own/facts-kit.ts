import type { Operation, Server } from '../../model/concepts.ts'

/** What the type of a security scheme is, as a rule. */
export const SCHEME_TYPES = ['apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS']

export function labels(operations: readonly Operation[]): readonly string[] {
  return once(operations.map(({ label }) => label))
}

export function urls(servers: readonly Server[]): readonly string[] {
  return once(servers.flatMap(({ expansions }) => expansions.map(({ url }) => url)))
}

/** Each once, sorted. */
export function once(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort()
}

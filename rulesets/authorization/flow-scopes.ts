import type { Node, OAuthFlow, SecurityScheme } from '@specward/core'

/** The scopes that the flows of a scheme offer. */
export interface FlowScopes {
  /** Names of all, each once, in the order of the description. */
  readonly names: readonly string[]
  /** Where each is first declared. */
  readonly places: ReadonlyMap<string, Node>
  readonly byFlow: ReadonlyMap<OAuthFlow, ReadonlySet<string>>
}

const known = new WeakMap<SecurityScheme, FlowScopes>()

/** Worked out once for a scheme, however many requirements ask. */
export function flowScopesOf(scheme: SecurityScheme): FlowScopes {
  let scopes = known.get(scheme)
  if (!scopes) {
    scopes = read(scheme)
    known.set(scheme, scopes)
  }
  return scopes
}

function read({ flows }: SecurityScheme): FlowScopes {
  const places = new Map<string, Node>()
  const byFlow = new Map<OAuthFlow, ReadonlySet<string>>()
  for (const flow of flows) {
    for (const { name, node } of flow.scopes) if (!places.has(name)) places.set(name, node)
    byFlow.set(flow, new Set(flow.scopes.map(({ name }) => name)))
  }
  return { names: [...places.keys()], places, byFlow }
}

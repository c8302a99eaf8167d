import type { EffectiveSecurity, Model, SecurityRequirement, SecurityScheme, Server } from '@specward/core'

const secrets = new WeakMap<Server, readonly SecurityRequirement[]>()

/** What sends a secret over the connection: asked for by the server or by an operation, each scheme once. */
export function secretsOf(server: Server): readonly SecurityRequirement[] {
  const known = secrets.get(server) ?? readSecrets(server)
  secrets.set(server, known)
  return known
}

function readSecrets({ security, operations }: Server): readonly SecurityRequirement[] {
  const lists = new Set([security, ...operations.map((operation) => operation.security)])
  return eachSchemeOnce([...lists].flatMap((list) => (list ? secretsIn(list) : [])))
}

const inLists = new WeakMap<EffectiveSecurity, readonly SecurityRequirement[]>()

function secretsIn(list: EffectiveSecurity): readonly SecurityRequirement[] {
  const known = inLists.get(list)
  if (known) return known
  const asked = list.alternatives.flatMap(({ requirements }) => requirements)
  const found = eachSchemeOnce(asked.filter(({ scheme }) => scheme?.sendsSecret))
  inLists.set(list, found)
  return found
}

function eachSchemeOnce(requirements: readonly SecurityRequirement[]): readonly SecurityRequirement[] {
  const byScheme = new Map<SecurityScheme | undefined, SecurityRequirement>()
  for (const each of requirements) if (!byScheme.has(each.scheme)) byScheme.set(each.scheme, each)
  return [...byScheme.values()]
}

const asked = new WeakMap<Model, ReadonlySet<SecurityScheme>>()

/** Whether a server or an operation asks for the scheme; one that is only declared does no harm. */
export function isAskedFor(scheme: SecurityScheme, model: Model): boolean {
  let known = asked.get(model)
  if (!known) {
    const lists = [
      ...model.document.servers.map(({ security }) => security),
      ...model.document.operations.map(({ security }) => security),
    ]
    const requirements = lists.flatMap((list) => list?.alternatives ?? []).flatMap((way) => way.requirements)
    known = new Set(requirements.flatMap((requirement) => requirement.scheme ?? []))
    asked.set(model, known)
  }
  return known.has(scheme)
}

import type { Model, SecurityRequirement, SecurityScheme, Server } from '@specward/core'

/** What sends a secret over the connection: asked for by the server or by an operation, each scheme once. */
export function secretsOf({ security, operations }: Server): readonly SecurityRequirement[] {
  const all = [security, ...operations.map((operation) => operation.security)]
  const requirements = all.flatMap((each) => each?.alternatives ?? []).flatMap((way) => way.requirements)
  const byScheme = new Map<unknown, SecurityRequirement>()
  for (const requirement of requirements) {
    if (requirement.scheme?.sendsSecret && !byScheme.has(requirement.scheme)) {
      byScheme.set(requirement.scheme, requirement)
    }
  }
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

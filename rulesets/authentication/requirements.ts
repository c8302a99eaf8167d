import type { Model, SecurityRequirement, SecurityScheme } from '@specward/core'

const byModel = new WeakMap<Model, ReadonlyMap<SecurityScheme, readonly SecurityRequirement[]>>()

/** The places at which a scheme is required, in document order. */
export function requirementsOf(scheme: SecurityScheme, model: Model): readonly SecurityRequirement[] {
  let known = byModel.get(model)
  if (!known) {
    const found = new Map<SecurityScheme, SecurityRequirement[]>()
    for (const requirement of model.select('securityRequirement')) {
      if (!requirement.scheme) continue
      const list = found.get(requirement.scheme)
      if (list) list.push(requirement)
      else found.set(requirement.scheme, [requirement])
    }
    known = found
    byModel.set(model, known)
  }
  return known.get(scheme) ?? []
}

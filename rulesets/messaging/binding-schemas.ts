import type { Model, Node, Property, Schema } from '@specward/core'

const byModel = new WeakMap<Model, ReadonlyMap<Node, Schema>>()

/** The schema at a node of a binding (`query`, `headers`), behind its references. */
export function schemaAt(node: Node | undefined, model: Model): Schema | undefined {
  const end = node && model.resolve(node)
  if (!end) return undefined
  let known = byModel.get(model)
  if (!known) {
    known = new Map(model.select('schema').map((schema) => [schema.node, schema]))
    byModel.set(model, known)
  }
  return known.get(end)
}

/** Names in a query that are given to what lets a caller in. */
export const QUERY_KEYS =
  /^(?:(?:access|auth|api)[_-]?)?token$|^api[_-]?key$|^key$|^secret$|^passw(?:or)?d$|^auth(?:orization)?$/i

/** What a property is as part of a URL, in words: a name such as `token` leaves no doubt there. */
export function credentialInQuery({ name, sensitivity, schema }: Property): string | undefined {
  if (sensitivity?.dataClass === 'credential' && sensitivity.confidence === 'certain') return sensitivity.term
  const isText = schema.types.length === 0 || schema.types.includes('string')
  return isText && QUERY_KEYS.test(name) ? 'credential' : undefined
}

/** Whether a token is said to be good for one connection or for moments: the best that browsers can do with WebSockets. */
export function isSaidToBeShortLived(node: Node): boolean {
  const description = node.child('description')?.string ?? ''
  return /\b(?:one[- ]time|single[- ]use|used once|ticket|short[- ]lived|temporary)\b/i.test(description)
}

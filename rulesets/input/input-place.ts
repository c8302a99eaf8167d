import type { At, Node } from '@specward/core'

/** Where an input is named: a parameter by its `name`, a property by its key. */
export function placeOf(node: Node): At {
  return node.child('in') ? (node.child('name') ?? node) : { node, part: 'key' }
}

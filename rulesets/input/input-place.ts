import type { At, Node, Schema } from '@specward/core'

/** Where an input is to be limited: at its component, at the schema of a parameter, else where it is named. */
export function placeOf(node: Node, schema?: Schema): At {
  if (schema && (schema.name !== undefined || (node.child('in') && schema.node !== node)))
    return { node: schema.node, part: 'key' }
  return node.child('in') ? (node.child('name') ?? node) : { node, part: 'key' }
}

import type { Model, Node, Operation, Schema } from '@specward/core'
import { firstByIdentity } from '../in-order.ts'

/** A value with a name that callers send: a parameter, or a property of a body or of a received message. */
export interface RequestInput {
  readonly name: string
  /** The property, or the parameter. */
  readonly node: Node
  readonly schema: Schema
  /** The one that takes it whose identity comes first: the same in whatever order operations stand. */
  readonly operation: Operation
  readonly operations: readonly Operation[]
  /** Undefined for a property. */
  readonly in: string | undefined
  /** Of the component that lists a property. */
  readonly owner: string | undefined
}

/** Inputs whose names a test likes, each definition once; the names are looked at before anything else. */
export function inputsNamed(model: Model, likes: (name: string) => boolean): readonly RequestInput[] {
  const found: RequestInput[] = []
  for (const { name, in: where, node, schema, operations } of model.select('parameter')) {
    if (where === 'body' || !likes(name) || !schema) continue
    const takers = operations.filter(takesIn)
    const operation = firstByIdentity(takers)
    if (operation)
      found.push({ name, node, schema, operation, operations: takers, in: where, owner: undefined })
  }
  for (const { name, node, schema, uses, owner } of model.select('property')) {
    if (!likes(name)) continue
    const takers = uses.flatMap(({ operation, direction }) =>
      direction === 'request' && takesIn(operation) ? [operation] : [],
    )
    const operation = firstByIdentity(takers)
    if (!operation) continue
    found.push({ name, node, schema, operation, operations: takers, in: undefined, owner: owner.name })
  }
  return found
}

function takesIn({ kind, method }: Operation): boolean {
  return kind === 'http' || (kind === 'message' && method === 'receive')
}

import { append } from '../append.ts'
import type { Direction, Operation, SchemaUse } from './concepts.ts'
import type { SchemaView } from './schemas.ts'

/** A schema at which data of an operation begins. */
export interface Entry {
  readonly operation: Operation
  readonly direction: Direction
  readonly schema: SchemaView
}

/**
 * For every schema, the operations that reach it and in which direction: through references, composition, properties
 * and items, but not through `readOnly` on the way in nor `writeOnly` on the way out. By node, never by name.
 */
export function indexUses(entries: readonly Entry[]): Map<SchemaView, readonly SchemaUse[]> {
  const users = new Map<SchemaView, Record<Direction, Set<Operation>>>()
  for (const { operation, direction, schema } of entries) {
    let of = users.get(schema)
    if (!of) {
      of = { request: new Set(), response: new Set() }
      users.set(schema, of)
    }
    of[direction].add(operation)
  }
  const index = new Map<SchemaView, Map<Direction, Set<Operation>>>()
  for (const [schema, of] of users) {
    for (const direction of ['request', 'response'] as const) {
      if (of[direction].size === 0) continue
      for (const reached of reach(schema, direction)) {
        let uses = index.get(reached)
        if (!uses) {
          uses = new Map([
            ['request', new Set()],
            ['response', new Set()],
          ])
          index.set(reached, uses)
        }
        for (const operation of of[direction]) {
          uses.get(direction)?.add(operation)
        }
      }
    }
  }
  return new Map(
    [...index].map(([schema, uses]) => [
      schema,
      [...uses].flatMap(([direction, operations]) =>
        [...operations].map((operation) => ({ operation, direction })),
      ),
    ]),
  )
}

function reach(start: SchemaView, direction: Direction): ReadonlySet<SchemaView> {
  const reached = new Set<SchemaView>()
  const stack = [start]
  for (let schema = stack.pop(); schema; schema = stack.pop()) {
    if (reached.has(schema)) continue
    reached.add(schema)
    for (const property of schema.ownProperties) {
      const hidden = direction === 'request' ? property.readOnly : property.writeOnly
      if (!hidden) stack.push(property.schema)
    }
    append(stack, schema.members)
    append(stack, schema.applied)
  }
  return reached
}

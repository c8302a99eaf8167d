import { append, type Model, type Node, type Schema } from '@specward/core'

/** Keywords whose schemas hold for the same value as the schema that they stand in. */
const FORMS: ReadonlyMap<string, 'list' | 'one' | 'map'> = new Map([
  ...['allOf', 'oneOf', 'anyOf'].map((key) => [key, 'list'] as const),
  ...['if', 'then', 'else', 'not'].map((key) => [key, 'one'] as const),
  ['dependentSchemas', 'map'],
])

const known = new WeakMap<Model, ReadonlyMap<unknown, readonly Schema[]>>()

/** The schemas that are built with another one: what they say holds beside it. */
export function buildersOf(schema: Schema, model: Model): readonly Schema[] {
  let found = known.get(model)
  if (!found) {
    found = collect(model)
    known.set(model, found)
  }
  return found.get(schema.written.value) ?? []
}

function collect(model: Model): ReadonlyMap<unknown, readonly Schema[]> {
  const builders = new Map<unknown, Schema[]>()
  const add = (part: Node, schema: Schema) => {
    for (const value of new Set([part.value, model.resolve(part)?.value])) {
      const before = builders.get(value)
      if (before) before.push(schema)
      else builders.set(value, [schema])
    }
  }
  for (const schema of model.select('schema')) {
    for (const part of partsOf(schema.written)) add(part, schema)
    if (schema.written !== schema.node) add(schema.node, schema)
  }
  return builders
}

/** Schemas that are written into another one, or referred to there, and hold for the same value. */
export function partsOf(node: Node): readonly Node[] {
  const parts: Node[] = []
  for (const key of Object.keys(node.value as object)) {
    const form = FORMS.get(key)
    const child = form && node.child(key)
    if (!child) continue
    if (form === 'one' && child.isObject) parts.push(child)
    else if ((form === 'list' && child.isList) || (form === 'map' && child.isObject))
      append(parts, child.children())
  }
  return parts.filter(({ isObject }) => isObject)
}

const byValue = new WeakMap<Model, ReadonlyMap<unknown, Schema>>()

/** The schema that is written at a node; none for what only refers to one. */
export function schemaAt(node: Node, model: Model): Schema | undefined {
  let found = byValue.get(model)
  if (!found) {
    found = new Map(model.select('schema').map((schema) => [schema.written.value, schema]))
    byValue.set(model, found)
  }
  return found.get(node.value)
}

/** The innermost schema around a node. */
export function schemaAround(node: Node, model: Model): Schema | undefined {
  for (let at = node.parent; at; at = at.parent) {
    const schema = schemaAt(at, model)
    if (schema) return schema
  }
  return undefined
}

import type { Node, Property, Schema } from '@specward/core'

/** More parts than anybody writes; what is beyond is not looked at. */
const MOST_PARTS = 300

const known = new WeakMap<Schema, readonly Schema[]>()

/** The schema itself and all that holds for every value of it: members of `allOf`, theirs included. */
export function conjuncts(schema: Schema): readonly Schema[] {
  let parts = known.get(schema)
  if (!parts) {
    const found = new Set([schema])
    // grows while it is gone through
    for (const each of found) {
      for (const part of each.parts) if (found.size < MOST_PARTS) found.add(part)
    }
    parts = [...found]
    known.set(schema, parts)
  }
  return parts
}

/** Whether a schema is put together of so much that it is left alone. */
export function isTooLarge(schema: Schema): boolean {
  return conjuncts(schema).length >= MOST_PARTS
}

/** Properties that hold for every value, and not for one of several choices only. */
export function certainProperties(schema: Schema): readonly Property[] {
  const owners = new Set(conjuncts(schema))
  return schema.properties.filter(({ owner }) => owners.has(owner))
}

export function typesOf(schema: Schema): ReadonlySet<unknown> {
  const types = new Set<unknown>()
  for (const part of conjuncts(schema)) {
    const value = part.own('type')?.value
    for (const type of Array.isArray(value) ? value : value === undefined ? [] : [value]) types.add(type)
  }
  types.delete('null')
  return types
}

const keywords = new WeakMap<Schema, ReadonlySet<string>>()

/** All keywords that hold for every value. */
export function keywordsOf(schema: Schema): ReadonlySet<string> {
  let found = keywords.get(schema)
  if (!found) {
    const nodes = conjuncts(schema).map((part) => part.own('$ref')?.parent ?? part.node)
    found = new Set(nodes.flatMap(({ value }) => Object.keys(value as object)))
    keywords.set(schema, found)
  }
  return found
}

export function has(schema: Schema, ...wanted: readonly string[]): boolean {
  const found = keywordsOf(schema)
  return wanted.some((keyword) => found.has(keyword))
}

/** `true`, `{}` and what has nothing but annotations: a schema that lets everything through. */
export function acceptsAnything({ value }: Node): boolean {
  if (value === true) return true
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.keys(value).every(isAnnotation)
}

const ANNOTATIONS: ReadonlySet<string> = new Set([
  ...['title', 'description', 'default', 'example', 'examples', 'deprecated', 'readOnly', 'writeOnly'],
  ...['nullable', 'xml', 'externalDocs', '$comment', '$schema', '$id', 'id', '$anchor', '$defs'],
  ...['definitions', '$dynamicAnchor', '$vocabulary'],
])

/** Keywords that refuse no value. */
export function isAnnotation(keyword: string): boolean {
  return ANNOTATIONS.has(keyword) || keyword.startsWith('x-')
}

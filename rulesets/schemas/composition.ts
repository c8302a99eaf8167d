import type { Node, Property, Schema } from '@specward/core'

/** The schema itself and all that holds for every value of it: members of `allOf`, theirs included. */
export function conjuncts(schema: Schema): readonly Schema[] {
  const found = new Set([schema])
  // grows while it is gone through
  for (const each of found) for (const part of each.parts) found.add(part)
  return [...found]
}

/** Properties that hold for every value, and not for one of several choices only. */
export function certainProperties(schema: Schema): readonly Property[] {
  const owners = new Set(conjuncts(schema))
  return schema.properties.filter(({ owner }) => owners.has(owner))
}

/** Members of `oneOf` and `anyOf`, here and in what holds for every value. */
export function choicesOf(schema: Schema): readonly Schema[] {
  return conjuncts(schema).flatMap(({ choices }) => choices.flat())
}

export function typesOf(schema: Schema): ReadonlySet<unknown> {
  const types = new Set(schema.all('type').flatMap(({ value }) => (Array.isArray(value) ? value : [value])))
  types.delete('null')
  return types
}

export function has(schema: Schema, ...keywords: readonly string[]): boolean {
  return keywords.some((keyword) => schema.all(keyword).length > 0)
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

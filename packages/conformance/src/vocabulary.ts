import type { Schema } from './schema-set.ts'

/** Schemas that say the same of one value: the schema itself, and all that it is composed of. */
export function partsOf(schema: Schema): readonly Schema[] {
  const parts = new Set([schema])
  for (const part of parts) {
    for (const each of [...part.refs, ...part.allOf, ...part.anyOf, ...part.oneOf]) parts.add(each)
    for (const [, each] of part.dependencies) parts.add(each)
    for (const each of [part.if, part.then, part.else]) if (each) parts.add(each)
  }
  return [...parts]
}

/** The names of fields that a schema knows, in any of its parts. */
export function namesIn(schema: Schema): ReadonlySet<string> {
  const names = new Set<string>()
  for (const part of partsOf(schema)) {
    for (const [name, property] of part.properties ?? []) if (!property.never) names.add(name)
    for (const [pattern] of part.patterns) for (const name of alternatives(pattern)) names.add(name)
  }
  return names
}

/** The words of a pattern that is nothing but a choice of words: `^(get|put)$`. */
function alternatives(pattern: RegExp): readonly string[] {
  const [, words] = /^\^\((?:\?:)?([\w|]+)\)\$$/.exec(pattern.source) ?? []
  return words?.split('|') ?? []
}

/** The values that every way to conform has for a field; undefined where some way leaves it open. */
export function valuesOf(schema: Schema, key: string): readonly unknown[] | undefined {
  return valuesIn(schema, key, new Set())
}

function valuesIn(schema: Schema, key: string, seen: Set<Schema>): readonly unknown[] | undefined {
  if (seen.has(schema)) return undefined
  seen.add(schema)
  const property = schema.properties?.get(key)
  if (property?.enum) return property.enum
  for (const part of [...schema.refs, ...schema.allOf]) {
    const values = valuesIn(part, key, seen)
    if (values) return values
  }
  for (const branches of [schema.oneOf, schema.anyOf]) {
    const values = branches.map((branch) => valuesIn(branch, key, seen))
    if (values.length > 0 && values.every((each) => each !== undefined)) return values.flat()
  }
  return undefined
}

/** The types that a value may have; undefined where a schema leaves that open. */
export function typesOf(schema: Schema): readonly string[] | undefined {
  return typesIn(schema, new Set())
}

function typesIn(schema: Schema, seen: Set<Schema>): readonly string[] | undefined {
  if (seen.has(schema)) return undefined
  seen.add(schema)
  if (schema.types) return schema.types
  if (schema.enum) return [...new Set(schema.enum.map((value) => (value === null ? 'null' : typeof value)))]
  for (const part of [...schema.refs, ...schema.allOf]) {
    const types = typesIn(part, seen)
    if (types) return types
  }
  for (const branches of [schema.oneOf, schema.anyOf]) {
    const types = branches.map((branch) => typesIn(branch, seen))
    if (types.length > 0 && types.every((each) => each !== undefined)) return [...new Set(types.flat())]
  }
  return undefined
}

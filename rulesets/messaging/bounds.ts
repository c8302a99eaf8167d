import type { Schema } from '@specward/core'

/** What has no bound, by the names that lead to it; '' is the payload itself. */
export interface Unbounded {
  readonly texts: readonly string[]
  readonly lists: readonly string[]
  readonly maps: readonly string[]
  /** Objects that take anything beside what is listed, or list nothing. */
  readonly opens: readonly string[]
}

/** Formats whose values have a length of their own. */
const SHORT_FORMATS: ReadonlySet<string> = new Set([
  ...['uuid', 'date', 'date-time', 'time', 'duration', 'ipv4', 'ipv6', 'email', 'hostname'],
  ...['int32', 'int64', 'decimal', 'numeric'],
])

/** Schemas looked at for one payload. */
const MOST_SCHEMAS = 2_000

const has = (schema: Schema, ...keywords: readonly string[]) =>
  keywords.some((keyword) => schema.all(keyword).length > 0)

/** What a payload can be made large by. Nothing is said of a schema that does not tell its type. */
export function unboundedIn(payload: Schema): Unbounded {
  const texts: string[] = []
  const lists: string[] = []
  const maps: string[] = []
  const opens: string[] = []
  const seen = new Set<Schema>()
  const queue = [{ schema: payload, way: '' }]
  for (const { schema, way } of queue) {
    if (seen.has(schema) || seen.size > MOST_SCHEMAS) continue
    seen.add(schema)
    const types = new Set(schema.all('type').flatMap(({ value }) => (Array.isArray(value) ? value : [value])))
    if (types.has('string') && !isShort(schema)) texts.push(way)
    if (types.has('array') && !has(schema, 'maxItems', 'enum', 'const')) lists.push(way)
    if (types.has('object') && !has(schema, 'maxProperties', 'enum', 'const')) {
      if (isOpen(schema, way)) opens.push(way)
      else if (isMap(schema)) maps.push(way)
    }
    for (const property of schema.properties) {
      queue.push({ schema: property.schema, way: way === '' ? property.name : `${way}.${property.name}` })
    }
    if (schema.items) queue.push({ schema: schema.items, way: `${way}[]` })
  }
  return { texts, lists, maps, opens }
}

function isShort(schema: Schema): boolean {
  if (has(schema, 'maxLength', 'enum', 'const')) return true
  if (SHORT_FORMATS.has(schema.format ?? '')) return true
  return schema.all('pattern').some(({ string }) => string !== undefined && hasEnd(string))
}

/** A pattern that is tied to both ends and repeats nothing without an end. */
function hasEnd(pattern: string): boolean {
  return /^\^.*\$$/s.test(pattern) && !/(?<!\\)[*+]|\{\d+,\}/.test(pattern)
}

/** An object whose keys are not known beforehand. */
function isMap(schema: Schema): boolean {
  if (schema.isClosed || schema.properties.length > 0 || has(schema, 'oneOf', 'anyOf', 'propertyNames'))
    return false
  return has(schema, 'additionalProperties', 'patternProperties')
}

/** An object into which anything may be put; a whole payload that says nothing at all is not described. */
function isOpen(schema: Schema, way: string): boolean {
  if (schema.isClosed || has(schema, 'propertyNames')) return false
  const more = schema.all('additionalProperties')
  const isAsked = more.some(({ value }) => value === true || isEmptyObject(value))
  if (isAsked) return way !== '' || schema.properties.length > 0
  const isFree = schema.properties.length === 0 && more.length === 0
  return way !== '' && isFree && !has(schema, 'patternProperties', 'oneOf', 'anyOf', 'required')
}

function isEmptyObject(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
  )
}

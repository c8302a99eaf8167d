import type { Schema } from '@specward/core'
import { isAnything, openLists, openMaps, openTexts } from '../limits/bounds.ts'
import { has } from '../limits/ways.ts'
import { declaredTypes } from '../schemas/types.ts'

/** What has no bound, by the names that lead to it; '' is the payload itself. */
export interface Unbounded {
  readonly texts: readonly string[]
  readonly lists: readonly string[]
  readonly maps: readonly string[]
  /** Objects that take anything beside what is listed, or list nothing. */
  readonly opens: readonly string[]
}

/** Schemas looked at for one payload. */
const MOST_SCHEMAS = 2_000

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
    if (openTexts(schema).length > 0) texts.push(way)
    if (openLists(schema).length > 0) lists.push(way)
    if (isOpen(schema, way)) opens.push(way)
    else if (openMaps(schema).length > 0) maps.push(way)
    for (const property of schema.properties) {
      queue.push({ schema: property.schema, way: way === '' ? property.name : `${way}.${property.name}` })
    }
    if (schema.items) queue.push({ schema: schema.items, way: `${way}[]` })
  }
  return { texts, lists, maps, opens }
}

/** An object into which anything may be put; a whole payload that says nothing at all is not described. */
function isOpen(schema: Schema, way: string): boolean {
  if (!declaredTypes(schema)?.types.has('object') || has(schema, 'maxProperties', 'enum', 'const'))
    return false
  if (schema.isClosed || has(schema, 'propertyNames')) return false
  const more = schema.all('additionalProperties')
  const isAsked = more.some(({ value }) => isAnything(value))
  if (isAsked) return way !== '' || schema.properties.length > 0
  const isFree = schema.properties.length === 0 && more.length === 0
  return way !== '' && isFree && !has(schema, 'patternProperties', 'oneOf', 'anyOf', 'required')
}

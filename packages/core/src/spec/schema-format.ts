import { own } from '../json.ts'

/** Languages that are JSON Schema, or near enough to be read as it (AsyncAPI 2.6 and 3.0, "Schema formats table"). */
const JSON_SCHEMAS = [
  'application/vnd.aai.asyncapi',
  'application/schema+json',
  'application/schema+yaml',
  'application/vnd.oai.openapi',
]

/** True when `schemaFormat` names a schema language other than JSON Schema, such as Avro or Protobuf. */
export function isForeignSchema(schemaFormat: unknown): boolean {
  if (typeof schemaFormat !== 'string') return false
  const name = schemaFormat.trim().toLowerCase()
  return !JSON_SCHEMAS.some((known) => name.startsWith(known))
}

/**
 * True for a schema that is wrapped together with the name of its language (AsyncAPI 3, Multi Format Schema Object).
 * Without that name, the default language is meant, and `schema` alone, which is no keyword of JSON Schema, tells it.
 */
export function isWrappedSchema(value: unknown): boolean {
  if (typeof own(value, 'schemaFormat') === 'string') return true
  if (own(value, 'schema') === undefined) return false
  return Object.keys(value as object).every((key) => key === 'schema' || key.startsWith('x-'))
}

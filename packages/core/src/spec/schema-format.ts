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

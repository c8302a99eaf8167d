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

/** What a description says that it is. */
export type Claim = Pick<ConformanceRequest, 'format' | 'version'>

/** Tells specifications apart. */
export function specificationKey({ format, version }: Claim): string {
  return format.startsWith('asyncapi') ? version : format
}

/** What a description is held against, from the schema that is published for what it says that it is. */
export function specificationFrom({ format, version }: Claim, schema: JsonObject): Specification {
  return format.startsWith('asyncapi') ? asyncapi(version, schema) : openapi(format, schema)
}

const PATCHES_3_0 = ['3.0.0', '3.0.1', '3.0.2', '3.0.3', '3.0.4']
const PATCHES_3_1 = ['3.1.0', '3.1.1', '3.1.2']

function openapi(format: Claim['format'], schema: JsonObject): Specification {
  const draft4 = { 'http://json-schema.org/draft-04/schema': DRAFT_4 }
  if (format === 'oas2') return { name: 'OpenAPI 2.0', schemas: new SchemaSet(schema, draft4), merges: true }
  if (format === 'oas3.0') {
    const schemas = new SchemaSet(withBearerInAnyCase(schema), draft4)
    return { name: 'OpenAPI 3.0', schemas, merges: true, versions: PATCHES_3_0 }
  }
  if (format === 'oas3.1') {
    const schemas = new SchemaSet(withBearerInAnyCase(corrected(schema)))
    return { name: 'OpenAPI 3.1', schemas, merges: true, versions: PATCHES_3_1 }
  }
  return { name: 'OpenAPI 3.2', schemas: new SchemaSet(schema), merges: false }
}

function asyncapi(version: string, schema: JsonObject): Specification {
  const name = `AsyncAPI ${version.replace(/\.0$/, '')}`
  return { name, schemas: new SchemaSet(withBearerInAnyCase(schema)), merges: false }
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

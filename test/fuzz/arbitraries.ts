import fc from 'fast-check'

/** A description as a value; none of its keys is special. */
type Json = Readonly<Record<string, unknown>>

const NAMES = ['Order', 'User', 'Account', 'Error'] as const
const FIELDS = ['id', 'email', 'password', 'isAdmin', 'note', 'url', 'amount', 'token', 'cardNumber', 'tags']

const name = fc.constantFrom(...NAMES)
const flag = fc.boolean()

function some<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(value, { nil: undefined })
}

/** Without what is undefined, so that it is the same in JSON. */
function defined(value: Readonly<Record<string, unknown>>): Json {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))
}

const scalarSchema = fc
  .record({
    type: fc.constantFrom('string', 'integer', 'boolean', 'number'),
    format: some(fc.constantFrom('email', 'uri', 'date-time', 'int32', 'uuid', 'password')),
    maxLength: some(fc.nat(100)),
    pattern: some(fc.constantFrom('^[a-z]+$', '^(a+)+$', '.*')),
    enum: some(fc.constant(['a', 'b'])),
    readOnly: some(flag),
  })
  .map(defined)

/** Schemas that refer to components under a pointer: `#/components/schemas/`. */
function schemaUnder(pointer: string): fc.Arbitrary<Json> {
  return fc.letrec<{ schema: Json }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      scalarSchema,
      name.map((each) => ({ $ref: `${pointer}${each}` })),
      fc
        .record({ type: fc.constant('array'), items: tie('schema'), maxItems: some(fc.nat(50)) })
        .map(defined),
      fc
        .record({
          type: fc.constant('object'),
          properties: fc.dictionary(fc.constantFrom(...FIELDS), tie('schema'), { maxKeys: 4 }),
          required: some(fc.uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1, maxLength: 2 })),
          additionalProperties: some(flag),
        })
        .map((each) => defined({ ...each, properties: { ...each.properties } })),
      fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    ),
  })).schema
}

function dictionary<Value>(
  keys: readonly string[],
  value: fc.Arbitrary<Value>,
  most: number,
): fc.Arbitrary<Json> {
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...keys), value), {
      minLength: 1,
      maxLength: most,
      selector: ([key]) => key,
    })
    .map((entries) => Object.fromEntries(entries))
}

const PATHS = ['/orders', '/orders/{id}', '/users/{id}/tokens', '/login', '/admin/users', '/search']
const METHODS = ['get', 'post', 'put', 'delete', 'patch']
const STATUSES = ['200', '201', '400', '401', '404', '429', 'default']

const security = fc.constantFrom<readonly Json[] | undefined>(
  undefined,
  [],
  [{ key: [] }],
  [{ token: ['read'] }],
  [{ token: [] }, {}],
  [{ unknown: [] }],
)

const SCHEMES = {
  key: { type: 'apiKey', in: 'header', name: 'X-Key' },
  token: {
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { read: 'Read' } } },
  },
}
const OLD_SCHEMES = {
  key: SCHEMES.key,
  token: {
    type: 'oauth2',
    flow: 'application',
    tokenUrl: 'https://id.example.com/token',
    scopes: { read: 'Read' },
  },
}

const info = { title: 'Orders', version: '1.0.0' }
const url = fc.constantFrom(
  'https://api.example.com',
  'http://api.example.com/v1',
  '/v1',
  'https://{host}.example.com',
)

/** The parameters that a path asks for by its template. */
function pathParameters(path: string, schema: Json): readonly Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, each]) => ({
    name: each,
    in: 'path',
    required: true,
    ...schema,
  }))
}

function withPathParameters(paths: Json, schema: Json): Json {
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      const parameters = pathParameters(path, schema)
      return [path, parameters.length > 0 ? { parameters, ...Object(item) } : item]
    }),
  )
}

function schemasOf(pointer: string): fc.Arbitrary<Json> {
  const schema = schemaUnder(pointer)
  return fc
    .tuple(schema, schema, schema, schema)
    .map((all) => Object.fromEntries(NAMES.map((each, at) => [each, all[at]])))
}

/** What OpenAPI 3.2 has beside what 3.1 has, in a description of the latter. */
function asOpenapi32(value: Json, method: string, isStream: boolean): Json {
  const paths = Object.entries(value.paths ?? {}).map(([path, item]: [string, Json]) => {
    const { get, patch, ...others } = item
    const additional = patch === undefined ? undefined : { [method]: patch }
    return [path, defined({ ...others, query: get, additionalOperations: additional })]
  })
  const text = JSON.stringify({ ...value, openapi: '3.2.0', paths: Object.fromEntries(paths) })
  if (!isStream) return JSON.parse(text)
  const content = '"content":{"application/json":{"schema":'
  return JSON.parse(text.replaceAll(content, '"content":{"application/jsonl":{"itemSchema":'))
}

/** A small description in OpenAPI 3.0 or 3.1. */
export const openapi3: fc.Arbitrary<Json> = (() => {
  const schema = schemaUnder('#/components/schemas/')
  const content = schema.map((each) => ({ 'application/json': { schema: each } }))
  const parameter = fc.record({
    name: fc.constantFrom('page', 'limit', 'email', 'api_key', 'X-Trace'),
    in: fc.constantFrom('query', 'header', 'cookie'),
    schema,
  })
  const operation = fc
    .record({
      security,
      parameters: some(
        fc.uniqueArray(parameter, { maxLength: 2, selector: (each) => `${each.name} ${each.in}` }),
      ),
      requestBody: some(content.map((each) => ({ content: each }))),
      responses: dictionary(
        STATUSES,
        fc.record({ description: fc.constant('x'), content: some(content) }).map(defined),
        3,
      ),
      deprecated: some(flag),
    })
    .map(defined)
  return fc
    .record({
      openapi: fc.constantFrom('3.0.3', '3.1.0'),
      info: fc.constant(info),
      servers: some(
        fc.array(
          url.map((each) => ({ url: each })),
          { maxLength: 2 },
        ),
      ),
      security,
      paths: dictionary(PATHS, dictionary(METHODS, operation, 3), 3).map((each) =>
        withPathParameters(each, { schema: { type: 'string', maxLength: 36 } }),
      ),
      components: schemasOf('#/components/schemas/').map((schemas) => ({
        schemas,
        securitySchemes: SCHEMES,
      })),
    })
    .map(defined)
})()

/** A small description in OpenAPI 3.2. */
export const openapi32: fc.Arbitrary<Json> = fc
  .tuple(openapi3, fc.constantFrom('LINK', 'PURGE', 'COPY'), flag)
  .map(([value, method, isStream]) => asOpenapi32(value, method, isStream))

/** A small description in OpenAPI 2.0. */
export const openapi2: fc.Arbitrary<Json> = (() => {
  const schema = schemaUnder('#/definitions/')
  const operation = fc
    .record({
      security,
      parameters: some(
        schema.map((each) => [
          { name: 'body', in: 'body', schema: each },
          { name: 'limit', in: 'query', type: 'integer' },
        ]),
      ),
      responses: dictionary(
        STATUSES,
        fc.record({ description: fc.constant('x'), schema: some(schema) }).map(defined),
        3,
      ),
    })
    .map(defined)
  return fc
    .record({
      swagger: fc.constant('2.0'),
      info: fc.constant(info),
      host: some(fc.constant('api.example.com')),
      schemes: some(fc.subarray(['http', 'https'])),
      security,
      paths: dictionary(PATHS, dictionary(METHODS, operation, 3), 3).map((each) =>
        withPathParameters(each, { type: 'string' }),
      ),
      definitions: schemasOf('#/definitions/'),
      securityDefinitions: fc.constant(OLD_SCHEMES),
    })
    .map(defined)
})()

/** A small description in AsyncAPI 3.0. */
export const asyncapi: fc.Arbitrary<Json> = (() => {
  const schema = schemaUnder('#/components/schemas/')
  const message = fc.record({ payload: schema, headers: some(schema) }).map(defined)
  const channel = fc.record({
    address: fc.constantFrom('orders', 'users.created', 'orders.cancelled'),
    messages: message.map((each) => ({ sent: each })),
  })
  return fc
    .record({
      asyncapi: fc.constant('3.0.0'),
      info: fc.constant(info),
      servers: some(
        fc
          .record({
            host: fc.constant('broker.example.com'),
            protocol: fc.constantFrom('kafka', 'kafka-secure', 'mqtt', 'wss'),
          })
          .map((each) => ({ main: each })),
      ),
      channels: dictionary(['orders', 'users'], channel, 2),
      action: fc.constantFrom('send', 'receive'),
      components: schemasOf('#/components/schemas/').map((schemas) => ({ schemas })),
    })
    .map(({ action, ...rest }) => {
      const operations = Object.keys(rest.channels).map((each) => [
        `do-${each}`,
        { action, channel: { $ref: `#/channels/${each}` } },
      ])
      return defined({ ...rest, operations: Object.fromEntries(operations) })
    })
})()

/** A small description in AsyncAPI 2. */
export const asyncapi2: fc.Arbitrary<Json> = (() => {
  const schema = schemaUnder('#/components/schemas/')
  const message = fc.record({ payload: schema, headers: some(schema) }).map(defined)
  const operation = fc.record({
    operationId: some(fc.constantFrom('a', 'b')),
    message: fc.oneof(
      message,
      fc.array(message, { minLength: 1, maxLength: 2 }).map((oneOf) => ({ oneOf })),
    ),
  })
  const channel = fc
    .record({ publish: some(operation.map(defined)), subscribe: some(operation.map(defined)) })
    .map(defined)
  return fc
    .record({
      asyncapi: fc.constantFrom('2.0.0', '2.6.0'),
      info: fc.constant(info),
      servers: some(
        fc
          .record({
            url: fc.constantFrom('broker.example.com', 'mqtt://{host}.example.com:1883'),
            protocol: fc.constantFrom('kafka', 'kafka-secure', 'mqtt', 'wss'),
            security: some(fc.constantFrom([], [{ user: [] }], [{ unknown: [] }])),
          })
          .map((each) => ({ main: defined(each) })),
      ),
      channels: dictionary(['orders', 'users/{id}'], channel, 2),
      components: schemasOf('#/components/schemas/').map((schemas) => ({
        schemas,
        securitySchemes: { user: { type: 'userPassword' } },
      })),
    })
    .map(defined)
})()

/** A small description in any of the formats. */
export const description: fc.Arbitrary<Json> = fc.oneof(
  { weight: 3, arbitrary: openapi3 },
  { weight: 1, arbitrary: openapi32 },
  { weight: 1, arbitrary: openapi2 },
  { weight: 1, arbitrary: asyncapi },
  { weight: 1, arbitrary: asyncapi2 },
)

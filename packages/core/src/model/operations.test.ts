import { describe, expect, it } from 'vitest'
import { modelOf, operation } from './model.test-kit.ts'

function labels(model: Awaited<ReturnType<typeof modelOf>>): string[] {
  return model.select('operation').map(({ label }) => label)
}

describe('operations', () => {
  it('are those of the HTTP methods, not the other fields of a path item', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths:
  /a: { summary: s, parameters: [], servers: [], x-thing: {}, get: {}, delete: {}, trace: {} }
  x-extension: { get: {} }`)
    expect(labels(model)).toEqual(['GET /a', 'DELETE /a', 'TRACE /a'])
  })

  it('of OpenAPI 3.2 include `query` and additional ones', async () => {
    const text = 'paths: { /a: { query: {}, additionalOperations: { COPY: {} } } }'
    const model = await modelOf(`openapi: 3.2.0\n${text}`)
    expect(model.select('operation').map(({ label, isSafe }) => [label, isSafe])).toEqual([
      ['QUERY /a', true],
      ['COPY /a', false],
    ])
    await expect(modelOf(`openapi: 3.1.0\n${text}`)).rejects.toThrow(
      '`query` is no operation that OpenAPI 3.1 knows',
    )
  })

  it('are found through references, with fields beside the `$ref` of a path item', async () => {
    const model = await modelOf(
      `openapi: 3.1.0\npaths: { /a: { $ref: '#/components/pathItems/P', put: {} }, /b: { $ref: b.yaml } }\ncomponents: { pathItems: { P: { get: {} } } }`,
      { files: { 'b.yaml': 'post: { operationId: makeB }' } },
    )
    expect(labels(model)).toEqual(['GET /a', 'PUT /a', 'POST /b'])
    expect(operation(model, 'POST /b').operationId).toBe('makeB')
  })

  it('of a path item that two paths share are two', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths: { /a: { $ref: '#/components/pathItems/P' }, /b: { $ref: '#/components/pathItems/P' } }
components: { pathItems: { P: { get: {} } } }`)
    expect(labels(model)).toEqual(['GET /a', 'GET /b'])
  })

  it('of a callback are read once, also when callbacks register each other', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths: { /a: { post: { callbacks: { c: { $ref: '#/components/callbacks/C' } } } }, /b: { post: { callbacks: { c: { $ref: '#/components/callbacks/C' } } } } }
components: { callbacks: { C: { '{$url}': { post: { callbacks: { again: { $ref: '#/components/callbacks/C' } } } } } } }`)
    expect(labels(model)).toEqual(['POST /a', 'POST /b', 'callback {$url} POST'])
  })

  it('of callbacks are told apart by who defines them', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths:
  /a: { post: { callbacks: { done: { '{$url}': { post: {} } } } } }
  /b: { post: { callbacks: { done: { '{$url}': { post: {} } } } } }`)
    expect(
      model
        .select('operation')
        .slice(2)
        .map(({ identity }) => identity),
    ).toEqual(['POST /a done callback {$url} POST', 'POST /b done callback {$url} POST'])
  })

  it('are public where policy says so, by label with `*`', async () => {
    const model = await modelOf('openapi: 3.1.0\npaths: { /a: { get: {} }, /a/b: { get: {}, post: {} } }', {
      facts: { publicOperations: [{ operation: 'GET /a*', reason: 'catalogue' }] },
    })
    expect(model.select('operation').map(({ label, publicReason }) => [label, publicReason])).toEqual([
      ['GET /a', 'catalogue'],
      ['GET /a/b', 'catalogue'],
      ['POST /a/b', undefined],
    ])
  })
})

describe('an operation that declares itself public', () => {
  const text = (value: string) =>
    `openapi: 3.1.0\npaths: { x-specward-public: all, /a: { x-specward-public: the path, get: { x-specward-public: ${value} }, post: {} } }`

  it('gives its reason, where it stands in the operation itself', async () => {
    const model = await modelOf(text('" a price list "'))
    expect(model.select('operation').map(({ publicReason }) => publicReason)).toEqual([
      'a price list',
      undefined,
    ])
    expect(model.problems).toEqual([])
  })

  it.each(['It is fine.', 'приложение погоды', '誰でも読める価格表'])(
    'gives it in any script: %s',
    async (value) => {
      const model = await modelOf(text(value))
      expect(operation(model, 'GET /a')).toMatchObject({ publicReason: value, publicBy: 'description' })
    },
  )

  it('is overruled by the reason that the organisation gives', async () => {
    const facts = { publicOperations: [{ operation: 'GET /a', reason: 'approved' }] }
    const model = await modelOf(text('a price list'), { facts })
    expect(operation(model, 'GET /a')).toMatchObject({ publicReason: 'approved', publicBy: 'policy' })
  })

  it.each(['true', 'ok', 'TODO', 'x 1', 'a b', '""', '"  "', 'null', '1', '[a price list]'])(
    'has to say why: %s',
    async (value) => {
      const model = await modelOf(text(value))
      expect(operation(model, 'GET /a').publicReason).toBeUndefined()
      expect(model.problems).toMatchObject([{ code: 'unexpected-shape', severity: 'error' }])
      expect(model.problems[0]?.message).toContain('has to be a text of at least two words that says why')
    },
  )

  it.each(['a price list', 'true'])('is ignored where policy does not accept that: %s', async (value) => {
    const model = await modelOf(text(value), { facts: { publicInDescription: false } })
    expect(operation(model, 'GET /a').publicReason).toBeUndefined()
    expect(model.problems).toEqual([])
  })
})

describe('objects of a kind of the specification', () => {
  it('are found through references, each once', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths: { /a: { $ref: '#/components/pathItems/P' }, /b: { get: { responses: { default: { $ref: '#/components/responses/R' } } } } }
components: { pathItems: { P: { get: {} } }, responses: { R: { description: r } } }`)
    expect(model.nodes('response').map(({ pointer }) => pointer)).toEqual(['/components/responses/R'])
    expect(model.nodes('pathItem').map(({ pointer }) => pointer)).toContain('/components/pathItems/P')
    expect(model.nodes('link')).toEqual([])
  })
})

describe('what an operation is for', () => {
  it('may be told by words of the organisation', async () => {
    const facts = { adminWords: ['operator'] }
    const model = await modelOf('openapi: 3.1.0\npaths: { /operator/a: { get: {} } }', { facts })
    expect([...operation(model, 'GET /operator/a').classes]).toEqual(['admin'])
  })

  it.each([
    ['its path', 'post: {}', '/login', ['login']],
    ['its path and parameters', 'get: { parameters: [{ name: url, in: query }] }', '/proxy', ['fetch']],
    [
      'its media types',
      'post: { requestBody: { content: { multipart/form-data: {} } } }',
      '/files',
      ['upload'],
    ],
  ])('is told by %s', async (_, text, path, classes) => {
    const model = await modelOf(`openapi: 3.1.0\npaths: { ${path}: { ${text} } }`)
    expect([...(model.select('operation')[0]?.classes ?? [])]).toEqual(classes)
  })

  it('is told by the media types that OpenAPI 2.0 keeps apart', async () => {
    const model = await modelOf(`swagger: '2.0'
consumes: [multipart/form-data]
paths: { /files: { post: { parameters: [{ name: file, in: formData, type: file }] } } }`)
    expect([...operation(model, 'POST /files').classes]).toEqual(['upload'])
  })
})

describe('parameters', () => {
  it('of the path item hold unless the operation overrides them by name and location', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths:
  /a:
    parameters:
      - { name: id, in: query, description: path }
      - { name: id, in: header, description: path }
      - { name: X-Trace, in: header, description: path }
    get:
      parameters:
        - { name: id, in: query, description: own }
        - { name: x-trace, in: header, description: own }
        - { name: ID, in: query, description: own }`)
    const merged = operation(model, 'GET /a').parameters.map(
      (parameter) => `${parameter.in} ${parameter.name} ${parameter.node.child('description')?.string}`,
    )
    expect(merged).toEqual(['query id own', 'header id path', 'header x-trace own', 'query ID own'])
  })

  it('know the operations for which their definition is in force', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths:
  /a:
    parameters: [{ $ref: '#/components/parameters/P' }]
    get: {}
    put: { parameters: [{ name: q, in: query }] }
components: { parameters: { P: { name: q, in: query } } }`)
    const parameters = model.select('parameter')
    expect(
      parameters.map(({ identity, operations }) => [identity, operations.map(({ label }) => label)]),
    ).toEqual([
      ['parameter P query:q', ['GET /a']],
      ['PUT /a query:q', ['PUT /a']],
    ])
  })

  it.each([
    ['its own name', '{ name: password, in: query, schema: { type: string } }', ['password']],
    [
      'the properties of a deepObject, through $ref and allOf',
      "{ name: filter, in: query, style: deepObject, schema: { $ref: '#/components/schemas/Filter' } }",
      ['filter', 'filter[state]', 'filter[owner]', 'filter[owner][email]'],
    ],
    [
      'the properties of its content',
      "{ name: q, in: query, content: { application/json: { schema: { $ref: '#/components/schemas/Owner' } } } }",
      ['q', 'q[email]'],
    ],
  ])('put on the wire: %s', async (_, parameter, expected) => {
    const model = await modelOf(`openapi: 3.1.0
paths: { /a: { get: { parameters: [${parameter}] } } }
components:
  schemas:
    Filter: { allOf: [{ properties: { state: { type: string } } }, { properties: { owner: { $ref: '#/components/schemas/Owner' } } }] }
    Owner: { type: object, properties: { email: { type: string }, self: { readOnly: true } } }`)
    expect(model.select('parameter')[0]?.fields.map(({ label }) => label)).toEqual(expected)
  })

  it('of OpenAPI 3.2 `querystring` put only what they contain on the wire', async () => {
    const model = await modelOf(`openapi: 3.2.0
paths: { /a: { get: { parameters: [{ name: all, in: querystring, content: { application/x-www-form-urlencoded: { schema: { properties: { pin: {} } } } } }] } } }`)
    expect(model.select('parameter')[0]?.fields.map(({ label }) => label)).toEqual(['pin'])
  })

  it.each([
    ['additionalProperties', '{ additionalProperties: { properties: { pin: {} } } }'],
    ['patternProperties', '{ patternProperties: { "^x": { properties: { pin: {} } } } }'],
    ['prefixItems', '{ prefixItems: [{ properties: { pin: {} } }] }'],
    ['then', '{ then: { properties: { pin: {} } } }'],
    ['dependentSchemas', '{ dependentSchemas: { a: { properties: { pin: {} } } } }'],
    ['a keyword of a member of allOf', '{ allOf: [{ items: { properties: { pin: {} } } }] }'],
    ['allOf beside a `$ref` that has an allOf too', "{ $ref: '#/components/schemas/Base', allOf: [{}] }"],
    ['$dynamicRef', "{ $dynamicRef: '#base' }"],
  ])('are found below %s', async (_, schema) => {
    const model = await modelOf(`openapi: 3.1.0
paths: { /a: { get: { parameters: [{ name: q, in: query, schema: ${schema} }] } } }
components: { schemas: { Base: { $dynamicAnchor: base, allOf: [{ properties: { pin: {} } }] } } }`)
    expect(model.select('parameter')[0]?.fields.map(({ label }) => label)).toContain('q[pin]')
  })

  it('are all looked at, however many', async () => {
    const names = Array.from({ length: 3_000 }, (_, index) => `p${index}: {}`).join(', ')
    const model = await modelOf(`openapi: 3.1.0
paths: { /a: { get: { parameters: [{ name: q, in: query, schema: { properties: { ${names}, pin: {} } } }] } } }`)
    expect(model.select('parameter')[0]?.fields.at(-1)?.label).toBe('q[pin]')
  })

  it('of a schema that contains itself end', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths: { /a: { get: { parameters: [{ name: q, in: query, schema: { $ref: '#/components/schemas/T' } }] } } }
components: { schemas: { T: { properties: { t: { $ref: '#/components/schemas/T' }, leaf: {} } } } }`)
    expect(model.select('parameter')[0]?.fields.map(({ label }) => label)).toEqual(['q', 'q[t]', 'q[leaf]'])
  })

  it('without a place where they are sent are a problem, not silence', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths: { /a: { get: { parameters: [{ name: q }, { name: r, in: qurey }] } } }`)
    expect(model.problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      'unexpected-shape error',
      'unexpected-shape error',
    ])
  })
})

describe('schemas', () => {
  const TEXT = `openapi: 3.1.0
paths:
  /users:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }
      responses: { '201': { $ref: '#/components/responses/Made' } }
    get:
      responses: { '200': { content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/User' } } } } } }
components:
  responses: { Made: { content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } } }
  schemas:
    User:
      allOf: [{ $ref: '#/components/schemas/Base' }]
      properties:
        password: { type: string, writeOnly: true }
        manager: { $ref: '#/components/schemas/User' }
    Base: { properties: { id: { type: string, readOnly: true } } }
    Unused: { properties: { x: {} } }`

  it('know which operations reach them in which direction, by node', async () => {
    const model = await modelOf(TEXT)
    const uses = Object.fromEntries(
      model
        .select('schema')
        .filter(({ name }) => name === 'User' || name === 'Base' || name === 'Unused')
        .map(({ name, uses: all }) => [
          name,
          all.map((use) => `${use.direction} ${use.operation.label}`).sort(),
        ]),
    )
    const everywhere = ['request POST /users', 'response GET /users', 'response POST /users']
    expect(uses).toEqual({ User: everywhere, Base: everywhere, Unused: [] })
  })

  it('hide readOnly properties from requests and writeOnly ones from responses', async () => {
    const model = await modelOf(TEXT)
    const uses = Object.fromEntries(
      model
        .select('property')
        .filter(({ name }) => name === 'password' || name === 'id')
        .map(({ name, uses: all }) => [
          name,
          all.map((use) => `${use.direction} ${use.operation.label}`).sort(),
        ]),
    )
    expect(uses).toEqual({
      password: ['request POST /users'],
      id: ['response GET /users', 'response POST /users'],
    })
  })

  it('have each property once, also when keywords stand beside the references to them', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths: { /a: { get: { responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/U', description: one } } } } } } } }
components: { schemas: { U: { properties: { secret: {} } } } }`)
    const secrets = model.select('property').filter(({ name }) => name === 'secret')
    expect(secrets.map(({ uses }) => uses.length)).toEqual([1])
  })

  it('are known by their component and the names below it, whichever way they are reached first', async () => {
    const text = (order: string) => `openapi: 3.1.0
paths: { /a: { get: { responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Foo' } } } } } } } }
components: { schemas: { ${order} } }`
    const foo = 'Foo: { properties: { address: { properties: { zip: {} } } } }'
    const bar = 'Bar: { properties: { address: { items: { properties: { zip: {} } } } } }'
    const identities = async (order: string) =>
      (await modelOf(text(order)))
        .select('property')
        .filter(({ name }) => name === 'zip')
        .map(({ identity }) => identity)
        .sort()
    const expected = ['schema Bar properties address items.zip', 'schema Foo properties address.zip']
    expect(await identities(`${foo}, ${bar}`)).toEqual(expected)
    expect(await identities(`${bar}, ${foo}`)).toEqual(expected)
  })

  it('list the properties that composition brings', async () => {
    const model = await modelOf(TEXT)
    const user = model.select('schema').find(({ name }) => name === 'User')
    expect(user?.properties.map(({ name }) => name)).toEqual(['password', 'manager', 'id'])
  })

  it('count keywords beside `$ref` from OpenAPI 3.1 on, not before', async () => {
    const text = `paths: { /a: { get: { parameters: [{ name: a, in: query, schema: { $ref: '#/components/schemas/S', format: password } }] } } }
components: { schemas: { S: { type: string, format: uuid } } }`
    const format = async (version: string) =>
      (await modelOf(`openapi: ${version}\n${text}`)).select('parameter')[0]?.schema?.format
    expect([await format('3.0.3'), await format('3.1.0')]).toEqual(['uuid', 'password'])
  })
})

describe('responses', () => {
  it('that operations share are one thing, with a use for each', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths: { /a: { get: { responses: { '429': { $ref: '#/components/responses/Busy' }, default: {} } } }, /b: { get: { responses: { 4xx: { $ref: '#/components/responses/Busy' } } } } }
components: { responses: { Busy: { headers: { retry-after: { schema: { type: integer } } } } } }`)
    expect(operation(model, 'GET /b').responses.map(({ status }) => status)).toEqual(['4XX'])
    const [busy] = model.select('response')
    expect(busy?.identity).toBe('response Busy')
    expect(busy?.operations.map(({ label }) => label)).toEqual(['GET /a', 'GET /b'])
    expect(busy?.headers.map(({ name }) => name)).toEqual(['retry-after'])
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { Editor } from './editor.test-kit.ts'

let editor: Editor | undefined
afterEach(() => editor?.stop())

async function definition(
  files: Readonly<Record<string, string>>,
  name?: string,
): Promise<readonly string[]> {
  editor = await Editor.on(files)
  return editor.definition(0, name)
}

const OAS3 = (body: string, components = ''): string => `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /orders:
    get:
${body.replaceAll(/^(?=.)/gm, '      ')}
components:
  schemas:
    Order: { type: object, properties: { id: { type: string } } }
    'a/b~c d': { type: string }
  securitySchemes:
    login:
      type: oauth2
      flows:
        implicit: { authorizationUrl: 'https://id.example.com', scopes: { 'orders:read': Read } }
        clientCredentials: { tokenUrl: 'https://id.example.com', scopes: { 'orders:read': Read, other: Other } }
${components}`

const RESPONSE = (ref: string): string =>
  `responses: { '200': { description: OK, content: { application/json: { schema: { ${ref} } } } } }`

describe('the definition of a reference', () => {
  it.each([
    ['on its value', "$ref: '#/components/sch‸emas/Order'", 'openapi.yaml:9:Order'],
    ['at its beginning', "$ref: ‸'#/components/schemas/Order'", 'openapi.yaml:9:Order'],
    ['at its end', "$ref: '#/components/schemas/Order'‸", 'openapi.yaml:9:Order'],
    ['on its key', "$r‸ef: '#/components/schemas/Order'", 'openapi.yaml:9:Order'],
    ['with escapes', "$ref: '#/components/schemas/a~1b~0c%20d‸'", "openapi.yaml:10:'a/b~c d'"],
    ['into a schema', "$ref: '#/components/schemas/Order/properties/id‸'", 'openapi.yaml:9:id'],
  ])('is found %s', async (_, ref, expected) => {
    expect(await definition({ 'openapi.yaml': OAS3(RESPONSE(ref)) })).toEqual([expected])
  })

  it.each([
    ['a neighbour', './schemas/order.yaml', 'schemas/order.yaml', 'schemas/order.yaml:1:'],
    ['a place in it', 'schemas/order.yaml#/defs/Order', 'schemas/order.yaml', 'schemas/order.yaml:3:Order'],
    [
      'a name with a space',
      'my%20schemas.yaml#/defs/Order',
      'my%20schemas.yaml',
      'my%20schemas.yaml:3:Order',
    ],
    ['JSON', 'order.json#/defs/Order', 'order.json', 'order.json:3:"Order"'],
  ])('leads into %s', async (_, ref, file, expected) => {
    const text = file.endsWith('.json')
      ? '{\n  "defs": {\n    "Order": { "type": "object" }\n  }\n}\n'
      : 'type: object\ndefs:\n  Order: { type: object }\n'
    expect(await definition({ 'openapi.yaml': OAS3(RESPONSE(`$ref: '${ref}‸'`)), [file]: text })).toEqual([
      expected,
    ])
  })

  it('leads on from a fragment in a folder, relative to that', async () => {
    const files = {
      'openapi.yaml': OAS3(RESPONSE('$ref: schemas/order.yaml')),
      'schemas/order.yaml': "type: object\nproperties:\n  user: { $ref: '../users.yaml#/User‸' }\n",
      'users.yaml': 'User: { type: object }\n',
    }
    expect(await definition(files, 'schemas/order.yaml')).toEqual(['users.yaml:1:User'])
  })

  it('is not looked for in what is data', async () => {
    const body =
      "responses: { '200': { description: OK, content: { a/b: { example: { $ref: '#/components/schemas/Order‸' } } } } }"
    expect(await definition({ 'openapi.yaml': OAS3(body) })).toEqual([])
  })

  it('is none where it leads nowhere', async () => {
    expect(
      await definition({ 'openapi.yaml': OAS3(RESPONSE("$ref: '#/components/schemas/Ordr‸'")) }),
    ).toEqual([])
  })

  it('works in JSON', async () => {
    const text = `{
  "swagger": "2.0", "info": { "title": "T", "version": "1" },
  "paths": { "/a": { "get": { "responses": { "200": { "description": "", "schema": { "$ref": "#/definitions/A‸" } } } } } },
  "definitions": {
    "A": { "type": "object" }
  }
}`
    expect(await definition({ 'api.json': text })).toEqual(['api.json:5:"A"'])
  })
})

describe('the definition of a name in `security`', () => {
  it('is the declaration of the scheme', async () => {
    const text = OAS3('security: [{ log‸in: [] }]\nresponses: {}')
    expect(await definition({ 'openapi.yaml': text })).toEqual(['openapi.yaml:13:login'])
  })

  it('is that of the whole description where a fragment names it', async () => {
    const files = {
      'openapi.yaml': OAS3('responses: {}').replace('    get:', '    $ref: orders.yaml\n    x-get:'),
      'orders.yaml': 'get:\n  security: [{ lo‸gin: [] }]\n  responses: {}\n',
    }
    expect(await definition(files, 'orders.yaml')).toEqual(['openapi.yaml:13:login'])
  })

  it('is every flow that has the scope', async () => {
    const text = OAS3("security: [{ login: ['orders:re‸ad'] }]\nresponses: {}")
    expect(await definition({ 'openapi.yaml': text })).toEqual([
      "openapi.yaml:16:'orders:read'",
      "openapi.yaml:17:'orders:read'",
    ])
  })

  it('is found in OpenAPI 2.0, the scope as well', async () => {
    const text = (mark: (at: string) => string): string => `swagger: '2.0'
info: { title: T, version: '1' }
security: [{ ${mark('login')}: [${mark('read')}] }]
paths: {}
securityDefinitions:
  login: { type: oauth2, flow: implicit, authorizationUrl: 'https://id.example.com', scopes: { read: Read } }
`
    const marked = (wanted: string) =>
      text((name) => (name === wanted ? `${name.slice(0, 2)}‸${name.slice(2)}` : name))
    expect(await definition({ 'api.yaml': marked('login') })).toEqual(['api.yaml:6:login'])
    await editor?.stop()
    expect(await definition({ 'api.yaml': marked('read') })).toEqual(['api.yaml:6:read'])
  })

  it('is a URI in OpenAPI 3.2', async () => {
    const files = {
      'api.yaml': `openapi: 3.2.0
info: { title: T, version: '1' }
security: [{ ./schemes.yaml#/ke‸y: [] }]
paths: {}
`,
      'schemes.yaml': 'key: { type: apiKey, in: header, name: X-Key }\n',
    }
    expect(await definition(files, 'api.yaml')).toEqual(['schemes.yaml:1:key'])
  })
})

const ASYNC2 = `asyncapi: 2.6.0
info: { title: T, version: '1' }
servers:
  main: { url: broker.example.com, protocol: kafka, security: [{ ce‸rt: [] }] }
channels:
  orders:
    servers: [ma‸in]
    subscribe: { message: { $ref: '#/components/messages/Or‸der' } }
components:
  securitySchemes: { cert: { type: X509 } }
  messages: { Order: { payload: { type: object } } }
`

const ASYNC3 = `asyncapi: 3.0.0
info: { title: T, version: '1' }
servers:
  main: { host: broker.example.com, protocol: kafka, security: [{ $ref: '#/components/securitySchemes/lo‸gin' }] }
channels:
  orders: { address: orders, messages: { order: { $ref: '#/components/messages/Order' } } }
operations:
  onOrder: { action: receive, channel: { $ref: '#/channels/or‸ders' }, messages: [{ $ref: '#/channels/orders/messages/or‸der' }] }
components:
  securitySchemes:
    login:
      type: oauth2
      flows: { clientCredentials: { tokenUrl: 'https://id.example.com', availableScopes: { 'orders:read': Read } } }
      scopes: ['orders:re‸ad']
  messages: { Order: { payload: { type: object } } }
`

describe('the definition of a name in AsyncAPI', () => {
  it('is found in version 2', async () => {
    editor = await Editor.on({ 'api.yaml': ASYNC2 })
    expect(await editor.definition(0)).toEqual(['api.yaml:10:cert'])
    expect(await editor.definition(1)).toEqual(['api.yaml:4:main'])
    expect(await editor.definition(2)).toEqual(['api.yaml:11:Order'])
  })

  it('is found in version 3', async () => {
    editor = await Editor.on({ 'api.yaml': ASYNC3 })
    expect(await editor.definition(0)).toEqual(['api.yaml:11:login'])
    expect(await editor.definition(1)).toEqual(['api.yaml:6:orders'])
    expect(await editor.definition(2)).toEqual(['api.yaml:6:order'])
    expect(await editor.definition(3)).toEqual(["api.yaml:13:'orders:read'"])
  })
})

describe('the definition of what is declared', () => {
  it('is the declaration itself', async () => {
    const text = OAS3('responses: {}').replace('login:', 'log‸in:')
    expect(await definition({ 'openapi.yaml': text })).toEqual(['openapi.yaml:12:login'])
  })
})

describe('the definition of other names', () => {
  it.each([
    ['a tag', 'tags: [sa‸les]\nresponses: {}', 'tags:\n  - name: sales\n', 'openapi.yaml:19:name: sales'],
    [
      'the operation of a link, by id',
      "operationId: a\nresponses: { '200': { description: OK, links: { self: { operationId: ‸a } } } }",
      '',
      'openapi.yaml:5:get',
    ],
    [
      'the operation of a link, by reference',
      "responses: { '200': { description: OK, links: { self: { operationRef: '#/paths/~1orders/g‸et' } } } }",
      '',
      'openapi.yaml:5:get',
    ],
  ])('is found for %s', async (_, body, more, expected) => {
    expect(await definition({ 'openapi.yaml': OAS3(body, more) })).toEqual([expected])
  })

  it.each(['Cat', "'#/components/schemas/Cat'"])(
    'is found for what a discriminator maps to: %s',
    async (name) => {
      const text = `openapi: 3.0.3
info: { title: T, version: '1' }
paths: {}
components:
  schemas:
    Pet: { type: object, discriminator: { propertyName: kind, mapping: { cat: ${name.replace(/Cat/, 'C‸at')} } } }
    Cat: { type: object }
`
      expect(await definition({ 'openapi.yaml': text })).toEqual(['openapi.yaml:7:Cat'])
    },
  )
})

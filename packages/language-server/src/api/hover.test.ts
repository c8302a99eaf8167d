import { afterEach, describe, expect, it } from 'vitest'
import { MarkupKind } from 'vscode-languageserver'
import { PULLS } from '../client.test-kit.ts'
import { Editor } from './editor.test-kit.ts'

let editor: Editor | undefined
afterEach(() => editor?.stop())

async function hover(text: string, name = 'openapi.yaml'): Promise<string | undefined> {
  editor = await Editor.on({ [name]: text })
  return editor.hover()
}

/** The same text with a mark after the first occurrence of a word. */
function at(text: string, word: string, before = ''): string {
  const place = text.indexOf(word, Math.max(0, text.indexOf(before))) + 1
  return `${text.slice(0, place)}‸${text.slice(place)}`
}

const API = `openapi: 3.1.0
info: { title: T, version: '1' }
security: [{ login: ['orders:read'] }, { key: [], cert: [] }]
servers: [{ url: 'https://api.example.com' }, { url: 'http://api.example.com' }]
paths:
  /orders:
    get:
      operationId: listOrders
      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
    post:
      operationId: createOrder
      deprecated: true
      security: []
      x-specward-public: anybody may order here
      parameters: [{ name: apiKey, in: query, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { '201': { description: OK } }
  /nobody:
    get: { security: [{ missing: [] }], responses: {} }
components:
  schemas:
    Order:
      title: What somebody has ordered
      type: object
      properties:
        id: { type: string }
        password: { type: string }
        email: { type: string, format: email }
  securitySchemes:
    login:
      type: oauth2
      description: |
        Ask the **team** for access.
        More.
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com', scopes: { 'orders:read': Read orders } }
    key: { type: apiKey, in: header, name: X-Key }
    cert: { type: mutualTLS }
`

const link = (line: number): string => `[openapi.yaml:${line}](file:///apis/openapi.yaml#L${line})`

describe('a hover over an operation', () => {
  it('says who may call it, by which line, over what, and with which data', async () => {
    expect(await hover(at(API, 'post:'))).toBe(`**\`POST /orders\`** · changes data · deprecated

**Anyone** may call it: its \`security\` asks for nothing. Decided at ${link(13)}.

Public on purpose, says the description itself: anybody may order here

Over:

- \`https://api.example.com\` · encrypted
- \`http://api.example.com\` · not encrypted (${link(4)})

Sensitive data in:

- \`apiKey\` · credential · query
- \`password\` · credential · body
- \`email\` · personal · body`)
  })

  it('names every way in, with the scopes and where the schemes are declared', async () => {
    const told = await hover(at(API, 'get:'))
    expect(told).toContain(
      `**Only authenticated callers** may call it: every way in asks for something. Decided at ${link(3)}, above the operation.

One of these is enough:

- \`login\`: oauth2 (orders:read) (${link(30)})
- \`key\`: apiKey in header X-Key (${link(37)}) and \`cert\`: mutualTLS (${link(38)})`,
    )
    expect(told).toContain('Sensitive data out:\n\n- `password` · credential · response 200')
  })

  it('names the policy that has declared it public', async () => {
    editor = await Editor.on({
      'openapi.yaml': at(API.replace(/x-specward-public.*/, ''), 'post:'),
      'specward.yaml': 'policy: { publicOperations: [{ operation: POST /orders, reason: A shop }] }\n',
    })
    expect(await editor.hover()).toContain(
      'Public on purpose, says the policy ([specward.yaml](file:///apis/specward.yaml)): A shop',
    )
  })

  it('says that a gateway keeps others out', async () => {
    editor = await Editor.on({
      'openapi.yaml': at(API, 'post:'),
      'specward.yaml': 'policy: { gateway: { authentication: Kong asks for a token } }\n',
    })
    expect(await editor.hover()).toContain(
      '**Only authenticated callers** may call it: a gateway authenticates callers, says the policy: Kong asks for a token.',
    )
  })

  it('is the same over its id', async () => {
    const overMethod = await hover(at(API, 'post:'))
    await editor?.stop()
    expect(await hover(at(API, 'createOrder'))).toBe(overMethod)
  })

  it('tells of all operations of a path in short', async () => {
    expect(await hover(at(API, '/orders'))).toBe(`**\`/orders\`**

- \`GET /orders\`: oauth2 (orders:read) or apiKey in header X-Key + mutualTLS · http and https
- \`POST /orders\`: anyone, as intended · writes · http and https`)
  })

  it('marks what it is about', async () => {
    editor = await Editor.on({ 'openapi.yaml': at(API, 'post:') })
    const hovered = await editor.hoverAt(editor.at())
    expect(hovered?.range).toEqual({ start: { line: 9, character: 4 }, end: { line: 9, character: 8 } })
  })

  it('says nothing beside it', async () => {
    expect(await hover(at(API, '  post:'))).toBeUndefined()
  })

  it('is cut where there is too much', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `password${index}: { type: string }`).join(', ')
    const told = await hover(
      at(API.replace('id: { type: string }', names.replaceAll(', ', '\n        ')), 'post:'),
    )
    expect(told).toContain('- and 291 more')
    expect((told ?? '').length).toBeLessThan(1500)
  })
})

describe('a hover over an operation that has no path', () => {
  it.each([
    [
      'a webhook',
      `openapi: 3.1.0
info: { title: T, version: '1' }
webhooks:
  paid: { post: { responses: {} } }
`,
      'post',
      '**`webhook paid POST`** · webhook\n\n**Nobody can tell who** may send it: nothing says how the receiver knows who calls.',
    ],
    [
      'a callback',
      `openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a:
    get:
      callbacks: { done: { 'https://example.com': { put: { responses: {} } } } }
      responses: {}
`,
      'put',
      '**`callback https://example.com PUT`** · callback',
    ],
    [
      'the QUERY method of OpenAPI 3.2',
      `openapi: 3.2.0
info: { title: T, version: '1' }
paths: { /a: { query: { responses: {} } } }
`,
      'query',
      '**`QUERY /a`**',
    ],
    [
      'an additional operation of OpenAPI 3.2',
      `openapi: 3.2.0
info: { title: T, version: '1' }
paths: { /a: { additionalOperations: { COPY: { responses: {} } } } }
`,
      'COPY',
      '**`COPY /a`** · changes data',
    ],
    [
      'an operation of OpenAPI 2.0 in JSON',
      `{ "swagger": "2.0", "info": { "title": "T", "version": "1" }, "host": "a.example.com", "schemes": ["http"],
  "paths": { "/a": { "delete": { "security": [{}], "responses": {} } } } }`,
      'delete',
      '**`DELETE /a`** · changes data\n\n**Anyone** may call it: its `security` asks for nothing. Decided at [',
    ],
    [
      'an operation of AsyncAPI 2',
      `asyncapi: 2.6.0
info: { title: T, version: '1' }
servers: { main: { url: broker.example.com, protocol: kafka, security: [] } }
channels: { orders: { publish: { message: { payload: { type: object, properties: { iban: { type: string } } } } } } }
`,
      'publish',
      '**`publish orders`** · receive · changes data\n\n**Anyone** may take part:',
    ],
    [
      'an operation of AsyncAPI 3',
      `asyncapi: 3.0.0
info: { title: T, version: '1' }
servers: { main: { host: broker.example.com, protocol: kafka, security: [{ type: X509 }] } }
channels: { orders: { address: orders } }
operations: { onOrder: { action: receive, channel: { $ref: '#/channels/orders' } } }
`,
      'onOrder',
      '**`receive orders`** · receive · changes data\n\n**Only authenticated callers** may take part:',
    ],
    [
      'a channel of AsyncAPI 3',
      `asyncapi: 3.0.0
info: { title: T, version: '1' }
channels: { orders: { address: orders } }
operations: { onOrder: { action: receive, channel: { $ref: '#/channels/orders' } } }
`,
      'orders',
      '**`orders`**\n\n- `receive orders`: callers unknown · writes · no server described',
    ],
  ])('tells of %s', async (_, text, word, expected) => {
    expect(await hover(at(text, word), 'api.yaml')).toContain(expected)
  })
})

describe('a hover over a security scheme', () => {
  it('says where the credential travels and what uses it', async () => {
    const expected = `**\`login\`** · security scheme \`oauth2\` · ${link(30)}

Ask the \\*\\*team\\*\\* for access.

An access token travels in the header \`Authorization\`.

Flows:

- clientCredentials: \`orders:read\`

One operation uses it:

- \`GET /orders\``
    expect(await hover(at(API, 'login:\n'))).toBe(expected)
    await editor?.stop()
    expect(await hover(at(API, 'login', 'security'))).toBe(expected)
  })

  it('says what a scope is for', async () => {
    expect(await hover(at(API, 'orders:read'))).toBe(
      `**\`orders:read\`** · scope · ${link(36)}\n\nRead orders`,
    )
  })

  it('says that a name is declared nowhere', async () => {
    expect(await hover(at(API, 'missing'))).toBe(
      '**`missing`** · no security scheme of this name is declared.',
    )
  })
})

describe('a hover over data', () => {
  it('says what a reference leads to', async () => {
    expect(await hover(at(API, '$ref'))).toBe(`**\`Order\`** · schema · object · ${link(22)}

What somebody has ordered

Sensitive fields:

- \`password\` · credential
- \`email\` · personal

Goes in with one operation:

- \`POST /orders\`

Goes out with one operation:

- \`GET /orders\``)
  })

  it('says where a parameter travels, and what an item of a list is called', async () => {
    const text = `openapi: 3.1.0
info: { title: T, version: '1' }
tags: [{ name: sales, description: What is sold }]
paths:
  /a:
    parameters: [{ name: page, in: query, schema: { type: string } }]
    get: { tags: [sales], parameters: [{ $ref: '#/paths/~1a/parameters/0' }], responses: {} }
`
    expect(await hover(at(text, '$ref'))).toContain('**`page`** · parameter · `page` in query · ')
    await editor?.stop()
    expect(await hover(at(text, 'sales', 'get'))).toContain('**`sales`** · tag · ')
  })

  it.each([
    ['password:', 'sensitive: credential\n\nRecognised by its name: password.'],
    ['email:', 'sensitive: personal\n\nRecognised by its'],
    ['apiKey', 'sensitive: credential\n\nRecognised by its name: api key.'],
  ])('says why %s is held for sensitive, and where it goes', async (word, expected) => {
    const told = await hover(at(API, word))
    expect(told).toContain(expected)
    expect(told).toContain('Goes in with one operation:\n\n- `POST /orders`')
  })

  it('says nothing of what is not sensitive', async () => {
    expect(await hover(at(API, 'id: {'))).toBeUndefined()
  })

  it('names the policy where that lists the name', async () => {
    const files = {
      'openapi.yaml': at(API, 'id: {'),
      'specward.yaml': 'policy: { sensitiveNames: { personal: [id] } }\n',
    }
    editor = await Editor.on(files)
    expect(await editor.hover(0, 'openapi.yaml')).toContain('Listed by the policy under `sensitiveNames`')
  })
})

describe('a hover over a file that several descriptions share', () => {
  it('tells of each where they differ', async () => {
    const api = (security: string) => `openapi: 3.1.0
info: { title: T, version: '1' }
security: ${security}
servers: [{ url: 'https://api.example.com' }]
paths: { /orders: { $ref: orders.yaml } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X } } }
`
    editor = await Editor.on({
      'a.yaml': api('[]'),
      'b.yaml': api('[{ key: [] }]'),
      'orders.yaml': 'g‸et: { responses: {} }\n',
    })
    const told = await editor.hover(0, 'orders.yaml')
    expect(told).toContain('In `a.yaml`:\n\n**`GET /orders`**\n\n**Anyone**')
    expect(told).toContain('In `b.yaml`:\n\n**`GET /orders`**\n\n**Only authenticated callers**')
  })
})

describe('hostile text', () => {
  const HOSTILE = [
    '[click](command:workbench.action.quit)',
    '![x](https://evil.example/pixel.png)',
    '<img src=https://evil.example onerror=alert(1)>',
    '<a href="command:x">y</a>',
    'https://evil.example/a',
    '`` ` [b](command:c)',
    '\u202ereversed',
  ]

  it.each(HOSTILE)('has no meaning in a hover: %s', async (text) => {
    const quoted = JSON.stringify(text)
    const api = `openapi: 3.1.0
info: { title: T, version: '1' }
security: [{ key: [] }]
paths:
  ${JSON.stringify(`/${text}`)}: { ge‸t: { x-specward-public: ${JSON.stringify(`not so ${text}`)}, security: [], responses: {} } }
components:
  securitySchemes: { k‸ey: { type: apiKey, in: header, name: ${quoted}, description: ${quoted} } }
`
    editor = await Editor.on({ 'openapi.yaml': api })
    for (const mark of [0, 1]) {
      const told = withoutCode((await editor.hover(mark)) ?? '')
      expect(
        told.replaceAll(/\[openapi\.yaml:\d+\]\(file:\/\/\/apis\/openapi\.yaml#L\d+\)/g, ''),
      ).not.toMatch(/(?<!\\)\[|(?<!\\)<|(?<!\\)!\[|https?:\/\/|\u202e/)
    }
  })

  it('is plain for an editor without Markdown', async () => {
    const capabilities = { ...PULLS, textDocument: { hover: { contentFormat: [MarkupKind.PlainText] } } }
    editor = await Editor.on({ 'openapi.yaml': at(API, 'post:') }, { capabilities })
    const told = await editor.hover()
    expect(told).toContain(
      'POST /orders · changes data · deprecated\n\nAnyone may call it: its security asks for nothing.',
    )
    expect(told).not.toMatch(/[`*\\]/)
  })

  it('does not tell a secret that was found', async () => {
    const secret = 'AKIAIOSFODNN7EXAMPLQ'
    const text = at(API, 'post:').replace('anybody may order here', `anybody may use ${secret} here`)
    const told = await hover(text)
    expect(told).toContain('anybody may use')
    expect(told).not.toContain(secret)
  })
})

/** Markdown without what stands between backticks. */
function withoutCode(markdown: string): string {
  return markdown.replace(/(?<!\\)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
}

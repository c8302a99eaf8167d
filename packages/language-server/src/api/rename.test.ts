import { afterEach, describe, expect, it } from 'vitest'
import { PULLS } from '../client.test-kit.ts'
import { Editor } from './editor.test-kit.ts'

let editor: Editor | undefined
afterEach(() => editor?.stop())

const HEAD = "info: { title: T, version: '1' }"

const API = {
  'openapi.yaml': `openapi: 3.1.0
${HEAD}
security:
  # who may call
  - "lo‸gin": ['re‸ad', other] # the least
  - {}
paths:
  /orders: { $ref: orders.yaml }
  /users: { get: { responses: { '200': { description: OK, content: { a/b: { schema: { $ref: '#/components/schemas/Us‸er' } } } } } } }
components:
  schemas:
    User:
      type: object
      properties:
        boss: { $ref: "#/components/schemas/User" }
        name: { $ref: '#/components/schemas/User/properties/boss' }
  securitySchemes:
    'login':
      type: oauth2
      flows:
        implicit: { authorizationUrl: 'https://id.example.com', scopes: { read: R, other: O } }
        password: { tokenUrl: 'https://id.example.com', scopes: { read: R } }
    key: { type: apiKey, in: header, name: X }
`,
  'orders.yaml': 'get: { security: [{login: [read]}], responses: {} }\n',
}

/** The texts with every occurrence replaced, marks taken out. */
function replaced(
  files: Readonly<Record<string, string>>,
  from: RegExp,
  to: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, text.replaceAll('‸', '').replace(from, to)]),
  )
}

describe('the rename of a security scheme', () => {
  it('changes its declaration and all requirements in all files, and nothing else', async () => {
    editor = await Editor.on(API)
    expect(await editor.prepareRename()).toBe('login «login»')
    expect(await editor.rename('o.auth-2')).toEqual(replaced(API, /login/g, 'o.auth-2'))
  })

  it('begins at the declaration as well', async () => {
    const text = API['openapi.yaml'].replaceAll('‸', '').replace("'login':", "'log‸in':")
    editor = await Editor.on({ ...API, 'openapi.yaml': text })
    expect(await editor.rename('other')).toEqual(replaced({ ...API }, /login/g, 'other'))
  })

  it('gives the versions of what is open', async () => {
    editor = await Editor.on(API)
    const params = { ...editor.at(), newName: 'oauth' }
    const edit = await editor.connection.sendRequest('textDocument/rename', params)
    expect(edit).toMatchObject({
      documentChanges: [
        { textDocument: { uri: editor.uri('openapi.yaml'), version: 1 } },
        { textDocument: {} },
      ],
    })
  })

  it('is told by URI where an editor knows no versions', async () => {
    editor = await Editor.on(API, { capabilities: PULLS })
    expect(await editor.rename('oauth')).toEqual(replaced(API, /login/g, 'oauth'))
  })

  it('keeps JSON', async () => {
    const json = `{
  "swagger": "2.0", "info": { "title": "T", "version": "1" },
  "security": [ { "k‸ey" : [ ] } ],
  "paths": {},
  "securityDefinitions": { "key": { "type": "apiKey", "in": "header", "name": "key" } }
}`
    editor = await Editor.on({ 'api.json': json })
    expect(await editor.rename('api key')).toEqual({
      'api.json': json.replace('‸', '').replace('"key" :', '"api key" :').replace('"key": {', '"api key": {'),
    })
  })

  it('follows the references of AsyncAPI 3', async () => {
    const text = `asyncapi: 3.0.0
${HEAD}
servers: { main: { host: a.example.com, protocol: kafka, security: [{ $ref: '#/components/securitySchemes/cer‸t' }] } }
components: { securitySchemes: { cert: { type: X509 } } }
`
    editor = await Editor.on({ 'api.yaml': text })
    expect(await editor.prepareRename()).toBe('cert «cert»')
    expect(await editor.rename('tls')).toEqual(replaced({ 'api.yaml': text }, /\bcert\b/g, 'tls'))
  })

  it('takes along another description that shares a requirement', async () => {
    const api = (mark: string) => `openapi: 3.1.0
${HEAD}
paths: { /orders: { $ref: orders.yaml } }
components: { securitySchemes: { ke${mark}y: { type: apiKey, in: header, name: X } } }
`
    const files = {
      'a.yaml': api('‸'),
      'b.yaml': api(''),
      'orders.yaml': 'get: { security: [{ key: [] }], responses: {} }\n',
    }
    editor = await Editor.on(files)
    for (const name of Object.keys(files)) await editor.found(name)
    expect(await editor.rename('token')).toEqual(replaced(files, /key(?=:)/g, 'token'))
  })
})

describe('a rename reaches what is not open', () => {
  const closed = {
    'b.yaml': `openapi: 3.1.0
${HEAD}
paths: { /a: { get: { responses: { '200': { $ref: 'a.yaml#/components/responses/Done' } } } } }
`,
    'c.yaml': `openapi: 3.1.0
${HEAD}
paths: { /orders: { $ref: orders.yaml } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X } } }
`,
    'orders.yaml': 'get: { security: [{ key: [] }], responses: {} }\n',
  }
  const api = `openapi: 3.1.0
${HEAD}
paths: { /orders: { $ref: orders.yaml } }
components:
  responses: { Do‸ne: { description: OK } }
  securitySchemes: { ke‸y: { type: apiKey, in: header, name: X } }
`

  it('by a reference', async () => {
    editor = await Editor.on({ 'a.yaml': api }, { files: closed })
    expect(await editor.rename('Ready')).toEqual(
      replaced({ 'a.yaml': api, 'b.yaml': closed['b.yaml'] }, /\bDone\b/g, 'Ready'),
    )
  })

  it('and what shares a closed fragment with it', async () => {
    editor = await Editor.on({ 'a.yaml': api }, { files: closed })
    const { 'b.yaml': _, ...sharing } = closed
    expect(await editor.rename('token', 1)).toEqual(
      replaced({ 'a.yaml': api, ...sharing }, /\bkey(?=:)/g, 'token'),
    )
  })
})

describe('the rename of a scope', () => {
  it('changes all flows and all requirements', async () => {
    editor = await Editor.on(API)
    expect(await editor.prepareRename(1)).toBe('read «read»')
    expect(await editor.rename('orders:read', 1)).toEqual({
      ...replaced({ 'openapi.yaml': API['openapi.yaml'] }, /\bread\b/g, 'orders:read'),
      'orders.yaml': 'get: { security: [{login: [orders:read]}], responses: {} }\n',
    })
  })
})

describe('the rename of a component', () => {
  it('changes all references to it and through it', async () => {
    editor = await Editor.on(API)
    expect(await editor.prepareRename(2)).toBe('User «User»')
    expect(await editor.rename('Person', 2)).toEqual(
      replaced({ 'openapi.yaml': API['openapi.yaml'] }, /User\b/g, 'Person'),
    )
  })

  it('changes what a discriminator maps to', async () => {
    const text = `openapi: 3.0.3
${HEAD}
paths: {}
components:
  schemas:
    Pet: { type: object, discriminator: { propertyName: kind, mapping: { cat: Cat, c: '#/components/schemas/Cat' } } }
    C‸at: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
`
    editor = await Editor.on({ 'api.yaml': text })
    expect(await editor.rename('Lion')).toEqual(replaced({ 'api.yaml': text }, /\bC‸?at\b/g, 'Lion'))
  })
})

describe('a rename is refused', () => {
  const refused = async (
    files: Readonly<Record<string, string>>,
    name: string,
    words: RegExp,
    index = 0,
  ): Promise<void> => {
    editor = await Editor.on(files)
    await expect(editor.rename(name, index)).rejects.toThrow(words)
  }

  it('to a name that exists', () =>
    refused(API, 'key', /^Nothing was renamed\. `openapi\.yaml`, line \d+: `key` stands there already\.$/))
  it('to a name that a component cannot have', () =>
    refused(API, 'my login', /only letters, digits, `\.`, `_` and `-`/))
  it('to no name', () => refused(API, ' ', /The new name is empty/))
  it('to a scope with a space', () => refused(API, 'a b', /A scope has no spaces/, 1))

  it('where there is nothing to rename', () =>
    refused(
      { 'a.yaml': `openapi: 3.1.0\ninfo: { ti‸tle: T, version: '1' }\npaths: {}\n` },
      'a',
      /There is no scheme/,
    ))

  it('where data would have to change', () =>
    refused(
      {
        'api.yaml': `openapi: 3.0.3
${HEAD}
paths: {}
components:
  schemas:
    Pet: { type: object, discriminator: { propertyName: kind } }
    C‸at: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
`,
      },
      'Lion',
      /`Cat` is also a value of the discriminator of `Pet`/,
    ))

  it('where an alias shares the text', () =>
    refused(
      {
        'api.yaml': `openapi: 3.1.0
${HEAD}
x-all: &all [{ key: [] }]
security: *all
paths: {}
components: { securitySchemes: { ke‸y: { type: apiKey, in: header, name: X } } }
`,
      },
      'token',
      /a YAML anchor or alias shares this text/,
    ))

  it('and is not offered, for a path', async () => {
    editor = await Editor.on({
      'a.yaml': `openapi: 3.1.0\n${HEAD}\npaths: { /‸a: { get: { responses: {} } } }\n`,
    })
    expect(await editor.prepareRename()).toBeNull()
  })
})

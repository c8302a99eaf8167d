import { afterEach, describe, expect, it } from 'vitest'
import { Editor } from './editor.test-kit.ts'

let editor: Editor | undefined
afterEach(() => editor?.stop())

const SHARED = {
  'a.yaml': `openapi: 3.1.0
info: { title: A, version: '1' }
security: [{ login: [read] }]
paths:
  /orders: { $ref: orders.yaml }
  /users: { get: { security: [{ lo‸gin: [wr‸ite] }, {}], responses: { '200': { $ref: '#/components/responses/Done' } } } }
components:
  responses: { Do‸ne: { description: Done } }
  securitySchemes:
    login: { type: oauth2, flows: { implicit: { authorizationUrl: 'https://id.example.com', scopes: { read: R, write: W } } } }
`,
  'b.yaml': `openapi: 3.1.0
info: { title: B, version: '1' }
paths:
  /users: { get: { responses: { '200': { $ref: 'a.yaml#/components/responses/Done' } } } }
`,
  'orders.yaml': 'get: { security: [{ login: [read] }], responses: {} }\n',
}

describe('references', () => {
  it('to a scheme are found in all files', async () => {
    editor = await Editor.on(SHARED)
    const uses = ['a.yaml:3:login', 'a.yaml:6:login', 'orders.yaml:1:login']
    expect(await editor.references()).toEqual(uses)
    const [first = '', second = '', third = ''] = uses
    expect(await editor.references(true)).toEqual([first, second, 'a.yaml:10:login', third])
  })

  it('to a scope are found where they are required', async () => {
    editor = await Editor.on(SHARED)
    expect(await editor.references(true, 1)).toEqual(['a.yaml:6:write', 'a.yaml:10:write'])
  })

  it('to a component are found in other descriptions', async () => {
    editor = await Editor.on(SHARED)
    await editor.found('b.yaml')
    expect(await editor.references(false, 2)).toEqual([
      "a.yaml:6:'#/components/responses/Done'",
      "b.yaml:4:'a.yaml#/components/responses/Done'",
    ])
  })

  it('to what is no component are found as well', async () => {
    editor = await Editor.on({
      'a.yaml':
        "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths: { /a: { $ref: 'parts.yaml#/a' }, /b: { $ref: '#/paths/~1a' } }\n",
      'parts.yaml': '‸a: { get: { responses: {} } }\n',
    })
    expect(await editor.references(false, 0, 'parts.yaml')).toEqual(["a.yaml:3:'parts.yaml#/a'"])
  })

  it('are none to what has no name', async () => {
    editor = await Editor.on({ 'a.yaml': "openapi: 3.1.0\ninfo: { ti‸tle: A, version: '1' }\npaths: {}\n" })
    expect(await editor.references()).toEqual([])
  })

  it('work for an alias of YAML, once for each place in the text', async () => {
    editor = await Editor.on({
      'a.yaml': `openapi: 3.1.0
info: { title: A, version: '1' }
x-open: &open [{ ke‸y: [] }]
security: *open
paths: { /a: { get: { security: *open, responses: {} } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X } } }
`,
    })
    expect(await editor.references(true)).toEqual(['a.yaml:3:key', 'a.yaml:6:key'])
  })
})

import { expect, it } from 'vitest'
import { modelOf } from './model.test-kit.ts'

const ENTRY = `openapi: 3.1.0
info: { title: Orders, version: '1' }
paths:
  /orders:
    post:
      requestBody: { content: { application/json: { schema: { $ref: 'library.yaml#/Order' } } } }
      responses:
        '200':
          description: ok
          content: { application/json: { schema: { $ref: 'library.yaml#/operations/Receipt' } } }
`

const LIBRARY = `Order:
  type: object
  allOf: [{ properties: { id: { type: string } } }]
  properties:
    lines: { items: { $ref: '#/Order/$defs/Line' } }
    buyer: { $ref: 'paths.yaml#/paths/~1people/get/x/person' }
  $defs:
    Line: { type: object }
operations:
  Receipt: { type: object }
`

const files = {
  'library.yaml': LIBRARY,
  'paths.yaml': 'paths: { /people: { get: { x: { person: {} } } } }\n',
}

it('a schema in another file has the name of its own, and none where it is a part of another one or of an operation', async () => {
  const model = await modelOf(ENTRY, { files })
  const names = model
    .select('schema')
    .map(({ name, node }) => `${node.file.uri.split('/').at(-1)}#${node.pointer}: ${name}`)
  expect(names.sort()).toEqual([
    'library.yaml#/Order/$defs/Line: Line',
    'library.yaml#/Order/allOf/0/properties/id: undefined',
    'library.yaml#/Order/allOf/0: undefined',
    'library.yaml#/Order/properties/lines: undefined',
    'library.yaml#/Order: Order',
    'library.yaml#/operations/Receipt: Receipt',
    'paths.yaml#/paths/~1people/get/x/person: undefined',
  ])
})

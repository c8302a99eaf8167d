import { describe, expect, it } from 'vitest'
import { graphOf } from '../resolve/graph.test-kit.ts'
import { differences } from './difference.ts'

const API = `openapi: 3.1.0
info: { title: A, version: '1' }
servers: [{ url: https://a.example }, { url: https://b.example }]
security: [{ login: [] }, { key: [] }]
paths:
  /a:
    parameters: [{ $ref: '#/components/parameters/Id' }, { in: query, name: q }]
    get: { responses: { '200': { content: { a/b: { schema: { $ref: '#/components/schemas/Node' } } } } } }
components:
  parameters: { Id: { in: path, name: id } }
  schemas: { Node: { properties: { next: { $ref: '#/components/schemas/Node' }, name: { type: string } } } }
`

async function between(before: string, now: string, files: Readonly<Record<string, string>> = {}) {
  const [base, head] = [
    await graphOf({ 'openapi.yaml': before }),
    await graphOf({ 'openapi.yaml': now, ...files }),
  ]
  return differences(base, head).map((change) => {
    const node = change.kind === 'removed' ? change.base : change.head
    return `${change.kind} ${node.pointer}`
  })
}

function edited(from: string, to: string): string {
  expect(API).toContain(from)
  return API.replace(from, () => to)
}

describe('differences between two versions of a description', () => {
  it.each([
    ['a key', edited("version: '1'", "version: '2'"), ['changed /info/version']],
    ['the order of a list', edited('[{ login: [] }, { key: [] }]', '[{ key: [] }, { login: [] }]'), []],
    [
      'an item that was put first',
      edited('servers: [', 'servers: [{ url: https://c.example }, '),
      ['added /servers/0'],
    ],
    ['an item that was taken out', edited('[{ login: [] }, ', '['), ['removed /security/0']],
    [
      'one item in the place of another',
      edited('url: https://a', 'url: http://a'),
      ['changed /servers/0/url'],
    ],
    ['a mapping that became a list', edited("{ title: A, version: '1' }", '[]'), ['changed /info']],
    [
      'what many references lead to, once',
      edited('type: string', 'type: integer'),
      ['changed /components/schemas/Node/properties/name/type'],
    ],
    ['a key named __proto__', edited('title: A', 'title: A, __proto__: { a: 1 }'), ['added /info/__proto__']],
  ])('tell of %s', async (_, now, expected) => {
    expect(await between(API, now)).toEqual(expected)
  })

  it('are none where a component has moved to another file, and what changed in it is told', async () => {
    const schema = '{ properties: { next: { $ref: "#" }, name: { type: string } } }\n'
    const now = edited(
      "{ Node: { properties: { next: { $ref: '#/components/schemas/Node' }, name: { type: string } } } }",
      "{ Node: { $ref: './node.yaml' } }",
    )
    expect(await between(API, now, { 'node.yaml': schema })).toEqual([])
    expect(await between(API, now, { 'node.yaml': schema.replace('string', 'integer') })).toEqual([
      'changed /properties/name/type',
    ])
  })

  it('end at a reference to something else', async () => {
    const other = edited(
      "schema: { $ref: '#/components/schemas/Node' }",
      "schema: { $ref: '#/components/schemas/Other' }",
    )
    const now = other.replace('schemas: { Node', 'schemas: { Other: { type: string }, Node')
    expect((await between(API, now)).sort()).toEqual([
      'added /components/schemas/Other',
      'changed /paths/~1a/get/responses/200/content/a~1b/schema',
    ])
  })
})

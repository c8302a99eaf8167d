import { describe, expect, it } from 'vitest'
import { graphOf, memoryHost, ROOT } from '../resolve/graph.test-kit.ts'
import { readGraph } from '../resolve/read-graph.ts'
import { declaredAt } from './declarations.ts'
import { mentionsOf } from './mentions.ts'

/** Mentions as `kind place -> places`. */
async function mentions(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return mentionsOf(await graphOf(files)).all.map(
    ({ kind, node, targets }) =>
      `${kind} ${node.pointer} -> ${targets.map(({ pointer }) => pointer).join(', ')}`,
  )
}

const HEAD = "info: { title: T, version: '1' }"

describe('mentions', () => {
  it('of OpenAPI 3 are references, schemes, scopes, mappings, links and tags', async () => {
    const text = `openapi: 3.1.0
${HEAD}
tags: [{ name: sales }]
security: [{ login: [read, none], missing: [] }]
paths:
  /a:
    get:
      operationId: getA
      tags: [sales, other]
      responses:
        '200': { $ref: '#/components/responses/Done' }
components:
  responses:
    Done: { description: OK, links: { self: { operationId: getA }, by: { operationRef: '#/paths/~1a/get' } } }
  schemas: { Pet: { discriminator: { propertyName: k, mapping: { a: Cat, b: '#/components/schemas/Cat' } } }, Cat: {} }
  securitySchemes:
    login: { type: oauth2, flows: { implicit: { authorizationUrl: 'https://a.example', scopes: { read: R } } } }
`
    expect(await mentions({ 'api.yaml': text })).toEqual([
      'reference /paths/~1a/get/responses/200/$ref -> /components/responses/Done',
      'scheme /security/0/login -> /components/securitySchemes/login',
      'scope /security/0/login/0 -> /components/securitySchemes/login/flows/implicit/scopes/read',
      'scope /security/0/login/1 -> ',
      'scheme /security/0/missing -> ',
      'mapping /components/schemas/Pet/discriminator/mapping/a -> /components/schemas/Cat',
      'mapping /components/schemas/Pet/discriminator/mapping/b -> /components/schemas/Cat',
      'operation /components/responses/Done/links/self/operationId -> /paths/~1a/get',
      'reference /components/responses/Done/links/by/operationRef -> /paths/~1a/get',
      'tag /paths/~1a/get/tags/0 -> /tags/0',
      'tag /paths/~1a/get/tags/1 -> ',
    ])
  })

  it('of AsyncAPI 2 are the servers of channels as well', async () => {
    const text = `asyncapi: 2.6.0
${HEAD}
servers: { main: { url: a.example.com, protocol: kafka, security: [{ cert: [] }] } }
channels: { a: { servers: [main, other] } }
components: { securitySchemes: { cert: { type: X509 } } }
`
    expect(await mentions({ 'api.yaml': text })).toEqual([
      'scheme /servers/main/security/0/cert -> /components/securitySchemes/cert',
      'server /channels/a/servers/0 -> /servers/main',
      'server /channels/a/servers/1 -> ',
    ])
  })

  it('have nothing to do with what every object inherits', async () => {
    const text = `openapi: 3.1.0
${HEAD}
security: [{ constructor: [toString], __proto__: [] }]
paths: {}
components: { securitySchemes: {} }
`
    expect(await mentions({ 'api.yaml': text })).toEqual([
      'scheme /security/0/constructor -> ',
      'scope /security/0/constructor/0 -> ',
      'scheme /security/0/__proto__ -> ',
    ])
  })

  it('are found again at the places that an alias shows', async () => {
    const text = `openapi: 3.1.0
${HEAD}
x-all: &all [{ key: [] }]
security: *all
paths: {}
components: { securitySchemes: { key: { type: apiKey, in: header, name: X } } }
`
    const graph = await graphOf({ 'api.yaml': text })
    for (const path of [['x-all'], ['security']]) {
      const node = graph.root.at(...path, '0', 'key')
      expect(node && mentionsOf(graph).at(node, 'key')?.kind).toBe('scheme')
      expect(node && mentionsOf(graph).at(node, 'value')).toBeUndefined()
    }
  })
})

describe('what a place declares', () => {
  it.each([
    ['components securitySchemes key', 'key', 'scheme'],
    ['components schemas A', 'key', 'component'],
    ['components schemas', 'key', undefined],
    ['components schemas A', 'value', undefined],
    ['paths /a get operationId', 'value', 'operation'],
    ['tags 0 name', 'value', 'tag'],
    ['info title', 'value', undefined],
  ] as const)('%s, as a %s: %s', async (path, part, kind) => {
    const text = `openapi: 3.1.0
${HEAD}
tags: [{ name: a }]
paths: { /a: { get: { operationId: a, responses: {} } } }
components: { schemas: { A: {} }, securitySchemes: { key: { type: mutualTLS } } }
`
    const graph = await graphOf({ 'api.yaml': text })
    const node = graph.root.at(...path.split(' '))
    expect(node && declaredAt(graph, node, part)?.kind).toBe(kind)
  })
})

describe('a graph that is read by itself', () => {
  const read = (files: Readonly<Record<string, string>>) =>
    readGraph(`${ROOT}api.yaml`, memoryHost(files), { root: ROOT, refHosts: [] })

  it('has all files that the description refers to', async () => {
    const graph = await read({
      'api.yaml': `openapi: 3.1.0\n${HEAD}\npaths: { /a: { $ref: a.yaml } }\n`,
      'a.yaml': 'get: { responses: {} }\n',
    })
    expect(graph?.files.map(({ uri }) => uri)).toEqual([`${ROOT}api.yaml`, `${ROOT}a.yaml`])
  })

  it.each(['a: 1\n', 'openapi: 3.1.0\ninfo: [\n', ''])('is none of %j', async (text) => {
    expect(await read({ 'api.yaml': text })).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { buildModel } from '../model/build.ts'
import { NO_FACTS } from '../model/model.ts'
import { graphOf } from '../resolve/graph.test-kit.ts'
import { FACETS, type Facet } from './catalogue.ts'
import { createFacets, type Facets } from './facets.ts'

const BASE = `
openapi: 3.1.0
info: { title: Shop, version: 1.0.0, description: A shop. }
servers:
  - url: https://api.example.com
security:
  - oauth: [shop]
paths:
  /orders:
    get:
      summary: Lists orders.
      responses: { '200': { description: All, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } }
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { '201': { description: Made } }
  /orders/{id}:
    delete:
      parameters: [{ name: id, in: path, required: true, schema: { type: string, format: uuid } }]
      responses: { '204': { description: Gone } }
  /admin/report:
    get:
      tags: [admin]
      responses: { '200': { description: All, content: { application/json: { schema: { $ref: '#/components/schemas/Report' } } } } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows: { clientCredentials: { tokenUrl: https://id.example.com/token, scopes: { shop: Shop } } }
  schemas:
    Order:
      type: object
      required: [id, total]
      properties:
        id: { type: string }
        total: { type: number }
        parts: { type: array, items: { $ref: '#/components/schemas/Order' } }
    Report:
      type: object
      properties: { sold: { type: integer } }
`

const EVENTS = `
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
servers:
  main: { host: broker.example.com, protocol: kafka }
channels:
  sold: { address: sold, messages: { sold: { name: Sold, payload: { type: object }, traits: [{ title: a }] } } }
operations:
  onSold:
    action: receive
    channel: { $ref: '#/channels/sold' }
    traits: [{ description: a }]
`

/** Enough to tell texts apart: FNV-1a, twice. */
function sha256(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193]
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    a = Math.imul(a ^ code, 0x01000193) >>> 0
    b = Math.imul(b ^ (code + 7), 0x85ebca6b) >>> 0
    b ^= b >>> 13
  }
  return [a, b].map((part) => part.toString(16).padStart(8, '0')).join('')
}

async function facetsOf(text: string): Promise<Facets> {
  const graph = await graphOf({ 'api.yaml': text })
  return createFacets(graph, buildModel(graph, NO_FACTS), sha256)
}

async function digest(text: string, facet: Facet, operations?: readonly string[]): Promise<string> {
  const facets = await facetsOf(text)
  return facets.digest(facets.parts(facet, operations))
}

/** The facets whose digest is another one after a change. */
async function changedBy(text: string, base = BASE): Promise<readonly string[]> {
  const [before, after] = [await facetsOf(base), await facetsOf(text)]
  return FACETS.filter((facet) => before.digest(before.parts(facet)) !== after.digest(after.parts(facet)))
}

function edited(from: string, to: string, base = BASE): string {
  expect(base).toContain(from)
  return base.replace(from, () => to)
}

describe('a real change changes the facets that it is about', () => {
  it.each([
    ['another version', 'version: 1.0.0', 'version: 1.1.0', 'versions'],
    ['another server', 'https://api.example.com', 'http://api.example.com', 'servers document'],
    ['another address for tokens', 'https://id.example.com', 'https://sso.example.com', 'schemes document'],
    [
      'another scope that is there',
      'scopes: { shop: Shop }',
      'scopes: { shop: Shop, all: All }',
      'schemes document',
    ],
    [
      'a delete that anybody may call',
      '    delete:\n',
      '    delete:\n      security: []\n',
      'access operations writes objects document',
    ],
    [
      'a read that asks for another scope',
      '      tags: [admin]\n',
      '      tags: [admin]\n      security: [{ oauth: [all] }]\n',
      'access operations administration document',
    ],
    ['another type of an id', 'format: uuid', 'format: int64', 'operations writes objects document'],
    [
      'another field of a report',
      'sold: { type: integer }',
      'sold: { type: integer }, stock: { type: integer }',
      'operations administration document',
    ],
    [
      'a personal field',
      'sold: { type: integer }',
      'email: { type: string }',
      'operations administration data document',
    ],
    [
      'a field that holds a password',
      'sold: { type: integer }',
      'password: { type: string }',
      'operations administration credentials data document',
    ],
    [
      'a field of a schema that refers to itself',
      'total: { type: number }',
      'total: { type: integer }',
      'operations writes document',
    ],
    [
      'a field that need not be given',
      'required: [id, total]',
      'required: [id]',
      'operations writes document',
    ],
    [
      'a URL that a caller gives',
      'total: { type: number }',
      'total: { type: number }\n        notify: { type: string, format: uri }',
      'operations writes outgoing document',
    ],
    [
      'an operation that is on its way out',
      '    delete:\n',
      '    delete:\n      deprecated: true\n',
      'versions',
    ],
    [
      'another operation that reads',
      'paths:\n',
      "paths:\n  /stock:\n    get:\n      responses: { '200': { description: All } }\n",
      'access operations versions document',
    ],
    [
      'what a gateway is told at the root',
      'paths:\n',
      "x-amazon-apigateway-cors: { allowOrigins: ['*'] }\npaths:\n",
      'servers access document',
    ],
    [
      'a dialect of schemas',
      'paths:\n',
      'jsonSchemaDialect: https://d.example\npaths:\n',
      'servers access document',
    ],
    [
      'what a gateway is told at a path',
      '  /admin/report:\n',
      '  /admin/report:\n    x-amazon-apigateway-auth: { type: NONE }\n',
      'access operations administration document',
    ],
    [
      'what a gateway is told at an operation',
      '      tags: [admin]\n',
      '      tags: [admin]\n      x-amazon-apigateway-auth: { type: NONE }\n',
      'access operations administration document',
    ],
    [
      'what a gateway is told of a scheme',
      '      type: oauth2\n',
      '      type: oauth2\n      x-google-jwks_uri: https://keys.example\n',
      'schemes document',
    ],
    [
      'what a gateway is told of a server',
      'url: https://api.example.com\n',
      'url: https://api.example.com\n    x-google-allow: all\n',
      'servers document',
    ],
    [
      'an event that is sent',
      'components:\n',
      "webhooks:\n  sold:\n    post:\n      responses: { '204': { description: Thanks } }\ncomponents:\n",
      'access operations writes outgoing versions document',
    ],
  ])('%s', async (_, from, to, facets) => {
    expect(await changedBy(edited(from, to))).toEqual(facets.split(' '))
  })

  it('any value of what was a choice in a server', async () => {
    const of = (variable: string) =>
      edited(
        '  - url: https://api.example.com\n',
        `  - url: https://{host}/\n    variables: { host: { default: api.example.com${variable} } }\n`,
      )
    const one = of(', enum: [api.example.com]')
    expect(await changedBy(of(''), one)).toEqual(['servers', 'document'])
    expect(await changedBy(of(', enum: [api.example.com], description: The host.'), one)).toEqual([])
  })

  it.each([
    ['x-data-classification', "'public'"],
    ['x-sensitive', 'false'],
  ])('another word on what a field holds: %s', async (extension, value) => {
    const of = (more: string) =>
      edited('sold: { type: integer }', `email: { type: string, format: email${more} }`)
    expect(await changedBy(of(`, ${extension}: ${value}`), of(''))).toContain('data')
    expect(await changedBy(of(', description: The address.'), of(''))).toEqual([])
  })

  it('another word on what a parameter holds', async () => {
    const of = (more: string) =>
      edited('[{ name: id,', `[{ name: email, in: query, schema: { type: string${more} } }, { name: id,`)
    expect(await changedBy(of(', x-data-classification: public'), of(''))).toContain('data')
  })

  it.each([
    ['what is said of a server', 'protocol: kafka', 'protocol: kafka, x-acl: none', 'servers document'],
    [
      'the version of a protocol',
      'protocol: kafka',
      "protocol: kafka, protocolVersion: '1'",
      'servers document',
    ],
    [
      'what is said of a channel',
      'address: sold',
      'address: sold, x-acl: none',
      'access operations document',
    ],
    [
      'what a trait adds',
      'traits: [{ description: a }]',
      'traits: [{ description: a, x-acl: none }]',
      'operations document',
    ],
    ['what is said of a message', 'name: Sold', 'name: Sold, x-acl: none', 'operations document'],
    [
      'what a trait adds to a message',
      'traits: [{ title: a }]',
      'traits: [{ title: a, x-acl: none }]',
      'operations document',
    ],
    ['prose of a trait', 'traits: [{ title: a }]', 'traits: [{ title: b }]', ''],
  ])('of AsyncAPI: %s', async (_, from, to, facets) => {
    const changed = (await changedBy(edited(from, to, EVENTS), EVENTS)).filter(
      (each) => !['writes', 'outgoing'].includes(each),
    )
    expect(changed).toEqual(facets.split(' ').filter((each) => each !== ''))
  })

  it('a part from elsewhere', async () => {
    const text = edited(
      "{ $ref: '#/components/schemas/Report' }",
      '{ $ref: https://schemas.example.com/report.json }',
    )
    expect(await changedBy(text)).toContain('parts')
  })
})

describe('what means the same changes nothing', () => {
  it.each([
    ['another name of a component', BASE.replaceAll('Order', 'Purchase')],
    [
      'a component written out where it is used',
      edited(
        "{ $ref: '#/components/schemas/Report' }",
        '{ type: object, properties: { sold: { type: integer } } }',
      ),
    ],
    [
      'a component that refers to itself, written out once more',
      edited(
        "requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }",
        `requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [total, id]
              properties:
                parts: { type: array, items: { $ref: '#/components/schemas/Order' } }
                total: { type: number }
                id: { type: string }`,
      ),
    ],
    ['a component that nothing uses', edited('    Report:\n', '    Unused: { type: string }\n    Report:\n')],
    [
      'a reference over a reference',
      edited('    Report:\n', "    Account: { $ref: '#/components/schemas/Report' }\n    Report:\n").replace(
        "schema: { $ref: '#/components/schemas/Report' }",
        "schema: { $ref: '#/components/schemas/Account', description: Numbers }",
      ),
    ],
    [
      'a summary that sounds like another operation',
      edited('summary: Lists orders.', 'summary: Log in as an administrator.'),
    ],
    ['a logo', edited('version: 1.0.0,', 'version: 1.0.0, x-logo: { url: a.png },')],
    ['a note for pages', edited('paths:\n', 'x-tagGroups: [{ name: a }]\npaths:\n')],
    ['a remark of ours', edited('paths:\n', 'x-specward-note: a\npaths:\n')],
    ['what an operation is called in code', edited('summary: Lists orders.', 'operationId: listOrders')],
    [
      'a default that is written down',
      edited(
        '{ name: id, in: path, required: true,',
        '{ name: id, in: path, required: true, allowEmptyValue: false,',
      ),
    ],
  ])('%s', async (_, text) => {
    expect(await changedBy(text)).toEqual([])
  })

  it('but a property named description is no prose', async () => {
    expect(
      await changedBy(
        edited('sold: { type: integer }', 'sold: { type: integer }, description: { type: string }'),
      ),
    ).toContain('operations')
  })

  it('but an example of the name of a key is data', async () => {
    const one = edited('summary: Lists orders.', 'x-gateway: { description: a }')
    const other = edited('summary: Lists orders.', 'x-gateway: { description: b }')
    expect(await changedBy(other, one)).toContain('operations')
  })
})

describe('an answer about some operations', () => {
  const users = ['* /orders*']

  it('does not depend on the others', async () => {
    const text = edited('sold: { type: integer }', 'sold: { type: number }')
    expect(await digest(text, 'operations', users)).toBe(await digest(BASE, 'operations', users))
    expect(await digest(text, 'operations')).not.toBe(await digest(BASE, 'operations'))
  })

  it('depends on what joins them', async () => {
    const text = edited(
      'paths:\n',
      "paths:\n  /orders/all:\n    get:\n      responses: { '200': { description: All } }\n",
    )
    expect(await digest(text, 'operations', users)).not.toBe(await digest(BASE, 'operations', users))
  })
})

describe('hostile input', () => {
  it('takes a chain of 20,000 references', async () => {
    const length = 20_000
    const chain = Array.from(
      { length },
      (_, index) =>
        `    S${index}: { type: object, properties: { next: { $ref: '#/components/schemas/S${(index + 1) % length}' } } }`,
    )
    const text = `openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /a:
    get: { responses: { '200': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/S0' } } } } } }
components:
  schemas:
${chain.join('\n')}
`
    const once = text.replace('S7: { type: object', 'S7: { type: object, minProperties: 1')
    expect(await digest(text, 'operations')).not.toBe(await digest(once, 'operations'))
  })

  it('takes keys of every object', async () => {
    const text = edited(
      'sold: { type: integer }',
      '__proto__: { type: string }, constructor: { type: string }',
    )
    expect(await changedBy(text)).toContain('operations')
  })
})

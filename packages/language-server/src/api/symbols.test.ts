import { afterEach, describe, expect, it } from 'vitest'
import type { DocumentSymbol, Position, Range } from 'vscode-languageserver'
import { Editor } from './editor.test-kit.ts'

let editor: Editor | undefined
afterEach(() => editor?.stop())

async function outline(text: string): Promise<readonly string[]> {
  editor = await Editor.on({ 'api.yaml': text })
  return editor.outline('api.yaml')
}

describe('the outline', () => {
  it('of OpenAPI has servers, operations by their paths, and components', async () => {
    expect(
      await outline(`openapi: 3.2.0
info: { title: Orders, version: '1' }
servers:
  - url: https://a.example.com
tags: [{ name: sales }]
paths:
  /a:
    summary: Orders
    get:
      security: []
      responses: {}
    additionalOperations: { COPY: { security: [], responses: {} } }
components:
  schemas:
    Order: { type: object }
  securitySchemes:
    key: { type: apiKey, in: header, name: X }
`),
    ).toEqual([
      'openapi (3.2.0) 1-1',
      'info (Orders) 2-2',
      'servers 3-4',
      '  https://a.example.com 4-4',
      'tags 5-5',
      '  sales 5-5',
      'paths 6-12',
      '  /a (Orders) 7-12',
      '    GET (anyone · https) 9-11',
      '    additionalOperations 12-12',
      '      COPY (anyone · writes · https) 12-12',
      'components 13-17',
      '  schemas 14-15',
      '    Order (object) 15-15',
      '  securitySchemes 16-17',
      '    key (apiKey) 17-17',
    ])
  })

  it('of AsyncAPI has channels, their messages, and operations', async () => {
    expect(
      await outline(`asyncapi: 3.0.0
info: { title: T, version: '1' }
servers: { main: { host: a.example.com, protocol: kafka } }
channels:
  orders:
    address: shop/orders
    messages: { placed: { title: Placed } }
operations:
  onOrder: { action: receive, channel: { $ref: '#/channels/orders' } }
`),
    ).toEqual([
      'asyncapi (3.0.0) 1-1',
      'info (T) 2-2',
      'servers 3-3',
      '  main 3-3',
      'channels 4-7',
      '  orders (shop/orders) 5-7',
      '    messages 7-7',
      '      placed (Placed) 7-7',
      'operations 8-9',
      '  onOrder (anyone · writes · kafka, not encrypted) 9-9',
    ])
  })

  it('of OpenAPI 2.0 has what stands at the root', async () => {
    const text = `{
  "swagger": "2.0", "info": { "title": "T", "version": "1" }, "paths": {},
  "definitions": { "A": { "type": "string" } },
  "securityDefinitions": { "key": { "type": "basic" } }
}`
    expect((await outline(text)).slice(3)).toEqual([
      'definitions 3-3',
      '  A (string) 3-3',
      'securityDefinitions 4-4',
      '  key (basic) 4-4',
    ])
  })

  it('of a fragment has its keys', async () => {
    editor = await Editor.on({
      'api.yaml':
        "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: { /a: { $ref: parts.yaml#/a } }\n",
      'parts.yaml': 'a:\n  get: { responses: {} }\nschemas:\n  Order: { type: object }\n',
    })
    await editor.found('api.yaml')
    expect(await editor.outline('parts.yaml')).toEqual([
      'a 1-2',
      '  GET (callers unknown · no server described) 2-2',
      'schemas 3-4',
      '  Order (object) 4-4',
    ])
  })

  it('is there for a text with problems', async () => {
    const text = `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a: nonsense
  /b: { get: { responses: {} } }
  /b: { put: { responses: {} } }
  /c: { $ref: nowhere.yaml }
`
    expect((await outline(text)).slice(2).map((line) => line.trim().split(' ')[0])).toEqual([
      'paths',
      '/a',
      '/b',
      'PUT',
      '/c',
    ])
  })

  it('has ranges that hold those below them', async () => {
    const text = `openapi: 3.1.0
info: { title: T, version: '1' }
x-base: &base { get: &get { responses: {} } }
paths:
  /a: *base
  /b: { <<: *base, put: *get }
  /c: &c
    get:
  /d: { "get": { responses: {} } , '\\"': {} }
components:
  schemas: { A: , B: }
`
    editor = await Editor.on({ 'api.yaml': text })
    const textDocument = { uri: editor.uri('api.yaml') }
    const found = await editor.connection.sendRequest('textDocument/documentSymbol', { textDocument })
    const open = [...(found as DocumentSymbol[])]
    let seen = 0
    for (let symbol = open.pop(); symbol; symbol = open.pop()) {
      seen += 1
      expect(isWithin(symbol.selectionRange, symbol.range), symbol.name).toBe(true)
      for (const child of symbol.children ?? []) {
        expect(isWithin(child.range, symbol.range), child.name).toBe(true)
        open.push(child)
      }
    }
    expect(seen).toBeGreaterThan(10)
  })

  it('is none of a file that no description reaches', async () => {
    editor = await Editor.on({ 'other.yaml': 'a: 1\n' })
    expect(await editor.outline('other.yaml')).toEqual([])
  })
})

function isWithin(inner: Range, outer: Range): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end)
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character)
}

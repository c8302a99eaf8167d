import { afterEach, describe, expect, it } from 'vitest'
import { Editor } from './editor.test-kit.ts'

let editor: Editor | undefined
afterEach(() => editor?.stop())

const api = (servers: string, operations: string, rest = ''): string => `openapi: 3.1.0
info: { title: T, version: '1' }
servers: [${servers}]
paths:
  /a:
${operations.replaceAll(/^(?=.)/gm, '    ')}
components:
  securitySchemes:
    login: { type: oauth2, flows: { implicit: { authorizationUrl: 'https://id.example.com', scopes: { 'orders:write': W } } } }
    key: { type: apiKey, in: header, name: X-Key }
${rest}`
const HTTPS = '{ url: https://a.example.com }'

describe('lenses', () => {
  it.each([
    ['[]', HTTPS, 'anyone · writes · https'],
    ["[{ login: ['orders:write'] }]", HTTPS, 'oauth2 (orders:write) · writes · https'],
    [
      '[{ login: [], key: [] }, { key: [] }]',
      HTTPS,
      'oauth2 + apiKey in header X-Key or apiKey in header X-Key · writes · https',
    ],
    ['[{ login: [] }, {}]', HTTPS, 'anyone, or oauth2 · writes · https'],
    [
      '[{ key: [] }]',
      `${HTTPS}, { url: 'http://a.example.com' }`,
      'apiKey in header X-Key · writes · http and https',
    ],
    ['[{ key: [] }]', '{ url: /v1 }', 'apiKey in header X-Key · writes · relative server'],
    ['[{ key: [] }]', '', 'apiKey in header X-Key · writes · no server described'],
    ['nonsense', HTTPS, 'callers unknown · writes · https'],
  ])('say what `security: %s` over %s comes to', async (security, servers, expected) => {
    const text = api(servers, `post: { security: ${security}, responses: {} }`)
    editor = await Editor.on({ 'openapi.yaml': text })
    expect(await editor.titles('openapi.yaml')).toEqual([`6: ${expected}`])
  })

  it('have a command where the editor has it', async () => {
    const text = api(HTTPS, 'get: { security: [], responses: {} }')
    const initializationOptions = { commands: ['specward.showExposure'] }
    editor = await Editor.on({ 'openapi.yaml': text }, { initializationOptions })
    expect(await editor.lenses('openapi.yaml')).toMatchObject([
      {
        range: { start: { line: 5, character: 4 }, end: { line: 5, character: 7 } },
        command: { command: 'specward.showExposure', arguments: [editor.uri('openapi.yaml'), 'GET /a'] },
      },
    ])
    await editor.stop()
    editor = await Editor.on({ 'openapi.yaml': text })
    expect(await editor.lenses('openapi.yaml')).toMatchObject([{ command: { command: '' } }])
  })

  it('are none where the settings say so', async () => {
    const text = api(HTTPS, 'get: { security: [], responses: {} }')
    editor = await Editor.on(
      { 'openapi.yaml': text },
      { initializationOptions: { settings: { codeLens: false } } },
    )
    expect(await editor.lenses('openapi.yaml')).toEqual([])
  })

  it('are asked for again when the settings change', async () => {
    const text = api(HTTPS, 'get: { security: [], responses: {} }')
    editor = await Editor.on(
      { 'openapi.yaml': text },
      { initializationOptions: { settings: { codeLens: false } } },
    )
    expect(await editor.titles('openapi.yaml')).toEqual([])
    const { connection } = editor
    const refreshed = new Promise<void>((done) =>
      connection.onRequest('workspace/codeLens/refresh', () => done()),
    )
    await editor.configure({ codeLens: true })
    await editor.found('openapi.yaml')
    await refreshed
    expect(await editor.titles('openapi.yaml')).toEqual(['6: anyone · https'])
  })

  it('stand above operations in a fragment, by the description that reaches it', async () => {
    editor = await Editor.on({
      'openapi.yaml': api(HTTPS, '$ref: a.yaml'),
      'a.yaml': 'get: { security: [], responses: {} }\npost: { security: [{ key: [] }], responses: {} }\n',
    })
    expect(await editor.titles('openapi.yaml')).toEqual([])
    expect(await editor.titles('a.yaml')).toEqual([
      '1: anyone · https',
      '2: apiKey in header X-Key · writes · https',
    ])
  })

  it('are asked for again when another file changes what they say', async () => {
    editor = await Editor.on({
      'openapi.yaml': api(HTTPS, '$ref: a.yaml', 'security: []\n'),
      'a.yaml': 'get: { responses: {} }\n',
    })
    const { connection } = editor
    const refreshed = new Promise<void>((done) =>
      connection.onRequest('workspace/codeLens/refresh', () => done()),
    )
    expect(await editor.titles('a.yaml')).toEqual(['1: anyone · https'])
    await editor.change('openapi.yaml', api(HTTPS, '$ref: a.yaml', 'security: [{ key: [] }]\n'))
    await editor.found('openapi.yaml')
    await refreshed
    expect(await editor.titles('a.yaml')).toEqual(['1: apiKey in header X-Key · https'])
  })
})

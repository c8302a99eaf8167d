import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DidChangeTextDocumentNotification } from 'vscode-languageserver'
import { Client } from './client.test-kit.ts'
import { ONE_RULE, OPEN_DELETE } from './fixtures.test-kit.ts'

let client: Client

beforeEach(() => {
  client = new Client({ files: { 'specward.yaml': ONE_RULE } })
})

const NOT_INITIALIZED = -32002
const INVALID_REQUEST = -32600
const INVALID_PARAMS = -32602
const METHOD_NOT_FOUND = -32601

function ask(method: string, params: object): Promise<unknown> {
  return client.connection.sendRequest(method, params)
}

describe('a conversation out of order', () => {
  afterEach(() => client.connection.dispose())

  it('begins with `initialize`', async () => {
    await expect(client.pull('api.yaml')).rejects.toMatchObject({ code: NOT_INITIALIZED })
    await client.open('api.yaml', OPEN_DELETE)
    await client.start()
    expect(await client.diagnostics('api.yaml')).toEqual([])
    await expect(client.start()).rejects.toMatchObject({ code: INVALID_REQUEST })
    await client.open('api.yaml', OPEN_DELETE)
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:5'])
  })

  it('ends with `shutdown`', async () => {
    await client.start()
    const pull = client.workspacePull()
    await ask('shutdown', {})
    await pull.answered
    await expect(client.pull('api.yaml')).rejects.toMatchObject({ code: INVALID_REQUEST })
  })

  it('goes on after what makes no sense', async () => {
    await client.start()
    await expect(
      ask('textDocument/nonsense', { textDocument: { uri: 'file:///apis/a' } }),
    ).rejects.toMatchObject({ code: METHOD_NOT_FOUND })
    for (const params of [{}, { textDocument: null }, { textDocument: { uri: 7 } }]) {
      await expect(ask('textDocument/diagnostic', params)).rejects.toMatchObject({ code: INVALID_PARAMS })
    }
    const textDocument = { uri: 'file:///apis/api.yaml' }
    await expect(ask('textDocument/hover', { textDocument, position: { line: 'x' } })).rejects.toMatchObject({
      code: INVALID_PARAMS,
    })
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {})
    await client.connection.sendNotification('textDocument/didOpen', { textDocument })
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { ...textDocument, version: 2 },
    })
    await client.connection.sendNotification('textDocument/didOpen', {
      textDocument: { ...textDocument, languageId: 'yaml', version: 1, text: null },
    })
    await client.connection.sendNotification('specward/trust')
    await client.connection.sendNotification('specward/nonsense')
    await client.open('api.yaml', OPEN_DELETE)
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:5'])
  })

  it('tells of a change to what is not open in the log', async () => {
    await client.start()
    await client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: 'file:///apis/closed.yaml', version: 2 },
      contentChanges: [{ text: OPEN_DELETE }],
    })
    await client.until(() => client.log.length > 0)
    expect(client.log).toEqual([
      'A change of file:///apis/closed.yaml was ignored: the document is not open.',
    ])
    await client.close('closed.yaml')
    await client.save('closed.yaml')
    expect(await client.diagnostics('closed.yaml')).toEqual([])
  })
})

describe('what the server tells of itself', () => {
  afterEach(() => client.stop())

  it('is when it is busy, and what came of it', async () => {
    await client.start()
    await client.open('api.yaml', OPEN_DELETE)
    await client.pull('api.yaml')
    const states = () =>
      client.told.filter(({ method }) => method === 'specward/status').map(({ params }) => params)
    await client.until(() => states().length === 2)
    expect(states()).toEqual([
      { state: 'busy', documents: 0, uri: client.uri('api.yaml') },
      { state: 'ready', documents: 1, uri: client.uri('api.yaml'), ms: expect.any(Number) },
    ])
  })

  it('is that it is busy until a whole workspace has been judged', async () => {
    const names = ['a.yaml', 'b.yaml', 'c.yaml']
    client = new Client({ files: Object.fromEntries(names.map((name) => [name, OPEN_DELETE])) })
    await client.start()
    const states = () =>
      client.told.flatMap(({ method, params }) =>
        method === 'specward/status' ? [params as { state: string; documents: number }] : [],
      )
    await client.until(() => states().some(({ state, documents }) => state === 'ready' && documents === 3))
    expect(states().map(({ state }) => state)).toEqual(['busy', 'ready'])
  })

  it('is that it failed, also in the document', async () => {
    const { host } = new Client({ files: { 'specward.yaml': ONE_RULE } })
    const read: typeof host.read = async (uri) => {
      if (uri.endsWith('specward.yaml')) throw new Error('The disk is on fire.')
      return host.read(uri)
    }
    client = new Client({ options: { host: { ...host, read } } })
    await client.start()
    await client.open('api.yaml', OPEN_DELETE)
    expect(await client.diagnostics('api.yaml')).toMatchObject([
      { code: 'internal-error', message: expect.stringContaining('on fire') },
    ])
    await client.until(() =>
      client.told.some(({ params }) => (params as { state?: string })?.state === 'failed'),
    )
    await client.until(() => client.log.some((line) => line.includes('on fire')))
  })
})

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { project } from '../project.ts'
import { EDITORS } from './editors.ts'
import { framed, type Message, ServerProcess } from './server-process.ts'

const PARSE_ERROR = -32700
const INVALID_REQUEST = -32600
const METHOD_NOT_FOUND = -32601
const INVALID_PARAMS = -32602
const NOT_INITIALIZED = -32002
const CANCELLED = -32800

const OPEN_DELETE = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
security: []
paths:
  /orders:
    delete: { responses: { '204': { description: Gone } } }
`
const CONFIG = 'extends: []\nrules: { no-anonymous-write: error }\n'

let server: ServerProcess

async function started(): Promise<ServerProcess> {
  return new ServerProcess(await project({ 'specward.yaml': CONFIG, 'api.yaml': OPEN_DELETE }))
}

async function greeted(): Promise<ServerProcess> {
  server = await started()
  await server.request('initialize', greeting())
  server.notify('initialized', {})
  return server
}

function greeting(): object {
  const workspaceFolders = [{ uri: server.folder, name: 'project' }]
  return { processId: null, rootUri: null, capabilities: EDITORS['VS Code'], workspaceFolders }
}

function uri(name: string): string {
  return server.folder + name
}

function open(at: string, text: string, version = 1): void {
  server.notify('textDocument/didOpen', { textDocument: { uri: at, languageId: 'yaml', version, text } })
}

function close(at: string): void {
  server.notify('textDocument/didClose', { textDocument: { uri: at } })
}

function change(at: string, version: number, ...contentChanges: readonly unknown[]): void {
  server.notify('textDocument/didChange', { textDocument: { uri: at, version }, contentChanges })
}

function pull(at: string): Promise<Message> {
  return server.request('textDocument/diagnostic', { textDocument: { uri: at } })
}

async function found(at: string): Promise<readonly string[]> {
  const { result, error } = await pull(at)
  const { items = [] } = (result ?? {}) as {
    items?: readonly { code: string; range: { start: { line: number } } }[]
  }
  return error ? [`error ${error.code}`] : items.map(({ code, range }) => `${code}:${range.start.line}`)
}

let documents = 0

/** Opens a document that nobody has heard of, and sees its finding and the end of it. */
async function expectItWorks(): Promise<void> {
  const at = uri(`sound-${documents++}.yaml`)
  open(at, OPEN_DELETE)
  expect(await found(at)).toEqual(['no-anonymous-write:5'])
  change(at, 2, { text: OPEN_DELETE.replace('delete', 'get') })
  expect(await found(at)).toEqual([])
  close(at)
}

describe('a server that has been greeted', () => {
  beforeAll(async () => {
    server = await greeted()
  })

  afterEach(expectItWorks)

  afterAll(async () => {
    expect(server.errors).toBe('')
    await server.request('shutdown')
    server.notify('exit')
    expect(await server.ended).toBe(0)
  })

  it.each([
    ['a request', { id: 'unknown-1', method: 'specward/nonsense', params: {} }],
    ['one with an optional method', { id: 'unknown-2', method: '$/nonsense' }],
    ['one with the name of a property of all objects', { id: 'unknown-3', method: '__proto__' }],
    ['another one', { id: 'unknown-4', method: 'constructor', params: [] }],
  ])('does not know the method of %s', async (_, message) => {
    server.send(message)
    expect((await server.answer(message.id)).error?.code).toBe(METHOD_NOT_FOUND)
  })

  it('ignores notifications that it does not know', () => {
    for (const method of ['specward/nonsense', '$/nonsense', '__proto__', 'toString', ''])
      server.notify(method, { __proto__: 1 })
  })

  it('ignores answers to what it has not asked', () => {
    server.send({ id: 'never', result: {} })
    server.send({ id: 99_999, error: { code: 1, message: 'no' } })
    server.send({ id: null, error: { code: PARSE_ERROR, message: 'what?' } })
  })

  it.each([
    'textDocument/diagnostic',
    'textDocument/hover',
    'textDocument/definition',
    'textDocument/references',
    'textDocument/rename',
    'textDocument/prepareRename',
    'textDocument/completion',
    'textDocument/documentSymbol',
    'textDocument/codeLens',
    'textDocument/codeAction',
  ])('refuses %s of no document and at no place', async (method) => {
    const position = { line: 0, character: 0 }
    for (const params of [
      undefined,
      null,
      [],
      {},
      'api.yaml',
      { textDocument: null, position },
      { textDocument: {}, position },
      { textDocument: { uri: 7 }, position },
      { textDocument: { uri: '' }, position },
    ]) {
      expect((await server.request(method, params)).error?.code, JSON.stringify(params)).toBe(INVALID_PARAMS)
    }
  })

  it('answers requests about places that are not there', async () => {
    const at = uri('places.yaml')
    open(at, OPEN_DELETE)
    const textDocument = { uri: at }
    for (const [line, character] of [
      [-1, 0],
      [0, -1],
      [1e9, 0],
      [5, 1e9],
      [2 ** 53, 2 ** 53],
    ]) {
      const position = { line, character }
      const range = { start: position, end: { line: -5, character: -5 } }
      for (const [method, more] of [
        ['hover', { position }],
        ['definition', { position }],
        ['references', { position, context: { includeDeclaration: true } }],
        ['prepareRename', { position }],
        ['completion', { position }],
        ['codeAction', { range, context: { diagnostics: [] } }],
      ] as const) {
        const answer = await server.request(`textDocument/${method}`, { textDocument, ...more })
        const isSane = !answer.error || answer.error.code === INVALID_PARAMS
        expect([method, line, character, isSane ? 'sane' : answer]).toEqual([method, line, character, 'sane'])
      }
    }
    close(at)
  })

  it.each([
    ['no range and no context', {}],
    ['no context', { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } }],
    ['a context that is none', { range: null, context: 'x' }],
    ['diagnostics that are none', { context: { diagnostics: [null, 7, {}, { range: {} }, { data: null }] } }],
    ['kinds that are none', { context: { diagnostics: [], only: [7, null] } }],
    [
      'a diagnostic of somebody else',
      {
        context: {
          diagnostics: [
            { message: 'x', code: '__proto__', data: { fingerprint: '__proto__', ruleId: 'constructor' } },
          ],
        },
      },
    ],
  ])('answers a request for actions with %s', async (_, more) => {
    const { error } = await server.request('textDocument/codeAction', {
      textDocument: { uri: uri('api.yaml') },
      ...more,
    })
    expect(error?.code ?? INVALID_PARAMS).toBe(INVALID_PARAMS)
  })

  it.each([
    ['workspace/executeCommand', { command: 'nonsense' }],
    ['workspace/executeCommand', { command: '__proto__' }],
    ['workspace/executeCommand', { command: 'specward.applyWaiver', arguments: [{ __proto__: 1, uri: 7 }] }],
    ['workspace/executeCommand', { command: 'specward.applyIgnore' }],
    ['workspace/executeCommand', {}],
    ['workspace/executeCommand', null],
    ['workspace/diagnostic', {}],
    ['workspace/diagnostic', { previousResultIds: 'x' }],
    ['workspace/diagnostic', { previousResultIds: [null, {}, { uri: 7, value: 7 }] }],
    ['codeAction/resolve', {}],
    ['codeAction/resolve', { title: 'x', data: { __proto__: null, uri: 'file:///nowhere' } }],
    ['textDocument/rename', { textDocument: { uri: 'file:///x' }, position: { line: 0, character: 0 } }],
  ])('is not brought down by %s with %j', async (method, params) => {
    const id = server.ask(method, params)
    await expectItWorks()
    // one that waits for news has no answer yet
    server.notify('$/cancelRequest', { id })
    const { error } = await server.answer(id)
    expect(error?.message ?? '').not.toMatch(/TypeError|undefined|of null|not a function|not iterable/)
  })

  it('takes nothing of `__proto__` and its like', async () => {
    server.raw(
      framed(
        '{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration","params":{"__proto__":{"enable":false},"settings":{"specward":{"__proto__":{"enable":false,"files":[]}}}}}',
      ),
    )
    server.raw(
      framed(
        `{"jsonrpc":"2.0","id":"proto","method":"textDocument/diagnostic","params":{"__proto__":{"textDocument":{"uri":"${uri('api.yaml')}"}}}}`,
      ),
    )
    expect((await server.answer('proto')).error?.code).toBe(INVALID_PARAMS)
    open(uri('__proto__'), OPEN_DELETE)
    open(uri('constructor.yaml'), OPEN_DELETE)
    expect(await found(uri('constructor.yaml'))).toEqual(['no-anonymous-write:5'])
    expect(await found(uri('__proto__'))).toEqual([])
    close(uri('__proto__'))
    close(uri('constructor.yaml'))
  })

  it('ignores changes of what is not open, and what is closed twice', async () => {
    const at = uri('never.yaml')
    change(at, 2, { text: OPEN_DELETE })
    server.notify('textDocument/didSave', { textDocument: { uri: at } })
    close(at)
    open(at, OPEN_DELETE)
    close(at)
    close(at)
    change(at, 3, { text: OPEN_DELETE })
    expect(await found(at)).toEqual([])
  })

  it('takes a document that is opened twice as it was opened last', async () => {
    const at = uri('twice.yaml')
    open(at, 'openapi: 3.1.0\n')
    open(at, OPEN_DELETE)
    expect(await found(at)).toEqual(['no-anonymous-write:5'])
    close(at)
  })

  it('takes changes in the order in which they come, whatever their version', async () => {
    const at = uri('versions.yaml')
    open(at, OPEN_DELETE, 7)
    change(at, 3, { text: OPEN_DELETE.replace('delete', 'get') })
    expect(await found(at)).toEqual([])
    change(at, 2, { text: `# one more line\n${OPEN_DELETE}` })
    expect(await found(at)).toEqual(['no-anonymous-write:6'])
    change(at, 1, { text: OPEN_DELETE })
    expect(await found(at)).toEqual(['no-anonymous-write:5'])
    server.notify('textDocument/didChange', {
      textDocument: { uri: at, version: null },
      contentChanges: [{ text: `# a\n# b\n${OPEN_DELETE}` }],
    })
    expect(await found(at)).toEqual(['no-anonymous-write:7'])
    close(at)
  })

  it.each([
    [
      'begins before the text',
      { start: { line: -1, character: -1 }, end: { line: 0, character: 0 } },
      '# x\n',
      6,
    ],
    [
      'ends behind the text',
      { start: { line: 6, character: 0 }, end: { line: 99, character: 99 } },
      '# x\n',
      5,
    ],
    [
      'is all behind the text',
      { start: { line: 500, character: 9 }, end: { line: 501, character: 0 } },
      '# x\n',
      5,
    ],
    [
      'goes backwards',
      { start: { line: 1, character: 0 }, end: { line: 0, character: 0 } },
      OPEN_DELETE.slice(0, 15),
      5,
    ],
  ])('applies a change whose range %s', async (_, range, text, line) => {
    const at = uri('ranges.yaml')
    open(at, OPEN_DELETE)
    change(at, 2, { range, text })
    expect(await found(at)).toEqual([`no-anonymous-write:${line}`])
    close(at)
  })

  it.each([
    ['null', [null]],
    ['no text', [{}]],
    ['a text that is none', [{ text: 7 }]],
    ['a range that is none', [{ range: 7, text: 'x' }]],
    ['a range without ends', [{ range: {}, text: 'x' }]],
    [
      'lines that are none',
      [{ range: { start: { line: 'x', character: 0 }, end: { line: 0, character: 0 } }, text: 'x' }],
    ],
  ])('leaves a document as it is when a change is %s', async (_, changes) => {
    const at = uri('no-change.yaml')
    open(at, OPEN_DELETE)
    change(at, 2, ...changes)
    expect(await found(at)).toEqual(['no-anonymous-write:5'])
    close(at)
  })

  it('answers a request that is cancelled before, while, and after it is answered', async () => {
    const at = uri('cancelled.yaml')
    open(at, OPEN_DELETE)
    server.notify('$/cancelRequest', { id: 'early' })
    server.send({ id: 'early', method: 'textDocument/diagnostic', params: { textDocument: { uri: at } } })
    expect((await server.answer('early')).result).toMatchObject({ kind: 'full' })
    change(at, 2, { text: `${OPEN_DELETE}# more\n` })
    server.send({ id: 'amid', method: 'textDocument/diagnostic', params: { textDocument: { uri: at } } })
    server.notify('$/cancelRequest', { id: 'amid' })
    expect((await server.answer('amid')).error?.code).toBe(CANCELLED)
    for (const id of ['early', 'amid', 'never', null, {}, 7]) server.notify('$/cancelRequest', { id })
    server.notify('$/cancelRequest')
    server.notify('$/cancelRequest', null)
    close(at)
  })

  it('answers all of hundreds of requests in flight, once each', async () => {
    const at = uri('flight.yaml')
    open(at, OPEN_DELETE)
    const ids: number[] = []
    const textDocument = { uri: at }
    for (let nth = 0; nth < 150; nth++) {
      change(at, nth + 2, {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        text: '#\n',
      })
      ids.push(server.ask('textDocument/diagnostic', { textDocument }))
      ids.push(server.ask('textDocument/hover', { textDocument, position: { line: nth + 5, character: 6 } }))
      ids.push(server.ask('textDocument/documentSymbol', { textDocument }))
      if (nth % 3 === 0) server.notify('$/cancelRequest', { id: ids.at(-1) })
    }
    await Promise.all(ids.map((id) => server.answer(id)))
    const answers = server.received.filter(
      ({ id, method }) => method === undefined && ids.includes(Number(id)),
    )
    expect(answers).toHaveLength(ids.length)
    expect(await found(at)).toEqual(['no-anonymous-write:155'])
    close(at)
  })

  it('takes a text of megabytes, and a message of as many bytes of nothing', async () => {
    const at = uri('huge.yaml')
    open(at, `${'# a line that says nothing at all\n'.repeat(100_000)}${OPEN_DELETE}`)
    expect(await found(at)).toEqual(['no-anonymous-write:100005'])
    close(at)
    server.notify('specward/nonsense', { filling: 'x'.repeat(5_000_000) })
  })

  it('takes messages in pieces, several at once, and with other headers', async () => {
    const one = framed(
      JSON.stringify({ jsonrpc: '2.0', id: 'pieces', method: 'specward/nonsense', params: 'é😀' }),
    )
    const bytes = Buffer.from(one)
    for (const [index] of bytes.entries()) {
      server.raw(bytes.subarray(index, index + 1))
      if (index % 10 === 0) await new Promise((done) => setImmediate(done))
    }
    expect((await server.answer('pieces')).error?.code).toBe(METHOD_NOT_FOUND)
    const body = JSON.stringify({ jsonrpc: '2.0', id: 'typed', method: 'specward/nonsense' })
    const type = 'Content-Type: application/vscode-jsonrpc; charset=utf-8'
    server.raw(`content-length: ${body.length}\r\n${type}\r\n\r\n${body}${one.replace('pieces', 'secnd2')}`)
    expect((await server.answer('typed')).error?.code).toBe(METHOD_NOT_FOUND)
    expect((await server.answer('secnd2')).error?.code).toBe(METHOD_NOT_FOUND)
  })

  it.each([
    ['JSON that is broken', '{"jsonrpc":"2.0","id":1,"method":'],
    ['no JSON at all', 'hello'],
    ['nothing', ''],
    ['a number', '7'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]'],
    ['an object without anything', '{}'],
    ['a method that is no text', '{"jsonrpc":"2.0","id":"odd","method":7}'],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"textDocument/hover"}'],
    ['deep brackets', `{"jsonrpc":"2.0","method":"x","params":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ])('goes on after a message that is %s', (_, body) => {
    server.raw(framed(body))
  })

  it.each([
    'untitled:Untitled-1',
    'untitled:api.yaml',
    'git:/project/api.yaml?%7B%22ref%22%3A%22HEAD%22%7D',
    'vscode-notebook-cell:/x.ipynb#W0',
    'inmemory://model/1',
    'file:',
    'file://',
    'file:///',
    'file:///c%3A/apis/api.yaml',
    'file:///C:/apis/api.yaml',
    'file://server/share/api.yaml',
    'file:///%',
    'file:///%E0%A4%A',
    'file:///a%00b.yaml',
    'file:///../../../etc/passwd',
    'http://example.com/api.yaml',
    'api.yaml',
    '/api.yaml',
    '://',
    '🙂',
    `file:///${'long/'.repeat(2000)}api.yaml`,
  ])('lives with the URI %s', async (at) => {
    open(at, OPEN_DELETE)
    const isJudged = /^(untitled|file):/.test(at)
    const answer = await pull(at)
    if (!isJudged) expect(answer.result).toMatchObject({ items: [] })
    change(at, 2, { text: `${OPEN_DELETE}# more\n` })
    const textDocument = { uri: at }
    for (const method of ['documentSymbol', 'codeLens'])
      expect((await server.request(`textDocument/${method}`, { textDocument })).error).toBeUndefined()
    const position = { line: 5, character: 6 }
    expect((await server.request('textDocument/hover', { textDocument, position })).error).toBeUndefined()
    close(at)
  })

  it('finds by each spelling of a URI what was opened by another one', async () => {
    open('file:///c%3A/apis/sp%C3%A4t.yaml', OPEN_DELETE)
    expect(await found('file:///C:/apis/sp%C3%A4t.yaml')).toContain('no-anonymous-write:5')
    close('file:///c:/apis/spät.yaml')
    expect(await found('file:///C:/apis/sp%C3%A4t.yaml')).toEqual([])
  })

  it('refuses to be greeted again', async () => {
    expect((await server.request('initialize', greeting())).error?.code).toBe(INVALID_REQUEST)
  })

  it.each([
    ['workspace/didChangeWatchedFiles', {}],
    ['workspace/didChangeWatchedFiles', { changes: [null, {}, { uri: 7, type: 'x' }] }],
    ['workspace/didChangeWorkspaceFolders', {}],
    ['workspace/didChangeWorkspaceFolders', { event: { added: [null], removed: [{}] } }],
    ['workspace/didChangeConfiguration', null],
    ['workspace/didChangeConfiguration', { settings: 'x' }],
    ['workspace/didDeleteFiles', {}],
    ['workspace/didRenameFiles', { files: [{}] }],
    ['textDocument/didOpen', { textDocument: { uri: 'file:///x.yaml' } }],
    ['textDocument/didSave', {}],
    ['specward/trust', 'x'],
    ['initialized', {}],
    ['window/workDoneProgress/cancel', { token: {} }],
    ['$/setTrace', { value: 'nonsense' }],
    ['$/setTrace', null],
    ['$/progress', { token: 'x', value: {} }],
  ])('goes on after the notification %s with %j', (method, params) => {
    server.notify(method, params)
  })
})

describe('a server', () => {
  afterEach(() => server.kill())

  it('answers nothing before it is greeted', async () => {
    server = await started()
    for (const method of ['textDocument/diagnostic', 'shutdown', 'specward/nonsense'])
      expect((await server.request(method, {})).error?.code).toBe(NOT_INITIALIZED)
    open(uri('early.yaml'), OPEN_DELETE)
    server.notify('initialized', {})
    await server.request('initialize', greeting())
    server.notify('initialized', {})
    await expectItWorks()
  })

  it('lets only those ask for diagnostics who say that they do', async () => {
    server = await started()
    const { result } = await server.request('initialize', { ...greeting(), capabilities: EDITORS.Helix })
    expect(result).not.toHaveProperty('capabilities.diagnosticProvider')
    server.notify('initialized', {})
    await expectItWorks()
  })

  it('lives with a greeting that says nothing', async () => {
    server = await started()
    expect((await server.request('initialize', {})).error).toBeUndefined()
    server.notify('initialized')
    await expectItWorks()
  })

  it('lives with a greeting that makes no sense', async () => {
    server = await started()
    const odd = {
      capabilities: null,
      workspaceFolders: [null, {}, 7],
      rootUri: 7,
      initializationOptions: 'x',
    }
    await server.request('initialize', odd)
    server.notify('initialized', 7)
    await expectItWorks()
  })

  it('answers nothing after `shutdown`, and ends with 0', async () => {
    await greeted()
    expect((await server.request('shutdown')).result).toBeNull()
    for (const method of ['textDocument/diagnostic', 'shutdown', 'initialize', 'specward/nonsense'])
      expect((await server.request(method, {})).error?.code).toBe(INVALID_REQUEST)
    open(uri('late.yaml'), OPEN_DELETE)
    server.notify('exit')
    expect(await server.ended).toBe(0)
    expect(server.errors).toBe('')
  })

  it.each([
    ['it is told to without a `shutdown`', () => server.notify('exit')],
    ['its input is closed', () => server.closeInput()],
    [
      'its input is closed amid a message',
      () => {
        server.raw('Content-Length: 500\r\n\r\n{"jsonrpc":')
        server.closeInput()
      },
    ],
    [
      'its input is closed amid the work',
      () => {
        open(uri('amid.yaml'), OPEN_DELETE)
        server.ask('textDocument/diagnostic', { textDocument: { uri: uri('amid.yaml') } })
        server.closeInput()
      },
    ],
  ])('ends with 1 when %s', async (_, end) => {
    await greeted()
    end()
    expect(await server.ended).toBe(1)
    expect(server.errors).toBe('')
  })

  it.each([
    ['no length', 'X-Header: 1\r\n\r\n'],
    ['a length that is no number', 'Content-Length: many\r\n\r\n'],
    ['another protocol', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no colon', 'garbage\r\n\r\n'],
    ['a length that is too small', 'Content-Length: 3\r\n\r\n{"jsonrpc":"2.0"}\r\n\r\n'],
  ])('goes on after a header with %s', async (_, bytes) => {
    await greeted()
    server.raw(bytes)
    server.raw('\r\n\r\n')
    // what follows at once is a part of it
    while (!server.received.some(({ error }) => error?.code === METHOD_NOT_FOUND)) {
      server.ask('specward/nonsense')
      await new Promise((done) => setTimeout(done, 20))
    }
    await expectItWorks()
    expect(server.errors).toBe('')
  })

  it.each(['9999999999999999', '-5'])(
    'ends after a header with the length %s, and says why',
    async (length) => {
      await greeted()
      server.raw(`Content-Length: ${length}\r\n\r\n`)
      server.ask('specward/nonsense')
      expect(await server.ended).toBe(1)
      expect(server.errors).toMatch(/^error: The editor sent a message with the `Content-Length` /)
    },
  )
})

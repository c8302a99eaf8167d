import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'

const bin = fileURLToPath(new URL('../../cli/bin/specward.js', import.meta.url))

const REFERENCE_TO_NOTHING = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components: {}
`
const MENDED = REFERENCE_TO_NOTHING.replace('components: {}', 'components: { pathItems: { Orders: {} } }')

let folder = ''
let child: ChildProcess
let connection: ProtocolConnection
let ended: Promise<number | null>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specward-lsp-'))
  await mkdir(join(folder, '.git'))
  child = spawn(process.execPath, [bin, 'lsp', '--stdio'], {
    cwd: dirname(folder),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  ended = new Promise((done) => child.on('exit', done))
  if (!child.stdout || !child.stdin) throw new Error('the server has no streams')
  connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  connection.listen()
})

afterEach(async () => {
  connection.dispose()
  child.kill()
  await rm(folder, { recursive: true, force: true })
})

const PULL: ClientCapabilities = { textDocument: { diagnostic: {} } }

async function initialize(capabilities: ClientCapabilities, initializationOptions?: object) {
  const result = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: uriOf(''), name: 'work' }],
    capabilities,
    initializationOptions,
  })
  await connection.sendNotification(InitializedNotification.type, {})
  return result
}

function uriOf(name: string): string {
  return pathToFileURL(join(folder, name)).href
}

async function open(name: string, text: string): Promise<string> {
  const uri = uriOf(name)
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  })
  return uri
}

async function change(uri: string, text: string): Promise<void> {
  await connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text }],
  })
}

async function pull(uri: string): Promise<readonly Diagnostic[]> {
  const answer = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } })
  if (answer.kind !== 'full') throw new Error('no full report')
  return answer.items
}

/** The next diagnostics that the server pushes for a document and that a test waits for. */
function pushed(
  uri: string,
  wanted: (diagnostics: readonly Diagnostic[]) => boolean,
): Promise<readonly Diagnostic[]> {
  return new Promise((done) => {
    connection.onNotification(PublishDiagnosticsNotification.type, (params: PublishDiagnosticsParams) => {
      if (params.uri === uri && wanted(params.diagnostics)) done(params.diagnostics)
    })
  })
}

describe('an editor that pulls diagnostics', () => {
  it('gets those of what it has open, before and after a change, and ends the server', async () => {
    const { capabilities, serverInfo } = await initialize(PULL)
    expect(serverInfo?.name).toBe('specward')
    expect(capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: true })
    const uri = await open('openapi.yaml', REFERENCE_TO_NOTHING)
    expect(await pull(uri)).toMatchObject([
      { code: 'ref-not-found', source: 'specward', range: { start: { line: 4 }, end: { line: 4 } } },
    ])
    await change(uri, MENDED)
    expect((await pull(uri)).filter(({ code }) => code === 'ref-not-found')).toEqual([])
    await connection.sendRequest(ShutdownRequest.type)
    await connection.sendNotification(ExitNotification.type)
    expect(await ended).toBe(0)
  })

  it('gets nothing of what somebody has accepted, and what is wrong with a remark', async () => {
    await initialize(PULL)
    const api = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
security: []
paths:
  /orders:
    delete: { responses: { '204': { description: Gone } } }
  /users:
    delete: { responses: { '204': { description: Gone } } }
`
    const waiver = 'operation: DELETE /orders, reason: Known, owner: Jane, expires: 2999-01-01'
    await writeFile(join(folder, 'specward.yaml'), 'extends: []\nrules: { no-anonymous-write: error }\n')
    await writeFile(
      join(folder, 'specward.waivers.yaml'),
      `waivers:\n  - { rule: no-anonymous-write, ${waiver} }\n`,
    )
    const uri = await open('openapi.yaml', api)
    expect(await pull(uri)).toMatchObject([{ code: 'no-anonymous-write', range: { start: { line: 7 } } }])
    await change(uri, api.replace('  /users:', '  /users: # specward-ignore no-anonymous-write'))
    expect((await pull(uri)).map(({ code, range }) => [code, range.start.line])).toEqual([
      ['no-anonymous-write', 7],
      ['ignore-incomplete', 6],
    ])
  })

  it('gets what an unsaved neighbour says, not what the disk says', async () => {
    await initialize(PULL)
    await writeFile(join(folder, 'orders.yaml'), 'get: {}\n')
    await open('orders.yaml', 'get: [unclosed\n')
    const text = REFERENCE_TO_NOTHING.replace('#/components/pathItems/Orders', 'orders.yaml')
    const uri = await open('openapi.yaml', text)
    const problem = (await pull(uri)).find(({ code }) => code === 'syntax-error')
    expect(problem?.relatedInformation?.[0]?.location.uri).toBe(uriOf('orders.yaml'))
  })

  it('gets the faults of a configuration at the top, and lives on', async () => {
    await initialize(PULL)
    await writeFile(join(folder, 'specward.yaml'), 'rulez: {}\n')
    const uri = await open('openapi.yaml', MENDED)
    expect(await pull(uri)).toMatchObject([
      {
        code: 'configuration',
        range: { start: { line: 0, character: 0 } },
        relatedInformation: [{ location: { uri: uriOf('specward.yaml') } }],
      },
    ])
    await writeFile(join(folder, 'specward.yaml'), '')
    expect((await pull(uri)).filter(({ code }) => code === 'configuration')).toEqual([])
  })

  it('gets the faults of a configuration that is open at their line', async () => {
    await initialize(PULL)
    const uri = await open('specward.yaml', 'extends: [specward:recommended]\nrulez: {}\n')
    expect(await pull(uri)).toMatchObject([{ code: 'configuration', range: { start: { line: 1 } } }])
  })

  it('gets nothing for a file that is no API description', async () => {
    await initialize(PULL)
    expect(await pull(await open('compose.yaml', 'services: {}\n'))).toEqual([])
  })
})

describe('an editor that only receives diagnostics', () => {
  it('is sent those of what it has open, and none once that is closed', async () => {
    await initialize({})
    const uri = uriOf('openapi.yaml')
    const first = pushed(uri, (diagnostics) => diagnostics.length > 0)
    await open('openapi.yaml', REFERENCE_TO_NOTHING)
    expect(await first).toMatchObject([{ code: 'ref-not-found' }])
    const second = pushed(uri, (diagnostics) => diagnostics.length === 0)
    await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } })
    expect(await second).toEqual([])
  })
})

describe('a Spectral ruleset near the document', () => {
  const API = "openapi: 3.1.0\ninfo: { title: Orders, version: '1' }\npaths: {}\n"
  const SCRIPT = `export default {
    rules: { 'no-orders': { given: '$.info.title', then: { function: (value) => [{ message: value + '!' }] } } },
  }`

  it('is part of what is told, with where to read on', async () => {
    await writeFile(
      join(folder, '.spectral.yaml'),
      'rules:\n  short-title:\n    documentationUrl: https://acme.example/titles\n    given: $.info\n    severity: error\n    then: { field: title, function: length, functionOptions: { min: 10 } }\n',
    )
    await initialize(PULL)
    const found = (await pull(await open('openapi.yaml', API))).find(({ code }) => code === 'short-title')
    expect(found).toMatchObject({
      severity: 1,
      range: { start: { line: 1, character: 15 }, end: { line: 1, character: 21 } },
      codeDescription: { href: 'https://acme.example/titles' },
    })
  })

  it.each([
    [{}, 'script-not-allowed'],
    [{ allowScripts: true }, 'no-orders'],
  ])('runs code where the editor allows it: %j', async (options, code) => {
    await writeFile(join(folder, '.spectral.mjs'), SCRIPT)
    await initialize(PULL, options)
    const codes = (await pull(await open('openapi.yaml', API))).map((each) => each.code)
    expect(codes.filter((each) => each === 'no-orders' || each === 'script-not-allowed')).toEqual([code])
  })
})

import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import {
  createProtocolConnection,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'
import { OPEN_DELETE } from './fixtures.test-kit.ts'

const bin = fileURLToPath(new URL('../../cli/bin/specward.js', import.meta.url))

let child: ChildProcess
let connection: ProtocolConnection

afterEach(() => {
  connection?.dispose()
  child.kill()
})

function overIpc(): Promise<number | null> {
  child = fork(bin, ['lsp', '--node-ipc', `--clientProcessId=${process.pid}`], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child))
  return listen()
}

function overStreams(...args: readonly string[]): Promise<number | null> {
  child = spawn(process.execPath, [bin, 'lsp', ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  if (!child.stdout || !child.stdin) throw new Error('the server has no streams')
  connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  return listen()
}

/** @returns the exit code of the server */
async function listen(): Promise<number | null> {
  connection.listen()
  const [code] = await once(child, 'exit')
  return code
}

async function initialize(): Promise<void> {
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { diagnostic: {} } },
    workspaceFolders: null,
  })
  await connection.sendNotification(InitializedNotification.type, {})
}

describe('a server over the channel of Node', () => {
  it('answers, and ends when it is told to', async () => {
    const ended = overIpc()
    await initialize()
    const textDocument = { uri: 'untitled:api', languageId: 'yaml', version: 1, text: OPEN_DELETE }
    await connection.sendNotification('textDocument/didOpen', { textDocument })
    const report = await connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri: 'untitled:api' },
    })
    expect(report).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ code: 'no-anonymous-write' })]),
    })
    await connection.sendRequest(ShutdownRequest.type)
    await connection.sendNotification(ExitNotification.type)
    expect(await ended).toBe(0)
  })

  it('ends when its parent is no more', async () => {
    const ended = overIpc()
    await initialize()
    child.disconnect()
    expect(await ended).toBe(1)
  })

  it('is refused where there is none', async () => {
    const ended = overStreams('--node-ipc')
    expect(await ended).toBe(2)
  })
})

describe('a server over streams', () => {
  it('ends with 1 when it is told to without a `shutdown` before', async () => {
    const ended = overStreams('--stdio')
    await initialize()
    await connection.sendNotification(ExitNotification.type)
    expect(await ended).toBe(1)
  })

  it('ends when its input does', async () => {
    const ended = overStreams()
    await initialize()
    child.stdin?.end()
    expect(await ended).toBe(1)
  })

  it('ends, and says why, once nobody can tell where the next message begins', async () => {
    child = spawn(process.execPath, [bin, 'lsp', '--stdio'], { stdio: 'pipe' })
    let said = ''
    child.stderr?.on('data', (data) => {
      said += String(data)
    })
    const ended = once(child, 'exit')
    child.stdin?.write('Content-Length: -5\r\n\r\n')
    expect(await ended).toEqual([1, null])
    expect(said).toMatch(/^error: The editor sent a message with the `Content-Length` -5, /)
  })

  it('ends when the process is no more that the client named', async () => {
    const gone = spawn(process.execPath, ['--eval', ''])
    await once(gone, 'exit')
    const ended = overStreams('--stdio')
    await connection.sendRequest(InitializeRequest.type, {
      processId: gone.pid ?? 0,
      rootUri: null,
      capabilities: {},
      workspaceFolders: null,
    })
    expect(await ended).toBe(1)
  })
})

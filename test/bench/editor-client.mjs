// An editor that speaks to a language server over standard input and output.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { TextDocument } from 'vscode-languageserver-textdocument'

export class Client {
  #process
  #script
  #pushes
  #received = Buffer.alloc(0)
  #waiting = new Map()
  #published = new Map()
  #documents = new Map()
  #results = new Map()
  #count = 0

  /** @param {{ pushes: boolean }} how whether the server is to send diagnostics without being asked */
  constructor(script, { pushes }) {
    this.#script = script
    this.#pushes = pushes
  }

  async start() {
    this.#process = spawn(process.execPath, [this.#script, 'lsp', '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#process.stdout.on('data', (data) => this.#take(data))
    const textDocument = this.#pushes
      ? { publishDiagnostics: { versionSupport: true } }
      : { diagnostic: { dynamicRegistration: false } }
    const workspace = {
      diagnostics: { refreshSupport: true },
      didChangeWatchedFiles: { dynamicRegistration: true },
    }
    await this.#request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { textDocument, workspace },
    })
    this.#notify('initialized', {})
  }

  async stop() {
    await this.#request('shutdown')
    this.#notify('exit')
  }

  /** Opens a document; milliseconds to its first diagnostics. */
  async open(uri, text) {
    const languageId = /\.json$/.test(uri) ? 'json' : 'yaml'
    this.#documents.set(uri, TextDocument.create(uri, languageId, 1, text))
    const start = performance.now()
    const shown = this.#nextShown(uri, 1)
    this.#notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } })
    await shown()
    return performance.now() - start
  }

  /**
   * Makes one replacement.
   * @returns milliseconds from there to the diagnostics of the new text, and how many of these the server computed
   */
  async edit(uri, { line, character, cut = 0, text }) {
    const document = this.#documents.get(uri)
    const at = character === 'end' ? this.#lineEnd(document, line) - cut : character
    const range = { start: { line, character: at }, end: { line, character: at + cut } }
    const version = document.version + 1
    const contentChanges = [{ range, text }]
    TextDocument.update(document, contentChanges, version)
    const shown = this.#nextShown(uri, version)
    const worked = this.#worked()
    const start = performance.now()
    this.#notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges })
    await shown()
    return { wall: performance.now() - start, cpu: this.#worked() - worked }
  }

  /** Diagnostics that are shown, as a text that can be compared. */
  shown(uri) {
    return JSON.stringify(this.#results.get(uri) ?? [])
  }

  /** Asks for the diagnostics once more, as an editor does that is told to. */
  async settled(uri) {
    if (!this.#pushes) await this.#pull(uri)
  }

  idle(milliseconds) {
    return new Promise((done) => setTimeout(done, milliseconds))
  }

  /** Resident memory of the server in megabytes (Linux). */
  memory() {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8')
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  }

  /** Milliseconds that the main thread of the server has computed so far (Linux). */
  #worked() {
    const { pid } = this.#process
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  }

  lineOf(uri, pattern) {
    const document = this.#documents.get(uri)
    const middle = document.lineCount >> 1
    for (let line = middle; line < document.lineCount; line += 1)
      if (pattern.test(this.#line(document, line))) return line
    return middle
  }

  #line(document, line) {
    return document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } })
  }

  #lineEnd(document, line) {
    return this.#line(document, line).replace(/[\r\n]+$/, '').length
  }

  #nextShown(uri, version) {
    if (!this.#pushes) return () => this.#pull(uri)
    const published = new Promise((done) => this.#published.set(`${uri} ${version}`, done))
    // what has not changed is not sent again: whatever comes within a while, or nothing
    return () => Promise.race([published, this.idle(5_000)])
  }

  async #pull(uri) {
    for (;;) {
      const answer = await this.#request('textDocument/diagnostic', { textDocument: { uri } })
      if (answer.error?.data?.retriggerRequest) continue
      if (answer.error) throw new Error(JSON.stringify(answer.error))
      this.#results.set(uri, answer.result.items)
      return
    }
  }

  #request(method, params) {
    this.#count += 1
    const id = this.#count
    this.#send({ jsonrpc: '2.0', id, method, params })
    return new Promise((done) => this.#waiting.set(id, done))
  }

  #notify(method, params) {
    this.#send({ jsonrpc: '2.0', method, params })
  }

  #send(message) {
    const body = JSON.stringify(message)
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }

  #take(data) {
    this.#received = Buffer.concat([this.#received, data])
    for (;;) {
      const head = this.#received.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.toString('ascii', 0, head))?.[1])
      const end = head + 4 + length
      if (this.#received.length < end) return
      const message = JSON.parse(this.#received.toString('utf8', head + 4, end))
      this.#received = this.#received.subarray(end)
      this.#receive(message)
    }
  }

  #receive(message) {
    if (message.method === undefined) {
      this.#waiting.get(message.id)?.(message)
      this.#waiting.delete(message.id)
    } else if (message.id !== undefined) this.#send({ jsonrpc: '2.0', id: message.id, result: null })
    else if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, version, diagnostics } = message.params
      this.#results.set(uri, diagnostics)
      this.#published.get(`${uri} ${version}`)?.()
    }
  }
}

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'

const bin = fileURLToPath(new URL('../../packages/cli/bin/specward.js', import.meta.url))

/** A message of the protocol: a request, a notification, or the answer to a request. */
export interface Message {
  readonly id?: number | string | null
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
}

/** The real server in a process of its own, to which anything can be said: also what no editor would say. */
export class ServerProcess {
  /** Everything that the server has sent, in order. */
  readonly received: Message[] = []
  /** URI of the folder that it runs in, ending in `/`. */
  readonly folder: string
  /** Resolves with the exit code when the server ends; null when a signal has ended it. */
  readonly ended: Promise<number | null>
  /** What `workspace/configuration` is answered with. */
  settings: unknown = null
  #errors = ''
  #bytes = Buffer.alloc(0)
  #nextId = 1
  #hasEnded = false
  readonly #child: ChildProcessWithoutNullStreams
  readonly #looking = new Set<() => void>()

  constructor(cwd: string) {
    this.folder = `${pathToFileURL(cwd).href}/`
    this.#child = spawn(process.execPath, [bin, 'lsp', '--stdio'], { cwd, stdio: 'pipe' })
    this.#child.stdin.on('error', () => undefined)
    this.#child.stderr.on('data', (data) => {
      this.#errors += data
    })
    this.#child.stdout.on('data', (data) => this.#take(data))
    this.ended = new Promise((done) => {
      this.#child.once('exit', (code) => {
        this.#hasEnded = true
        this.#look()
        done(code)
      })
    })
  }

  /** What it has written to standard error. */
  get errors(): string {
    return this.#errors
  }

  /** Writes bytes to its input as they are. */
  raw(bytes: string | Uint8Array): void {
    this.#child.stdin.write(bytes)
  }

  closeInput(): void {
    this.#child.stdin.end()
  }

  send(message: object): void {
    this.raw(framed(JSON.stringify({ jsonrpc: '2.0', ...message })))
  }

  notify(method: string, params?: unknown): void {
    this.send({ method, params })
  }

  /** Sends a request without waiting for the answer. */
  ask(method: string, params?: unknown): number {
    const id = this.#nextId++
    this.send({ id, method, params })
    return id
  }

  /** The answer to a request, which may be an error. */
  async answer(id: number | string | null): Promise<Message> {
    const find = (): Message | undefined =>
      this.received.find((each) => each.id === id && each.method === undefined)
    await this.until(() => find() !== undefined)
    return find() ?? {}
  }

  request(method: string, params?: unknown): Promise<Message> {
    return this.answer(this.ask(method, params))
  }

  /**
   * Waits until something holds, which is looked at whenever the server has sent something.
   * @throws Error when the server ends before
   */
  until(holds: () => boolean): Promise<void> {
    return new Promise((done, fail) => {
      const look = (): void => {
        const isTrue = holds()
        if (!isTrue && !this.#hasEnded) return
        this.#looking.delete(look)
        if (isTrue) done()
        else fail(new Error(`the server has ended: ${this.#errors}`))
      }
      this.#looking.add(look)
      look()
    })
  }

  /** Ends it at once, whatever it does. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.ended
  }

  #take(data: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, data])
    for (;;) {
      const end = this.#bytes.indexOf('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(this.#bytes.toString('latin1', 0, end))?.[1])
      if (end < 0 || this.#bytes.length < end + 4 + length) return
      const message: Message = JSON.parse(this.#bytes.toString('utf8', end + 4, end + 4 + length))
      this.#bytes = this.#bytes.subarray(end + 4 + length)
      this.received.push(message)
      if (message.method !== undefined && message.id !== undefined) this.#reply(message)
      this.#look()
    }
  }

  #reply({ id, method, params }: Message): void {
    const { items = [] } = (params ?? {}) as { readonly items?: readonly unknown[] }
    const results: Readonly<Record<string, unknown>> = {
      'workspace/configuration': items.map(() => this.settings),
      'workspace/applyEdit': { applied: true },
      'window/showDocument': { success: true },
    }
    this.send({ id, result: (method && results[method]) ?? null })
  }

  #look(): void {
    for (const each of [...this.#looking]) each()
  }
}

/** A message as it goes over the wire. */
export function framed(json: string): string {
  return `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`
}

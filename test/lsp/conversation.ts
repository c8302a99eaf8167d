import { pathToFileURL } from 'node:url'
import { parse, stringify } from 'yaml'
import { project } from '../project.ts'
import { EDITORS } from './editors.ts'
import { Desk, shop } from './folder.ts'
import { type Message, ServerProcess } from './server-process.ts'

/** A heading of a conversation, `-- > textDocument/hover --`, with the lines below it. */
interface Section {
  readonly heading: string
  readonly body: string
}

/** Milliseconds in which the server has to say what is expected of it. */
const PATIENCE = 20_000
/** Milliseconds of silence after which what was said is written down. */
const SILENCE = 1_500

const PACKAGE = pathToFileURL(new URL('../../packages/cli/', import.meta.url).pathname).href
const DAY = 86_400_000

/** Says to a real server what a text says, and writes down what it answers. */
export class Conversation {
  readonly #updates: boolean
  readonly #ids: string[] = []
  #server: ServerProcess | undefined
  #desk: Desk | undefined
  #folder = ''
  #lastId: number | undefined
  #lastResult: unknown
  #heard = 0

  /** @param updates whether what is expected is written anew */
  constructor(updates: boolean) {
    this.#updates = updates
  }

  /** @returns the text with what the server has said in place of what was expected */
  async replay(text: string): Promise<string> {
    const [title = '', ...parts] = text.split(/^(?=-- .* --$)/m)
    const written = [title]
    try {
      for (const part of parts) {
        const end = part.indexOf('\n')
        const section = { heading: part.slice(3, end - 3), body: part.slice(end + 1) }
        written.push(`-- ${section.heading} --\n${await this.#take(section)}`)
      }
      return written.join('')
    } finally {
      await this.#server?.kill()
    }
  }

  /** @returns what is to stand below the heading */
  async #take({ heading, body }: Section): Promise<string> {
    const [word = '', ...rest] = heading.split(' ')
    const what = rest.join(' ')
    if (word === 'greeting') return this.#greet(what, body)
    if (word === '>') {
      this.#lastId = this.#running.ask(what, this.#real(parse(body)))
      return body
    }
    if (word === '>>') {
      this.#running.notify(what, this.#real(parse(body)))
      return body
    }
    if (word === 'answer') return this.#answer()
    if (word === 'disk') {
      await this.#desk?.write(what, body)
      return body
    }
    if (word === 'gone') {
      await this.#desk?.remove(what)
      return body
    }
    if (word === 'pushed') return this.#eventually(body, () => this.#pushed(what))
    if (word === 'parts') return this.#eventually(body, () => this.#parts(what))
    if (word === 'asked') return this.#eventually(body, () => this.#asked(what))
    throw new Error(`what is \`${heading}\`?`)
  }

  get #running(): ServerProcess {
    if (!this.#server) throw new Error('a conversation begins with a greeting')
    return this.#server
  }

  async #greet(editor: string, body: string): Promise<string> {
    const files = await shop()
    const folder = await project(files)
    const server = new ServerProcess(folder)
    this.#server = server
    this.#folder = server.folder
    this.#desk = new Desk(server, folder, files)
    const workspaceFolders = [{ uri: server.folder.slice(0, -1), name: 'shop' }]
    const own = { processId: null, rootUri: server.folder.slice(0, -1), workspaceFolders }
    const params = { ...own, capabilities: EDITORS[editor], ...(parse(body) as object | null) }
    this.#lastId = server.ask('initialize', params)
    await server.answer(this.#lastId)
    server.notify('initialized', {})
    return body
  }

  async #answer(): Promise<string> {
    const { result, error } = await this.#running.answer(this.#lastId ?? -1)
    this.#lastResult = result
    return this.#plain(error ? { error } : result)
  }

  /** What was pushed last for a file. */
  #pushed(name: string): unknown {
    const uri = this.#folder + name
    const params = this.#running.received.flatMap(({ method, params }) =>
      method === 'textDocument/publishDiagnostics' ? [params as { uri: string; diagnostics: unknown }] : [],
    )
    return params.findLast((each) => each.uri === uri)?.diagnostics
  }

  /** What has come in parts under a token: the last of each file. */
  #parts(token: string): unknown {
    const items = this.#running.received.flatMap(({ method, params }) => {
      const { token: own, value } = (params ?? {}) as { token?: string; value?: { items: { uri: string }[] } }
      return method === '$/progress' && own === token ? (value?.items ?? []) : []
    })
    const last = new Map(items.map((item) => [item.uri, item]))
    return [...last.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1))
  }

  /** Whether the server has asked something of the editor since that was looked for last. */
  #asked(method: string): unknown {
    const { received } = this.#running
    const index = received.findIndex((each: Message, at) => at >= this.#heard && each.method === method)
    if (index < 0) return 'nothing yet'
    if (!this.#updates) this.#heard = index + 1
    return received[index]?.params ?? null
  }

  async #eventually(expected: string, look: () => unknown): Promise<string> {
    const { received } = this.#running
    const end = Date.now() + PATIENCE
    let [count, since] = [received.length, Date.now()]
    for (;;) {
      const now = this.#plain(look())
      if (received.length > count) [count, since] = [received.length, Date.now()]
      const isThere = this.#updates ? Date.now() - since > SILENCE : now === expected
      if (isThere || Date.now() > end) {
        if (this.#updates) this.#heard = received.length
        return now
      }
      await new Promise((done) => setTimeout(done, 20))
    }
  }

  /** As it is written down: without what is different each time. */
  #plain(value: unknown): string {
    return value === undefined
      ? ''
      : stringify(this.#replaced(value), { lineWidth: 0, aliasDuplicateObjects: false })
  }

  #replaced(value: unknown): unknown {
    if (typeof value === 'string') return this.#named(value)
    if (Array.isArray(value)) return value.map((each) => this.#replaced(each))
    if (typeof value !== 'object' || value === null) return value
    const { start, end, line, character, ...others } = value as Readonly<Record<string, unknown>>
    const isAlone = Object.keys(others).length === 0
    if (isAlone && start !== undefined) return `${this.#replaced(start)}-${this.#replaced(end)}`
    if (isAlone && line !== undefined) return `${line}:${character}`
    const entries = Object.entries(value).filter(([key]) => key !== 'ms')
    return Object.fromEntries(
      entries.map(([key, each]) => {
        if (key === 'resultId') return [key, this.#idOf(String(each))]
        if (key === 'version' && typeof each === 'string') return [key, '<version>']
        return [this.#named(key), this.#replaced(each)]
      }),
    )
  }

  #named(text: string): string {
    const short = text.replaceAll(this.#folder, 'project:/').replaceAll(PACKAGE, 'package:/')
    return short.replace(/20\d\d-\d\d-\d\d/g, (day) => {
      const ahead = (Date.parse(day) - Date.now()) / DAY
      return ahead > -2 && ahead < 400 ? `<in ${Math.ceil(ahead)} days>` : day
    })
  }

  #idOf(id: string): string {
    if (!this.#ids.includes(id)) this.#ids.push(id)
    return `<id ${this.#ids.indexOf(id) + 1}>`
  }

  /** What is sent: places, names and result ids as they are. */
  #real(value: unknown): unknown {
    if (typeof value === 'string') return this.#realText(value)
    if (Array.isArray(value)) return value.map((each) => this.#real(each))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.#real(each)]))
  }

  #realText(text: string): unknown {
    const [, from, to] = /^(\d+:\d+)-(\d+:\d+)$/.exec(text) ?? []
    if (from && to) return { start: place(from), end: place(to) }
    if (/^\d+:\d+$/.test(text)) return place(text)
    const [, kind, what = ''] = /^<(text|id|item|found) (.+)>$/.exec(text) ?? []
    if (kind === 'text') return this.#desk?.disk.get(what)
    if (kind === 'id') return this.#ids[Number(what) - 1]
    if (kind === 'item') return (this.#lastResult as readonly unknown[])[Number(what)]
    if (kind === 'found') return this.#found(what)
    return text.replaceAll('project:/', this.#folder)
  }

  /** The diagnostics of a rule in the last answer. */
  #found(rule: string): unknown {
    const { items = [] } = this.#lastResult as { readonly items?: readonly { readonly code: string }[] }
    return items.filter(({ code }) => code === rule)
  }
}

function place(text: string): { readonly line: number; readonly character: number } {
  const [line = 0, character = 0] = text.split(':').map(Number)
  return { line, character }
}

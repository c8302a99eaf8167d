import { expect } from 'vitest'
import type { Desk } from './folder.ts'
import type { Message, ServerProcess } from './server-process.ts'

interface Diagnostic {
  readonly range: { readonly start: Place; readonly end: Place }
  readonly severity: number
  readonly code: string
  readonly message: string
  readonly relatedInformation?: readonly { readonly message: string }[]
}

interface Place {
  readonly line: number
  readonly character: number
}

/** What a report says of a file; lines and columns count from 1. */
interface Reported {
  readonly file?: string
  readonly ruleId?: string
  readonly code?: string
  readonly severity: keyof typeof SEVERITIES
  readonly message: string
  readonly range?: { readonly start: Spot; readonly end: Spot }
  readonly suppressed?: unknown
  readonly isNew?: boolean
}

interface Spot {
  readonly line: number
  readonly column: number
}

interface Report {
  readonly findings: readonly Reported[]
  readonly problems: readonly Reported[]
  readonly notices: readonly Reported[]
}

const SEVERITIES = { error: 1, warn: 2, info: 3, hint: 4 } as const

/** What is told of a file, one line for each thing, in order. */
type Lines = ReadonlyMap<string, readonly string[]>

/** Milliseconds after which what is shown has to be what it will stay. */
const PATIENCE = 20_000

/** What an editor shows that asks for diagnostics, of what is open and of all other files. */
export class Shown {
  readonly #server: ServerProcess
  readonly #desk: Desk
  readonly #ofWorkspace = new Map<string, readonly Diagnostic[]>()
  #read = 0
  /** What was found when every text could be read, and those texts. */
  #good: { readonly report: Report; readonly texts: ReadonlyMap<string, string> } | undefined

  constructor(server: ServerProcess, desk: Desk) {
    this.#server = server
    this.#desk = desk
    server.ask('workspace/diagnostic', { previousResultIds: [], partialResultToken: 'workspace' })
  }

  /** Waits until what is shown is what a run over the same texts prints; says what differs when it never is. */
  async expectAsPrinted(
    { out, err }: { readonly out: string; readonly err: string },
    when: string,
  ): Promise<void> {
    const report = out === '' ? undefined : (JSON.parse(out) as Report)
    const wanted = report && this.#wanted(report)
    const end = Date.now() + PATIENCE
    for (;;) {
      const heard = this.#server.received.length
      const now = await this.#now(report !== undefined && this.#isBroken(report))
      const isRight = wanted ? same(now, wanted) : tellsAllOf(now, err)
      if (isRight) {
        if (report && !this.#isBroken(report)) this.#good = { report, texts: this.#desk.texts }
        return
      }
      if (Date.now() > end) {
        const texts = Object.fromEntries([...this.#desk.open.keys()].map((name) => [name, 'open']))
        expect({ when, texts, shown: plain(now) }).toEqual({
          when,
          texts,
          shown: wanted ? plain(wanted) : err,
        })
      }
      await Promise.race([
        this.#server.until(() => this.#server.received.length > heard + this.#desk.open.size),
        new Promise((done) => setTimeout(done, 100)),
      ])
    }
  }

  /** While an open text is broken, the findings are those from before. */
  #wanted(report: Report): Lines {
    if (!this.#isBroken(report)) return linesOf(report)
    const { texts } = this.#desk
    const problems = linesOf({ ...report, findings: [] }, placeIn(texts))
    const good = this.#good
    if (!good) return problems
    const findings = linesOf(
      { findings: good.report.findings, problems: [], notices: [] },
      placeIn(good.texts),
    )
    const names = [...new Set([...problems.keys(), ...findings.keys()])]
    return new Map(
      names.map((name) => [name, [...(problems.get(name) ?? []), ...(findings.get(name) ?? [])]]),
    )
  }

  #isBroken({ problems }: Report): boolean {
    return problems.some(({ code, file }) => code === 'syntax-error' && file && this.#desk.open.has(file))
  }

  async #now(byText: boolean): Promise<Lines> {
    const lines = new Map<string, readonly string[]>()
    const { open, texts } = this.#desk
    const place = byText ? placeIn(texts) : numbered
    for (const name of open.keys()) lines.set(name, shownLines(await this.#pull(name), name, place))
    this.#takeParts()
    for (const [uri, diagnostics] of this.#ofWorkspace) {
      const name = decodeURIComponent(uri.slice(this.#server.folder.length))
      if (!open.has(name)) lines.set(name, shownLines(diagnostics, name, place))
    }
    return lines
  }

  async #pull(name: string): Promise<readonly Diagnostic[]> {
    for (;;) {
      const { result } = await this.#server.request('textDocument/diagnostic', {
        textDocument: { uri: this.#desk.uri(name) },
      })
      if (result) return (result as { readonly items: readonly Diagnostic[] }).items
    }
  }

  #takeParts(): void {
    const { received } = this.#server
    for (; this.#read < received.length; this.#read++) {
      const { method, params } = received[this.#read] as Message
      if (method !== '$/progress') continue
      const { value } = params as { value: { items: { uri: string; kind: string; items: Diagnostic[] }[] } }
      for (const { uri, kind, items } of value.items) if (kind === 'full') this.#ofWorkspace.set(uri, items)
    }
  }
}

/** How the place of something in a file is written down. */
type Written = (file: string, range: Diagnostic['range']) => string

function numbered(_: string, { start, end }: Diagnostic['range']): string {
  return `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`
}

/** The text of the line, which stays the same when others are written before it. */
function placeIn(texts: ReadonlyMap<string, string>): Written {
  return (file, { start, end }) => {
    // what belongs to no line stays at the top
    if (end.line === 0 && end.character === 0) return 'top'
    return `\`${texts.get(file)?.split('\n')[start.line] ?? ''}\``
  }
}

function linesOf({ findings, problems, notices }: Report, written: Written = numbered): Lines {
  const lines = new Map<string, string[]>()
  const shown = findings.filter(({ suppressed, isNew }) => suppressed === null && isNew !== false)
  for (const { file, ruleId, code, severity, message, range } of [...shown, ...problems, ...notices]) {
    if (file === undefined) continue
    const place = written(file, range ? { start: zeroed(range.start), end: zeroed(range.end) } : TOP)
    const line = `${place} ${SEVERITIES[severity]} ${ruleId ?? code} ${message}`
    lines.set(file, [...(lines.get(file) ?? []), line])
  }
  return lines
}

const TOP = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }

function zeroed({ line, column }: Spot): Place {
  return { line: line - 1, character: column - 1 }
}

function shownLines(diagnostics: readonly Diagnostic[], name: string, written: Written): readonly string[] {
  return diagnostics.flatMap(({ range, severity, code, message, relatedInformation }) => {
    // a problem of another file, told here as well for whoever has only this one open
    if (relatedInformation?.[0]?.message === 'It stands here.') return []
    return [`${written(name, range)} ${severity} ${code} ${message}`]
  })
}

function plain(lines: Lines): Readonly<Record<string, readonly string[]>> {
  const filled = [...lines]
    .filter(([, each]) => each.length > 0)
    .map(([name, each]) => [name, [...each].sort()] as const)
  return Object.fromEntries(filled.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function same(one: Lines, other: Lines): boolean {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other))
}

/** Whether each fault of a policy that ended the run is told, where it stands. */
function tellsAllOf(lines: Lines, err: string): boolean {
  const faults = [...err.matchAll(/^(\S+?):(\d+):(\d+): (.*)$/gm)]
  return (
    faults.length > 0 &&
    faults.every(([, file = '', line, column, message = '']) =>
      lines
        .get(file)
        ?.some((each) => each.startsWith(`${line}:${column}-`) && each.includes(message.slice(0, 40))),
    )
  )
}

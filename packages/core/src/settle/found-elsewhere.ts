import { locateAt, nodeOf } from '../policy/at.ts'
import type { Remark } from './remarks.ts'
import type { SettledFinding } from './types.ts'

/** A line of a file, 1-based. */
interface Line {
  readonly uri: string
  readonly line: number
}

/** Lines that are named when a remark is for what one place brings about at many. */
const MOST_LINES = 3

/** Where findings stand that no remark is for, so that one that is for nothing can be put where it was meant to be. */
export class FoundElsewhere {
  readonly #rules: ReadonlySet<string>
  /** Lines by file and rule. */
  readonly #lines = new Map<string, Set<number>>()
  readonly #sorted = new Map<string, readonly number[]>()
  /** By file, rule and line of what brings them about. */
  readonly #caused = new Map<string, Map<string, Line>>()

  /** @param rules that remarks name; of no others anything is noted */
  constructor(rules: ReadonlySet<string>) {
    this.#rules = rules
  }

  note({ ruleId, at, foreign, cause }: SettledFinding): void {
    if (!this.#rules.has(ruleId)) return
    const { file } = nodeOf(at)
    const line = foreign?.range.start.line ?? file.position(locateAt(at).span.start).line
    const key = keyOf(file.uri, ruleId)
    const lines = this.#lines.get(key) ?? new Set()
    this.#lines.set(key, lines.add(line))
    if (!cause) return
    const { node, span } = locateAt(cause)
    const brought = keyOf(node.file.uri, ruleId, node.file.position(span.start).line)
    const places = this.#caused.get(brought) ?? new Map<string, Line>()
    this.#caused.set(brought, places.set(`${file.uri}:${line}`, { uri: file.uri, line }))
  }

  /** What to do with a remark that is for nothing, as sentences. */
  advice(remark: Remark, nameOf: (uri: string) => string): string {
    const { rule, uri, target } = remark
    const caused = [...(this.#caused.get(keyOf(uri, rule, remark.line))?.values() ?? [])]
    const near = this.#nearest(keyOf(uri, rule), remark.line)
    const places = caused.length > 0 ? caused : near === undefined ? [] : [{ uri, line: near }]
    if (places.length === 0) return `This remark is not needed: \`${rule}\` finds nothing here. Remove it.`
    const listed = placesText(places, uri, nameOf)
    const stands = caused.length > 0 ? 'what is said here makes it find something at' : 'the nearest is at'
    const where = typeof target === 'number' ? 'above' : 'into the object at'
    return `This remark suppresses nothing: \`${rule}\` finds nothing at this place; ${stands} ${listed}. If it is meant for that, put it ${where} ${listed}; else remove it.`
  }

  /** The first line from one on, else the last before it. */
  #nearest(key: string, from: number): number | undefined {
    const sorted = this.#sorted.get(key) ?? [...(this.#lines.get(key) ?? [])].sort((a, b) => a - b)
    this.#sorted.set(key, sorted)
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle] ?? 0) < from) low = middle + 1
      else high = middle
    }
    return sorted[low] ?? sorted[low - 1]
  }
}

function placesText(places: readonly Line[], uri: string, nameOf: (uri: string) => string): string {
  const isThere = (each: Line) => Number(each.uri !== uri)
  const ordered = [...places].sort((a, b) => isThere(a) - isThere(b) || compare(a, b))
  const shown = ordered
    .slice(0, MOST_LINES)
    .map((each) => `line ${each.line}${each.uri === uri ? '' : ` of \`${nameOf(each.uri)}\``}`)
  const more = ordered.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function keyOf(uri: string, rule: string, line = 0): string {
  return `${line} ${rule} ${uri}`
}

function compare(a: Line, b: Line): number {
  return a.uri === b.uri ? a.line - b.line : a.uri < b.uri ? -1 : 1
}

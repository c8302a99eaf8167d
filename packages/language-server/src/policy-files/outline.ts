import type { Span } from '@specward/core'
import { type Entry, newEntry, type Outline, plainName } from './outline-entry.ts'
import { readFlow } from './outline-flow.ts'
import {
  isColon,
  isDash,
  lineEnd,
  lineStart,
  nextLine,
  plainEnd,
  quotedEnd,
  skipBlanks,
  skipProperties,
} from './outline-scan.ts'

/**
 * Reads what a YAML or JSON text consists of, with the place of each node: also of a text that is being written and that
 * no parser accepts. Of a text that one accepts, it tells the same paths and places; what aliases and merge keys bring
 * along is left out. Of several documents the first one is read.
 */
export function outline(text: string): Outline {
  return new Outliner(text).read()
}

/** The collections that a line can go on with, by the column of their entries. */
interface Level {
  readonly entry: Entry
  readonly column: number
}

class Outliner {
  readonly #text: string
  readonly #root = newEntry(undefined, '', { start: 0, column: -1 })
  readonly #entries: Entry[] = []
  readonly #comments: Span[] = []
  readonly #levels: Level[] = []
  /** The entry that the text came to last. */
  #last: Entry = this.#root

  constructor(text: string) {
    this.#text = text
  }

  read(): Outline {
    const text = this.#text
    let at = text.startsWith('\uFEFF') ? 1 : 0
    while (at < text.length) {
      const start = skipBlanks(text, at)
      if (/^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(at, at + 4))) {
        if (this.#entries.length > 0 || this.#root.kind !== 'empty') break
        at = nextLine(text, at)
      } else if (text[start] === '#') {
        this.#comments.push({ start, end: lineEnd(text, start) })
        at = nextLine(text, start)
      } else if (start === lineEnd(text, start) || (text[at] === '%' && this.#entries.length === 0)) {
        at = nextLine(text, start)
      } else at = this.#line(start)
    }
    return { text, root: this.#root, entries: this.#entries, comments: this.#comments }
  }

  /** Reads what begins on a line; answers where to go on. */
  #line(start: number): number {
    const column = this.#column(start)
    while ((this.#levels.at(-1)?.column ?? -1) > column) this.#levels.pop()
    const top = this.#levels.at(-1)
    const dash = isDash(this.#text, start)
    if (top?.column === column) {
      const below = this.#levels.at(-2)
      if (!dash && top.entry.kind === 'list' && below?.column === column) this.#levels.pop()
      return this.#sibling(this.#levels.at(-1) ?? top, start, column, dash)
    }
    const owner = this.#openBelow(top)
    if (owner) return this.#node(owner, start, column)
    return this.#goOn(start, column)
  }

  /** Another entry of a collection, or the list of the key before it. */
  #sibling({ entry }: Level, start: number, column: number, dash: boolean): number {
    if (dash === (entry.kind === 'list')) return this.#collection(entry, start, column)
    const last = entry.children.at(-1)
    if (dash && last?.kind === 'empty' && last.hasColon) return this.#node(last, start, column)
    // neither goes with the other: it is read as what it looks like
    return this.#node(this.#add(entry, { start, column }), start, column)
  }

  /** The entry that deeper lines belong to: one that has no value yet. */
  #openBelow(top: Level | undefined): Entry | undefined {
    const entry = top ? top.entry.children.at(-1) : this.#root
    return entry?.kind === 'empty' ? entry : undefined
  }

  /** A line below a scalar: more of it, or, where it could have been a key, the next entry. */
  #goOn(start: number, column: number): number {
    const end = plainEnd(this.#text, start, false)
    const last = this.#last
    const isEntry = isDash(this.#text, start) || this.#keyAt(start) !== undefined
    if (isEntry && last.looseColumn === column && last.value) {
      const { value } = last
      last.kind = 'mapping'
      last.value = undefined
      last.looseColumn = undefined
      const name = plainName(this.#text.slice(value.start, value.end))
      const loose = newEntry(last, name, { key: value, start: value.start, column, hasColon: false })
      last.children.push(loose)
      this.#entries.push(loose)
      this.#levels.push({ entry: last, column })
      return this.#collection(last, start, column)
    }
    if (last.kind === 'scalar' && last.value && !last.isBlock) {
      last.value = { start: last.value.start, end: Math.max(end, start) }
    }
    return this.#rest(Math.max(end, start))
  }

  /** Reads a node that stands alone on its line, or behind a dash. */
  #node(owner: Entry, offset: number, column: number): number {
    const start = skipProperties(this.#text, offset)
    if (start === lineEnd(this.#text, start)) return nextLine(this.#text, start)
    const at = start === offset ? column : this.#column(start)
    if (isDash(this.#text, start) || this.#keyAt(start)) {
      owner.kind = isDash(this.#text, start) ? 'list' : 'mapping'
      this.#levels.push({ entry: owner, column: at })
      return this.#collection(owner, start, at)
    }
    const next = this.#scalar(owner, start)
    const isOwnLine = owner.kind === 'scalar' && !owner.isBlock && !/["']/.test(this.#text[start] ?? '')
    if (isOwnLine) owner.looseColumn = at
    return next
  }

  /** Adds the entry that begins here, and what stands behind its dash or colon. */
  #collection(holder: Entry, start: number, column: number): number {
    if (isDash(this.#text, start)) return this.#item(holder, start, column)
    const found = this.#keyAt(start)
    const end = found?.end ?? plainEnd(this.#text, start, false)
    const entry = this.#add(holder, { key: { start, end }, start, column, hasColon: found !== undefined })
    if (!found) return this.#rest(Math.max(end, start + 1))
    const value = skipBlanks(this.#text, found.colon + 1)
    const behind = skipProperties(this.#text, value)
    if (behind >= lineEnd(this.#text, behind) || this.#text[behind] === '#') return this.#rest(behind)
    return this.#scalar(entry, behind)
  }

  /** Items behind each other on a line: `- - a`. */
  #item(list: Entry, offset: number, from: number): number {
    let holder = list
    let start = offset
    let column = from
    for (;;) {
      const item = this.#add(holder, { start, column })
      const behind = skipProperties(this.#text, skipBlanks(this.#text, start + 1))
      if (behind >= lineEnd(this.#text, behind) || this.#text[behind] === '#') return this.#rest(behind)
      column = this.#column(behind)
      if (!isDash(this.#text, behind)) return this.#node(item, behind, column)
      item.kind = 'list'
      this.#levels.push({ entry: item, column })
      holder = item
      start = behind
    }
  }

  #scalar(entry: Entry, start: number): number {
    const text = this.#text
    const first = text[start] ?? ''
    this.#last = entry
    if (first === '{' || first === '[') return this.#flow(entry, start)
    entry.kind = 'scalar'
    const block = /[|>][-+0-9]*[ \t]*(?:#.*)?(?=[\r\n]|$)/y
    block.lastIndex = start
    const header = block.exec(text)
    if (header) return this.#block(entry, start, start + header[0].length)
    const isQuoted = first === '"' || first === "'"
    const end = isQuoted ? quotedEnd(text, start, entry.column) : plainEnd(text, start, false)
    entry.value = { start, end: Math.max(end, start + 1) }
    // a colon in what is no key any more: the rest of the line is one text
    const isMore = !isQuoted && isColon(text, skipBlanks(text, end), false)
    return this.#rest(isMore ? lineEnd(text, end) : Math.max(end, start + 1))
  }

  #block(entry: Entry, start: number, header: number): number {
    const text = this.#text
    let at = nextLine(text, header)
    let end = header
    while (at < text.length) {
      const indent = skipBlanks(text, at) - at
      const isBlank = at + indent === lineEnd(text, at)
      if (!isBlank && indent <= entry.column) break
      if (!isBlank) end = lineEnd(text, at)
      at = nextLine(text, at)
    }
    entry.isBlock = true
    entry.value = { start, end }
    return at
  }

  #flow(entry: Entry, start: number): number {
    const isJson = entry === this.#root
    const scan = {
      text: this.#text,
      add: (each: Entry) => this.#entries.push(each),
      comment: (span: Span) => this.#comments.push(span),
      column: (offset: number) => this.#column(offset),
      limit: isJson ? -1 : Math.max(entry.column, 0),
    }
    return this.#rest(readFlow(scan, entry, start))
  }

  /** Behind a node: a comment, or what cannot stand there. */
  #rest(offset: number): number {
    const start = skipBlanks(this.#text, offset)
    const end = lineEnd(this.#text, start)
    if (this.#text[start] === '#') this.#comments.push({ start, end })
    return nextLine(this.#text, start)
  }

  #add(
    holder: Entry,
    place: {
      readonly key?: Span
      readonly start: number
      readonly column: number
      readonly hasColon?: boolean
    },
  ): Entry {
    const { key } = place
    const name = key ? plainName(this.#text.slice(key.start, key.end)) : String(holder.children.length)
    const entry = newEntry(holder, name, place)
    holder.children.push(entry)
    this.#entries.push(entry)
    this.#last = entry
    return entry
  }

  /** Where the key that begins here ends, and where its colon is; undefined where there is none. */
  #keyAt(start: number): { readonly end: number; readonly colon: number } | undefined {
    const text = this.#text
    const isQuoted = text[start] === '"' || text[start] === "'"
    if (!isQuoted && '{[|>@`%'.includes(text[start] ?? '{')) return undefined
    const end = isQuoted ? quotedEnd(text, start, Number.POSITIVE_INFINITY) : plainEnd(text, start, false)
    const colon = skipBlanks(text, end)
    return isColon(text, colon, false) ? { end, colon } : undefined
  }

  #column(offset: number): number {
    return offset - lineStart(this.#text, offset) - (this.#isMarked(offset) ? 1 : 0)
  }

  /** Whether a byte order mark stands on the line. */
  #isMarked(offset: number): boolean {
    return this.#text.startsWith('\uFEFF') && lineStart(this.#text, offset) === 0
  }
}

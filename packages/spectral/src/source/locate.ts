import { isMapping, KIND, keyName, type SourceFile, type Tape } from '@specward/core'

type Segment = string | number

/** Start and end as offsets. */
export interface Extent {
  readonly start: number
  readonly end: number
}

/** Collections up to this size are gone through each time; for larger ones it is noted what they hold. */
const SMALL = 12

const LF = 10
const CR = 13
const SPACE = 32

/** Finds the entries of paths. */
export class Places {
  readonly tape: Tape
  readonly text: string
  readonly #mappings = new Map<number, ReadonlyMap<string, number>>()
  readonly #lists = new Map<number, Int32Array>()

  constructor(tape: Tape, text: string) {
    this.tape = tape
    this.text = text
  }

  /** Key entry of a name; -1 when there is none. */
  key(mapping: number, name: string): number {
    const known = this.#mappings.get(mapping)
    if (known) return known.get(name) ?? -1
    const { next } = this.tape
    const end = next[mapping] ?? 0
    let count = 0
    for (let key = mapping + 1; key < end; key = next[key + 1] ?? end) {
      if (this.#isNamed(key, name)) return key
      count += 1
      if (count > SMALL) return this.#note(mapping).get(name) ?? -1
    }
    return -1
  }

  /** Entry of an item of a list; -1 when there is none. */
  item(list: number, index: number): number {
    const known = this.#lists.get(list)
    if (known) return known[index] ?? -1
    if (!Number.isInteger(index) || index < 0) return -1
    if (index > SMALL) return this.#noteItems(list)[index] ?? -1
    const { next } = this.tape
    const end = next[list] ?? 0
    let item = list + 1
    for (let at = 0; at < index && item < end; at += 1) item = next[item] ?? end
    return item < end ? item : -1
  }

  #isNamed(key: number, name: string): boolean {
    const { kind, start, end, names } = this.tape
    if (kind[key] === KIND.escaped || names.has(key)) return keyName(this.tape, this.text, key) === name
    const quote = kind[key] === KIND.plain ? 0 : 1
    const from = (start[key] ?? 0) + quote
    return (end[key] ?? 0) - quote - from === name.length && this.text.startsWith(name, from)
  }

  #note(mapping: number): ReadonlyMap<string, number> {
    const keys = new Map<string, number>()
    const { next } = this.tape
    const end = next[mapping] ?? 0
    for (let key = mapping + 1; key < end; key = next[key + 1] ?? end) {
      keys.set(keyName(this.tape, this.text, key), key)
    }
    this.#mappings.set(mapping, keys)
    return keys
  }

  #noteItems(list: number): Int32Array {
    const items: number[] = []
    const { next } = this.tape
    const end = next[list] ?? 0
    for (let item = list + 1; item < end; item = next[item] ?? end) items.push(item)
    const noted = Int32Array.from(items)
    this.#lists.set(list, noted)
    return noted
  }
}

/** Range of offsets as the parser of YAML tells it, without looking for the closest node: it never does. */
export function yamlExtent(places: Places, path: readonly Segment[], length: number): Extent | undefined {
  const { tape } = places
  let entry = 0
  let key = -1
  for (const segment of path) {
    if (isMapping(tape, entry)) {
      key = typeof segment === 'string' ? places.key(entry, segment) : -1
      if (key < 0) return undefined
      entry = key + 1
    } else if (tape.kind[entry] === KIND.blockList || tape.kind[entry] === KIND.flowList) {
      key = -1
      entry = places.item(entry, Number(segment))
      if (entry < 0 || tape.kind[entry] === KIND.empty) return undefined
    } else return undefined
  }
  return { start: yamlStart(places, entry, key), end: yamlEnd(places, entry, length) }
}

function yamlStart({ tape, text }: Places, entry: number, key: number): number {
  const kind = tape.kind[entry] ?? 0
  if (key >= 0 && (kind <= KIND.flowList || kind === KIND.empty)) return (tape.end[key] ?? 0) + 1
  const start = tape.start[entry] ?? 0
  if (entry !== 0) return start
  // The root starts with the text when it stands on its first or right at the start of its second line.
  return start === text.indexOf('\n') + 1 ? 0 : start
}

/** The end of the last scalar inside; brackets that close do not count. */
function yamlEnd({ tape, text }: Places, entry: number, length: number): number {
  const last = (tape.next[entry] ?? 1) - 1
  const kind = tape.kind[last]
  if (kind === KIND.empty) return (tape.end[last - 1] ?? 0) + 1
  if (kind === KIND.literal || kind === KIND.folded) return blockEnd(text, tape.end[last] ?? 0)
  return last === 0 ? length : (tape.end[last] ?? 0)
}

/** The last line break before the text that follows a block scalar, if need be the one that is added to the text. */
function blockEnd(text: string, end: number): number {
  let at = end
  let lineBreak = end
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === LF) lineBreak = at
    else if (code !== SPACE && code !== CR) return Number.isNaN(code) && lineBreak < at - 1 ? at : lineBreak
    at += 1
  }
}

/** Range of offsets as the parser of JSON tells it. */
export function jsonExtent(places: Places, path: readonly Segment[], closest: boolean): Extent | undefined {
  const { tape } = places
  let entry = 0
  for (const segment of path) {
    const found = jsonChild(places, entry, segment)
    if (found < 0) {
      if (closest) break
      return undefined
    }
    entry = found
  }
  return { start: tape.start[entry] ?? 0, end: tape.end[entry] ?? 0 }
}

function jsonChild(places: Places, entry: number, segment: Segment): number {
  const number = Number(segment)
  const isIndex = Number.isInteger(number)
  const kind = places.tape.kind[entry]
  if (kind === KIND.flowList) return isIndex ? places.item(entry, number) : -1
  if (kind !== KIND.flowMapping) return -1
  const key = places.key(entry, isIndex ? String(number) : String(segment))
  return key < 0 ? -1 : key + 1
}

/** A range as Spectral counts: from zero. */
export function rangeOf(file: SourceFile, { start, end }: Extent) {
  return { start: character(file, start), end: character(file, end) }
}

function character(file: SourceFile, offset: number): { line: number; character: number } {
  const { line, column } = file.position(offset)
  return { line: line - 1, character: column - 1 }
}

/**
 * What stands at an entry of a tape. `escaped` is a JSON string with a backslash in it; `alias` and
 * `mergeKey` occur in YAML only.
 */
export const KIND = {
  blockMapping: 1,
  flowMapping: 2,
  blockList: 3,
  flowList: 4,
  plain: 5,
  singleQuoted: 6,
  doubleQuoted: 7,
  escaped: 8,
  literal: 9,
  folded: 10,
  alias: 11,
  mergeKey: 12,
  empty: 13,
} as const

export type Kind = (typeof KIND)[keyof typeof KIND]

/**
 * Index of a text: one entry for each node of the document, in the order of the text. A mapping is followed
 * by key, value, key, value; a list by its items. Entry 0 is the root.
 */
export interface Tape {
  readonly size: number
  readonly kind: Uint8Array
  /** Offsets of the first character and after the last one, without anchor and tag. */
  readonly start: Int32Array
  readonly end: Int32Array
  /** The entry after this node and everything in it. */
  readonly next: Int32Array
  /** For aliases: the entry of the anchored node. */
  readonly targets: ReadonlyMap<number, number>
  /** Names of the keys whose name is not simply their text without quotes. */
  readonly names: ReadonlyMap<number, string>
}

/** Collects a tape; nodes are opened in text order and closed from the inside out. */
export class TapeBuilder {
  #kind: Uint8Array
  #start: Int32Array
  #end: Int32Array
  #next: Int32Array
  size = 0
  readonly targets: Map<number, number> = new Map()
  readonly names: Map<number, string> = new Map()

  constructor(capacity: number) {
    const room = Math.max(capacity, 16)
    this.#kind = new Uint8Array(room)
    this.#start = new Int32Array(room)
    this.#end = new Int32Array(room)
    this.#next = new Int32Array(room)
  }

  /** Adds a scalar, or a collection whose end is not known yet (`close` sets it); answers its entry. */
  add(kind: Kind, start: number, end: number): number {
    const entry = this.size
    if (entry === this.#kind.length) this.#grow()
    this.#kind[entry] = kind
    this.#start[entry] = start
    this.#end[entry] = end
    this.size = entry + 1
    this.#next[entry] = entry + 1
    return entry
  }

  close(entry: number, end: number): void {
    this.#end[entry] = end
    this.#next[entry] = this.size
  }

  build(): Tape {
    return {
      size: this.size,
      kind: this.#kind.slice(0, this.size),
      start: this.#start.slice(0, this.size),
      end: this.#end.slice(0, this.size),
      next: this.#next.slice(0, this.size),
      targets: this.targets,
      names: this.names,
    }
  }

  #grow(): void {
    const room = this.#kind.length * 2
    const kind = new Uint8Array(room)
    kind.set(this.#kind)
    this.#kind = kind
    this.#start = wider(this.#start, room)
    this.#end = wider(this.#end, room)
    this.#next = wider(this.#next, room)
  }
}

function wider(old: Int32Array, room: number): Int32Array {
  const array = new Int32Array(room)
  array.set(old)
  return array
}

export function isMapping(tape: Tape, entry: number): boolean {
  const kind = tape.kind[entry]
  return kind === KIND.blockMapping || kind === KIND.flowMapping
}

export function isList(tape: Tape, entry: number): boolean {
  const kind = tape.kind[entry]
  return kind === KIND.blockList || kind === KIND.flowList
}

/** Name under which the parsed value holds the entry of this key. */
export function keyName(tape: Tape, text: string, key: number): string {
  const special = tape.names.get(key)
  if (special !== undefined) return special
  const start = tape.start[key] ?? 0
  const end = tape.end[key] ?? 0
  const kind = tape.kind[key]
  if (kind === KIND.doubleQuoted || kind === KIND.singleQuoted) return text.slice(start + 1, end - 1)
  if (kind === KIND.escaped) return JSON.parse(text.slice(start, end)) as string
  return text.slice(start, end)
}

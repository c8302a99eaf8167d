import { isList, isMapping, KIND, keyName, type Tape } from './tape.ts'
import type { NodeSpan, Path } from './types.ts'

/** Where a path leads on a tape: entries of the value and, below a mapping, of its key. */
export interface Place {
  readonly key?: number
  readonly value: number
  /** Entry of the collection that holds the value; -1 for the root. */
  readonly holder: number
  /** True when the path passed an alias or a merge key: other paths lead to the same text. */
  readonly shared: boolean
}

/** Finds the entries of a tape by path. What a mapping or list holds is listed on the first visit only. */
export class Navigator {
  readonly tape: Tape
  readonly text: string
  readonly #mappings = new Map<number, ReadonlyMap<string, number>>()
  readonly #lists = new Map<number, readonly number[]>()

  constructor(tape: Tape, text: string) {
    this.tape = tape
    this.text = text
  }

  locate(path: Path): NodeSpan | undefined {
    const place = this.find(path)
    if (!place) return undefined
    const value = this.span(place.value)
    return place.key === undefined ? { value } : { key: this.span(place.key), value }
  }

  find(path: Path): Place | undefined {
    if (this.tape.size === 0) return undefined
    let place: Place | undefined = { value: 0, holder: -1, shared: false }
    for (const step of path) {
      place = this.#step(place, step)
      if (!place) return undefined
    }
    return place
  }

  span(entry: number): { start: number; end: number } {
    return { start: this.tape.start[entry] ?? 0, end: this.tape.end[entry] ?? 0 }
  }

  /** The entry itself, or the anchored node when it is an alias. */
  target(entry: number): number {
    return this.tape.targets.get(entry) ?? entry
  }

  /**
   * Key entries of a mapping by name; the last of equal keys counts, and own keys come before merged ones.
   * A merged key is given as the complement (`~entry`) of its entry.
   */
  #keys(mapping: number): ReadonlyMap<string, number> {
    const waiting = [mapping]
    for (let entry = waiting.at(-1); entry !== undefined; entry = waiting.at(-1)) {
      const sources = this.#mergeSources(entry)
      const missing = sources.filter((source) => !this.#mappings.has(source))
      for (const source of missing) waiting.push(source)
      if (missing.length > 0) continue
      waiting.pop()
      this.#mappings.set(entry, this.#listKeys(entry, sources))
    }
    return this.#mappings.get(mapping) ?? new Map()
  }

  /** Entries of the items of a list. */
  items(list: number): readonly number[] {
    const known = this.#lists.get(list)
    if (known) return known
    const items: number[] = []
    const end = this.tape.next[list] ?? 0
    for (let item = list + 1; item < end; item = this.tape.next[item] ?? end) items.push(item)
    this.#lists.set(list, items)
    return items
  }

  /** True when a merge key of the mapping brings a key of this name, be it overridden or not. */
  mergedKey(mapping: number, name: string): boolean {
    return this.#mergeSources(mapping).some((source) => this.#keys(source).has(name))
  }

  #step(place: Place, step: string): Place | undefined {
    const holder = this.target(place.value)
    const aliased = place.shared || holder !== place.value
    if (isMapping(this.tape, holder)) {
      const found = (this.#mappings.get(holder) ?? this.#keys(holder)).get(step)
      if (found === undefined) return undefined
      const key = found < 0 ? ~found : found
      return { key, value: key + 1, holder, shared: aliased || found < 0 }
    }
    if (!isList(this.tape, holder) || !/^(?:0|[1-9][0-9]*)$/.test(step)) return undefined
    const value = this.items(holder)[Number(step)]
    return value === undefined ? undefined : { value, holder, shared: aliased }
  }

  #listKeys(mapping: number, sources: readonly number[]): ReadonlyMap<string, number> {
    const keys = new Map<string, number>()
    const { kind, next } = this.tape
    const end = next[mapping] ?? 0
    for (let key = mapping + 1; key < end; key = next[key + 1] ?? end) {
      if (kind[key] !== KIND.mergeKey) keys.set(keyName(this.tape, this.text, key), key)
    }
    for (const source of sources) {
      for (const [name, key] of this.#mappings.get(source) ?? []) {
        if (!keys.has(name)) keys.set(name, key < 0 ? key : ~key)
      }
    }
    return keys
  }

  /** Mappings that the merge keys of a mapping name, the ones that win first. */
  #mergeSources(mapping: number): readonly number[] {
    const { kind, next } = this.tape
    const sources: number[] = []
    const end = next[mapping] ?? 0
    for (let key = mapping + 1; key < end; key = next[key + 1] ?? end) {
      if (kind[key] !== KIND.mergeKey) continue
      const source = this.target(key + 1)
      if (isList(this.tape, source)) for (const item of this.items(source)) sources.push(this.target(item))
      else sources.push(source)
    }
    return sources.filter((source) => isMapping(this.tape, source))
  }
}

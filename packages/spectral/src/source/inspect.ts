import { isMapping, KIND, keyName, type Tape } from '@specward/core'
import { indexOfKey, keysOf } from './key-order.ts'
import type { Correction, Inspected, OddKey, Unusual } from './types.ts'

/** Levels from which on the original parser may run out of stack. */
const DEPTH_LIMIT = 250

/** About one entry: it is unusual, it needs a correction, or the original has something to say about it. */
export type Verdict = Unusual | { readonly value: string } | KeyVerdict | undefined

/** A key that is not a string, and its name in the value of the original. */
export interface KeyVerdict {
  readonly type: OddKey['type']
  readonly name: string
}

/** What a language has to say about single entries. */
export interface Judge {
  key(entry: number): Verdict
  /** `holder` is the collection around it. */
  scalar(entry: number, holder: number): Verdict
  collection(entry: number): Unusual | undefined
  end(): Unusual | undefined
}

interface Frame {
  readonly entry: number
  /** Entry behind the collection. */
  readonly end: number
  readonly mapping: boolean
  atKey: boolean
  /** The key that was read last; in a list, how many items were. */
  at: number
  /** Of the keys so far: the last that is an index, and whether a name was among them. */
  index: number
  named: boolean
  corrected: boolean
}

/** Goes once over the index of a text: is all of it usual, and which mappings need their order kept? */
export function inspect(tape: Tape, text: string, judge: Judge): Inspected {
  if (tape.size === 0 || (tape.kind[0] ?? 0) > KIND.flowList) return { unusual: 'root' }
  const inspection = new Inspection(tape, text, judge)
  const unusual = inspection.run() ?? judge.end()
  if (unusual !== undefined) return { unusual }
  // Outer mappings are closed after what they hold.
  return { corrections: inspection.corrections.reverse(), oddKeys: inspection.oddKeys }
}

class Inspection {
  readonly corrections: Correction[] = []
  readonly oddKeys: OddKey[] = []
  readonly #tape: Tape
  readonly #text: string
  readonly #judge: Judge
  readonly #frames: Frame[] = []
  /** Names in the value of the original, where it has others. */
  readonly #renamed = new Map<number, string>()
  #unusual: Unusual | undefined

  constructor(tape: Tape, text: string, judge: Judge) {
    this.#tape = tape
    this.#text = text
    this.#judge = judge
  }

  run(): Unusual | undefined {
    for (let entry = 0; entry < this.#tape.size; entry += 1) {
      let frame = this.#frames.at(-1)
      while (frame && entry >= frame.end) {
        this.#close(frame)
        frame = this.#frames.at(-1)
      }
      const verdict = frame?.mapping && frame.atKey ? this.#key(frame, entry) : this.#value(frame, entry)
      if (typeof verdict === 'string') return verdict
      if (verdict !== undefined) this.#note(entry, verdict)
    }
    for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) this.#close(frame)
    return this.#unusual
  }

  #key(frame: Frame, entry: number): Verdict {
    frame.atKey = false
    frame.at = entry
    const index = indexOfKey(this.#tape, this.#text, entry)
    if (index < 0) frame.named = true
    else {
      if (frame.named || index < frame.index) frame.corrected = true
      frame.index = index
    }
    const verdict = this.#judge.key(entry)
    if (typeof verdict === 'object' && 'name' in verdict && verdict.name !== this.#core(entry)) {
      this.#renamed.set(entry, verdict.name)
      frame.corrected = true
    }
    return verdict
  }

  #value(frame: Frame | undefined, entry: number): Verdict {
    if (frame?.mapping) frame.atKey = true
    else if (frame) frame.at += 1
    const kind = this.#tape.kind[entry] ?? 0
    if (kind > KIND.flowList) return this.#judge.scalar(entry, frame?.entry ?? 0)
    if (this.#frames.length >= DEPTH_LIMIT) return 'depth'
    this.#frames.push({
      entry,
      end: this.#tape.next[entry] ?? 0,
      mapping: isMapping(this.#tape, entry),
      atKey: true,
      at: -1,
      index: -1,
      named: false,
      corrected: false,
    })
    return this.#judge.collection(entry)
  }

  #note(entry: number, verdict: Exclude<Verdict, string | undefined>): void {
    if ('value' in verdict) this.corrections.push({ path: this.#names(), value: verdict.value })
    else {
      const [start = 0, end = 0] = [this.#tape.start[entry], this.#tape.end[entry]]
      this.oddKeys.push({ path: this.#path(), type: verdict.type, start, end })
    }
  }

  /** Where the inspection stands in the text: the indices of lists are numbers. */
  #path(): (string | number)[] {
    return this.#frames.map(({ mapping, at }) => (mapping ? this.#core(at) : at))
  }

  /** Where it stands in the value of the original. */
  #names(): string[] {
    return this.#frames.map(({ mapping, at }) => (mapping ? this.#name(at) : String(at)))
  }

  #core(key: number): string {
    return keyName(this.#tape, this.#text, key)
  }

  #name(key: number): string {
    return this.#renamed.get(key) ?? this.#core(key)
  }

  #close(frame: Frame): void {
    this.#frames.pop()
    if (!frame.corrected) return
    const keys = keysOf(this.#tape, frame.entry).map((key) => ({
      core: this.#core(key),
      name: this.#name(key),
    }))
    if (new Set(keys.map(({ name }) => name)).size < keys.length) this.#unusual = 'duplicate key'
    this.corrections.push({ path: this.#names(), keys })
  }
}

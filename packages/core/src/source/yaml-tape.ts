import type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml'
import { KIND, type Kind, type Tape, TapeBuilder } from './tape.ts'
import {
  ALIAS,
  DOCUMENT,
  type DocumentRange,
  isMergeKey,
  MAPPING,
  PLAIN,
  POP,
  SCALAR,
} from './yaml-events.ts'
import { blockHeaderEnd, contentEnd, findIndicator, skipBlank } from './yaml-scan.ts'

const FLOW = 2
const STYLES: readonly Kind[] = [
  KIND.empty,
  KIND.plain,
  KIND.singleQuoted,
  KIND.doubleQuoted,
  KIND.literal,
  KIND.folded,
]
const LITERAL = 4

interface Frame {
  readonly entry: number
  readonly mapping: boolean
  readonly flow: boolean
  /** A mapping of one pair that stands in a flow list without braces. */
  readonly pair: boolean
  atKey: boolean
}

/**
 * Index of the first document of a YAML text, from its events before any of them is changed.
 * `targets` says for each alias event which event it repeats; `decode` gives the text of a scalar.
 */
export function buildYamlTape(
  text: string,
  events: readonly Event[],
  range: DocumentRange,
  targets: ReadonlyMap<number, number>,
  decode: (event: ScalarEvent, index: number) => string,
): Tape {
  return new YamlTape(text, events, targets, decode).run(range)
}

class YamlTape {
  readonly #text: string
  readonly #events: readonly Event[]
  readonly #targets: ReadonlyMap<number, number>
  readonly #decode: (event: ScalarEvent, index: number) => string
  readonly #tape: TapeBuilder
  readonly #frames: Frame[] = []
  /** Entries of anchored nodes by event. */
  readonly #anchored = new Map<number, number>()
  /** End of the token read last. */
  #cursor = 0

  constructor(
    text: string,
    events: readonly Event[],
    targets: ReadonlyMap<number, number>,
    decode: (event: ScalarEvent, index: number) => string,
  ) {
    this.#text = text
    this.#events = events
    this.#targets = targets
    this.#decode = decode
    this.#tape = new TapeBuilder(events.length)
  }

  run(range: DocumentRange): Tape {
    for (let index = range.from + 1; index < range.to; index += 1) {
      const event = this.#events[index]
      if (!event || event.type === DOCUMENT) continue
      if (event.type === POP) this.#close()
      else if (event.type === SCALAR) this.#scalar(event, index)
      else if (event.type === ALIAS) this.#alias(event, index)
      else this.#open(event, index)
    }
    return this.#tape.build()
  }

  #open(event: MappingEvent | SequenceEvent, index: number): void {
    const mapping = event.type === MAPPING
    const flow = event.style === FLOW
    const kind = mapping
      ? flow
        ? KIND.flowMapping
        : KIND.blockMapping
      : flow
        ? KIND.flowList
        : KIND.blockList
    const pair = mapping && flow && this.#text[event.start] !== '{'
    const entry = this.#tape.add(kind, event.start, event.start)
    if (event.anchorStart >= 0) this.#anchored.set(index, entry)
    this.#frames.push({ entry, mapping, flow: flow && !pair, pair, atKey: true })
    this.#cursor = flow && !pair ? event.start + 1 : event.start
  }

  #close(): void {
    const frame = this.#frames.pop()
    if (!frame) return
    if (frame.flow) this.#cursor = findIndicator(this.#text, this.#cursor, frame.mapping ? '}' : ']') + 1
    this.#tape.close(frame.entry, this.#cursor)
    this.#turn()
  }

  #scalar(event: ScalarEvent, index: number): void {
    const entry = this.#addScalar(event)
    if (event.anchorStart >= 0) this.#anchored.set(index, entry)
    const frame = this.#frames.at(-1)
    if (frame?.mapping && frame.atKey) this.#name(event, index, entry)
    this.#turn()
  }

  /** Notes the name of a key that is not just its text. */
  #name(event: ScalarEvent, index: number, entry: number): void {
    if (!event.fast && event.valueStart >= 0) this.#tape.names.set(entry, this.#decode(event, index))
  }

  #addScalar(event: ScalarEvent): number {
    if (event.valueStart < 0) return this.#addEmpty(event)
    const kind = this.#kind(event)
    let { valueStart: start, valueEnd: end } = event
    if (event.style >= LITERAL) {
      start = findIndicator(this.#text, Math.max(this.#cursor, event.tagEnd, event.anchorEnd), '|>')
      end =
        contentEnd(this.#text, event.valueStart, event.valueEnd, event.indent) ??
        blockHeaderEnd(this.#text, start)
    } else if (event.style !== PLAIN) {
      start -= 1
      end += 1
    }
    this.#cursor = end
    return this.#tape.add(kind, start, end)
  }

  #kind(event: ScalarEvent): Kind {
    const frame = this.#frames.at(-1)
    if (frame?.mapping && frame.atKey && isMergeKey(this.#text, event)) return KIND.mergeKey
    return STYLES[event.style] ?? KIND.plain
  }

  /**
   * Adds a scalar without text. Its place is after its anchor or tag; else after the colon or dash that
   * announces it; else after the key.
   */
  #addEmpty(event: ScalarEvent): number {
    const frame = this.#frames.at(-1)
    let at = Math.max(event.tagEnd, event.anchorEnd)
    if (at < 0) {
      at = this.#cursor
      const next = skipBlank(this.#text, at)
      const mark = this.#text[next]
      if (frame?.mapping && frame.atKey) at = next
      else if (mark === ':' || (frame && !frame.mapping && mark === '-')) at = next + 1
    }
    this.#cursor = at
    return this.#tape.add(KIND.empty, at, at)
  }

  #alias(event: AliasEvent, index: number): void {
    const entry = this.#tape.add(KIND.alias, event.anchorStart - 1, event.anchorEnd)
    const event2 = this.#targets.get(index)
    const target = event2 === undefined ? undefined : this.#anchored.get(event2)
    if (target !== undefined) this.#tape.targets.set(entry, target)
    const frame = this.#frames.at(-1)
    const anchored = event2 === undefined ? undefined : this.#events[event2]
    if (frame?.mapping && frame.atKey && anchored?.type === SCALAR) {
      this.#tape.names.set(entry, this.#decode(anchored, event2 ?? index))
    }
    this.#cursor = event.anchorEnd
    this.#turn()
  }

  #turn(): void {
    const frame = this.#frames.at(-1)
    if (frame?.mapping) frame.atKey = !frame.atKey
  }
}

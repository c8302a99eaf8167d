import {
  CORE_SCHEMA,
  constructFromEvents,
  type Event,
  getScalarValue,
  mergeTag,
  parseEvents,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml'
import type { Fault } from './fault.ts'
import { type Limits, USUAL_LIMITS } from './limits.ts'
import { KIND, type Tape } from './tape.ts'
import type { Span } from './types.ts'
import {
  areFree,
  DOCUMENT,
  DOUBLE_QUOTED,
  type DocumentRange,
  documents,
  eventStart,
  nameKey,
  PLAIN,
  SCALAR,
} from './yaml-events.ts'
import { prepare } from './yaml-prepare.ts'
import { buildYamlTape } from './yaml-tape.ts'

const SCHEMA = CORE_SCHEMA.withTags(mergeTag)

export interface YamlResult {
  readonly value: unknown
  /** Absent when the text could not be read. */
  readonly tape?: Tape
  readonly faults: readonly Fault[]
  /** True when the text holds no document but white space, comments and markers. */
  readonly empty?: boolean
  /** True for a single document without anchors, aliases, tags, merge keys and directives. */
  readonly isPlain?: boolean
}

export type ParsedEvents =
  | { readonly events: Event[] }
  /** The parser gave up at this offset; `tooDeep` when nesting was the reason. */
  | { readonly stop: number; readonly tooDeep: boolean }

/** Splits a YAML text into events, without judging them. */
export function parseYaml(text: string, { nesting }: Limits = USUAL_LIMITS): ParsedEvents {
  try {
    return { events: parseEvents(text, { maxDepth: nesting }) }
  } catch (error) {
    if (error instanceof RangeError) return { stop: 0, tooDeep: true }
    if (!(error instanceof YAMLException)) throw error
    // The library has no code for this; a test pins the words to the limit.
    const tooDeep = error.reason === `nesting exceeded maxDepth (${nesting})`
    return { stop: error.mark?.position ?? 0, tooDeep }
  }
}

/**
 * Value and index of the first document with content. `decoded` holds the text of scalars that js-yaml
 * cannot read from the text itself, by event.
 */
export function readEvents(
  text: string,
  events: Event[],
  decoded: ReadonlyMap<number, string> = new Map(),
  limits: Limits = USUAL_LIMITS,
): YamlResult {
  const all = documents(events)
  const filled = all.filter((range) => !range.empty)
  const [range, second] = filled
  if (!range) return { value: undefined, faults: [], empty: true }
  const isPlain = all.length === 1 && areFree(events)
  const { fault, targets, keys, keyAliases } = prepare(text, events, range, limits)
  if (fault) return { value: undefined, faults: [fault] }
  const decode = (event: ScalarEvent, index: number): string =>
    decoded.get(index) ?? getScalarValue(text, event)
  const tape = buildYamlTape(text, events, range, targets, decode)
  for (const [index, key] of keyAliases) events[index] = key
  for (const index of keys) {
    const key = events[index]
    if (key?.type === SCALAR) nameKey(text, key)
  }
  const faults = second ? [furtherDocument(text, events, second)] : []
  const constructed = construct(placeDecoded(text, events, decoded), events, range)
  if ('fault' in constructed) return { value: undefined, faults: [constructed.fault, ...faults] }
  return { value: constructed.value, tape, faults, isPlain: isPlain && !tape.kind.includes(KIND.mergeKey) }
}

/** Gives scalars that were decoded elsewhere a place after the text from which js-yaml reads them as they are. */
function placeDecoded(text: string, events: Event[], decoded: ReadonlyMap<number, string>): string {
  const parts = [text]
  let length = text.length
  for (const [index, value] of decoded) {
    const event = events[index]
    if (event?.type !== SCALAR) continue
    event.valueStart = length
    event.valueEnd = length + value.length
    event.fast = true
    if (event.style !== PLAIN) event.style = DOUBLE_QUOTED
    parts.push(value)
    length += value.length
  }
  return parts.length === 1 ? text : parts.join('')
}

function construct(
  source: string,
  events: readonly Event[],
  range: DocumentRange,
): { value: unknown } | { fault: Fault } {
  try {
    const own = events.slice(range.from, range.to + 1)
    // The limit on merged keys is off: what merging may add is bounded by the count of expanded nodes.
    const options = { source, schema: SCHEMA, json: true, maxTotalMergeKeys: -1 }
    return { value: constructFromEvents(own, options)[0] }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const start = error.mark?.position ?? 0
    return { fault: { code: 'syntax-error', span: { start, end: start + 1 }, message: UNREADABLE } }
  }
}

const UNREADABLE = 'This cannot be read: the value does not fit its tag, or the merge does not name mappings.'

function furtherDocument(text: string, events: readonly Event[], range: DocumentRange): Fault {
  return {
    code: 'multiple-documents',
    span: documentStart(text, events, range),
    message:
      'A second document starts here, and only the first one is read. Keep each API description in a file of its own.',
  }
}

/** Span of the `---` before a document, or of its first character where it has none. */
function documentStart(text: string, events: readonly Event[], range: DocumentRange): Span {
  let start = -1
  for (let index = range.from + 1; start < 0 && index < range.to; index += 1)
    start = eventStart(events[index])
  if (start < 0) start = text.length
  const marker = text.lastIndexOf('\n---', start) + 1
  const first = events[range.from]
  const explicit = marker > 0 && first?.type === DOCUMENT && first.explicitStart
  return explicit ? { start: marker, end: marker + 3 } : { start, end: start + 1 }
}

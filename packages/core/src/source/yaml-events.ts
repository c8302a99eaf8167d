import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml'

// Names of the event types and styles of js-yaml. Written out, so that only reading YAML loads the library.
export const DOCUMENT = 1
export const LIST = 2
export const MAPPING = 3
export const SCALAR = 4
export const ALIAS = 5
export const POP = 6
export const PLAIN = 1
export const DOUBLE_QUOTED = 3

export type NodeEvent = MappingEvent | SequenceEvent | ScalarEvent

/** The events of one document of a stream: from its DOCUMENT event to the matching POP, inclusive. */
export interface DocumentRange {
  readonly from: number
  readonly to: number
  readonly empty: boolean
}

export function documents(events: readonly Event[]): DocumentRange[] {
  const ranges: DocumentRange[] = []
  let depth = 0
  let from = 0
  for (let index = 0; index < events.length; index += 1) {
    const type = events[index]?.type
    if (type === DOCUMENT) from = index
    if (type === DOCUMENT || type === LIST || type === MAPPING) depth += 1
    else if (type === POP) {
      depth -= 1
      if (depth === 0)
        ranges.push({ from, to: index, empty: index === from + 2 && isNothing(events[from + 1]) })
    }
  }
  return ranges
}

/** True when no event names another one, and none has a tag: each part of the text means the same anywhere. */
export function areFree(events: readonly Event[]): boolean {
  return events.every((event) => {
    if (event.type === POP) return true
    if (event.type === DOCUMENT) return event.directives.length === 0
    return event.type !== ALIAS && event.anchorStart < 0 && event.tagStart < 0
  })
}

/** True for the empty scalar that stands for absent content. */
function isNothing(event: Event | undefined): boolean {
  return event?.type === SCALAR && event.valueStart < 0 && event.anchorStart < 0 && event.tagStart < 0
}

/** Offset at which a node event begins, with its anchor and tag; -1 when it takes no room. */
export function eventStart(event: Event | undefined): number {
  if (!event || event.type === DOCUMENT || event.type === POP) return -1
  if (event.type === ALIAS) return event.anchorStart - 1
  const anchor = event.anchorStart < 0 ? Number.POSITIVE_INFINITY : event.anchorStart - 1
  const tag = event.tagStart < 0 ? Number.POSITIVE_INFINITY : event.tagStart
  const value = event.type === SCALAR ? event.valueStart : event.start
  const start = Math.min(anchor, tag, value < 0 ? Number.POSITIVE_INFINITY : value)
  return Number.isFinite(start) ? start : -1
}

const SCALAR_TAGS = new Set(['str', 'int', 'float', 'bool', 'null'])
const CORE_TAG = /^!(?:!|<tag:yaml\.org,2002:)([a-z]+)>?$/

/**
 * Takes a tag from a node unless it is one of YAML's own that fits the node: a custom tag names a type that
 * only its application knows, and the node is still worth reading without it.
 */
export function dropUnknownTag(text: string, event: NodeEvent, ownHandles: boolean): void {
  const tag = text.slice(event.tagStart, event.tagEnd)
  if (tag === '!' && event.type === SCALAR) return
  const name = ownHandles ? undefined : CORE_TAG.exec(tag)?.[1]
  const fits =
    name !== undefined &&
    (event.type === SCALAR ? SCALAR_TAGS.has(name) : name === (event.type === MAPPING ? 'map' : 'seq'))
  // The end stays: it still says where the value may begin.
  if (!fits) event.tagStart = -1
}

/** True for the plain key `<<` without a tag of another kind, which merges other mappings into its own. */
export function isMergeKey(text: string, event: ScalarEvent): boolean {
  return (
    event.style === PLAIN &&
    event.tagStart < 0 &&
    event.valueEnd - event.valueStart === 2 &&
    event.valueStart >= 0 &&
    text.startsWith('<<', event.valueStart)
  )
}

/** Makes a key a string that reads as it is written, so that `200`, `0x10` and `true` keep their text. */
export function nameKey(text: string, event: ScalarEvent): void {
  if (isMergeKey(text, event)) return
  event.tagStart = -1
  if (event.style !== PLAIN) return
  // Plain text over several lines is a string in any case, and folding it needs the plain style.
  if (/[\r\n]/.test(text.slice(event.valueStart, event.valueEnd))) return
  event.style = DOUBLE_QUOTED
  event.fast = true
}

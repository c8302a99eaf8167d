import type { Span } from '@specward/core'
import { type Entry, newEntry, plainName } from './outline-entry.ts'
import { indentAt, isColon, lineEnd, nextLine, plainEnd, quotedEnd, skipProperties } from './outline-scan.ts'

/** A collection in brackets that is being read. */
interface Frame {
  readonly entry: Entry
  /** The entry whose value comes next. */
  pending: Entry | undefined
  /** The entry that has its value already, before the next comma. */
  done: Entry | undefined
}

export interface FlowScan {
  readonly text: string
  /** Notes what was found. */
  add(entry: Entry): void
  comment(span: Span): void
  /** Column of an offset. */
  column(offset: number): number
  /** Lines that are indented no further than this end what has not been closed. */
  readonly limit: number
}

/** Reads a collection in brackets as the value of an entry; answers where it ends. */
export function readFlow(scan: FlowScan, holder: Entry, start: number): number {
  const { text } = scan
  const frames: Frame[] = []
  const enter = (entry: Entry, offset: number): void => {
    entry.kind = text[offset] === '{' ? 'mapping' : 'list'
    entry.isFlow = true
    entry.value = { start: offset, end: text.length }
    frames.push({ entry, pending: undefined, done: undefined })
  }
  enter(holder, start)
  let at = start + 1
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    const next = skipSpace(scan, at)
    if (next === undefined || next >= text.length) {
      const end = next === undefined ? at : text.length
      for (const { entry } of frames) entry.value = { start: entry.value?.start ?? end, end }
      return end
    }
    const character = text[next] ?? ''
    if (character === ']' || character === '}') {
      frame.entry.value = { start: frame.entry.value?.start ?? next, end: next + 1 }
      frames.pop()
      at = next + 1
    } else if (character === ',') {
      frame.pending = undefined
      frame.done = undefined
      at = next + 1
    } else if (character === '[' || character === '{') {
      enter(slot(scan, frame, next), next)
      at = next + 1
    } else if (isColon(text, next, true) && frame.done === undefined) at = next + 1
    else at = readToken(scan, frame, next)
  }
  return at
}

/** Reads a key or scalar; answers where it ends, with the colon of a key. */
function readToken(scan: FlowScan, frame: Frame, offset: number): number {
  const { text, limit } = scan
  const start = skipProperties(text, offset)
  const isQuoted = text[start] === '"' || text[start] === "'"
  const end = Math.max(
    isQuoted ? quotedEnd(text, start, limit) : plainEnd(text, start, true),
    start + (start > offset ? 0 : 1),
  )
  const span = { start, end }
  const colon = skipBlankOf(text, end)
  const isKey = text[colon] === ':' && (isQuoted || isColon(text, colon, true))
  if (frame.done) {
    if (frame.done.value && frame.done.kind === 'scalar')
      frame.done.value = { start: frame.done.value.start, end }
    return end
  }
  const isPair = isKey && frame.entry.kind === 'list'
  const owner = isPair ? slot(scan, frame, start) : frame.entry
  if (isPair) owner.kind = 'mapping'
  if (isPair || (frame.entry.kind === 'mapping' && !frame.pending)) {
    const name = plainName(text.slice(start, end))
    const child = newEntry(owner, name, { key: span, start, column: scan.column(start), hasColon: isKey })
    owner.children.push(child)
    scan.add(child)
    frame.pending = isKey ? child : undefined
    frame.done = isKey ? undefined : child
    return isKey ? colon + 1 : end
  }
  const value = slot(scan, frame, start)
  value.kind = 'scalar'
  value.value = span
  return end
}

/** The entry whose value begins here. */
function slot(scan: FlowScan, frame: Frame, start: number): Entry {
  if (frame.pending) {
    const { pending } = frame
    frame.pending = undefined
    frame.done = pending
    return pending
  }
  const { entry } = frame
  const item = newEntry(entry, String(entry.children.length), { start, column: scan.column(start) })
  entry.children.push(item)
  scan.add(item)
  frame.done = item
  return item
}

/** The next offset with something on it; undefined where the collection ends without having been closed. */
function skipSpace(scan: FlowScan, offset: number): number | undefined {
  const { text, limit } = scan
  let at = offset
  while (at < text.length) {
    const character = text[at]
    if (character === '#' && (at === 0 || /\s/.test(text[at - 1] ?? ''))) {
      const end = lineEnd(text, at)
      scan.comment({ start: at, end })
      at = end
    } else if (character === '\n' || character === '\r') {
      at = nextLine(text, at)
      const indent = indentAt(text, at)
      const first = text[at + (indent ?? 0)] ?? ''
      if (indent !== undefined && indent <= limit && !',]}#'.includes(first)) return undefined
    } else if (character === ' ' || character === '\t') at++
    else return at
  }
  return at
}

function skipBlankOf(text: string, offset: number): number {
  let at = offset
  while (/\s/.test(text[at] ?? '')) at++
  return at
}

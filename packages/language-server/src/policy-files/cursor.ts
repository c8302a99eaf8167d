import type { Span } from '@specward/core'
import { type Entry, type Outline, plainName } from './outline-entry.ts'
import { lineEnd, lineStart } from './outline-scan.ts'

/** What the cursor is at in a text that may be half written. */
export interface Cursor {
  /** Of a key or a value, the entry that it belongs to; else the collection that something new would go into. */
  readonly entry: Entry
  readonly part: 'key' | 'value' | 'new'
  /** What stands there, with its quotes; empty where nothing does. */
  readonly span: Span
  /** What stands there, without quotes. */
  readonly text: string
  /** Whether a mapping or list could begin here: nothing but blanks or a dash stands before it on its line. */
  readonly startsLine: boolean
}

/** What stands at an offset. Undefined in comments and in blocks of text. */
export function cursorAt(outline: Outline, offset: number): Cursor | undefined {
  if (outline.comments.some(({ start, end }) => offset > start && offset <= end)) return undefined
  return tokenAt(outline, offset) ?? blankAt(outline, offset)
}

function tokenAt({ text, entries, root }: Outline, offset: number): Cursor | undefined {
  const holds = (span: Span | undefined): span is Span =>
    span !== undefined && span.start <= offset && offset <= span.end
  for (const entry of [...entries, root].reverse()) {
    if (holds(entry.key)) return token(text, entry, 'key', entry.key)
    if (entry.kind === 'scalar' && holds(entry.value)) {
      return entry.isBlock ? undefined : token(text, entry, 'value', entry.value)
    }
  }
  return undefined
}

function token(text: string, entry: Entry, part: 'key' | 'value', span: Span): Cursor {
  const word = plainName(text.slice(span.start, span.end))
  return { entry, part, span, text: word, startsLine: startsLine(text, span.start) }
}

function startsLine(text: string, offset: number): boolean {
  return /^[\s-]*$/.test(text.slice(lineStart(text, offset), offset))
}

function blankAt(outline: Outline, offset: number): Cursor | undefined {
  const { text, entries, root } = outline
  const all = [root, ...entries]
  if (all.some(({ isBlock, value }) => isBlock && value && value.start < offset && offset <= value.end))
    return undefined
  const at = (entry: Entry, part: 'value' | 'new'): Cursor => {
    return { entry, part, span: { start: offset, end: offset }, text: '', startsLine: isOwn }
  }
  const isOwn = startsLine(text, offset)
  const flow = all.findLast((entry) => isInBrackets(entry, offset))
  if (flow) {
    const last = flow.children.findLast(({ start }) => start < offset)
    const isOpen = last?.kind === 'empty' && last.hasColon && text.slice(last.start, offset).includes(':')
    return isOpen && !/,\s*$/.test(text.slice(last.start, offset)) ? at(last, 'value') : at(flow, 'new')
  }
  const line = lineStart(text, offset)
  const onLine = entries.findLast(({ start }) => start >= line && start < offset)
  if (onLine) return onLine.kind === 'empty' && onLine.hasColon ? at(onLine, 'value') : undefined
  if (text.slice(line, offset).trim() !== '') return undefined
  const found = byColumn(outline, line, columnOf(text, line, offset))
  return found && at(found.entry, found.part)
}

function isInBrackets({ isFlow, value }: Entry, offset: number): boolean {
  return isFlow && value !== undefined && value.start < offset && offset < value.end + 1
}

/** On a line without anything, the column of the cursor; further right of it there may be blanks. */
function columnOf(text: string, line: number, offset: number): number {
  return Math.min(offset, lineEnd(text, line)) - line
}

/** What an entry that begins in a column of a blank line would go into. */
function byColumn({ entries, root }: Outline, line: number, column: number) {
  const last = entries.findLast(({ start }) => start < line) ?? root
  if (last.kind === 'empty' && last.hasColon && column > last.column)
    return { entry: last, part: 'value' as const }
  let fallback: Entry | undefined
  for (let entry: Entry | undefined = last; entry; entry = entry.parent) {
    const first = entry.children[0]
    if (!first || entry.isFlow) continue
    if (first.column === column) return { entry, part: 'new' as const }
    if (first.column < column) fallback ??= entry
  }
  const nearest = fallback ?? (root.isFlow || root.kind === 'scalar' ? undefined : root)
  return nearest && { entry: nearest, part: 'new' as const }
}

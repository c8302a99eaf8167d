import { own } from '../../json.ts'
import { lineStart } from '../entries.ts'
import { isMapping, KIND, keyName, type Tape } from '../tape.ts'
import type { Language, Path } from '../types.ts'
import { lineEnd } from '../yaml-scan.ts'
import type { Change } from './change.ts'

/** A part of a text that can be read without the rest of it: a mapping, or some entries of one. */
export interface Block {
  /** Entry of the mapping on the tape. */
  readonly entry: number
  /** Path of the mapping. */
  readonly path: Path
  /** Tape entries of the first key of the part and after its last value, where the part is less than the mapping. */
  readonly only?: { readonly from: number; readonly to: number }
  /** Where it stands in the old text: in YAML whole lines, with the empty ones and comments behind it. */
  readonly start: number
  readonly end: number
  /** Column at which its keys stand; 0 in JSON. */
  readonly column: number
}

/**
 * The mappings that contain a change, the largest first. In YAML only those that stand on lines of their own, below their
 * key, and the document itself.
 */
export function blocksAround(
  { language, text, value }: { readonly language: Language; readonly text: string; readonly value: unknown },
  tape: Tape,
  change: Change,
): readonly Block[] {
  const root = language === 'json' ? undefined : rootAt(tape, text)
  const blocks: Block[] = root && contains(root, text, change) ? [root] : []
  const path: string[] = []
  let entry = 0
  let held: unknown = value
  for (;;) {
    const inner = childAround(tape, entry, change)
    if (!inner) return blocks
    const key = isMapping(tape, entry) ? keyName(tape, text, inner.at) : String(inner.index)
    held = Array.isArray(held) ? held[inner.index] : own(held, key)
    // a key that is repeated further down has another value
    if (typeof held !== 'object' || held === null || key === '__proto__') return blocks
    if (isMapping(tape, entry) && repeats(tape, text, entry, inner.at, key)) return blocks
    path.push(key)
    entry = inner.value
    const block = language === 'json' ? objectAt(tape, entry, path) : mappingAt(tape, text, entry, path)
    if (block && contains(block, text, change)) blocks.push(block)
  }
}

interface Child {
  /** Entry of the key, or of the item. */
  readonly at: number
  readonly value: number
  readonly index: number
}

/** The value in a collection in whose reach a change lies: from where it begins to where the next entry does. */
function childAround(tape: Tape, holder: number, { start }: Change): Child | undefined {
  const kind = tape.kind[holder] ?? 0
  if (kind < KIND.blockMapping || kind > KIND.flowList) return undefined
  const mapping = isMapping(tape, holder)
  const last = tape.next[holder] ?? 0
  let found: Child | undefined
  let index = 0
  for (let at = holder + 1; at < last; index += 1) {
    if ((tape.start[at] ?? 0) > start) break
    const value = mapping ? at + 1 : at
    found = { at, value, index }
    at = tape.next[value] ?? last
  }
  return found
}

function repeats(tape: Tape, text: string, holder: number, key: number, name: string): boolean {
  const last = tape.next[holder] ?? 0
  for (let at = holder + 1; at < last; at = tape.next[at + 1] ?? last) {
    if (at !== key && keyName(tape, text, at) === name) return true
  }
  return false
}

/**
 * Some entries of a block of YAML that contain a change, with one behind it, and one before it where it begins on the
 * first line of an entry: of a long mapping there is no need to read all.
 */
export function entriesAround(tape: Tape, text: string, block: Block, change: Change): Block | undefined {
  const last = tape.next[block.entry] ?? 0
  let [before, from, behind] = [0, 0, 0]
  let next: number | undefined
  for (let key = block.entry + 1; key < last && next === undefined; key = tape.next[key + 1] ?? last) {
    const start = tape.start[key] ?? 0
    if (start > change.oldEnd) {
      behind += 1
      if (behind === 2) next = key
    } else if (lineStart(text, start) <= change.start) {
      from = lineEnd(text, start) < change.start ? key : before || key
      before = key
    }
  }
  if (from === 0) return undefined
  const start = lineBegin(text, tape.start[from] ?? 0, block.column)
  const end = next === undefined ? block.end : lineBegin(text, tape.start[next] ?? 0, block.column)
  if (start === undefined || end === undefined) return undefined
  const part = { ...block, only: { from, to: next ?? last }, start, end }
  return contains(part, text, change) ? part : undefined
}

/** Start of the line of a key that stands in a column with nothing but spaces before it. */
function lineBegin(text: string, key: number, column: number): number | undefined {
  const line = lineStart(text, key)
  if (key - line !== column) return undefined
  for (let at = line; at < key; at += 1) if (text.charCodeAt(at) !== 32) return undefined
  return line
}

/** The document, where it is a mapping at the beginning of lines. */
function rootAt(tape: Tape, text: string): Block | undefined {
  if (tape.kind[0] !== KIND.blockMapping) return undefined
  const start = tape.start[0] ?? 0
  return lineStart(text, start) === start
    ? { entry: 0, path: [], start, end: text.length, column: 0 }
    : undefined
}

function objectAt(tape: Tape, entry: number, path: Path): Block | undefined {
  if (tape.kind[entry] !== KIND.flowMapping) return undefined
  return { entry, path: [...path], start: tape.start[entry] ?? 0, end: tape.end[entry] ?? 0, column: 0 }
}

function mappingAt(tape: Tape, text: string, entry: number, path: Path): Block | undefined {
  if (tape.kind[entry] !== KIND.blockMapping) return undefined
  const start = tape.start[entry] ?? 0
  const end = tape.end[entry] ?? 0
  const first = lineStart(text, start)
  const column = start - first
  for (let at = first; at < start; at += 1) if (text.charCodeAt(at) !== 32) return undefined
  const behind = endOfLines(text, end)
  return column > 0 && indentationAt(text, behind) < column
    ? { entry, path: [...path], start: first, end: behind, column }
    : undefined
}

/** Start of the first line after an offset that holds more than white space and comments. */
function endOfLines(text: string, from: number): number {
  let at = lineEnd(text, from)
  while (at < text.length) {
    const line = at + (text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1)
    let content = line
    while (text[content] === ' ' || text[content] === '\t') content += 1
    const char = text[content]
    if (char !== undefined && char !== '#' && char !== '\n' && char !== '\r') return line
    at = lineEnd(text, content)
  }
  return text.length
}

function indentationAt(text: string, line: number): number {
  if (line >= text.length) return -1
  let at = line
  while (text.charCodeAt(at) === 32) at += 1
  return text[at] === '\t' ? Number.POSITIVE_INFINITY : at - line
}

/** The last line break of a block in YAML has to stay, and so do the braces of one in JSON. */
function contains({ start, end }: Block, text: string, change: Change): boolean {
  if (text[start] === '{' && text[end - 1] === '}') return change.start > start && change.oldEnd < end
  return change.start >= start && (change.oldEnd < end || (change.oldEnd === end && end === text.length))
}

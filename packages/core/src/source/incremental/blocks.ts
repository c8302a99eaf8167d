import { own } from '../../json.ts'
import { lineStart } from '../entries.ts'
import { isMapping, KIND, keyName, type Tape } from '../tape.ts'
import type { Language, Path } from '../types.ts'
import { lineEnd } from '../yaml-scan.ts'
import type { Change } from './change.ts'

/** A part of a text that can be read without the rest of it: the value of a mapping, which is itself one. */
export interface Block {
  /** Its entry on the tape. */
  readonly entry: number
  readonly path: Path
  /** Where it stands in the old text: in YAML whole lines, with the empty ones and comments behind it. */
  readonly start: number
  readonly end: number
  /** Column at which its keys stand; 0 in JSON. */
  readonly column: number
}

/**
 * The blocks that contain a change, the largest first. In YAML only those that stand on lines of their own, below their
 * key.
 */
export function blocksAround(
  { language, text, value }: { readonly language: Language; readonly text: string; readonly value: unknown },
  tape: Tape,
  change: Change,
): readonly Block[] {
  const blocks: Block[] = []
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
function contains({ start, end, column }: Block, text: string, change: Change): boolean {
  if (column === 0) return change.start > start && change.oldEnd < end
  return change.start >= start && (change.oldEnd < end || (change.oldEnd === end && end === text.length))
}

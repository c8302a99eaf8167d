import type { Navigator } from './navigate.ts'
import { isMapping, KIND, keyName } from './tape.ts'
import { skipBlank } from './yaml-scan.ts'

/** One entry of a mapping or item of a list, as it stands in the text. */
export interface Entry {
  /** Name of the key, or index. */
  readonly name: string
  /** Tape entry of the key; -1 in a list. */
  readonly key: number
  /** Tape entry of the value. */
  readonly value: number
  /** First character: the `?`, dash, anchor, tag, key or item. */
  readonly start: number
  /** Offset after the colon or dash that announces the value; where the item starts in a flow list. */
  readonly gap: number
  /** False for a key without a colon, as in `{a}`. */
  readonly announced: boolean
  /** First character of the value with its anchor and tag. */
  readonly content: number
  readonly end: number
}

/** The entries of a mapping or list in the order of the text, merge keys and repeated keys included. */
export function listEntries({ tape, text }: Navigator, holder: number): Entry[] {
  const flow = isFlow(tape.kind[holder])
  const mapping = isMapping(tape, holder)
  const braces = flow && '{['.includes(text[tape.start[holder] ?? 0] ?? '')
  const last = tape.next[holder] ?? 0
  const entries: Entry[] = []
  let before = (tape.start[holder] ?? 0) + (braces ? 1 : 0)
  for (let at = holder + 1; at < last; ) {
    const value = mapping ? at + 1 : at
    let start = skipBlank(text, before)
    if (flow && entries.length > 0 && text[start] === ',') start = skipBlank(text, start + 1)
    const mark = mapping ? skipBlank(text, tape.end[at] ?? 0) : start
    const announced = mapping ? text[mark] === ':' : true
    const gap = !announced ? (tape.end[at] ?? 0) : mapping || !flow ? mark + 1 : start
    const valueStart = tape.start[value] ?? 0
    const end = tape.end[value] ?? 0
    const name = mapping ? keyName(tape, text, at) : String(entries.length)
    const content = Math.min(Math.max(skipBlank(text, gap), gap), valueStart)
    entries.push({ name, key: mapping ? at : -1, value, start, gap, announced, content, end })
    before = end
    at = tape.next[value] ?? last
  }
  return entries
}

export function isFlow(kind: number | undefined): boolean {
  return kind === KIND.flowMapping || kind === KIND.flowList
}

/** Offset of the first character of the line. */
export function lineStart(text: string, offset: number): number {
  let at = offset
  while (at > 0 && text.charCodeAt(at - 1) !== 10 && text.charCodeAt(at - 1) !== 13) at -= 1
  return at
}

/** White space at the start of the line. */
export function indentation(text: string, offset: number): string {
  const start = lineStart(text, offset)
  let end = start
  while (text[end] === ' ' || text[end] === '\t') end += 1
  return text.slice(start, end)
}

/** True when nothing but white space stands before the offset on its line. */
export function startsLine(text: string, offset: number): boolean {
  // backwards over the indentation alone: a line may be as long as the file
  let at = offset - 1
  while (at >= 0 && (text[at] === ' ' || text[at] === '\t')) at -= 1
  return at < 0 || text[at] === '\n' || text[at] === '\r'
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

import type { Position, Range } from 'vscode-languageserver'

/** One replacement in a text, in the order in which editors send them: the range is that of the text before it. */
export interface TextChange {
  readonly range: Range
  readonly text: string
}

/**
 * Where a range of a text stands after a change of that text.
 * @returns undefined when what stood there was edited away
 */
export function shiftRange(range: Range, { range: replaced, text }: TextChange): Range | undefined {
  const { start, end } = range
  if (!isBefore(replaced.start, end)) return range
  if (!isBefore(start, replaced.end)) return moved(range, replaced, text)
  const isGone = !isBefore(start, replaced.start) && !isBefore(replaced.end, end)
  if (isGone) return undefined
  const newEnd = endOf(replaced.start, text)
  return {
    start: isBefore(start, replaced.start) ? start : newEnd,
    end: isBefore(replaced.end, end) ? shiftPosition(end, replaced, text) : replaced.start,
  }
}

/** The one replacement that makes one text of another; undefined when they are the same. */
export function changeBetween(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined
  const most = Math.min(before.length, after.length)
  let same = 0
  while (same < most && before[same] === after[same]) same++
  // CRLF is one line break: what is replaced begins and ends at no half of it
  if (before[same - 1] === '\r' && (before[same] === '\n' || after[same] === '\n')) same--
  let tail = 0
  while (tail < most - same && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  if (tail > 0 && before[before.length - tail] === '\n') {
    const endsInside = [before, after].some((text) => text[text.length - tail - 1] === '\r')
    if (endsInside) tail--
  }
  const top = { line: 0, character: 0 }
  const start = endOf(top, before.slice(0, same))
  const end = endOf(start, before.slice(same, before.length - tail))
  return { range: { start, end }, text: after.slice(same, after.length - tail) }
}

function moved({ start, end }: Range, replaced: Range, text: string): Range {
  return { start: shiftPosition(start, replaced, text), end: shiftPosition(end, replaced, text) }
}

/** Of a position at or after the end of what was replaced. */
function shiftPosition(position: Position, replaced: Range, text: string): Position {
  const end = endOf(replaced.start, text)
  const line = position.line + end.line - replaced.end.line
  if (position.line > replaced.end.line) return { line, character: position.character }
  return { line, character: position.character - replaced.end.character + end.character }
}

/** Where a text ends that begins at a position. */
function endOf({ line, character }: Position, text: string): Position {
  const lines = text.split(/\r\n|\r|\n/)
  const last = lines[lines.length - 1] ?? ''
  return lines.length === 1
    ? { line, character: character + text.length }
    : { line: line + lines.length - 1, character: last.length }
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character)
}

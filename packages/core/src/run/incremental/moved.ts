import type { Range } from '../../report/report.ts'
import type { ParsedFile } from '../../source/file.ts'
import { changeBetween } from '../../source/incremental/change.ts'
import type { Position } from '../../source/types.ts'

/** Where something stands in a text that stood somewhere in another one; undefined when its text was edited away. */
export type Move = (range: Range) => Range | undefined

/** From the places in a text to those in the text that somebody has made of it. */
export function moveBetween(before: ParsedFile, after: ParsedFile): Move {
  const change = changeBetween(before.text, after.text)
  if (!change) return (range) => range
  const start = before.position(change.start)
  const oldEnd = before.position(change.oldEnd)
  const newEnd = after.position(change.newEnd)
  const lines = newEnd.line - oldEnd.line
  const behind = ({ line, column }: Position): Position =>
    line > oldEnd.line
      ? { line: line + lines, column }
      : { line: newEnd.line, column: column - oldEnd.column + newEnd.column }
  return (range) => {
    if (!isBefore(start, range.end)) return range
    if (!isBefore(range.start, oldEnd)) return { start: behind(range.start), end: behind(range.end) }
    const startsInside = !isBefore(range.start, start)
    const endsInside = !isBefore(oldEnd, range.end)
    if (startsInside && endsInside) return undefined
    return {
      start: startsInside ? newEnd : range.start,
      end: endsInside ? start : behind(range.end),
    }
  }
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column)
}

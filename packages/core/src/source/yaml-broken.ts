import { lineStart } from './entries.ts'
import type { Fault } from './fault.ts'
import type { Span } from './types.ts'
import { lineEnd } from './yaml-scan.ts'

/** Texts up to this length are read as a whole, whatever is wrong with them. */
const LONG_TEXT = 131_072

/** Lines between the place where js-yaml gave up and the first fault. */
const NEAR = 3

/** Characters around the fault that are read of a longer one. */
const LONGEST_PART = 24_576

/**
 * What is wrong with a long YAML text, from the lines around the place where js-yaml gave up and the keys above them:
 * going through all of it patiently takes seconds, and what comes later is mostly an echo. The same for the same text and
 * place.
 *
 * @param faultsOf what is wrong with a text
 * @returns undefined where nothing is wrong with these lines, or where the text is short
 */
export function faultsAround(
  text: string,
  stop: number,
  faultsOf: (part: string) => readonly Fault[],
): readonly Fault[] | undefined {
  if (text.length <= LONG_TEXT) return undefined
  for (const place of [stop, ...quotesBefore(text, stop)]) {
    const faults = faultsNear(text, place, faultsOf)
    if (faults) return faults
  }
  return undefined
}

/** Where a quoted text may have begun that was not closed before `stop`: it goes on to the next quote, however far away. */
function quotesBefore(text: string, stop: number): readonly number[] {
  return ['"', "'"].flatMap((quote) => {
    const last = text.lastIndexOf(quote, stop - 1)
    const before = last > 0 ? text.lastIndexOf(quote, last - 1) : -1
    return [last, before].filter((place) => place >= 0 && place < stop - LONGEST_PART / 2)
  })
}

function faultsNear(
  text: string,
  stop: number,
  faultsOf: (part: string) => readonly Fault[],
): readonly Fault[] | undefined {
  const [part, ...holders] = partAround(text, stop)
  if (!part) return undefined
  const pieces: { readonly from: number; readonly at: number }[] = []
  let read = ''
  for (const { start, end } of [...holders.reverse(), part]) {
    pieces.push({ from: start, at: read.length })
    read += text.slice(start, end)
  }
  const moved = (offset: number): number => {
    const { from, at } = pieces.findLast((piece) => piece.at <= offset) ?? { from: 0, at: 0 }
    return from + offset - at
  }
  // how far a quote that is not closed reaches depends on whether another one comes at all
  const quotes = ['"', "'"].filter((quote) => text.includes(quote, part.end))
  const faults = faultsOf(`${read}\n#${quotes.join('')}\n`)
    .map((fault) => {
      const start = moved(fault.span.start)
      return { ...fault, span: { start, end: start + fault.span.end - fault.span.start } }
    })
    // what is wrong further on may come from where the lines were cut off
    .filter(({ span }) => span.start < stop || isNear(text, span.start, stop))
  // a fault elsewhere is one of the way in which the lines were taken out
  const [first] = faults
  return first && isNear(text, first.span.start, stop) ? faults : undefined
}

function isNear(text: string, one: number, other: number): boolean {
  const between = text.slice(Math.min(one, other), Math.max(one, other))
  return between.length < LONGEST_PART && between.split(/\r\n|\r|\n/, NEAR + 2).length <= NEAR + 1
}

/**
 * The lines around an offset: the outermost line below which few enough stand, with all of these and the entry before it,
 * and then the lines that it is indented under, from the inside out. Where even what stands below the innermost line is too
 * much, it is cut off. None where the text before the offset is too long.
 */
function partAround(text: string, offset: number): Span[] {
  const above = linesAbove(text, offset)
  let part: Span | undefined
  let index = 0
  for (const { start, column } of above) {
    const end = endBelow(text, offset, column)
    const isLong = end - start > LONGEST_PART
    if (isLong && part) break
    const before = entryBefore(text, start, column)
    part = { start: offset - before > LONGEST_PART ? start : before, end }
    index += 1
    if (isLong) break
  }
  const [first] = above
  if (!part || !first || offset - first.start > LONGEST_PART) return []
  const holders = above.slice(index).map(({ start }) => ({ start, end: nextLine(text, start) }))
  return [part, ...holders]
}

/** Start of the entry before one that begins at a column; of this one where it is the first. */
function entryBefore(text: string, start: number, column: number): number {
  for (let at = lineBefore(text, start); at < start && start - at < LONGEST_PART; ) {
    const indentation = contentColumn(text, at)
    if (indentation !== undefined && indentation <= column) return indentation === column ? at : start
    const before = lineBefore(text, at)
    if (before === at) break
    at = before
  }
  return start
}

interface Line {
  readonly start: number
  readonly column: number
}

/** The line of an offset and those that it is indented under, from the inside out. */
function linesAbove(text: string, offset: number): readonly Line[] {
  const lines: Line[] = []
  let start = lineStart(text, Math.min(offset, text.length))
  for (;;) {
    const column = contentColumn(text, start)
    if (column !== undefined && column < (lines.at(-1)?.column ?? Number.POSITIVE_INFINITY))
      lines.push({ start, column })
    if (column === 0 || start === 0) return lines
    start = lineBefore(text, start)
  }
}

/** Column of the first character of a line; undefined for one that is empty or a comment. */
function contentColumn(text: string, start: number): number | undefined {
  let at = start
  while (text[at] === ' ') at += 1
  const char = text[at]
  return char === undefined || char === '\n' || char === '\r' || char === '#' ? undefined : at - start
}

/** Where the lines behind an offset end that are indented more than a column; some way on where that is far away. */
function endBelow(text: string, offset: number, column: number): number {
  const limit = offset + LONGEST_PART
  for (let at = nextLine(text, offset); at < text.length; at = nextLine(text, at)) {
    const indentation = contentColumn(text, at)
    if ((indentation !== undefined && indentation <= column) || at > limit) return at
  }
  return text.length
}

/** Start of the line before the one that begins at an offset; the offset itself for the first line. */
function lineBefore(text: string, start: number): number {
  if (start === 0) return 0
  return lineStart(text, start - (text[start - 1] === '\n' && text[start - 2] === '\r' ? 2 : 1))
}

function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset)
  return Math.min(text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1, text.length)
}

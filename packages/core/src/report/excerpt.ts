import type { Lines } from './lines.ts'
import type { Range } from './report.ts'
import { escapeCharacter, isInvisible } from './visible.ts'
import { cellsOf } from './width.ts'

/** A line of a document with a mark under part of it, ready to be printed. */
export interface Excerpt {
  readonly line: number
  readonly text: string
  /** The same in three parts, of which the middle one is what is marked; that is empty where the mark is at the end. */
  readonly before: string
  readonly marked: string
  readonly after: string
  /** Blanks and carets that stand under the marked part. */
  readonly marks: string
}

const TAB = '  '

/**
 * The first line of a range, fit to a number of cells: of a long line, a window around the marked part, with `…`
 * where something was left out. Undefined when the document has no such line.
 */
export function excerpt(lines: Lines, range: Range, cells: number): Excerpt | undefined {
  const { line, column } = range.start
  const length = lines.length(line)
  if (length === undefined) return undefined
  const from = Math.min(column, length + 1)
  const to = range.end.line > line ? length + 1 : Math.min(Math.max(range.end.column, from), length + 1)
  const window = chooseWindow(lines, line, from, length, cells)
  const before = render(lines.slice(line, window, from), Infinity)
  const lead = (window > 1 ? '…' : '') + before.text
  const room = cells - before.cells - (window > 1 ? 1 : 0)
  const marked = render(lines.slice(line, from, Math.min(to, from + room + 1)), room)
  const whole = from + marked.units === to
  const end = whole ? Math.min(to + room, length + 1) : to
  const after = render(lines.slice(line, to, end), room - marked.cells)
  const rest = !whole || to + after.units <= length
  const tail = `${whole ? after.text : ''}${rest ? '…' : ''}`
  return {
    line,
    text: lead + marked.text + tail,
    before: lead,
    marked: marked.text,
    after: tail,
    marks: ' '.repeat(before.cells + (window > 1 ? 1 : 0)) + '^'.repeat(Math.max(1, marked.cells)),
  }
}

/** Column at which to start: the first if the mark is then well in view, else shortly before the mark. */
function chooseWindow(lines: Lines, line: number, from: number, length: number, cells: number): number {
  const fits = length <= cells && render(lines.slice(line, 1, length + 1), Infinity).cells <= cells
  const ahead = Math.floor(cells / 3)
  const isNear = from <= cells && render(lines.slice(line, 1, from), Infinity).cells <= cells - ahead
  if (fits || isNear) return 1
  let start = Math.max(1, from - ahead)
  while (start < from && render(lines.slice(line, start, from), cells).cells > ahead) start++
  return isLowSurrogate(lines.slice(line, start, start + 1)) ? start + 1 : start
}

interface Rendered {
  readonly text: string
  readonly cells: number
  /** UTF-16 code units that were used up. */
  readonly units: number
}

/** As much of a text as fits, with tabs as blanks and everything invisible written out. */
function render(source: string, cells: number): Rendered {
  let text = ''
  let used = 0
  let units = 0
  for (const character of source) {
    const shown = show(character)
    const width = shown === character ? cellsOf(character) : shown.length
    if (used + width > cells) break
    text += shown
    used += width
    units += character.length
  }
  return { text, cells: used, units }
}

function show(character: string): string {
  if (character === '\t') return TAB
  return isInvisible(character) ? escapeCharacter(character) : character
}

function isLowSurrogate(character: string): boolean {
  return character >= '\udc00' && character <= '\udfff'
}

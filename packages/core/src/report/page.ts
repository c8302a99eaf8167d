import { excerpt } from './excerpt.ts'
import { type Lines, linesOf } from './lines.ts'
import type { Range, ReportProblem } from './report.ts'
import { visible, withoutCommands } from './visible.ts'
import { widthOf } from './width.ts'

export type Ink = 'error' | 'warn' | 'info' | 'hint' | 'strong' | 'faint' | 'good'

/** Select Graphic Rendition parameters (ECMA-48, section 8.3.117). */
const STYLES: Readonly<Record<Ink, string>> = {
  error: '1;31',
  warn: '1;33',
  info: '1;34',
  hint: '36',
  strong: '1',
  faint: '2',
  good: '1;32',
}

/** UTF-16 code units of running text without a blank. */
const LONGEST_WORD = 240

export interface PageOptions {
  readonly color: boolean
  /** Text of a file by its name in the report; undefined when it is not at hand. */
  readonly sources: (file: string) => string | undefined
  /** Cells of a line; 100 by default. Names and locations are never cut, so that they can be copied. */
  readonly width?: number | undefined
}

/** Lines of text for people. Every word that is put on it is made visible first, and only then coloured. */
export class Page {
  readonly #options: PageOptions
  readonly #lines: string[] = []
  /** The last line that was taken off. */
  #above: string | undefined
  readonly #linesIn: (file: string) => Lines | undefined

  constructor(options: PageOptions) {
    this.#options = options
    this.#linesIn = linesOf(options.sources)
  }

  ink(style: Ink, text: string): string {
    const shown = visible(text)
    return this.#options.color ? `\u001b[${STYLES[style]}m${shown}\u001b[0m` : shown
  }

  /** One line as given: parts must come from `ink` or `visible`. */
  line(text = ''): void {
    this.#lines.push(text)
  }

  /** A blank line, unless there is one already or nothing at all. */
  gap(): void {
    const above = this.#lines.at(-1) ?? this.#above
    if (above !== undefined && above !== '') this.#lines.push('')
  }

  /** Running text, broken between words; `lead` stands in front of the first line. */
  paragraph(text: string, indent: number, lead = ''): void {
    const start = ' '.repeat(indent)
    const hang = ' '.repeat(indent + widthOf(lead))
    const rows = wrap(visible(text.replace(/\s+/gu, ' ').trim()), this.#width - hang.length)
    for (const [index, row] of rows.entries()) {
      this.line(index === 0 ? `${start}${lead === '' ? '' : this.ink('faint', lead)}${row}` : hang + row)
    }
  }

  /** Names one after the other, broken between names alone. */
  list(names: readonly string[], indent: number): void {
    const start = ' '.repeat(indent)
    for (const row of fill(
      names.map((name) => clip(visible(name))),
      ', ',
      this.#width - indent,
    ))
      this.line(start + row)
  }

  /** The line of a document that a range starts on, with carets under the range. */
  excerpt(file: string, range: Range, indent: number, style: Ink): void {
    const lines = this.#linesIn(file)
    const gutter = Math.max(4, String(range.start.line).length)
    const shown = lines && excerpt(lines, range, Math.max(20, this.#width - indent - gutter - 4))
    if (!shown) return
    const start = ' '.repeat(indent)
    const edge = (number: string): string => this.ink('faint', `${number.padStart(gutter)} |`)
    this.line(`${start}${edge(String(shown.line))} ${shown.text}`)
    this.line(`${start}${edge('')} ${this.ink(style, shown.marks)}`)
  }

  /** Takes off the lines that are on it, each with its end, so that of a long page never all are held. */
  take(): string {
    const lines = this.#lines.map((line) => withoutCommands(`${line}\n`))
    this.#above = this.#lines.at(-1) ?? this.#above
    this.#lines.length = 0
    return lines.join('')
  }

  get #width(): number {
    return Math.max(40, this.#options.width ?? 100)
  }
}

/** `openapi.yaml:12:5`, or as much of it as is known. */
export function locationOf({ file, range }: Pick<ReportProblem, 'file' | 'range'>): string {
  if (file === undefined) return ''
  return range ? `${file}:${range.start.line}:${range.start.column}` : file
}

function wrap(text: string, width: number): readonly string[] {
  return fill(text.split(' ').map(clip), ' ', width)
}

/** A word of a length that no reader wants, cut in the middle. */
function clip(word: string): string {
  return word.length > LONGEST_WORD
    ? `${word.slice(0, LONGEST_WORD / 2)}…${word.slice(-LONGEST_WORD / 4)}`.replace(/\p{Cs}/gu, '')
    : word
}

/** Pieces joined into rows of at most `width` cells; a piece that is longer has a row of its own. */
function fill(pieces: readonly string[], glue: string, width: number): readonly string[] {
  const rows: string[] = []
  let row = ''
  let cells = 0
  for (const piece of pieces) {
    const more = widthOf(piece)
    if (row !== '' && cells + glue.length + more > width) {
      rows.push(row + glue.trimEnd())
      row = ''
      cells = 0
    }
    cells += (row === '' ? 0 : glue.length) + more
    row = row === '' ? piece : row + glue + piece
  }
  return [...rows, row]
}

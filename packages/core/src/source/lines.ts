import type { Change } from './incremental/change.ts'
import type { Position } from './types.ts'

const LF = 10

/**
 * Where the lines of a text start. A line ends at LF, CRLF or a lone CR. The text is gone through only as far as
 * somebody asks, so that the first line of a large file is not paid for with its last.
 */
export class LineStarts {
  readonly #text: string
  readonly #starts: number[]
  #lf: number
  #cr: number

  constructor(text: string, known: readonly number[] = []) {
    this.#text = text
    this.#starts = known.length > 0 ? [...known] : [0]
    const from = this.#starts.at(-1) ?? 0
    this.#lf = text.indexOf('\n', from)
    this.#cr = text.indexOf('\r', from)
  }

  /**
   * The starts in the text that a change makes of this one, as far as they are known of this one. Those near the change
   * are found anew.
   */
  after(text: string, { start, oldEnd, newEnd }: Change): LineStarts {
    const before = this.#starts.slice(0, this.#firstFrom(start - 1))
    const made = new LineStarts(text, before)
    // a line break of two characters may begin or end in what has changed
    const behind = this.#firstFrom(oldEnd + 2)
    if (behind >= this.#starts.length) return made
    const shift = newEnd - oldEnd
    const known = (this.#starts[behind] ?? 0) + shift
    while ((made.#starts.at(-1) ?? 0) < known && made.#advance());
    for (let at = behind + 1; at < this.#starts.length; at += 1) {
      made.#starts.push((this.#starts[at] ?? 0) + shift)
    }
    const last = made.#starts.at(-1) ?? 0
    made.#lf = text.indexOf('\n', last)
    made.#cr = text.indexOf('\r', last)
    return made
  }

  /** Index of the first known start at or after an offset, and not of the first line. */
  #firstFrom(offset: number): number {
    let low = 1
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Offset at which a 1-based line starts; undefined when there is no such line. */
  start(line: number): number | undefined {
    while (this.#starts.length < line && this.#advance());
    return this.#starts[line - 1]
  }

  /** The 1-based line in which an offset lies. */
  lineAt(offset: number): number {
    while ((this.#starts.at(-1) ?? 0) <= offset && this.#advance());
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }

  /** Finds one more start; false at the end of the text. */
  #advance(): boolean {
    for (;;) {
      const lf = this.#lf
      const cr = this.#cr
      if (lf === -1 && cr === -1) return false
      if (cr !== -1 && (lf === -1 || cr < lf)) {
        this.#cr = this.#text.indexOf('\r', cr + 1)
        if (this.#text.charCodeAt(cr + 1) === LF) continue
        this.#starts.push(cr + 1)
      } else {
        this.#lf = this.#text.indexOf('\n', lf + 1)
        this.#starts.push(lf + 1)
      }
      return true
    }
  }
}

/** Turns offsets into lines and columns. */
export class LineTable {
  readonly #starts: LineStarts
  readonly #length: number

  constructor(text: string, starts: LineStarts = new LineStarts(text)) {
    this.#starts = starts
    this.#length = text.length
  }

  after(text: string, change: Change): LineTable {
    return new LineTable(text, this.#starts.after(text, change))
  }

  /** Position of an offset; offsets beyond the text are taken as its end. */
  position(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.#length)
    const line = this.#starts.lineAt(at)
    return { line, column: at - (this.#starts.start(line) ?? 0) + 1 }
  }
}

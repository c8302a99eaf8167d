import type { Position } from './types.ts'

const LF = 10

/**
 * Where the lines of a text start. A line ends at LF, CRLF or a lone CR. The text is gone through only as far as
 * somebody asks, so that the first line of a large file is not paid for with its last.
 */
export class LineStarts {
  readonly #text: string
  readonly #starts: number[] = [0]
  #lf: number
  #cr: number

  constructor(text: string) {
    this.#text = text
    this.#lf = text.indexOf('\n')
    this.#cr = text.indexOf('\r')
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

  constructor(text: string) {
    this.#starts = new LineStarts(text)
    this.#length = text.length
  }

  /** Position of an offset; offsets beyond the text are taken as its end. */
  position(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.#length)
    const line = this.#starts.lineAt(at)
    return { line, column: at - (this.#starts.start(line) ?? 0) + 1 }
  }
}

import type { Position } from './types.ts'

/** Turns offsets into lines and columns. A line ends at LF, CRLF or a lone CR. */
export class LineTable {
  readonly #starts: Int32Array
  readonly #length: number

  constructor(text: string) {
    this.#starts = lineStarts(text)
    this.#length = text.length
  }

  /** Position of an offset; offsets beyond the text are taken as its end. */
  position(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.#length)
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= at) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 }
  }
}

const LF = 10

/** Offsets at which the lines of a text start. A line ends at LF, CRLF or a lone CR. */
export function lineStarts(text: string): Int32Array {
  const starts = [0]
  let lf = text.indexOf('\n')
  let cr = text.indexOf('\r')
  while (lf !== -1 || cr !== -1) {
    if (cr !== -1 && (lf === -1 || cr < lf)) {
      if (text.charCodeAt(cr + 1) !== LF) starts.push(cr + 1)
      cr = text.indexOf('\r', cr + 1)
    } else {
      starts.push(lf + 1)
      lf = text.indexOf('\n', lf + 1)
    }
  }
  return Int32Array.from(starts)
}

import { LineStarts } from '../source/lines.ts'

/** The lines of a text by number, without cutting it up. A line ends at LF, CRLF or a lone CR. */
export class Lines {
  readonly #text: string
  readonly #starts: LineStarts

  constructor(text: string) {
    this.#text = text.startsWith('\ufeff') ? text.slice(1) : text
    this.#starts = new LineStarts(this.#text)
  }

  /** Length of a line in UTF-16 code units, its end not counted; undefined when there is no such line. */
  length(line: number): number | undefined {
    const start = this.#starts.start(line)
    if (start === undefined) return undefined
    let end = this.#starts.start(line + 1) ?? this.#text.length
    while (end > start && this.#isBreak(end - 1)) end--
    return end - start
  }

  /** The part of a line between two 1-based columns. */
  slice(line: number, from: number, to: number): string {
    const start = this.#starts.start(line) ?? 0
    return this.#text.slice(start + from - 1, start + to - 1)
  }

  #isBreak(offset: number): boolean {
    const code = this.#text.charCodeAt(offset)
    return code === 0x0a || code === 0x0d
  }
}

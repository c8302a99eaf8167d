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

/** Files whose lines are at hand: a finding and what is related to it mostly stand in few. */
const MOST_FILES = 4

/**
 * The lines of files by name, of which only the last few are kept: a report goes through them one after the other.
 *
 * @param sources text of a file; undefined when it is not at hand
 */
export function linesOf(sources: (file: string) => string | undefined): (file: string) => Lines | undefined {
  const known = new Map<string, Lines | undefined>()
  return (file) => {
    const text = known.has(file) ? undefined : sources(file)
    const lines = known.get(file) ?? (text === undefined ? undefined : new Lines(text))
    known.delete(file)
    known.set(file, lines)
    for (const oldest of known.keys()) if (known.size > MOST_FILES) known.delete(oldest)
    return lines
  }
}

import { textIndex } from './file.ts'
import { KIND, type Tape } from './tape.ts'
import type { SourceFile, Span } from './types.ts'
import { blockHeaderEnd, lineEnd } from './yaml-scan.ts'

/** A comment of YAML. */
export interface Comment {
  /** From `#` to the end of the line. */
  readonly span: Span
  /** What stands behind `#`. */
  readonly text: string
  /** 1-based line that it stands on. */
  readonly line: number
  /** Whether something that is no comment stands before it on its line. */
  readonly isTrailing: boolean
}

/**
 * Comments of a YAML file that begin with a word, in the order of the text. What looks like one in a quoted text or in
 * a block of text is none.
 */
export function commentsWith(file: SourceFile, word: string): readonly Comment[] {
  if (file.language !== 'yaml' || !file.text.includes(word)) return []
  const index = textIndex(file)
  if (!index) return []
  const { text } = file
  const scalars = new Scalars(index.tape, text)
  const found: Comment[] = []
  let next = 0
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, next)) {
    next = at + word.length
    const start = hashBefore(text, at)
    if (start === undefined || scalars.hold(start)) continue
    const end = lineEnd(text, start)
    next = end
    const line = file.position(start).line
    const isTrailing = /^\s*[^\s#]/.test(text.slice(lineStart(text, start), start))
    found.push({ span: { start, end }, text: text.slice(start + 1, end), line, isTrailing })
  }
  return found
}

/** Offset of the `#` that a word stands directly behind, when it can begin a comment. */
function hashBefore(text: string, word: number): number | undefined {
  let at = word - 1
  while (text[at] === ' ' || text[at] === '\t') at--
  if (text[at] !== '#') return undefined
  return at === 0 || /\s/.test(text.charAt(at - 1)) ? at : undefined
}

function lineStart(text: string, offset: number): number {
  let at = offset
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--
  return at
}

/** The scalars of a text, in its order. */
class Scalars {
  readonly #text: string
  readonly #tape: Tape
  readonly #entries: readonly number[]

  constructor(tape: Tape, text: string) {
    this.#tape = tape
    this.#text = text
    const entries: number[] = []
    for (let entry = 0; entry < tape.size; entry++) {
      const kind = tape.kind[entry] ?? 0
      if (kind >= KIND.plain && kind <= KIND.folded) entries.push(entry)
    }
    this.#entries = entries
  }

  /** Whether an offset lies in a scalar: not in the header of a block of text, where a comment may stand. */
  hold(offset: number): boolean {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#tape.start[this.#entries[middle] ?? 0] ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    const entry = this.#entries[low - 1]
    if (entry === undefined || offset >= (this.#tape.end[entry] ?? 0)) return false
    const kind = this.#tape.kind[entry]
    if (kind !== KIND.literal && kind !== KIND.folded) return true
    const header = blockHeaderEnd(this.#text, this.#tape.start[entry] ?? 0)
    return offset >= lineEnd(this.#text, header)
  }
}

import type { Change } from './incremental/change.ts'
import type { Position } from './types.ts'

const LF = 10

/**
 * Where the lines of a text start. A line ends at LF, CRLF or a lone CR. The text is gone through only as far as
 * somebody asks, so that the first line of a large file is not paid for with its last.
 */
export class LineStarts {
  #text: string
  /** The first of them are known. */
  #starts: Int32Array
  #count = 1
  /** The next line breaks of each kind; -1 where there is none, undefined where nobody has looked. */
  #lf: number | undefined
  #cr: number | undefined
  /** Whether it is known that there is no CR in all of the text. */
  #isFreeOfCr = false

  constructor(text: string, room = 64) {
    this.#text = text
    this.#starts = new Int32Array(room)
  }

  /**
   * The starts in the text that a change makes of this one, as far as they are known of this one. Those near the change
   * are found anew.
   */
  after(text: string, { start, oldEnd, newEnd }: Change): LineStarts {
    const made = new LineStarts(text, this.#count + newEnd - start + 64)
    made.#isFreeOfCr = this.#isFreeOfCr && !text.slice(start, newEnd).includes('\r')
    made.#count = this.#firstFrom(start - 1)
    made.#starts.set(this.#starts.subarray(0, made.#count))
    // a line break of two characters may begin or end in what has changed
    const behind = this.#firstFrom(oldEnd + 2)
    if (behind >= this.#count) return made
    const shift = newEnd - oldEnd
    const known = (this.#starts[behind] ?? 0) + shift
    while (made.#last < known && made.#advance());
    made.#take(this.#starts.subarray(behind + 1, this.#count), shift)
    made.#lf = undefined
    made.#cr = undefined
    return made
  }

  /** Finds all of them, and lets go of the text. */
  complete(): void {
    while (this.#advance());
    this.#starts = this.#starts.slice(0, this.#count)
    this.#lf = -1
    this.#cr = -1
    this.#text = ''
  }

  get #last(): number {
    return this.#starts[this.#count - 1] ?? 0
  }

  #take(starts: Int32Array, shift: number): void {
    this.#grow(this.#count + starts.length)
    const to = this.#starts
    for (let at = 0, next = this.#count; at < starts.length; at += 1, next += 1) {
      to[next] = (starts[at] as number) + shift
    }
    this.#count += starts.length
  }

  #grow(count: number): void {
    if (count <= this.#starts.length) return
    const wider = new Int32Array(Math.max(count, this.#starts.length * 2))
    wider.set(this.#starts)
    this.#starts = wider
  }

  /** Index of the first known start at or after an offset, and not of the first line. */
  #firstFrom(offset: number): number {
    let low = 1
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Offset at which a 1-based line starts; undefined when there is no such line. */
  start(line: number): number | undefined {
    while (this.#count < line && this.#advance());
    return line <= this.#count ? this.#starts[line - 1] : undefined
  }

  /** The 1-based line in which an offset lies. */
  lineAt(offset: number): number {
    while (this.#last <= offset && this.#advance());
    let low = 0
    let high = this.#count - 1
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
      this.#lf ??= this.#text.indexOf('\n', this.#last)
      this.#cr ??= this.#nextCr()
      const [lf, cr] = [this.#lf, this.#cr]
      if (lf === -1 && cr === -1) return false
      if (cr !== -1 && (lf === -1 || cr < lf)) {
        this.#cr = this.#text.indexOf('\r', cr + 1)
        if (this.#text.charCodeAt(cr + 1) === LF) continue
        this.#add(cr + 1)
      } else {
        this.#lf = this.#text.indexOf('\n', lf + 1)
        this.#add(lf + 1)
      }
      return true
    }
  }

  #nextCr(): number {
    const cr = this.#isFreeOfCr ? -1 : this.#text.indexOf('\r', this.#last)
    if (this.#count === 1 && cr === -1) this.#isFreeOfCr = true
    return cr
  }

  #add(start: number): void {
    this.#grow(this.#count + 1)
    this.#starts[this.#count] = start
    this.#count += 1
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

  /** Goes through what is left of the text, and lets go of it: positions are told without it from now on. */
  complete(): void {
    this.#starts.complete()
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

const LF = 10
const SPACE = 32
const TAB = 9

/** Its text, and the offset of what comes after it: in the indentation of that line or at the end. */
export interface Block {
  readonly value: string
  readonly end: number
}

interface Header {
  readonly folded: boolean
  readonly chomping: string
  /** Indentation as written; 0 when it is to be found from the text. */
  readonly indent: number
  readonly next: number
}

const HEADER = /([|>])(?:([-+])?([1-9])?|([1-9])([-+]))[ ]*(?:#[^\n]*)?\n/y

function header(text: string, start: number): Header | undefined {
  HEADER.lastIndex = start
  const [, mark, before, alone, first, after] = HEADER.exec(text) ?? []
  if (mark === undefined) return undefined
  const indent = Number(alone ?? first ?? 0)
  return { folded: mark === '>', chomping: before ?? after ?? '', indent, next: HEADER.lastIndex }
}

/**
 * Reads a block scalar as the parser behind Spectral does. It differs from YAML: empty lines before the first text of a
 * literal are lost, and lines that are to be kept at the end are one too few. `column` is that of the collection around
 * it. Undefined when the header is not one.
 */
export function readBlock(text: string, start: number, column: number): Block | undefined {
  const head = header(text, start)
  return head && new BlockReader(text, head, column).read()
}

class BlockReader {
  readonly #text: string
  readonly #head: Header
  #at: number
  #indent: number
  /** Whether the indentation is settled. */
  #settled: boolean
  #emptyLines = 0
  #moreIndented = false
  #value = ''

  constructor(text: string, head: Header, column: number) {
    this.#text = text
    this.#head = head
    this.#at = head.next
    this.#settled = head.indent > 0
    this.#indent = this.#settled ? column + head.indent : column + 1
  }

  read(): Block {
    while (this.#line());
    return { value: this.#value, end: this.#at }
  }

  /** Reads one line; false when the block is over. */
  #line(): boolean {
    let spaces = 0
    while ((!this.#settled || spaces < this.#indent) && this.#text.charCodeAt(this.#at) === SPACE) {
      spaces += 1
      this.#at += 1
    }
    if (!this.#settled && spaces > this.#indent) this.#indent = spaces
    const code = this.#text.charCodeAt(this.#at)
    if (code === LF) {
      this.#emptyLines += 1
      this.#at += 1
      return true
    }
    if (spaces < this.#indent || Number.isNaN(code)) {
      // A line break is added to a text that ends without one.
      if (Number.isNaN(code) && spaces > 0) this.#emptyLines += 1
      this.#finish()
      return false
    }
    this.#content(code)
    return true
  }

  #content(code: number): void {
    this.#value += this.#head.folded ? this.#fold(code) : this.#settled ? breaks(this.#emptyLines + 1) : ''
    this.#settled = true
    this.#emptyLines = 0
    const lineBreak = this.#text.indexOf('\n', this.#at)
    const end = lineBreak === -1 ? this.#text.length : lineBreak
    this.#value += this.#text.slice(this.#at, end)
    this.#at = lineBreak === -1 ? end : end + 1
  }

  /** What stands for the line breaks before a line of a folded block. */
  #fold(code: number): string {
    const white = code === SPACE || code === TAB
    if (white || this.#moreIndented) {
      this.#moreIndented = white
      return breaks(this.#emptyLines + 1)
    }
    if (this.#emptyLines > 0) return breaks(this.#emptyLines)
    return this.#settled ? ' ' : ''
  }

  #finish(): void {
    if (this.#head.chomping === '+') this.#value += breaks(this.#emptyLines)
    else if (this.#head.chomping === '' && this.#settled) this.#value += '\n'
  }
}

function breaks(count: number): string {
  return '\n'.repeat(count)
}

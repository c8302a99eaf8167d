import type { Span } from './types.ts'

/** Why a text is not JSON (RFC 8259), and where. */
export interface JsonFault {
  readonly span: Span
  readonly message: string
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y
const WORD = /[A-Za-z_$][\w$-]*/y
const CLOSER: Readonly<Record<string, string>> = { '{': '}', '[': ']' }

/** Finds the first fault of a text that `JSON.parse` refuses; undefined when there is none. */
export function findJsonFault(text: string): JsonFault | undefined {
  return new JsonCheck(text).run()
}

/** Thrown inside this file only, to leave the check at the first fault. */
class Stop extends Error {
  readonly fault: JsonFault
  constructor(fault: JsonFault) {
    super(fault.message)
    this.fault = fault
  }
}

class JsonCheck {
  readonly #text: string
  #at = 0
  /** Offsets of the brackets that are open. */
  readonly #open: number[] = []

  constructor(text: string) {
    this.#text = text
  }

  run(): JsonFault | undefined {
    try {
      this.#value()
      while (this.#open.length > 0) this.#inside()
      this.#skip()
      if (this.#at < this.#text.length) this.#stop('There is more text after the end of the JSON value.')
      return undefined
    } catch (error) {
      if (error instanceof Stop) return error.fault
      throw error
    }
  }

  get #char(): string {
    return this.#text.charAt(this.#at)
  }

  /** Reads what follows an opening bracket or a complete entry. */
  #inside(): void {
    const opener = this.#opener
    const closer = CLOSER[opener] ?? ''
    const start = this.#at - 1
    const fresh = start === this.#open.at(-1)
    this.#skip()
    if (this.#char === closer) {
      this.#at += 1
      this.#open.pop()
      return
    }
    if (!fresh) this.#comma(opener, closer)
    this.#entry(opener)
  }

  get #opener(): string {
    return this.#text.charAt(this.#open.at(-1) ?? 0)
  }

  #comma(opener: string, closer: string): void {
    if (this.#at >= this.#text.length) this.#unclosed()
    const comma = this.#at
    if (this.#char !== ',') {
      if (this.#char === '}' || this.#char === ']') {
        this.#stop(
          `This '${this.#char}' does not match the '${opener}' that is open here; expected '${closer}'.`,
        )
      }
      if (this.#char === ':') this.#stop(`This ':' is out of place; expected ',' or '${closer}'.`)
      this.#comment()
      this.#stop(`A comma or '${closer}' is missing before this.`)
    }
    this.#at += 1
    this.#skip()
    if (this.#char === closer) this.#stop(`Remove this comma: JSON allows none before '${closer}'.`, comma)
  }

  #entry(opener: string): void {
    if (opener === '{') {
      this.#key()
      this.#skip()
      if (this.#at >= this.#text.length) this.#unclosed()
      if (this.#char !== ':') this.#stop("A ':' is missing between this key and its value.")
      this.#at += 1
    }
    this.#value()
  }

  #key(): void {
    if (this.#at >= this.#text.length) this.#unclosed()
    if (this.#char === '"') {
      this.#string()
      return
    }
    this.#comment()
    if (this.#char === ',') this.#stop('A key and its value are missing before this comma.')
    if (this.#char === "'") this.#stop('JSON keys stand in double quotes, not single ones.')
    if (this.#char === ']') this.#stop("This ']' does not match the '{' that is open here; expected '}'.")
    const word = this.#match(WORD)
    if (word) this.#stop(`Put the key ${word} in double quotes.`, this.#at, this.#at + word.length)
    this.#stop('Expected a key in double quotes here.')
  }

  #value(): void {
    this.#skip()
    const char = this.#char
    if (char === '{' || char === '[') {
      this.#open.push(this.#at)
      this.#at += 1
    } else if (char === '"') this.#string()
    else if (char === '-' || (char >= '0' && char <= '9')) this.#number()
    else this.#literal()
  }

  #literal(): void {
    if (this.#at >= this.#text.length) this.#unclosed()
    const word = this.#match(WORD)
    if (word === 'true' || word === 'false' || word === 'null') {
      this.#at += word.length
      return
    }
    this.#comment()
    if (word)
      this.#stop(`JSON has no value ${word}; put text in double quotes.`, this.#at, this.#at + word.length)
    if (this.#char === "'") this.#stop('JSON strings stand in double quotes, not single ones.')
    if (this.#char === '+' || this.#char === '.')
      this.#stop('A JSON number starts with a digit or a minus sign.')
    if (this.#char === ',' || this.#char === '}' || this.#char === ']') {
      this.#stop(`A value is missing before this '${this.#char}'.`)
    }
    this.#stop(`Expected a value here, but found '${this.#shown}'.`)
  }

  #number(): void {
    const start = this.#at
    const number = this.#match(NUMBER)
    this.#at += number?.length ?? 1
    const bad = number === undefined || /[\w.+-]/.test(this.#char)
    if (!bad) return
    while (/[\w.+-]/.test(this.#char)) this.#at += 1
    this.#stop(`${this.#text.slice(start, this.#at)} is not a JSON number.`, start, this.#at)
  }

  #string(): void {
    const open = this.#at
    for (this.#at += 1; ; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at)
      if (code === 34) break
      if (code === 92) this.#escape()
      else if (code === 10 || code === 13 || Number.isNaN(code)) {
        this.#stop('This string has no closing quote on its line.', open, this.#at)
      } else if (code < 32) {
        this.#stop(`A string cannot hold the raw control character U+${hex(code)}; write \\u${hex(code)}.`)
      }
    }
    this.#at += 1
  }

  #escape(): void {
    const start = this.#at
    const sequence = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(this.#text.slice(start, start + 6))
    if (!sequence) {
      const shown = this.#text.slice(start, start + 2).trimEnd()
      this.#stop(
        `${shown} is not an escape that JSON knows; write \\\\ for a backslash.`,
        start,
        start + shown.length,
      )
    }
    this.#at += sequence[0].length - 1
  }

  #comment(): void {
    if (this.#char === '/' || this.#char === '#') this.#stop('JSON has no comments; remove this one.')
  }

  /** Ends the check because the text is over while a bracket is open. */
  #unclosed(): never {
    const open = this.#open.at(-1)
    if (open === undefined) this.#stop('The text ends where a value was expected.')
    const opener = this.#text.charAt(open)
    this.#stop(`This '${opener}' is never closed: the text ends without its '${CLOSER[opener] ?? ''}'.`, open)
  }

  #skip(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return
      this.#at += 1
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    return pattern.exec(this.#text)?.[0]
  }

  get #shown(): string {
    return String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0xfffd)
  }

  #stop(message: string, start: number = this.#at, end: number = start + 1): never {
    throw new Stop({ message, span: { start, end: Math.min(Math.max(end, start), this.#text.length) } })
  }
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0')
}

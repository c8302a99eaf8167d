/**
 * What a step of a JSONPath takes of the children of what it is applied to: one by name, all of them, or some that the
 * path alone does not tell (an index, a slice, a filter).
 */
export type Selector =
  | { readonly takes: 'name'; readonly name: string }
  | { readonly takes: 'all' }
  | { readonly takes: 'some'; readonly by: string }

/** One step of a path; `deep` where it is applied to everything below as well (`..`). */
export interface Segment {
  readonly deep: boolean
  readonly selectors: readonly Selector[]
}

/** More than this, no path needs; each deep step looks at all that there can be. */
const MOST_STEPS = 60
const MOST_DEEP = 4

const ALL: Selector = { takes: 'all' }
const SHORTHAND = /[^.[\]\s'"()?,]+/y
const BLANK = /\s*/y
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...[...'bfnrt'].map((letter, index) => [letter, '\b\f\n\r\t'[index] ?? ''] as const),
])

/**
 * Reads a JSONPath (RFC 9535); undefined for what is none, and for what is longer than anybody needs. Names after a dot may hold any character that has no other
 * meaning there, as tools allow it (`$.paths./orders`).
 */
export function parsePath(text: string): readonly Segment[] | undefined {
  const reader = new Reader(text.trim())
  if (!reader.skip('$')) return undefined
  const segments: Segment[] = []
  while (!reader.isAtEnd) {
    const segment = reader.segment()
    if (!segment) return undefined
    segments.push(segment)
    if (segments.length > MOST_STEPS || segments.filter(({ deep }) => deep).length > MOST_DEEP)
      return undefined
  }
  return segments
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  skip(piece: string): boolean {
    const is = this.#text.startsWith(piece, this.#at)
    if (is) this.#at += piece.length
    return is
  }

  segment(): Segment | undefined {
    this.#match(BLANK)
    const deep = this.skip('..')
    if (!deep && !this.skip('.')) return this.#bracketed(false)
    if (this.skip('*')) return { deep, selectors: [ALL] }
    const name = this.#match(SHORTHAND)
    if (name) return { deep, selectors: [{ takes: 'name', name }] }
    return deep ? this.#bracketed(true) : undefined
  }

  #bracketed(deep: boolean): Segment | undefined {
    if (!this.skip('[')) return undefined
    const selectors: Selector[] = []
    do {
      this.#match(BLANK)
      const selector = this.#selector()
      if (!selector) return undefined
      selectors.push(selector)
      this.#match(BLANK)
    } while (this.skip(','))
    return this.skip(']') ? { deep, selectors } : undefined
  }

  #selector(): Selector | undefined {
    const sign = this.#text[this.#at]
    if (sign === "'" || sign === '"') {
      const name = this.#quoted(sign)
      return name === undefined ? undefined : { takes: 'name', name }
    }
    if (sign === '*') {
      this.#at += 1
      return ALL
    }
    const by = this.#expression()
    return by === '' ? undefined : { takes: 'some', by }
  }

  #quoted(quote: string): string | undefined {
    let name = ''
    for (this.#at += 1; this.#at < this.#text.length; this.#at++) {
      const sign = this.#text[this.#at]
      if (sign === quote) {
        this.#at += 1
        return name
      }
      if (sign !== '\\') {
        name += sign
        continue
      }
      this.#at += 1
      const escaped = this.#text[this.#at] ?? ''
      const hex =
        escaped === 'u' ? /^[\dA-Fa-f]{4}/.exec(this.#text.slice(this.#at + 1, this.#at + 5))?.[0] : undefined
      if (hex) this.#at += hex.length
      name += hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (ESCAPES.get(escaped) ?? escaped)
    }
    return undefined
  }

  /** An index, a slice or a filter, up to the comma or bracket that ends it. */
  #expression(): string {
    const start = this.#at
    let depth = 0
    for (; this.#at < this.#text.length; this.#at++) {
      const sign = this.#text[this.#at] ?? ''
      if (sign === "'" || sign === '"') {
        if (this.#quoted(sign) === undefined) return ''
        this.#at -= 1
      } else if (sign === '[' || sign === '(') depth += 1
      else if (depth > 0 && (sign === ']' || sign === ')')) depth -= 1
      else if (depth === 0 && (sign === ']' || sign === ',')) break
    }
    return this.#text.slice(start, this.#at).trim()
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }
}

import type { Change } from './incremental/change.ts'

/** Something that may stand in a text. */
export interface Needle {
  /** A word, or an expression without `g` and `y` that looks at nothing around it. */
  readonly pattern: string | RegExp
  /** Most characters that it can consist of. */
  readonly longest: number
}

/** Whether things stand in a text: of a text that was edited, only what is new is looked through for what was not there. */
export class Mentions {
  readonly #text: string
  readonly #known: Map<Needle, boolean>

  constructor(text: string, known: ReadonlyMap<Needle, boolean> = new Map()) {
    this.#text = text
    this.#known = new Map(known)
  }

  has(needle: Needle): boolean {
    const known = this.#known.get(needle)
    if (known !== undefined) return known
    const has = isIn(this.#text, needle)
    this.#known.set(needle, has)
    return has
  }

  /** The same of the text that a change makes of this one. */
  after(text: string, { start, newEnd }: Change): Mentions {
    const absent = [...this.#known].filter(([needle, has]) => {
      const around = text.slice(Math.max(0, start - needle.longest), newEnd + needle.longest)
      return !has && !isIn(around, needle)
    })
    return new Mentions(text, new Map(absent))
  }
}

function isIn(text: string, { pattern }: Needle): boolean {
  return typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text)
}

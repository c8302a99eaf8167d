import { LineTable } from './lines.ts'

/** Characters of texts that are at hand at a time; of more, those that nobody has looked at longest are folded. */
const MOST_AT_HAND = 4_000_000

/** Makes a text take less room, and returns what brings it back. */
export type Fold = (text: string) => () => string

/** Texts of files that were looked at and may be looked at again: a few are at hand, the others folded. */
export class Shelf {
  readonly #fold: Fold | undefined
  readonly #most: number
  /** From the one that nobody has looked at longest. */
  readonly #atHand = new Set<ShelvedText>()
  #latest: ShelvedText | undefined
  #size = 0

  /** @param fold without it, all texts stay at hand */
  constructor(fold: Fold | undefined, most: number = MOST_AT_HAND) {
    this.#fold = fold
    this.#most = most
  }

  put(text: string): ShelvedText {
    return new ShelvedText(text, this)
  }

  /** Notes that somebody looks at a text, which is at hand now. */
  looked(shelved: ShelvedText): void {
    if (!this.#fold || this.#latest === shelved) return
    this.#latest = shelved
    if (!this.#atHand.delete(shelved)) this.#size += shelved.length
    this.#atHand.add(shelved)
    for (const oldest of this.#atHand) {
      if (this.#size <= this.#most || oldest === shelved) return
      this.#atHand.delete(oldest)
      this.#size -= oldest.length
      oldest.fold(this.#fold)
    }
  }
}

/** A text that may be folded whenever nobody looks at it. */
export class ShelvedText {
  readonly length: number
  readonly #shelf: Shelf
  #text: string | undefined
  #lines: LineTable | undefined
  #unfold: (() => string) | undefined

  constructor(text: string, shelf: Shelf) {
    this.length = text.length
    this.#text = text
    this.#shelf = shelf
    shelf.looked(this)
  }

  get text(): string {
    const text = this.#text ?? this.#unfold?.() ?? ''
    this.#text = text
    this.#shelf.looked(this)
    return text
  }

  /** Where its lines start: known without the text once somebody has asked. */
  get lines(): LineTable {
    this.#lines ??= new LineTable(this.text)
    return this.#lines
  }

  fold(fold: Fold): void {
    if (this.#text !== undefined) this.#unfold ??= fold(this.#text)
    this.#lines?.complete()
    this.#text = undefined
  }
}

/** Shorter texts stand in many words that have nothing to do with them. */
export const SHORTEST = 6

/** Up to this many are looked for one after the other. */
const FEW = 24

/** Finds out which of many texts stand in another one, in a time that does not grow with their number. */
export class SecretIndex {
  /** The longest first. */
  readonly secrets: readonly string[]
  /** Their places in that order, by their first characters, length and text. */
  readonly #byStart = new Map<string, Map<number, Map<string, number>>>()
  /** Those that may come about where one is taken out for a mark. */
  readonly #besideMark: readonly number[]

  /** @param secrets none of them shorter than `SHORTEST` */
  constructor(secrets: Iterable<string>, mark: string) {
    this.secrets = [...new Set(secrets)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    for (const [index, secret] of this.secrets.entries()) {
      const start = secret.slice(0, SHORTEST)
      const lengths = this.#byStart.get(start) ?? new Map<number, Map<string, number>>()
      const same = lengths.get(secret.length) ?? new Map<string, number>()
      this.#byStart.set(start, lengths.set(secret.length, same.set(secret, index)))
    }
    this.#besideMark = [...this.secrets.keys()].filter((index) => overlap(this.secrets[index] ?? '', mark))
  }

  /** Those that stand in a text, or may do so once others are taken out of it; the longest first. */
  in(text: string): readonly string[] {
    if (this.secrets.length <= FEW) return this.secrets
    const found = new Set(this.#besideMark)
    for (const { index } of this.#matches(text)) found.add(index)
    return [...found].sort((a, b) => a - b).map((index) => this.secrets[index] ?? '')
  }

  isIn(text: string): boolean {
    if (this.secrets.length <= FEW) return this.secrets.some((secret) => text.includes(secret))
    return this.#matches(text).next().done !== true
  }

  /** The text with what is written over each of them. */
  over(text: string, write: (secret: string) => string): string {
    if (this.secrets.length <= FEW)
      return this.secrets.reduce((rest, secret) => rest.replaceAll(secret, write), text)
    const parts: string[] = []
    let written = 0
    for (const { start, end } of this.#matches(text)) {
      if (end <= written) continue
      const from = Math.max(start, written)
      parts.push(text.slice(written, from), write(text.slice(from, end)))
      written = end
    }
    return parts.join('') + text.slice(written)
  }

  *#matches(text: string) {
    for (let start = 0; start + SHORTEST <= text.length; start += 1) {
      const lengths = this.#byStart.get(text.slice(start, start + SHORTEST))
      for (const [length, same] of lengths ?? []) {
        const index = same.get(text.slice(start, start + length))
        if (index !== undefined) yield { index, start, end: start + length }
      }
    }
  }
}

/** Whether one text holds the other, or begins or ends with what the other ends or begins with. */
function overlap(one: string, other: string): boolean {
  if (one.includes(other) || other.includes(one)) return true
  for (let length = 1; length < Math.min(one.length, other.length); length += 1) {
    if (one.endsWith(other.slice(0, length)) || other.endsWith(one.slice(0, length))) return true
  }
  return false
}

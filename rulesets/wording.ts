/** `1 operation`, `3 operations`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Names as code, in a list that stays readable: `a`, `b` and 4 more. */
export function listed(names: readonly string[], most = 3): string {
  return listedWords(
    names.map((name) => `\`${name}\``),
    most,
  )
}

/** The same where all are needed, or where one of them does: `a`, `b` or `c`. */
export function listedAs(joint: 'and' | 'or', names: readonly string[], most = 3): string {
  return listedWords(
    names.map((name) => `\`${name}\``),
    most,
    joint,
  )
}

/** The same for what is more than a name: a `form` element, a link and 4 more. */
export function listedWords(words: readonly string[], most = 3, joint: 'and' | 'or' = 'and'): string {
  const shown = words.length <= most + 1 ? [...words] : words.slice(0, most)
  if (shown.length < words.length) return `${shown.join(', ')} ${joint} ${words.length - shown.length} more`
  const last = shown.pop()
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} ${joint} ${last}`
}

/** A noun with its abbreviations written as such: `API key`, `OAuth token`. */
export function spelt(noun: string): string {
  return noun
    .replace(/\b(?:api|id|ip|jwt|mfa|otp|psk|sas)\b/g, (word) => word.toUpperCase())
    .replace(/\boauth\b/g, 'OAuth')
}

/** An article with a noun: `an API key`, `a password`. Abbreviations are written as such. */
export function withArticle(noun: string): string {
  const written = spelt(noun)
  return `${/^(?!one\b)(?:[aeio]|u(?!s))/i.test(written) ? 'an' : 'a'} ${written}`
}

/** Any value of a description as text. `String` would throw at an object that has a `toString` of its own. */
export function inText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

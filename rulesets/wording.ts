import { disguiseInName, HINT, writtenOut } from './document/invisible.ts'

/** `1 operation`, `3 operations`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Names as code, in a list that stays readable: `a`, `b` and 4 more. */
export function listed(names: readonly string[], most = 3): string {
  return listedWords(
    names.map((name) => `\`${readable(name)}\``),
    most,
  )
}

/** The same where all are needed, or where one of them does: `a`, `b` or `c`. */
export function listedAs(joint: 'and' | 'or', names: readonly string[], most = 3): string {
  return listedWords(
    names.map((name) => `\`${readable(name)}\``),
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

/** More of a text than this, nobody reads in a sentence. */
const MOST_SHOWN = 60
const MOST_OF_NAME = 160

/** A name as it stands in messages: with what nobody sees in it written out, and not endless. */
export function readable(name: string, most = MOST_OF_NAME): string {
  return clipped(HINT.test(name) && disguiseInName(name) ? writtenOut(name) : name, most)
}

/** The beginning of a text that is too long for a sentence. */
export function clipped(text: string, most = MOST_SHOWN): string {
  if (text.length <= most) return text
  const signs = [...text.slice(0, 2 * most + 2)]
  return signs.length <= most ? text : `${signs.slice(0, most).join('')}…`
}

/** Words that a text lists, with space between them. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}

/** `1 operation`, `3 operations`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Names as code, in a list that stays readable: `a`, `b` and 4 more. */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.length <= most + 1 ? names : names.slice(0, most)
  const codes = shown.map((name) => `\`${name}\``)
  if (shown.length < names.length) return `${codes.join(', ')} and ${names.length - shown.length} more`
  const last = codes.pop()
  return codes.length === 0 ? (last ?? '') : `${codes.join(', ')} and ${last}`
}

/** An article with a noun: `an API key`, `a password`. Abbreviations are written as such. */
export function withArticle(noun: string): string {
  const written = noun.replace(/\b(?:api|id|ip|jwt|otp|psk)\b/g, (word) => word.toUpperCase())
  return `${/^(?:[aeio]|u(?!s))/i.test(written) ? 'an' : 'a'} ${written}`
}

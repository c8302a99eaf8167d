/** A part of a pattern that other languages have, where it comes from, and what to write in its place. */
export interface Foreign {
  readonly part: string
  readonly dialect: string
  readonly remedy: string
}

/** What is foreign, by how it begins where a reader of ECMA-262 stops. */
const FOREIGN: readonly (readonly [RegExp, string, string])[] = [
  [
    /^\(\?[aiLmsuxUJ]+\)/,
    'Java, PCRE, Python and Go',
    'write out both cases, `[Aa]`, or list the values in `enum`',
  ],
  [/^\(\?P<[^>]{0,40}>?/, 'Python and Go', 'write `(?<name>…)`, or `(?:…)`, as the name is of no use here'],
  [/^\(\?P=[^)]{0,40}\)?/, 'Python', 'write `\\k<name>`'],
  [/^\(\?>/, 'Java, PCRE and .NET', 'write `(?:…)`'],
  [/^\(\?#[^)]{0,40}\)?/, 'PCRE, Python and .NET', 'put the comment into `description`'],
  [/^\(\?[|&R('\d]/, 'PCRE', 'write it without'],
  [/^\\A/, 'Java, PCRE, Python and Ruby', 'write `^`'],
  [/^\\[zZ]/, 'Java, PCRE, Python and Ruby', 'write `$`'],
  [/^\[+\^?\[?:\^?\w{1,10}:\]/, 'POSIX', 'write out the characters, `[A-Za-z0-9]`'],
  [
    /^\\[pP](?:\{[^}]{0,40}\}|\w)?/,
    'Java or PCRE',
    'write a property that ECMA-262 has, `\\p{L}`, or the characters',
  ],
  [/^\\[QE]/, 'Java and PCRE', 'escape each character'],
  [/^\\[hHRGKXvV]/, 'Java, PCRE or Ruby', 'write out the characters'],
  [/^\\[iIcC]/, 'XML Schema', 'write out the characters'],
]

/** @param index where a parser has stopped, which may be a little behind the beginning of what it does not know */
export function foreignAt(pattern: string, index: number): Foreign | undefined {
  for (let start = index; start >= Math.max(0, index - 2); start--) {
    const rest = pattern.slice(start)
    for (const [form, dialect, remedy] of FOREIGN) {
      const part = form.exec(rest)?.[0]
      if (part !== undefined) return { part, dialect, remedy }
    }
  }
  const possessive = /[*+?}]\+/.exec(pattern.slice(Math.max(0, index - 3), index + 1))
  if (possessive) return { part: possessive[0], dialect: 'Java and PCRE', remedy: 'leave out the second `+`' }
  return undefined
}

/** Whether a pattern has the delimiters of a regular expression literal, which are no part of one: `/^a$/i`. */
export function isDelimited(pattern: string): boolean {
  return delimited(pattern) !== undefined
}

/** What stands between the delimiters of a regular expression literal, and the flags behind them. */
export function delimited(text: string): { readonly pattern: string; readonly flags: string } | undefined {
  const found = /^\/(\^.*|.*\$|\(\?[=!].*)\/([a-z]*)$/s.exec(text)
  return found ? { pattern: found[1] ?? '', flags: found[2] ?? '' } : undefined
}

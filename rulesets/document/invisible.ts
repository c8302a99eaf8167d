/** Something in a text that readers see as something else, or not at all. */
export interface Disguise {
  /** The character at fault. */
  readonly character: string
  /** What it is, for a message: "a character that is not seen". */
  readonly what: string
  /** The text as it reads; undefined where nobody can tell what was meant. */
  readonly cleaned: string | undefined
}

/** Not seen, or not in the place where they stand: zero-width, fillers, direction, tags, selectors. */
const UNSEEN =
  '\\u00ad\\u061c\\u115f\\u1160\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\u{e0000}-\\u{e01ef}'

/** Letters of other scripts that look like Latin ones in any font (UTS #39, confusables). */
const CYRILLIC = 'аеорсухѕіјһԁԛԝАВЕЅІЈКМНОРСТУХ'
const GREEK = 'ονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ'

/** Any text that has to be looked at, and few others. */
export const HINT = new RegExp(`[${UNSEEN}${CYRILLIC}${GREEK}]`, 'u')

const INVISIBLE = new RegExp(`[${UNSEEN}]`, 'gu')
const LETTERS = /[\p{L}\p{M}]+/gu
const LATIN = /\p{Script=Latin}/u
const LOOKALIKE = new RegExp(`[${CYRILLIC}${GREEK}]`, 'u')
const NEITHER = new RegExp(
  `[^\\p{Script=Latin}\\p{Script=Common}\\p{Script=Inherited}${CYRILLIC}${GREEK}]`,
  'u',
)

/** Scripts whose words need joiners or marks of direction. */
const NEEDS_MARKS =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}\p{Extended_Pictographic}\p{Regional_Indicator}]/u
const SELECTORS = '\\u180b-\\u180f\\ufe0e\\ufe0f'
const MARKS = new RegExp(`[\\u200c-\\u200f\\u061c${SELECTORS}]`, 'u')

/** In a name, by which programs tell things apart. */
export function disguiseInName(text: string): Disguise | undefined {
  const needsMarks = NEEDS_MARKS.test(text)
  const hidden = [...text.matchAll(INVISIBLE)]
    .map(([sign]) => sign)
    .find((sign) => !needsMarks || !MARKS.test(sign))
  if (hidden !== undefined) {
    const what = `${codeOf(hidden)}, which nobody sees`
    return { character: hidden, what, cleaned: text.replace(INVISIBLE, '') }
  }
  for (const [word] of text.matchAll(LETTERS)) {
    const other = LOOKALIKE.exec(word)?.[0]
    if (other === undefined || !LATIN.test(word) || NEITHER.test(word)) continue
    const script = CYRILLIC.includes(other) ? 'Cyrillic' : 'Greek'
    return {
      character: other,
      what: `${codeOf(other)}, a ${script} letter among Latin ones`,
      cleaned: undefined,
    }
  }
  return undefined
}

/** As many characters in a row as nobody needs; less than what a word takes that is hidden in them. */
const SHORT = '\\u200b-\\u200d\\u2060-\\u2064\\ufeff\\u180b-\\u180f\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}'
const HIDDEN_RUN = new RegExp(`[${SHORT}]{8,}`, 'u')

/** Flags of regions, the one use that is left for tags (Unicode, section 23.9). */
const FLAGS = /\u{1f3f4}[\u{e0020}-\u{e007e}]{1,8}\u{e007f}/gu
/** Whole flags, and single tags: one character is two of UTF-16. */
const TAGS = new RegExp(`${FLAGS.source}|[\\u{e0000}-\\u{e007f}]`, 'gu')
const TAG = /[\u{e0000}-\u{e007f}]/u
const OVERRIDE = /[\u202d\u202e]/u

/** In prose, where marks of direction and joiners have their place. */
export function disguiseInProse(text: string): Disguise | undefined {
  const tag = TAG.exec(text.replace(FLAGS, ''))?.[0]
  if (tag !== undefined) {
    const cleaned = text.replace(TAGS, (found) => (found.length > 2 ? found : ''))
    return { character: tag, what: `${codeOf(tag)}, a tag, in which a text can be hidden`, cleaned }
  }
  const run = HIDDEN_RUN.exec(text)?.[0]
  if (run !== undefined) {
    const [character = ''] = run
    const what = `${[...run].length} characters in a row that nobody sees, in which a text can be hidden`
    return { character, what, cleaned: text.replaceAll(run, '') }
  }
  const override =
    OVERRIDE.exec(text)?.[0] ??
    text
      .split(/\r?\n|\u2029/)
      .map(unclosed)
      .find((open) => open !== undefined)
  if (override === undefined) return undefined
  const what = `${codeOf(override)}, which shows what follows in another order than it has`
  return { character: override, what, cleaned: text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '') }
}

/** The first sign that changes the direction of a line and is not taken back on it (UAX #9, section 3.3.2). */
function unclosed(line: string): string | undefined {
  const open: string[] = []
  for (const [sign] of line.matchAll(/[\u202a\u202b\u202c\u2066-\u2069]/g)) {
    const ends = sign === '\u202c' ? /[\u202a\u202b]/ : sign === '\u2069' ? /[\u2066-\u2068]/ : undefined
    if (!ends) open.push(sign)
    else if (ends.test(open.at(-1) ?? '')) open.pop()
  }
  return open[0]
}

/** `U+202E` */
export function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** A text with every such character written out. */
export function writtenOut(text: string): string {
  return text.replace(INVISIBLE, (sign) => `<${codeOf(sign)}>`)
}

import { NOT_PLURAL, RUN_WORDS, WHOLE_WORDS } from './name-words.ts'

const WHOLE_FORMS: ReadonlySet<string> = new Set([...WHOLE_WORDS].flatMap((word) => [word, plural(word)]))

const KNOWN: ReadonlySet<string> = new Set([
  ...WHOLE_FORMS,
  ...[...RUN_WORDS].flatMap((word) => [word, plural(word)]),
])

/** First two letters of the known words, to give up early. */
const BEGINNINGS: ReadonlySet<string> = new Set([...KNOWN].map((word) => word.slice(0, 2)))

const LONGEST_WORD = Math.max(...[...KNOWN].map((word) => word.length))

/** One word of a name. */
export interface NameWord {
  /** Lower-case and in the singular. */
  readonly text: string
  readonly plural: boolean
}

/** How letters of some alphabet are told from the rest, and where words begin in a run of them. */
interface Alphabet {
  /** Runs of letters, and of digits. */
  readonly chunk: RegExp
  /** Borders inside a run of letters: `userId`, `APIKey`. The `s` of `URLs` belongs to the capitals before it. */
  readonly border: RegExp
}

const ASCII: Alphabet = {
  chunk: /[A-Za-z]+|[0-9]+/g,
  border: /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])/,
}

/** With the letters of U+00C0 to U+00FF. */
const LATIN: Alphabet = {
  chunk: /[A-Za-zÀ-ÖØ-öø-ÿ]+|[0-9]+/g,
  border: /(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ](?!s(?![a-zß-öø-ÿ]))[a-zß-öø-ÿ])/,
}

const ANY: Alphabet = {
  chunk: /[\p{L}\p{M}]+|\p{Nd}+/gu,
  border: /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}(?!s(?!\p{Ll}))\p{Ll})/u,
}

/** Longer runs are no names that a person writes; they are left whole. */
const LONGEST_RUN = 48

/**
 * Words of an identifier, lower-case and in the singular, whichever case style it is written in: `cardNumber`,
 * `card_number`, `Card-Numbers`, `CARDNUMBER` and `cardnumber` all give `card`, `number`. Digits are words of
 * their own (`line2` gives `line`, `2`; `OAuth2Token` gives `oauth`, `2`, `token`). Compatibility forms of
 * Unicode are folded (NFKC). A name without letters and digits gives no words.
 */
export function tokens(name: string): readonly string[] {
  return remember(name).texts
}

interface Remembered {
  readonly words: readonly NameWord[]
  readonly texts: readonly string[]
}

/** A description says the same few names again and again, so their words are remembered. */
const remembered = new Map<string, Remembered>()
const REMEMBERED_AT_MOST = 20_000
const LONGEST_REMEMBERED = 100

/** Words of an identifier, see {@link tokens}, knowing which were plurals. */
export function nameWords(name: string): readonly NameWord[] {
  return remember(name).words
}

function remember(name: string): Remembered {
  let known = remembered.get(name)
  if (!known) {
    const words = split(name)
    known = { words, texts: words.map(({ text }) => text) }
    if (remembered.size >= REMEMBERED_AT_MOST) remembered.clear()
    if (name.length <= LONGEST_REMEMBERED) remembered.set(name, known)
  }
  return known
}

function split(name: string): readonly NameWord[] {
  const pieces: string[] = []
  const folded = alphabetOf(name) === ANY ? name.normalize('NFKC') : name
  for (const chunk of folded.match(alphabetOf(folded).chunk) ?? []) pieces.push(...piecesOf(chunk))
  return joinWhole(pieces).map(toWord)
}

/** Regular expressions with Unicode properties take milliseconds to compile; most runs never need them. */
function alphabetOf(text: string): Alphabet {
  if (/^[\x20-\x7e]*$/.test(text)) return ASCII
  return /^[\x20-\x7eÀ-ÖØ-öø-ÿ]*$/.test(text) ? LATIN : ANY
}

/** Names differ more than the runs of letters that they are made of. */
const knownPieces = new Map<string, readonly string[]>()

function piecesOf(chunk: string): readonly string[] {
  let pieces = knownPieces.get(chunk)
  if (!pieces) {
    pieces = splitChunk(chunk)
    if (knownPieces.size >= REMEMBERED_AT_MOST) knownPieces.clear()
    if (chunk.length <= LONGEST_REMEMBERED) knownPieces.set(chunk, pieces)
  }
  return pieces
}

/** A run of letters is read as known words first, so that its case cannot matter: `APIkey`. */
function splitChunk(chunk: string): readonly string[] {
  const lower = chunk.toLowerCase()
  const known = runWords(lower)
  if (known) return known
  const parts = chunk.split(alphabetOf(chunk).border)
  if (parts.length === 1) return [lower]
  return parts.flatMap((part) => runWords(part.toLowerCase()) ?? [part.toLowerCase()])
}

/** The fewest known words of which a run consists from end to end; undefined when it does not. */
function runWords(run: string): readonly string[] | undefined {
  if (KNOWN.has(run)) return [run]
  if (run.length > LONGEST_RUN) return undefined
  const best: (readonly string[] | undefined)[] = [[]]
  for (let start = 0; start < run.length; start++) {
    const before = best[start]
    if (!before || !BEGINNINGS.has(run.slice(start, start + 2))) continue
    for (let end = start + 2; end <= Math.min(run.length, start + LONGEST_WORD); end++) {
      const word = run.slice(start, end)
      const known = best[end]
      if (KNOWN.has(word) && (!known || before.length + 1 < known.length)) best[end] = [...before, word]
    }
  }
  return best[run.length]
}

/** `pass`, `word` is `password`; `e`, `mail` is `email`. */
function joinWhole(pieces: readonly string[]): readonly string[] {
  const joined: string[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (last !== undefined && WHOLE_FORMS.has(last + piece)) joined[joined.length - 1] = last + piece
    else joined.push(piece)
  }
  return joined
}

function toWord(piece: string): NameWord {
  const text = singular(piece)
  return { text, plural: text !== piece }
}

/** Takes a plural ending off an English word; what does not look like a plural stays. */
function singular(word: string): string {
  if (word.length < 3 || !/(?<![suia])s$/.test(word) || NOT_PLURAL.has(word)) return word
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`
  if (/(?:ss|tus|rus|nus|x|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.slice(0, -1)
}

function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(?:s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`
}

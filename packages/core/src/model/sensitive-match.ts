import type { NameWord } from './names.ts'
import {
  COMMAND_FIRST,
  DERIVED,
  LABEL_BEFORE,
  NEUTRAL_AFTER,
  NEUTRAL_AFTER_CREDENTIAL,
  PREPOSITION_AFTER,
  PREPOSITION_BEFORE,
  PUBLIC_BEFORE,
  QUESTION_BEFORE,
} from './sensitive-context.ts'
import { LONGEST_TERM, SENSITIVE_TERMS, type SensitiveTerm } from './sensitive-terms.ts'

interface Match {
  readonly term: SensitiveTerm
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly plural: boolean
}

/** What has more words is no name that a person writes, and would take long to judge. */
export const MOST_WORDS = 32

/** By the words of a name; `nameWords` gives the same list for the same name. */
const recognised = new WeakMap<readonly NameWord[], { readonly term: SensitiveTerm | undefined }>()

/** The term that a name ends in, with the confidence that its context leaves; undefined when it is something else. */
export function recognise(words: readonly NameWord[]): SensitiveTerm | undefined {
  let known = recognised.get(words)
  if (!known) {
    known = { term: judge(words) }
    recognised.set(words, known)
  }
  return known.term
}

function judge(words: readonly NameWord[]): SensitiveTerm | undefined {
  if (words.length > MOST_WORDS) return undefined
  const match = findTerm(words) ?? findTerm(withoutDigits(words)) ?? findTerm(headPhrase(words))
  if (!match || isSomethingElse(match)) return undefined
  const { term, before, after, plural } = match
  const doubtful =
    before.some((word) => term.doubtful.has(word)) ||
    [...before, ...after].some((word) => DERIVED.has(word)) ||
    (plural && term.dataClass === 'credential')
  return doubtful ? { ...term, confidence: 'likely' } : term
}

/** The longest term that is the head of the name: nothing but neutral words come after it. */
function findTerm(words: readonly NameWord[]): Match | undefined {
  for (let end = words.length; end > 0; end--) {
    for (let start = Math.max(0, end - LONGEST_TERM); start < end; start++) {
      const term = SENSITIVE_TERMS.get(textOf(words.slice(start, end)).join(''))
      if (!term) continue
      const after = textOf(words.slice(end))
      if (!after.every((word) => isNeutral(word, term))) continue
      return { term, before: textOf(words.slice(0, start)), after, plural: words[end - 1]?.plural ?? false }
    }
    if (!isNeutral(words[end - 1]?.text ?? '')) return undefined
  }
  return undefined
}

/** True when the word may follow the term without changing what the name is; without `term`, any term. */
export function isNeutral(word: string, term?: SensitiveTerm): boolean {
  if (isDigits(word) || NEUTRAL_AFTER.has(word)) return true
  return (!term || term.dataClass === 'credential') && NEUTRAL_AFTER_CREDENTIAL.has(word)
}

function isSomethingElse({ term, before, plural }: Match): boolean {
  const first = before[0]
  const last = before.at(-1)
  if (plural && term.singular) return true
  if (first !== undefined && COMMAND_FIRST.has(first)) return true
  if (term.after && (last === undefined || !term.after.has(last))) return true
  if (term.only && !before.every((word) => term.only?.has(word))) return true
  return before.some(
    (word) =>
      term.unless.has(word) ||
      QUESTION_BEFORE.has(word) ||
      PUBLIC_BEFORE.has(word) ||
      LABEL_BEFORE.has(word) ||
      PREPOSITION_BEFORE.has(word),
  )
}

/** `token for device`: the noun is what stands before the preposition. */
function headPhrase(words: readonly NameWord[]): readonly NameWord[] {
  const at = words.findIndex((word, index) => index > 0 && PREPOSITION_AFTER.has(word.text))
  return at < 0 ? [] : words.slice(0, at)
}

function withoutDigits(words: readonly NameWord[]): readonly NameWord[] {
  return words.some((word) => isDigits(word.text)) ? words.filter((word) => !isDigits(word.text)) : []
}

function isDigits(word: string): boolean {
  return /^[0-9]+$/.test(word) || (!/^[\x20-\x7e]*$/.test(word) && /^\p{Nd}+$/u.test(word))
}

function textOf(words: readonly NameWord[]): readonly string[] {
  return words.map((word) => word.text)
}

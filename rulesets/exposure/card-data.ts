import { type Property, tokens } from '@specward/core'
import { inText } from '../wording.ts'
import { isSaidToBeHidden } from './returned.ts'

/** What stands on a payment card or in it. */
export type CardDatum = 'number' | 'code' | 'PIN' | 'track'

/** Terms of the classifier that are card data whatever stands beside them. */
const TERMS: Readonly<Record<string, CardDatum>> = {
  'card number': 'number',
  'card track data': 'track',
}

/** Words that stand for nothing but the code on a card, or its PIN. */
const CODES: ReadonlySet<string> = new Set(['cvv', 'cvc', 'cvn', 'cvv2', 'cvc2', 'cid'])

const CARD: ReadonlySet<string> = new Set(['card', 'atm'])

/** Part of every name that can mean one; most properties need not be looked at any further. */
const LIKELY = /card|cc|cv[cnv]|pan|pin|primary.?account|security.?code|track|mag(?:netic|stripe)/i

/** Which card datum a property holds by its name; undefined where the name leaves a doubt. */
export function cardDatumOf(property: Property): CardDatum | undefined {
  const { name } = property
  if (!LIKELY.test(name)) return undefined
  const { sensitivity } = property
  if (!sensitivity || sensitivity.by === 'policy') return undefined
  const { term } = sensitivity
  // an album has a second track as well
  const isCertain = sensitivity.confidence === 'certain' || (term === 'card track data' && isOfCard(property))
  if (!isCertain) return undefined
  if (Object.hasOwn(TERMS, term)) return TERMS[term]
  const words = tokens(name)
  if (term === 'card security code')
    return words.some((word) => CODES.has(word) || CARD.has(word)) ? 'code' : undefined
  return term === 'PIN' && words.some((word) => CARD.has(word)) ? 'PIN' : undefined
}

/** True where other data of a card stand beside it, or where the name of what holds it speaks of one. */
function isOfCard({ owner, name: own }: Property): boolean {
  if (tokens(owner.name ?? '').includes('card') || tokens(own).includes('card')) return true
  return owner.properties.some(({ name, sensitivity }) => {
    if (name === own || sensitivity === undefined) return false
    return /^card |^PIN$/.test(sensitivity.term) && sensitivity.term !== 'card track data'
  })
}

/** Cards that buy nothing: PCI DSS is about payment cards. */
const OTHER_CARDS =
  /\b(?:gift|loyalty|membership|member|library|sim|fuel|id|identity|health|insurance|student|business|transit|travel|stored|voucher|reward|points?)\b/i

/** Says that not all digits are there, or not the digits at all. */
const CUT =
  /\b(?:mask|redact|truncat|tokeni[sz]|obfuscat|encrypt|hash|surrogate|alias|placeholder|last (?:4|four|few)|first (?:6|six)|partial|(?:4|four) digits)/i

/** Digits of the shortest card number (ISO/IEC 7812). */
const SHORTEST = 12

/** Digits of the longest. */
const LONGEST = 19

/** A pattern with asterisks or `X` in it, or of four digits alone. */
const CUT_PATTERN = /\\\*|\[[^\][*•]{0,40}[*•][^\][]{0,40}\]|[xX](?:[{+]|[xX])|^\^?(?:\\d|\[0-9\])\{4\}\$?$/

/** Characters of a card number that is cut, spaces included. */
const LONGEST_CUT = 40

/** True where the description shows that what is there is not the whole datum. */
export function isCut(property: Property, datum: CardDatum): boolean {
  if (isSaidToBeHidden(property)) return true
  const { schema, node, owner, name } = property
  const texts = [...new Set([node, schema.node])].flatMap((each) => [
    each.child('description')?.string ?? '',
    each.child('title')?.string ?? '',
  ])
  const words = tokens(`${owner.name ?? ''} ${name}`).join(' ')
  if ([...texts, words].some((text) => OTHER_CARDS.test(text))) return true
  if (datum !== 'number') return false
  if ([...texts, words].some((text) => CUT.test(text))) return true
  const lengths = schema.all('maxLength').map(({ value }) => value)
  if (lengths.some((length) => typeof length === 'number' && length < SHORTEST)) return true
  if (schema.all('pattern').some(({ string = '' }) => CUT_PATTERN.test(string))) return true
  const listed = schema.all('examples').flatMap((list) => [...list.children()])
  return [...schema.all('example'), ...listed].some(({ value }) => isCutNumber(value))
}

const WHOLE = /\b(?:full|whole|complete|entire|unmasked|plain|clear ?text)\b/i

/** True where the description or the name shows that all digits are there. */
export function isShownWhole({ schema, node, name }: Property): boolean {
  if (WHOLE.test(tokens(name).join(' '))) return true
  const numbers = (key: string) => schema.all(key).map(({ value }) => value)
  if (numbers('minLength').some((length) => typeof length === 'number' && length >= SHORTEST)) return true
  if (numbers('maxLength').some((length) => length === 16 || length === LONGEST)) return true
  if (schema.all('pattern').some(({ string = '' }) => LONG_PATTERN.test(string))) return true
  const texts = [node, schema.node].map((each) => each.child('description')?.string ?? '')
  if (texts.some((text) => WHOLE.test(text))) return true
  const listed = schema.all('examples').flatMap((list) => [...list.children()])
  return [...schema.all('example'), ...listed].some(({ value }) =>
    /^(?:\d[ -]?){12,19}$/.test(String(typeof value === 'object' ? '' : value).slice(0, LONGEST_CUT)),
  )
}

/** Of twelve digits or more, written as a number of repetitions. */
const LONG_PATTERN = /(?:\\d|\[0-9\])\{1[2-9](?:,\d{0,2})?\}/

/** `**** 1111`, `411111xxxxxx1111`, `1111`. */
function isCutNumber(value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false
  const text = inText(value)
  if (text.length > LONGEST_CUT) return false
  return /[*•#xX.]{3,}[ -]?\d{2,4}$/.test(text) || /^\d{4}$/.test(text)
}

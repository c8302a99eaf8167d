import type { Model, Node, Operation } from '@specward/core'
import { responseHeader } from '../headers.ts'
import { inText } from '../wording.ts'

/** Names of extensions that tell when something ends: `x-sunset`, `x-removal-date`, `x-deprecation.date`. */
const EXTENSION = /^x-.*(?:sunset|deprecat|remov|retire|end-of-life|eol|shutdown)/i

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'

/** `2027-01-31`, `31 January 2027`, `January 31, 2027`, `January 2027`, `Q3 2027`. */
const DATE = new RegExp(
  `\\b\\d{4}-\\d{2}(?:-\\d{2})?\\b|\\b(?:\\d{1,2}(?:st|nd|rd|th)? )?${MONTH}\\.?(?: \\d{1,2}(?:st|nd|rd|th)?,?)? \\d{4}\\b|\\bq[1-4][ /-]\\d{4}\\b`,
  'i',
)

/** Words of a sentence that tells when something ends. */
const ENDS =
  /\b(?:sunset|removed?|removal|retired?|retirement|end[- ]of[- ]life|eol|shut ?down|shut(?:ting)? off|switched off|turned off|discontinued?|no longer (?:be )?(?:available|supported|served)|unavailable|stop(?:s|ped)? working|deprecated)\b/i

/** A version in which something goes: "will be removed in v3". */
const IN_VERSION =
  /\b(?:removed?|removal|dropped|gone|retired?)\b[^.]{0,80}\b(?:in|with|by)\b[^.]{0,40}\bv(?:ersion)? ?\d/i

/** Characters of a sentence that are read. */
const LONGEST_SENTENCE = 300

/** What an operation that is deprecated says of its end: when it is, or a node that was to say it and tells no day. */
export function endSaid(operation: Operation, model: Model): 'told' | 'untold' | Node {
  const { responses, description = '', summary = '' } = operation
  const isSent = responses.some(
    ({ response }) => response && ['sunset', 'deprecation'].some((name) => responseHeader(response, name)),
  )
  const extensions = extensionsOf(operation, model)
  if (isSent || extensions.some((node) => tellsEnd(node))) return 'told'
  const sentences = sentencesOf(`${summary}. ${description}`)
  if (sentences.some((each) => IN_VERSION.test(each) || (ENDS.test(each) && DATE.test(each)))) return 'told'
  return extensions.find(isLost) ?? (extensions.length > 0 ? 'told' : 'untold')
}

/** When an operation was to end, as far as a machine can tell: the day, or none, and where it is written. */
export function endOf(
  operation: Operation,
  model: Model,
): { day: string | undefined; node: Node } | undefined {
  const values = operation.responses.flatMap(({ response }) =>
    response ? (responseHeader(response, 'sunset')?.values ?? []) : [],
  )
  const ends = extensionsOf(operation, model).filter(({ key }) => !/deprecat/i.test(key))
  let lost: Node | undefined
  for (const node of [...ends, ...values]) {
    const day = dayOf(node.value)
    if (day !== undefined) return { day, node }
    if (ends.includes(node) && isLost(node) && !tellsEnd(node)) lost ??= node
  }
  return lost && { day: undefined, node: lost }
}

function extensionsOf({ node }: Operation, model: Model): readonly Node[] {
  const operation = model.resolve(node) ?? node
  return [...operation.children()].filter(({ key }) => EXTENSION.test(key))
}

/** A day, a month, a quarter, or the version in which it goes. */
function tellsEnd({ value }: Node): boolean {
  if (dayOf(value) !== undefined) return true
  if (typeof value !== 'string') return false
  return (
    [...value.matchAll(new RegExp(DATE, 'gi'))].some(([date]) => isMonth(date)) ||
    /\bv(?:ersion)? ?\d|^\d+\.\d+\.\d+$/i.test(value)
  )
}

/** `2027-01` and `2027-01-31`, but not `2020-13-45`; other dates name their month. */
function isMonth(date: string): boolean {
  const [, year, month, day = '01'] = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(date) ?? []
  return year === undefined || toDay(year, month ?? '', day) !== undefined
}

/** A value that stands where the day was to be, and is none. Objects and lists are not read. */
function isLost({ key, value }: Node): boolean {
  if (!/sunset|remov|retire|end-of-life|eol|shutdown/i.test(key)) return false
  return typeof value === 'string' || typeof value === 'number'
}

/** `2027-01-31` of a date as ISO 8601 or HTTP (RFC 9110, section 5.6.7) writes it, of `31.12.2027`, and of a Unix time. */
function dayOf(value: unknown): string | undefined {
  if (typeof value === 'number') return ofUnixTime(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (/^\d{9,13}$/.test(text)) return ofUnixTime(Number(text))
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/.exec(text)
  if (iso) return toDay(iso[1] ?? '', iso[2] ?? '', iso[3] ?? '')
  const local = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})$/.exec(text)
  if (local) return ofLocal(local)
  if (!/^(?:mon|tue|wed|thu|fri|sat|sun), \d{2} [a-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/i.test(text))
    return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10)
}

/** Seconds or milliseconds since 1970; what would be before 2001 or after 2100 is no time. */
function ofUnixTime(time: number): string | undefined {
  const milliseconds = time < 1e11 ? time * 1000 : time
  if (!Number.isSafeInteger(time) || milliseconds < 978_307_200_000 || milliseconds > 4_102_444_800_000)
    return undefined
  return new Date(milliseconds).toISOString().slice(0, 10)
}

/** `31.12.2027` has its day first; with slashes that is known only where the other is no month. */
function ofLocal([, one = '', sign, other = '', year = '']: RegExpExecArray): string | undefined {
  if (sign === '.' || one === other || Number(one) > 12) return toDay(year, other, one)
  return Number(other) > 12 ? toDay(year, one, other) : undefined
}

/** A day that the calendar has. */
function toDay(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : undefined
}

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s|\n{2}/).map((sentence) => sentence.slice(0, LONGEST_SENTENCE))
}

/** A value as a message can show it. */
export function shortened({ value }: Node): string {
  const text = inText(value)
  return `\`${text.length > 40 ? `${text.slice(0, 40)}…` : text}\``
}

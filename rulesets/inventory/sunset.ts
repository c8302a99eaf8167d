import type { Model, Node, Operation } from '@specward/core'
import { responseHeader } from '../headers.ts'

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
  /\b(?:removed?|removal|dropped|gone|retired?)\b[^.]*\b(?:in|with|by)\b[^.]*\bv(?:ersion)? ?\d/i

/** Whether an operation that is deprecated says until when it is served: by header fields, an extension, or in words. */
export function saysUntilWhen(operation: Operation, model: Model): boolean {
  const { responses, description = '', summary = '' } = operation
  const isSent = responses.some(
    ({ response }) => response && ['sunset', 'deprecation'].some((name) => responseHeader(response, name)),
  )
  if (isSent || extensionsOf(operation, model).length > 0) return true
  const text = `${summary}. ${description}`
  return IN_VERSION.test(text) || sentencesOf(text).some((each) => ENDS.test(each) && DATE.test(each))
}

/** When an operation was to end, as far as a machine can tell: the day, and where it is written. */
export function endOf(operation: Operation, model: Model): { day: string; node: Node } | undefined {
  const values = operation.responses.flatMap(({ response }) =>
    response ? (responseHeader(response, 'sunset')?.values ?? []) : [],
  )
  const ends = extensionsOf(operation, model).filter(({ key }) => !/deprecat/i.test(key))
  for (const node of [...ends, ...values]) {
    const day = node.string === undefined ? undefined : dayOf(node.string)
    if (day !== undefined) return { day, node }
  }
  return undefined
}

function extensionsOf({ node }: Operation, model: Model): readonly Node[] {
  const operation = model.resolve(node) ?? node
  return [...operation.children()].filter(({ key }) => EXTENSION.test(key))
}

/** `2027-01-31` of a date as ISO 8601 or HTTP (RFC 9110, section 5.6.7) writes it. */
function dayOf(text: string): string | undefined {
  const iso = /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:$|[T ])/.exec(text.trim())?.[1]
  if (iso !== undefined) return iso
  if (!/^(?:mon|tue|wed|thu|fri|sat|sun), \d{2} [a-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/i.test(text.trim()))
    return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10)
}

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+|\n{2,}/)
}

import { groupBy } from '../group.ts'
import { type AttestationSettings, DEFAULT_ATTESTATION_SETTINGS } from '../policy/attestation-settings.ts'
import { daysBetween, inDays } from '../policy/days.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import { shellWord } from '../policy/shell-word.ts'
import type { Attestation } from './attestations.ts'
import { askedOf, type PartChange, stateOf } from './attested.ts'
import type { Control } from './catalogue.ts'
import type { Facets } from './facets.ts'

/** Names of parts that are told one by one. */
const MOST_NAMED = 4

/** What the attestations about one document are held against. */
export interface NoticeContext {
  readonly controls: ReadonlyMap<string, Control>
  readonly facets: Facets
  readonly today: string | undefined
  readonly settings: AttestationSettings | undefined
  /** What the document is called on the command line. */
  readonly name: string
}

/**
 * What is to be told about the attestations for a document: answers that are over or soon will be, and those that are
 * about something that has changed. Where another answer has taken the place of one, nothing is.
 */
export function attestationNotices(
  attestations: readonly Attestation[],
  context: NoticeContext,
): readonly PolicyNotice[] {
  const { controls, facets, today } = context
  return [...groupBy(attestations, (each) => each.control)].flatMap(([id, list]) => {
    const control = controls.get(id)
    if (!control) return []
    const isAnswered = askedOf(control, list, facets, [], today).state === 'answered'
    return list.flatMap((each) => noticeOf(each, control, isAnswered, context) ?? [])
  })
}

/** Whether an answer holds for more days than the policy of its document allows. */
export function isTooLong({ date, validUntil }: Attestation, { longest }: AttestationSettings): boolean {
  return daysBetween(date, validUntil) > longest
}

export function tooLongNotice(
  { control, documentName, date, validUntil, uri, span }: Attestation,
  { longest }: AttestationSettings,
): PolicyNotice {
  const days = daysBetween(date, validUntil)
  const message = `The attestation for \`${control}\` of \`${documentName}\` answers nothing. It holds for ${days} days, and the policy allows ${longest} (\`attestations.longest\`): answer again sooner, with a \`validUntil\` that is nearer.`
  return { code: 'attestation-incomplete', severity: 'error', message, uri, span }
}

function noticeOf(
  attestation: Attestation,
  control: Control,
  isAnswered: boolean,
  { facets, today, settings = DEFAULT_ATTESTATION_SETTINGS, name }: NoticeContext,
): PolicyNotice | undefined {
  const { operations, by, date, validUntil, uri, span } = attestation
  const { state, parts, change } = stateOf(attestation, control, facets, today)
  const notice = (code: PolicyNotice['code'], severity: PolicyNotice['severity'], message: string) => ({
    ...{ code, severity, message, uri, span },
  })
  const answer = `The answer to ${control.id} for \`${name}\` (${by}, ${date})`
  const again = `The question: ${control.question} Look again, and record it: ${commandFor(attestation, name)}`
  if (operations && parts.length === 0) {
    const which = operations.map((each) => `\`${each}\``).join(', ')
    const text = `${answer} is about ${which}, and it is asked of no such operation. Correct the operations, or remove the entry.`
    return notice('attestation-incomplete', 'error', text)
  }
  if (state === 'changed' && change) {
    const text = `${answer} no longer holds: ${changeText(change, control)} ${again}`
    return isAnswered ? undefined : notice('attestation-changed', settings.outdated, text)
  }
  if (state === 'expired') {
    const text = `${answer} ended on ${validUntil}. ${again}`
    return isAnswered ? undefined : notice('attestation-expired', settings.outdated, text)
  }
  if (today === undefined) {
    const text = `Whether the answer has ended (${validUntil}) was not checked: the date is not known here. ${answer}.`
    return notice('attestation-unchecked', 'warn', text)
  }
  const days = daysBetween(today, validUntil)
  if (days > settings.endsSoon) return undefined
  return notice('attestation-ends-soon', 'warn', `${answer} ends ${inDays(days)}, on ${validUntil}. ${again}`)
}

/** The command that records a new answer in the place of one. */
function commandFor({ control, operations = [] }: Attestation, name: string): string {
  const scope = operations.map((each) => ` --operations ${shellWord(each)}`).join('')
  return `\`specward attest ${control} --document ${shellWord(name)}${scope} --by '<name>'\`.`
}

const ABOUT: Readonly<Partial<Record<Control['covers'], string>>> = {
  servers: 'the servers',
  schemes: 'the security schemes',
  access: 'who may call which operation',
  operations: 'the operations',
  writes: 'the operations that change something',
  objects: 'the operations that name an object',
  administration: 'the operations for administrators',
  credentials: 'the operations that handle credentials',
  data: 'the sensitive fields',
  outgoing: 'what is sent out',
  versions: 'the versions',
  parts: 'what the description is made of',
  document: 'the description',
}

/** What has changed: `DELETE /users/{id}` is new since. */
function changeText({ added, removed, changed, isOtherVersion }: PartChange, { covers }: Control): string {
  if (isOtherVersion) return 'it was recorded by a version of Specward that looked at other things.'
  const facts = [
    ...told(added, 'is new since', 'are new since'),
    ...told(changed, 'has changed since', 'have changed since'),
    ...told(removed, 'is gone', 'are gone'),
  ]
  const about = ABOUT[covers] ?? 'what it is about'
  return facts.length === 0 ? `${about} changed since.` : `${facts.join('; ')}.`
}

function told(names: readonly string[], one: string, several: string): readonly string[] {
  if (names.length === 0) return []
  const shown = names.slice(0, MOST_NAMED).map((name) => `\`${name}\``)
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''
  return [`${shown.join(', ')}${more} ${names.length === 1 ? one : several}`]
}

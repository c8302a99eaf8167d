import { addTo } from '../../group.ts'
import { RULE_STATES } from '../assessed-words.ts'
import type { AssessedControl, AssessedDocument, AssessedFinding, ControlAnswer } from '../assessment.ts'
import { encodeUri } from '../uri-text.ts'
import { endOf, markup, propsOf, referenceTo, some, startOf, token } from './values.ts'

/** What observations need to know beside the document. */
export interface ObservationContext {
  readonly date: string
  /** Component that stands for the API, and the one that stands for the tool. */
  readonly subject: string
  readonly tool: string
  /** UUID of something of this result by its name. */
  id(...name: readonly string[]): string
  /** UUID of a person who has answered. */
  party(name: string): string
}

/** What a rule found, once for each finding however many controls it speaks against. */
export function findingObservation(finding: AssessedFinding, context: ObservationContext) {
  const { ruleId, severity, message, fingerprint, operations, pointer, suppressed, inPolicy } = finding
  return {
    ...examined(context, findingId(finding, context)),
    title: markup(ruleId),
    description: markup(message),
    ...propsOf({
      rule: ruleId,
      severity,
      fingerprint,
      pointer,
      operations: operations.length > 0 && operations.length <= 20 ? operations.join(', ') : undefined,
      'operation-count': String(operations.length),
      accepted: suppressed ? 'true' : undefined,
      'asked-by': inPolicy ? undefined : 'assessment',
    }),
    types: ['finding'],
    'relevant-evidence': [evidenceAt(finding)],
  }
}

export function findingId({ fingerprint, file }: AssessedFinding, context: ObservationContext): string {
  return context.id('observation', 'finding', file, fingerprint)
}

/** What the rules of a control looked at: that somebody looked is evidence as well. */
export function lookObservation(control: AssessedControl, context: ObservationContext) {
  const told = control.rules.map(({ id, state, judged, undecided }) => {
    const open = undecided > 0 ? `, ${undecided} undecided` : ''
    return state === 'judged' ? `${id}: ${judged} judged${open}` : `${id}: ${RULE_STATES[state]}`
  })
  return {
    ...examined(context, lookId(control, context)),
    title: markup(`What looked at ${control.id}`),
    description: markup(told.join('; ')),
    types: ['control-objective'],
  }
}

export function lookId({ id }: AssessedControl, context: ObservationContext): string {
  return context.id('observation', 'rules', id)
}

/** What could not be decided, by reason. */
export function undecidedObservations(
  control: AssessedControl,
  { undecided }: AssessedDocument,
  context: ObservationContext,
) {
  const reasons = new Map<string, string[]>()
  for (const index of control.undecided) {
    const each = undecided[index]
    if (!each) continue
    addTo(reasons, each.because, `${each.file}:${each.range.start.line}`)
  }
  return [...reasons].map(([because, places]) => ({
    ...examined(context, context.id('observation', 'undecided', control.id, because)),
    title: markup(`Undecided for ${control.id}`),
    description: markup(`${because} (${places.slice(0, 20).join(', ')}${moreThan(places, 20)})`),
    types: ['discovery'],
  }))
}

function moreThan(places: readonly string[], shown: number): string {
  return places.length > shown ? ` and ${places.length - shown} more` : ''
}

/** What a person has answered, valid or not. */
export function answerObservation(
  control: AssessedControl,
  answer: ControlAnswer,
  context: ObservationContext,
) {
  return {
    uuid: answerId(control, answer, context),
    title: markup(`Answer to ${control.id}: ${answer.answer}`),
    description: markup(control.question?.text ?? control.title),
    ...propsOf({ answer: answer.answer, state: answer.state, comment: answer.comment }),
    methods: ['INTERVIEW'],
    types: ['control-objective'],
    origins: [{ actors: [{ type: 'party', 'actor-uuid': context.party(answer.by) }] }],
    subjects: [{ 'subject-uuid': context.subject, type: 'component' }],
    ...some('relevant-evidence', answer.evidence === '' ? [] : [evidenceOf(answer.evidence)]),
    collected: startOf(answer.date),
    expires: endOf(answer.validUntil),
  }
}

export function answerId(
  control: AssessedControl,
  { by, date, file, range }: ControlAnswer,
  context: ObservationContext,
): string {
  const line = range ? `${range.start.line}:${range.start.column}` : ''
  return context.id('observation', 'answer', control.id, by, date, file, line)
}

function examined(context: ObservationContext, uuid: string) {
  return {
    uuid,
    methods: ['EXAMINE'],
    origins: [{ actors: [{ type: 'tool', 'actor-uuid': context.tool }] }],
    subjects: [{ 'subject-uuid': context.subject, type: 'component' }],
    collected: startOf(context.date),
  }
}

function evidenceAt({ file, range }: AssessedFinding) {
  const { line, column } = range.start
  return { href: `${referenceTo(file)}#L${line}`, description: markup(`${file}:${line}:${column}`) }
}

function evidenceOf(text: string) {
  const isLink = /^https?:\/\/\S+$/i.test(text)
  return { ...(isLink ? { href: encodeUri(text) } : {}), description: markup(text) }
}

/** Id of the objective that a control is. */
export function objectiveOf({ id }: AssessedControl): string {
  return `${token(id)}_obj`
}

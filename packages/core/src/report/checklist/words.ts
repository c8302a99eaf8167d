import { shellWord } from '../../policy/shell-word.ts'
import type { AssessedDocument, ControlAnswer, ControlQuestion } from '../assessment.ts'
import { count, locationOf } from '../page.ts'
import type { ReportFinding } from '../report.ts'
import { type ControlView, countsOf, type DocumentView, STANDING_WORDS } from './view.ts'

/** `Orders 1.0.0`; the name of the file where the description has no title. */
export function nameOf({ title, apiVersion, file }: AssessedDocument): string {
  return title === '' ? file : `${title} ${apiVersion}`.trim()
}

/** `2 fail, 30 open, 12 pass`. */
export function countsText(controls: readonly ControlView[]): string {
  return countsOf(controls)
    .map(([standing, number]) => `${number} ${STANDING_WORDS[standing]}`)
    .join(', ')
}

/** In a few sentences: whether it can be signed, and what keeps it. */
export function verdictOf({ controls, document }: DocumentView): string {
  const number = (standing: ControlView['standing']): number =>
    controls.filter((view) => view.standing === standing).length
  const left = [
    number('fail') > 0 ? `${count(number('fail'), 'control')} broken` : '',
    number('open') > 0 ? `${number('open')} open` : '',
    number('review') > 0 ? `${number('review')} for a person to review` : '',
  ].filter((each) => each !== '')
  const accepted = number('accepted')
  const sentences = [
    left.length === 0
      ? 'Nothing is left to do: it can be signed.'
      : `It cannot be signed yet: ${left.join(', ')}.`,
    accepted > 0 ? `${count(accepted, 'control')} broken and accepted.` : '',
    document.complete ? '' : 'Something of the description could not be judged.',
  ]
  return sentences.filter((each) => each !== '').join(' ')
}

/** Who may call the operations, in numbers; '' where there are none. */
export function exposureText({ exposure }: AssessedDocument): string {
  const words = {
    anyone: 'anyone',
    optional: 'anyone, or with more rights',
    unknown: 'not known',
    authenticated: 'authenticated callers',
  }
  return (['anyone', 'optional', 'unknown', 'authenticated'] as const)
    .map((callers) => [exposure.filter((each) => each.callers === callers).length, words[callers]] as const)
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${count(number, 'operation')}: ${word}`)
    .join('; ')
}

/** `accepted by Kim Rowe until 2027-01-31: no longer in use`. */
export function acceptanceText({ suppressed }: ReportFinding): string {
  if (!suppressed) return ''
  const { owner, expires, reason, file, range } = suppressed
  const by = owner === undefined ? '' : ` by ${owner}`
  const until = expires === undefined ? '' : ` until ${expires}`
  return `accepted${by}${until}: ${reason} (${placeOf({ file, range })})`
}

/** `openapi.yaml:12`. */
export function placeOf(at: {
  readonly file: string
  readonly range?: ReportFinding['range'] | undefined
}): string {
  return at.range ? `${at.file}:${at.range.start.line}` : locationOf({ file: at.file })
}

const ANSWER_STATES: Readonly<Record<ControlAnswer['state'], string>> = {
  valid: 'holds',
  changed: 'no longer holds: what it was about has changed',
  expired: 'no longer holds: it is over',
}

/** `yes, by Dana Fields on 2027-01-31, until 2027-07-30; evidence: https://…`. */
export function answerText({ answer, by, date, validUntil, evidence, comment }: ControlAnswer): string {
  const shown = evidence === '' ? '' : `; evidence: ${evidence}`
  const said = comment === undefined ? '' : `; ${comment}`
  const word = answer === 'not-applicable' ? 'not applicable' : answer
  return `${word}, by ${by} on ${date}, until ${validUntil}${shown}${said}`
}

export function answerState({ state }: ControlAnswer): string {
  return ANSWER_STATES[state]
}

/** True where a person still has to answer: nobody has, or no longer. */
export function isAsked({ control, standing }: ControlView): boolean {
  const { question } = control
  return question !== null && question.state !== 'answered' && standing !== 'notApplicable'
}

/** The command that records an answer. */
export function attestCommand(control: ControlView, { file }: AssessedDocument): string {
  const { question, told, id } = control.control
  const narrowed = told === 'description' ? (question?.operations ?? []) : []
  const scope = narrowed.map((label) => ` --operations ${shellWord(label)}`).join('')
  return `specward attest ${id} --document ${shellWord(file)}${scope} --answer yes --by '<name>' --evidence '<link>'`
}

/** The operations that a question is about, as far as they are named; '' where it is about the whole. */
export function operationsText({ operations }: ControlQuestion, most: number): string {
  if (operations.length === 0) return ''
  const shown = operations.slice(0, most).map((label) => `\`${label}\``)
  const more = operations.length > most ? ` and ${operations.length - most} more` : ''
  return `${shown.join(', ')}${more}`
}

import { standingCounts } from '../../assess/standing.ts'
import { count } from '../../count.ts'
import { shellWord } from '../../policy/shell-word.ts'
import { ANSWER_WORDS } from '../assessed-words.ts'
import type { AssessedDocument, ControlAnswer, ControlQuestion, Standing } from '../assessment.ts'
import { locationOf } from '../page.ts'
import type { ReportFinding } from '../report.ts'
import { type ControlView, type DocumentView, STANDING_WORDS } from './view.ts'

/** `2 fail, 30 open, 12 pass`. */
export function countsText(controls: readonly ControlView[]): string {
  return standingCounts(controls.map(({ control }) => control))
    .map(([standing, number]) => `${number} ${STANDING_WORDS[standing]}`)
    .join(', ')
}

/** In a few sentences: whether it can be signed, and what keeps it. */
export function verdictOf({ controls, document }: DocumentView): string {
  const number = (standing: Standing): number =>
    controls.filter(({ control }) => control.standing === standing).length
  const left = [
    number('fail') > 0 ? `${count(number('fail'), 'control')} broken` : '',
    number('open') > 0 ? `${number('open')} open` : '',
    number('review') > 0 ? `${number('review')} for a person to review` : '',
  ].filter((each) => each !== '')
  const accepted = controls.filter(({ control }) => control.standing === 'accepted')
  const sentences = [
    left.length === 0
      ? 'Nothing is left to do: it can be signed.'
      : `It cannot be signed yet: ${left.join(', ')}.`,
    acceptedText(accepted),
    document.complete ? '' : 'Something of the description could not be judged.',
  ]
  return sentences.filter((each) => each !== '').join(' ')
}

/** `1 control broken and accepted, 1 in doubt and accepted.`; '' where there are none. */
function acceptedText(accepted: readonly ControlView[]): string {
  const broken = accepted.filter(({ control }) => control.result === 'fail').length
  const doubtful = accepted.length - broken
  if (broken === 0) return doubtful === 0 ? '' : `${count(doubtful, 'control')} in doubt and accepted.`
  const more = doubtful === 0 ? '' : `, ${doubtful} in doubt and accepted`
  return `${count(broken, 'control')} broken and accepted${more}.`
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

/** `openapi.yaml:12`. */
export function placeOf(at: {
  readonly file: string
  readonly range?: ReportFinding['range'] | undefined
}): string {
  return at.range ? `${at.file}:${at.range.start.line}` : locationOf({ file: at.file })
}

/** `yes, by Dana Fields on 2027-01-31, until 2027-07-30`; the evidence stands beside it. */
export function answerText({ answer, by, date, validUntil, comment }: ControlAnswer): string {
  const said = comment === undefined ? '' : `; ${comment}`
  return `${ANSWER_WORDS[answer]}, by ${by} on ${date}, until ${validUntil}${said}`
}

/** The command that records an answer. */
export function attestLine(control: ControlView, { file }: AssessedDocument): string {
  const { question, told, id } = control.control
  const narrowed = told === 'description' ? (question?.operations ?? []) : []
  const scope = narrowed.map((label) => ` --operations ${shellWord(label)}`).join('')
  return `specward attest ${id} --document ${shellWord(file)}${scope} --answer '<yes, no or not-applicable>' --by '<name>' --evidence '<link>'`
}

/** The operations that a question is about, as far as they are named; '' where it is about the whole. */
export function operationsText({ operations }: ControlQuestion, most: number): string {
  if (operations.length === 0) return ''
  const shown = operations.slice(0, most).map((label) => `\`${label}\``)
  const more = operations.length > most ? ` and ${operations.length - most} more` : ''
  return `${shown.join(', ')}${more}`
}

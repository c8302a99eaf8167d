import { count } from '../count.ts'
import type {
  AssessedControl,
  AssessedDocument,
  AssessedFramework,
  ControlAnswer,
  ControlQuestion,
  ControlRule,
} from './assessment.ts'

/** `Orders 1.0.0`; '' where the description has no title. */
export function titleOf({ title, apiVersion }: Pick<AssessedDocument, 'title' | 'apiVersion'>): string {
  return title === '' ? '' : `${title} ${apiVersion}`.trim()
}

/** `Orders 1.0.0`; the name of the file where the description has no title. */
export function nameOf(document: Pick<AssessedDocument, 'title' | 'apiVersion' | 'file'>): string {
  return titleOf(document) || document.file
}

/** `OWASP API Security Top 10 2023`. */
export function frameworkName({ title, version }: Pick<AssessedFramework, 'title' | 'version'>): string {
  return version === '' || title.includes(version) ? title : `${title} ${version}`
}

/** What has to be known before relying on a framework. */
export function frameworkNote({ note }: Pick<AssessedFramework, 'note'>): string {
  const mapping = 'A mapping says that a control supports a requirement, never that the requirement is met.'
  return note === undefined ? mapping : `${mapping} ${note}`
}

export const RULE_STATES: Readonly<Record<ControlRule['state'], string>> = {
  judged: 'judged',
  notApplicable: 'nothing to judge',
  off: 'turned off',
  missing: 'not part of this Specward',
  stopped: 'did not get through',
  otherFormat: 'not for this format',
}

export const QUESTION_STATES: Readonly<Record<ControlQuestion['state'], string>> = {
  unanswered: 'not answered',
  answered: 'answered',
  changed: 'open again: what the answer was about has changed',
  expired: 'open again: the answer has ended',
}

const ANSWER_STATES: Readonly<Record<ControlAnswer['state'], string>> = {
  valid: 'holds',
  changed: 'no longer holds: what it was about has changed',
  expired: 'no longer holds: it has ended',
}

/** Goes on from `It`. @param control the one that is answered */
export function answerState(
  { result, findings }: Pick<AssessedControl, 'result' | 'findings'>,
  { answer, state }: Pick<ControlAnswer, 'answer' | 'state'>,
): string {
  const isRefuted = result === 'fail' && findings.length > 0 && answer === 'yes' && state === 'valid'
  if (!isRefuted) return ANSWER_STATES[state]
  const speak = findings.length === 1 ? 'speaks' : 'speak'
  return `has not ended, but ${count(findings.length, 'finding')} ${speak} against it`
}

/** True where a person still has to answer: nobody has, or no longer, and no finding has answered it. */
export function isAsked({ question, standing, result, findings }: AssessedControl): boolean {
  if (question === null || question.state === 'answered' || standing === 'notApplicable') return false
  return result !== 'fail' || findings.length === 0
}

export const ANSWER_WORDS: Readonly<Record<ControlAnswer['answer'], string>> = {
  yes: 'yes',
  no: 'no',
  'not-applicable': 'not applicable',
}

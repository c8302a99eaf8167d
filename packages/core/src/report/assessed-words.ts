import type {
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

/** Goes on from `It`. */
export const ANSWER_STATES: Readonly<Record<ControlAnswer['state'], string>> = {
  valid: 'holds',
  changed: 'no longer holds: what it was about has changed',
  expired: 'no longer holds: it has ended',
}

export const ANSWER_WORDS: Readonly<Record<ControlAnswer['answer'], string>> = {
  yes: 'yes',
  no: 'no',
  'not-applicable': 'not applicable',
}

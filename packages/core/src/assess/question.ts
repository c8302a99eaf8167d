import type { Undecided } from '../evaluate/types.ts'
import type { Span } from '../source/types.ts'
import type { AssessedApi } from './api.ts'
import type { Control } from './catalogue.ts'

export type AnswerWord = 'yes' | 'no' | 'not-applicable'

/** What a person has answered about one control. */
export interface Answer {
  readonly answer: AnswerWord
  readonly by: string
  /** Day on which it was given: `2027-01-31`. */
  readonly date: string
  /** Last day on which it holds. */
  readonly validUntil: string
  readonly evidence: string
  readonly comment?: string | undefined
  /** `changed`: what it is about is no longer what it was; `expired`: its last day is over. */
  readonly state: 'valid' | 'changed' | 'expired'
  /** Where it stands. */
  readonly uri: string
  readonly span?: Span | undefined
}

/** How a question to people stands. */
export interface Asked {
  /** Of the part of the API that an answer is about. */
  readonly digest: string
  /** Labels of the operations concerned; empty where the question is about the whole. */
  readonly operations: readonly string[]
  /** `answered` only where valid answers cover all that is asked about. */
  readonly state: 'unanswered' | 'answered' | 'changed' | 'expired'
  readonly answers: readonly Answer[]
}

/**
 * Tells how the question of a control stands for a document. It is asked for what rules have left undecided, and for
 * all of a control that people answer.
 */
export type AnswersFor = (control: Control, document: AssessedApi, undecided: readonly Undecided[]) => Asked

/** Where nobody keeps answers. */
export const nobodyAnswers: AnswersFor = (_control, _document, undecided) => ({
  digest: '',
  operations: [...new Set(undecided.flatMap(({ operations }) => operations))].sort(),
  state: 'unanswered',
  answers: [],
})

/** The answer that decides: a `no` wherever it is valid, anything else only where valid answers cover all. */
export function decisiveAnswer({ state, answers }: Asked): Answer | undefined {
  const valid = answers.filter((each) => each.state === 'valid')
  const no = valid.find(({ answer }) => answer === 'no')
  if (no || state !== 'answered') return no
  return valid.find(({ answer }) => answer === 'yes') ?? valid[0]
}

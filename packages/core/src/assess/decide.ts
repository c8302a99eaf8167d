import type { AnswerWord } from './question.ts'

/**
 * - `pass`: everything that had to look has looked, and all is well
 * - `fail`: something breaks it; also where somebody has accepted that
 * - `review`: what there is was looked at, and a person has to decide
 * - `notApplicable`: there is nothing in the description that it is about, or a person says so
 * - `open`: what would have to look has not
 */
export type ControlOutcome = 'pass' | 'fail' | 'review' | 'notApplicable' | 'open'

/** What of a control decides its result. */
export interface ControlCase {
  readonly told: 'description' | 'both' | 'person'
  /** Whether it is asked of descriptions of this kind. */
  readonly isAsked: boolean
  /** Whether it has rules that are for this format, or of which nobody knows. */
  readonly hasRules: boolean
  /** Whether there are findings of severity `error` or `warn`, those included that somebody has accepted. */
  readonly isBroken: boolean
  /** Whether there are findings of severity `info` or `hint`. */
  readonly isDoubtful: boolean
  /** Whether one of its rules is missing, off or stopped. */
  readonly isBlind: boolean
  /** Whether something of the description could not be read. */
  readonly isUnread: boolean
  /** Whether its rules had anything to judge. */
  readonly isJudged: boolean
  /** Whether its rules left something undecided. */
  readonly isUndecided: boolean
  /** The answer that decides; only where a question is asked. */
  readonly answer: AnswerWord | undefined
}

/** What a result rests on. */
export type Ground =
  | 'format'
  | 'findings'
  | 'answer'
  | 'blind'
  | 'unread'
  | 'doubtful'
  | 'undecided'
  | 'unanswered'
  | 'judged'
  | 'nothing'

export interface Decision {
  readonly result: ControlOutcome
  readonly ground: Ground
}

/**
 * The result of a control. The first line that fits decides:
 *
 * | Told by            | What there is                                          | Result        | Ground     |
 * | ------------------ | ------------------------------------------------------ | ------------- | ---------- |
 * | any                | it is not asked of such a description                  | notApplicable | format     |
 * | any                | findings of severity `error` or `warn`, accepted or not | fail         | findings   |
 * | any                | the answer `no`                                        | fail          | answer     |
 * | any                | a rule is missing, off or stopped                      | open          | blind      |
 * | any, with rules    | something could not be read                            | open          | unread     |
 * | person; no rules   | no valid answer                                        | open          | unanswered |
 * | any                | the answer `yes`                                       | pass          | answer     |
 * | any                | the answer `not-applicable`                            | notApplicable | answer     |
 * | any                | findings of severity `info` or `hint`                  | review        | doubtful   |
 * | description, both  | checks that could not be decided                       | review        | undecided  |
 * | both               | no valid answer                                        | review        | unanswered |
 * | description        | checks, all well                                       | pass          | judged     |
 * | description        | nothing to check                                       | notApplicable | nothing    |
 *
 * An answer stands in neither for a rule that did not run nor for a fault; what only casts doubt is for people to decide.
 * Of what the description tells, people are asked only where there is such doubt, where checks are undecided, or where
 * no rule is for the format: elsewhere, there is no answer.
 */
export function decide(given: ControlCase): Decision {
  const { told, hasRules, answer } = given
  if (!given.isAsked) return { result: 'notApplicable', ground: 'format' }
  if (given.isBroken) return { result: 'fail', ground: 'findings' }
  if (answer === 'no') return { result: 'fail', ground: 'answer' }
  if (given.isBlind) return { result: 'open', ground: 'blind' }
  if (given.isUnread && hasRules) return { result: 'open', ground: 'unread' }
  if (answer === undefined && (told === 'person' || !hasRules))
    return { result: 'open', ground: 'unanswered' }
  if (answer === 'yes') return { result: 'pass', ground: 'answer' }
  if (answer === 'not-applicable') return { result: 'notApplicable', ground: 'answer' }
  if (given.isDoubtful) return { result: 'review', ground: 'doubtful' }
  if (given.isUndecided) return { result: 'review', ground: 'undecided' }
  if (told === 'both') return { result: 'review', ground: 'unanswered' }
  return given.isJudged
    ? { result: 'pass', ground: 'judged' }
    : { result: 'notApplicable', ground: 'nothing' }
}

/** From what weighs most. */
const BY_WEIGHT = ['fail', 'open', 'review', 'pass'] as const satisfies readonly ControlOutcome[]

/** The result of several controls together: that which weighs most; `open` where there are none. */
export function together(results: readonly ControlOutcome[]): ControlOutcome {
  if (results.length === 0) return 'open'
  return BY_WEIGHT.find((each) => results.includes(each)) ?? 'notApplicable'
}

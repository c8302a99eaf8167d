import type { ControlOutcome } from './decide.ts'
import type { Answer } from './question.ts'

/** How a control stands for who has to sign: what speaks against it and is accepted by somebody is told apart. */
export type Standing = ControlOutcome | 'accepted'

/** From what has to be looked at first. */
export const STANDINGS = [
  'fail',
  'open',
  'review',
  'accepted',
  'pass',
  'notApplicable',
] as const satisfies readonly Standing[]

/** What of a control decides how it stands. */
export interface StandingCase {
  readonly result: ControlOutcome
  readonly findings: readonly { readonly isAccepted: boolean; readonly isBreaking: boolean }[]
  readonly answers: readonly Pick<Answer, 'answer' | 'state'>[]
}

/**
 * A failure is accepted where all that breaks the control is, and nobody says that it does not hold; what casts doubt on
 * a control likewise.
 */
export function standingOf({ result, findings, answers }: StandingCase): Standing {
  if (result === 'fail') {
    const isDenied = answers.some(({ answer, state }) => answer === 'no' && state === 'valid')
    return !isDenied && isAccepted(findings.filter(({ isBreaking }) => isBreaking)) ? 'accepted' : 'fail'
  }
  return result === 'review' && isAccepted(findings) ? 'accepted' : result
}

function isAccepted(findings: StandingCase['findings']): boolean {
  return findings.length > 0 && findings.every((each) => each.isAccepted)
}

/** How several controls stand together: as the one that has to be looked at first; `open` where there are none. */
export function standTogether(standings: readonly Standing[]): Standing {
  return STANDINGS.find((each) => standings.includes(each)) ?? 'open'
}

/** How many stand how, from what has to be looked at first; none that is zero. */
export function standingCounts(
  all: readonly { readonly standing: Standing }[],
): readonly (readonly [standing: Standing, count: number])[] {
  return STANDINGS.map(
    (standing) => [standing, all.filter((each) => each.standing === standing).length] as const,
  ).filter(([, count]) => count > 0)
}

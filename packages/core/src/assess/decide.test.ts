import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ControlCase, type ControlOutcome, decide, type Ground, together } from './decide.ts'

const WELL: ControlCase = {
  told: 'description',
  isAsked: true,
  hasRules: true,
  isBroken: false,
  isDoubtful: false,
  isBlind: false,
  isUnread: false,
  isJudged: true,
  isUndecided: false,
  answer: undefined,
}
const EVERYONE = ['description', 'both', 'person'] as const

type Line = readonly [string, Partial<ControlCase>, ControlOutcome, Ground]

/** The table of `decide`, each line with what the lines below it would say otherwise. */
const LINES: readonly Line[] = [
  ...EVERYONE.flatMap((told): readonly Line[] => [
    ['is asked of other formats', { told, isAsked: false, isBroken: true }, 'notApplicable', 'format'],
    ['has findings', { told, isBroken: true, isDoubtful: true, answer: 'yes' }, 'fail', 'findings'],
    ['has findings and a rule that is off', { told, isBroken: true, isBlind: true }, 'fail', 'findings'],
    ['is answered no', { told, isBlind: true, isUndecided: true, answer: 'no' }, 'fail', 'answer'],
    ['has a rule that is off', { told, isBlind: true, isDoubtful: true, answer: 'yes' }, 'open', 'blind'],
    ['is not read in full', { told, isUnread: true, isDoubtful: true, answer: 'yes' }, 'open', 'unread'],
    [
      'has a hint and is answered',
      { told, isDoubtful: true, isUndecided: true, answer: 'yes' },
      'pass',
      'answer',
    ],
    ['is undecided and answered', { told, isUndecided: true, answer: 'yes' }, 'pass', 'answer'],
    [
      'is undecided and answered to be out of place',
      { told, isUndecided: true, answer: 'not-applicable' },
      'notApplicable',
      'answer',
    ],
  ]),
  ['description without rules', { hasRules: false, isUnread: true, isJudged: false }, 'open', 'unanswered'],
  [
    'description without rules that is answered',
    { hasRules: false, isUnread: true, isJudged: false, answer: 'yes' },
    'pass',
    'answer',
  ],
  ['description has a hint', { isDoubtful: true, isUndecided: true }, 'review', 'doubtful'],
  ['both has a hint', { told: 'both', isDoubtful: true, isUndecided: true }, 'review', 'doubtful'],
  ['description is undecided', { isUndecided: true }, 'review', 'undecided'],
  ['description is judged', {}, 'pass', 'judged'],
  ['description has nothing to judge', { isJudged: false }, 'notApplicable', 'nothing'],
  ['both is undecided', { told: 'both', isUndecided: true }, 'review', 'undecided'],
  ['both is judged', { told: 'both' }, 'review', 'unanswered'],
  ['both has nothing to judge', { told: 'both', isJudged: false }, 'review', 'unanswered'],
  ['both is judged and answered', { told: 'both', answer: 'yes' }, 'pass', 'answer'],
  [
    'both has nothing to judge and is answered',
    { told: 'both', isJudged: false, answer: 'yes' },
    'pass',
    'answer',
  ],
  ['both is out of place', { told: 'both', answer: 'not-applicable' }, 'notApplicable', 'answer'],
  ['both without rules', { told: 'both', hasRules: false, isJudged: false }, 'open', 'unanswered'],
  [
    'both without rules that is answered, of a description that is not read in full',
    { told: 'both', hasRules: false, isUnread: true, isJudged: false, answer: 'yes' },
    'pass',
    'answer',
  ],
  ['person is unanswered', { told: 'person', hasRules: false, isJudged: false }, 'open', 'unanswered'],
  [
    'person with rules is unanswered',
    { told: 'person', isUndecided: true, isDoubtful: true },
    'open',
    'unanswered',
  ],
  [
    'person is answered, of a description that is not read in full',
    { told: 'person', hasRules: false, isUnread: true, isJudged: false, answer: 'yes' },
    'pass',
    'answer',
  ],
]

describe('the result of a control', () => {
  it.each(LINES)('%s', (_name, given, result, ground) => {
    expect(decide({ ...WELL, ...given })).toEqual({ result, ground })
  })

  const anyCase: fc.Arbitrary<ControlCase> = fc.record({
    told: fc.constantFrom(...EVERYONE),
    isAsked: fc.boolean(),
    hasRules: fc.boolean(),
    isBroken: fc.boolean(),
    isDoubtful: fc.boolean(),
    isBlind: fc.boolean(),
    isUnread: fc.boolean(),
    isJudged: fc.boolean(),
    isUndecided: fc.boolean(),
    answer: fc.constantFrom(undefined, 'yes', 'no', 'not-applicable'),
  })
  const check = (property: (given: ControlCase) => void): void =>
    fc.assert(fc.property(anyCase, property), { seed: 7, numRuns: 2000 })

  it('is never better for a finding, for what was not read, or for what was left undecided', () => {
    check((given) => {
      const before = weightOf(decide(given).result)
      const worse = ['isBroken', 'isDoubtful', 'isUnread', 'isBlind'] as const
      for (const what of worse) {
        expect(weightOf(decide({ ...given, [what]: true }).result)).toBeGreaterThanOrEqual(before)
      }
      const unsure = decide({ ...given, isUndecided: true }).result
      expect(weightOf(unsure)).toBeGreaterThanOrEqual(before)
    })
  })

  it('is open or a failure where a rule has not run, wherever the control is asked', () => {
    check((given) => {
      const { result } = decide({ ...given, isAsked: true, isBlind: true })
      expect(['open', 'fail']).toContain(result)
    })
  })

  it('is a pass only where all is well and whoever has to answer has done so', () => {
    check((given) => {
      if (decide(given).result !== 'pass') return
      expect(given).toMatchObject({ isAsked: true, isBroken: false, isBlind: false })
      if (given.hasRules) expect(given.isUnread).toBe(false)
      const isTold = given.told === 'description' && given.hasRules && given.isJudged
      const isSure = !given.isUndecided && !given.isDoubtful
      expect((isTold && isSure) || given.answer === 'yes').toBe(true)
    })
  })
})

describe('the result of several controls', () => {
  it.each([
    [['pass', 'review', 'open', 'fail'], 'fail'],
    [['pass', 'review', 'open', 'notApplicable'], 'open'],
    [['pass', 'review', 'notApplicable'], 'review'],
    [['pass', 'notApplicable'], 'pass'],
    [['notApplicable', 'notApplicable'], 'notApplicable'],
    [[], 'open'],
  ] as const)('of %j is %s', (results, expected) => {
    expect(together(results)).toBe(expected)
    expect(together([...results].reverse())).toBe(expected)
  })
})

/** How bad a result is. What does not apply and what passes are equally good. */
function weightOf(result: ControlOutcome): number {
  const weights: Readonly<Record<ControlOutcome, number>> = {
    fail: 3,
    open: 2,
    review: 1,
    pass: 0,
    notApplicable: 0,
  }
  return weights[result]
}

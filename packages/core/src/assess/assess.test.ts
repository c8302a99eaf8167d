import { describe, expect, it } from 'vitest'
import { buildModel } from '../model/build.ts'
import { NO_FACTS } from '../model/model.ts'
import { defineRule, type Severity } from '../policy/rule.ts'
import { graphOf } from '../resolve/graph.test-kit.ts'
import type { SettledFinding, Suppression } from '../settle/types.ts'
import type { AssessedApi } from './api.ts'
import { assess } from './assess.ts'
import type { Catalogue, Control } from './catalogue.ts'
import { createFacets } from './facets.ts'
import { planAssessment } from './plan.ts'
import { type Answer, type AnswersFor, type Asked, nobodyAnswers } from './question.ts'

const rule = defineRule({
  id: 'no-a',
  title: 'Something is wrong.',
  why: 'Because.',
  fix: 'Do not.',
  presets: {},
  formats: ['oas3'],
  references: { owasp: [], cwe: [], controls: ['A'] },
  select: 'operation',
  check() {},
  examples: { bad: [], good: [] },
})

const CATALOGUE: Catalogue = {
  id: 'test',
  version: '1',
  rows: [{ id: 'P1', kind: 'practice', title: 'First.' }],
  controls: [
    {
      id: 'A',
      title: 'A holds.',
      told: 'description',
      formats: ['oas3'],
      rows: [],
      aside: [],
      rules: ['no-a'],
      covers: 'operations',
      question: 'Does it hold?',
      evidence: 'A test.',
    },
  ],
  frameworks: [],
}

const graph = await graphOf({ 'api.yaml': 'openapi: 3.1.0\npaths: {}\n' })

interface Given {
  readonly severity?: Severity
  readonly suppressed?: Partial<Suppression>
  readonly isKnown?: boolean
}

function finding({ severity = 'error', suppressed, isKnown }: Given, index: number): SettledFinding {
  const accepted = {
    kind: 'waiver' as const,
    reason: 'Later.',
    uri: 'file:///w.yaml',
    span: { start: 0, end: 1 },
  }
  return {
    ruleId: 'no-a',
    category: 'x',
    severity,
    message: 'Bad.',
    at: graph.root,
    node: graph.root,
    operations: [],
    identity: '',
    discriminator: undefined,
    cause: undefined,
    related: [],
    fix: undefined,
    references: rule.references,
    span: { start: 0, end: 1 },
    fingerprint: `${index}`,
    ...(suppressed ? { suppressed: { ...accepted, ...suppressed } } : {}),
    ...(isKnown === undefined ? {} : { isKnown }),
  }
}

/** Result and reason of the control for some findings of its rule. */
function resultOf(given: readonly Given[]): string {
  return assessed(given)
    .map(({ result, because }) => `${result}: ${because}`)
    .join('\n')
}

/** The results of the control, changed as given, for some findings of its rule. */
function assessed(given: readonly Given[], change: Partial<Control> = {}) {
  return reviewed(given, [change]).controls
}

/** The results of several controls like it, and of the row that they answer. */
function reviewed(given: readonly Given[], changes: readonly Partial<Control>[], answersFor?: AnswersFor) {
  const document: AssessedApi = {
    uri: 'file:///project/api.yaml',
    findings: given.map(finding),
    undecided: [],
    rules: [{ id: 'no-a', judged: 9, undecided: 0, notApplicable: 0, ms: 0 }],
    assessed: {
      format: 'oas3.1',
      title: 'Orders',
      apiVersion: '1',
      exposures: () => [],
      facets: createFacets(graph, buildModel(graph, NO_FACTS), (text) => text),
      unread: [],
      off: new Map(),
      findings: [],
      undecided: [],
      rules: [],
    },
  }
  const registry = { rules: [{ rule, category: 'x' }], presets: [] }
  const [control] = CATALOGUE.controls
  const controls = changes.flatMap((change) => (control ? [{ ...control, ...change }] : []))
  const catalogue = { ...CATALOGUE, controls }
  return assess(document, planAssessment({ catalogue, answersFor }, registry), (uri) => uri)
}

const JANE = { owner: 'Jane', expires: '2027-03-01' }

describe('findings that somebody has accepted', () => {
  it.each<[string, readonly Given[], string]>([
    [
      'all of them',
      [{ suppressed: JANE }],
      'Broken by 1 finding of `no-a`, accepted until 2027-03-01 by Jane.',
    ],
    [
      'some of them',
      [{}, { suppressed: JANE }, {}],
      'Broken by 3 findings of `no-a`; 1 of them is accepted until 2027-03-01 by Jane.',
    ],
    [
      'with several ends',
      [{ suppressed: JANE }, { suppressed: { owner: 'Ana', expires: '2027-02-01' } }],
      'Broken by 2 findings of `no-a`, accepted by Ana and Jane, the first of them until 2027-02-01.',
    ],
    [
      'by a remark in the description',
      [{ suppressed: { kind: 'inline' } }],
      'Broken by 1 finding of `no-a`, accepted without an end date.',
    ],
  ])('still break the control: %s', (_what, given, because) => {
    expect(resultOf(given)).toBe(`fail: ${because}`)
  })

  it('still cast doubt on it where they are milder', () => {
    expect(resultOf([{ severity: 'info', suppressed: JANE }])).toBe(
      'review: 1 finding of `no-a` casts doubt on it, accepted until 2027-03-01 by Jane.',
    )
    expect(resultOf([{ severity: 'hint', suppressed: JANE }, { severity: 'info' }])).toBe(
      'review: 2 findings of `no-a` cast doubt on it; 1 of them is accepted until 2027-03-01 by Jane: a person has to decide whether that is meant.',
    )
  })

  it('are counted among those that break it, without those that are milder', () => {
    expect(resultOf([{}, { severity: 'info' }])).toBe('fail: Broken by 1 finding of `no-a`.')
  })
})

describe('findings that a base has as well', () => {
  it('are findings', () => {
    expect(resultOf([{ isKnown: true }])).toBe('fail: Broken by 1 finding of `no-a`.')
    expect(resultOf([])).toBe('pass: 9 checks by `no-a`, all well.')
  })
})

describe('people', () => {
  const isAsked = (given: readonly Given[], change?: Partial<Control>): readonly boolean[] =>
    assessed(given, change).map(({ asked }) => asked !== undefined)

  it('are asked of what the description tells only where there is doubt', () => {
    expect(isAsked([])).toEqual([false])
    expect(isAsked([{ severity: 'info' }])).toEqual([true])
  })

  it('are asked where a description of this format shows only a part', () => {
    expect(isAsked([], { partlyIn: ['oas2'] })).toEqual([false])
    expect(isAsked([], { partlyIn: ['oas3'] })).toEqual([true])
    expect(assessed([], { partlyIn: ['oas3'] }).map(({ result }) => result)).toEqual(['review'])
  })
})

describe('the word for a row', () => {
  const word = (
    given: readonly Given[],
    changes: readonly Partial<Control>[],
    states: Readonly<Record<string, Asked['state']>> = {},
  ) => {
    const answersFor: AnswersFor = (control, document, undecided) => {
      const state = states[control.id]
      const none = nobodyAnswers(control, document, undecided)
      if (state === undefined) return none
      return { ...none, state, answers: [ANSWERS[state]] }
    }
    const rows = changes.map((each) => ({ rows: ['P1'], ...each }))
    const [row] = reviewed(given, rows, answersFor).rows
    return `${row?.result} ${row?.standing}: ${row?.because}`
  }
  const answer: Answer = {
    answer: 'yes',
    by: 'Dana',
    date: '2027-01-01',
    validUntil: '2027-06-30',
    evidence: '',
    state: 'valid',
    uri: 'file:///a.yaml',
  }
  const ANSWERS: Readonly<Record<Asked['state'], Answer>> = {
    unanswered: answer,
    answered: answer,
    expired: { ...answer, state: 'expired' },
    changed: { ...answer, state: 'changed' },
  }
  const person = (id: string): Partial<Control> => ({ id, told: 'person', rules: [] })

  it('says that nobody has answered only where nobody has', () => {
    expect(word([], [person('B')])).toContain('open open: Nobody has looked or answered yet: B.')
    for (const state of ['expired', 'changed'] as const)
      expect(word([], [person('B')], { B: state })).toContain('open open: To be answered again: B.')
    expect(word([], [person('B')], { B: 'unanswered' })).toContain('open open: Answered in part: B.')
    expect(word([], [person('B'), person('C')], { C: 'expired' })).toContain(
      'open open: Nobody has looked or answered yet: B. To be answered again: C.',
    )
  })

  it('says that nothing has looked only where nothing has', () => {
    expect(word([], [{ rules: ['no-a', 'gone'] }])).toContain(
      'open open: Not everything that has to look has looked: A.',
    )
  })

  it('tells what is accepted apart from what is not', () => {
    const accepted = { suppressed: JANE }
    expect(word([accepted], [{}])).toContain('fail accepted: What speaks against A is accepted.')
    expect(word([{ ...accepted, severity: 'info' }], [{}])).toContain(
      'review accepted: What speaks against A is accepted.',
    )
    expect(word([accepted], [{}, person('B')])).toContain(
      'fail open: Nobody has looked or answered yet: B. What speaks against A is accepted.',
    )
    expect(word([{}], [{}])).toContain('fail fail: Broken: A.')
  })
})

describe('a row that its controls answer', () => {
  const rowOf = (...changes: readonly Partial<Control>[]) =>
    reviewed([], changes).rows.map((row) => [row.result, row.because])
  const person: Partial<Control> = { id: 'B', told: 'person', rules: [], rows: [], aside: ['P1'] }

  it('passes only where nothing that has to do with it is left to do', () => {
    const passes = 'Its control passes. A description can show all of its controls.'
    expect(rowOf({ rows: ['P1'] })).toEqual([['pass', passes]])
    expect(rowOf({ rows: ['P1'] }, person)).toEqual([
      ['review', `${passes} B, which has to do with it, does not pass: a person has to decide.`],
    ])
  })
})

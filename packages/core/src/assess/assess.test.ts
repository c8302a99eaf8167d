import { describe, expect, it } from 'vitest'
import { buildModel } from '../model/build.ts'
import { NO_FACTS } from '../model/model.ts'
import { defineRule, type Severity } from '../policy/rule.ts'
import { graphOf } from '../resolve/graph.test-kit.ts'
import type { SettledFinding, Suppression } from '../settle/types.ts'
import type { AssessedApi } from './api.ts'
import { assess } from './assess.ts'
import type { Catalogue } from './catalogue.ts'
import { createFacets } from './facets.ts'
import { planAssessment } from './plan.ts'

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
  rows: [],
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
  const document: AssessedApi = {
    uri: 'file:///project/api.yaml',
    findings: given.map(finding),
    undecided: [],
    rules: [{ id: 'no-a', judged: 9, undecided: 0, notApplicable: 0, ms: 0 }],
    assessed: {
      format: 'oas3.1',
      model: buildModel(graph, NO_FACTS),
      facets: createFacets(graph, buildModel(graph, NO_FACTS), (text) => text),
      unread: [],
      off: new Map(),
      findings: [],
      undecided: [],
      rules: [],
    },
  }
  const registry = { rules: [{ rule, category: 'x' }], presets: [] }
  const { controls } = assess(document, planAssessment({ catalogue: CATALOGUE }, registry), (uri) => uri)
  return controls.map(({ result, because }) => `${result}: ${because}`).join('\n')
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

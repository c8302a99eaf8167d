import { describe, expect, it } from 'vitest'
import type { ConceptName, Concepts } from '../model/concepts.ts'
import { type Model, NO_FACTS } from '../model/model.ts'
import type { ActiveRule, Policy } from '../policy/policy.ts'
import { defineRule, type Rule, type RuleDefinition } from '../policy/rule.ts'
import { Node } from '../source/node.ts'
import { parseSource } from '../source/parse.ts'
import type { Format } from '../spec/format.ts'
import { EvaluationCancelled, evaluate, evaluateInSlices } from './evaluate.ts'
import type { Evaluation, RuleTally } from './types.ts'

// T11: rules that never end

const FILE = await parseSource('file:///project/openapi.yaml', 'paths:\n  /a: {}\n  /b: {}\n  /c: {}\n')
const PATHS = [...(new Node(FILE, undefined, '', FILE.value).child('paths')?.children() ?? [])]

const operation = (node: Node) =>
  ({
    concept: 'operation',
    node,
    identity: `GET ${node.key}`,
    label: `GET ${node.key}`,
  }) as Concepts['operation']

const OPERATIONS = PATHS.map(operation)
const [A, B, C] = OPERATIONS as [Concepts['operation'], Concepts['operation'], Concepts['operation']]

interface FakeModel extends Model {
  readonly selected: string[]
}

/** A model that holds the given concepts, and remembers what was selected. */
function modelOf(
  concepts: Partial<{ [Name in ConceptName]: readonly unknown[] }>,
  format: Format = 'oas3.1',
): FakeModel {
  const selected: string[] = []
  return {
    selected,
    document: { format, node: A.node } as unknown as Model['document'],
    select<Name extends ConceptName>(name: Name) {
      selected.push(name)
      if (!concepts[name]) throw new Error(`no ${name}`)
      return concepts[name] as readonly Concepts[Name][]
    },
    resolve: (node) => node,
    nodes: () => [],
    stringsWith: () => [],
    keysWith: () => [],
    sensitiveFields: new Map(),
    problems: [],
  }
}

type Check = (concept: never, context: Parameters<Rule['check']>[1]) => void

function rule(id: string, check: Check, more: Partial<RuleDefinition<ConceptName, never>> = {}): ActiveRule {
  const made = defineRule({
    id,
    title: 'Bad.',
    why: 'It matters.',
    fix: 'Mend it.',
    presets: {},
    formats: ['oas3'],
    references: { owasp: ['API2:2023'], cwe: [306], controls: [] },
    select: 'operation',
    examples: { bad: [], good: [] },
    ...(more as object),
    check: check as Rule['check'],
  })
  return { rule: made, category: 'authentication', severity: 'error', options: {} }
}

function policyOf(...rules: readonly ActiveRule[]): Policy {
  return { rules, facts: NO_FACTS, refHosts: [], problems: [], sources: [], failOn: undefined, digest: '' }
}

const still = { now: () => 0 }

function run(model: Model, ...rules: readonly ActiveRule[]): Evaluation {
  return evaluate(model, policyOf(...rules), still)
}

const reporting = (id: string): ActiveRule =>
  rule(id, (concept: Concepts['operation'], { report }) => report({ at: concept.node, message: 'Bad.' }))

const tallyOf = (evaluation: Evaluation): readonly RuleTally[] => evaluation.rules

describe('an evaluation', () => {
  it('runs every rule on every node of its concept, in the order of rules and of the document', () => {
    const { findings } = run(modelOf({ operation: OPERATIONS }), reporting('no-b'), reporting('no-a'))
    expect(findings.map(({ ruleId, identity }) => `${ruleId} ${identity}`)).toEqual([
      'no-a GET /a',
      'no-a GET /b',
      'no-a GET /c',
      'no-b GET /a',
      'no-b GET /b',
      'no-b GET /c',
    ])
  })

  it('asks the model for each concept once', () => {
    const model = modelOf({ operation: OPERATIONS, channel: [] })
    run(
      model,
      reporting('no-a'),
      reporting('no-b'),
      rule('no-c', () => {}, { select: 'channel' }),
    )
    expect(model.selected.toSorted()).toEqual(['channel', 'operation'])
  })

  it('makes findings of what is known of rule and concept', () => {
    const [finding] = run(modelOf({ operation: [A] }), reporting('no-a')).findings
    expect(finding).toMatchObject({
      ruleId: 'no-a',
      category: 'authentication',
      severity: 'error',
      node: A.node,
      at: A.node,
      identity: 'GET /a',
      operations: ['GET /a'],
      related: [],
      references: { owasp: ['API2:2023'], cwe: [306] },
    })
  })

  it('gives the check its options with defaults, the facts, the model and the format', () => {
    const seen: unknown[] = []
    const look = rule(
      'no-a',
      (_, { options, facts, model, format }) => seen.push({ options, facts, model, format }),
      {
        options: {
          limit: { type: 'integer', default: 3, description: '' },
          mode: { type: 'string', default: 'all', description: '' },
        } as never,
      },
    )
    const model = modelOf({ operation: [A] })
    run(model, { ...look, options: { limit: 7 } })
    expect(seen).toEqual([{ options: { limit: 7, mode: 'all' }, facts: NO_FACTS, model, format: 'oas3.1' }])
  })

  it('counts what was judged, what was undecided and what does not apply', () => {
    const mixed = rule('no-a', (concept: Concepts['operation'], { report, undecided, notApplicable }) => {
      if (concept === A) report({ at: A.node, message: 'Bad.' })
      if (concept === B) {
        undecided({ at: B.node, because: 'the server URL is relative' })
        undecided({ at: B.node, because: 'the scheme is external' })
      }
      if (concept === C) notApplicable()
    })
    const evaluation = run(modelOf({ operation: OPERATIONS }), mixed)
    expect(tallyOf(evaluation)).toEqual([
      { id: 'no-a', judged: 1, flagged: 1, undecided: 1, notApplicable: 1, ms: 0 },
    ])
    expect(evaluation.undecided.map(({ because }) => because)).toEqual([
      'the server URL is relative',
      'the scheme is external',
    ])
  })

  it('does not run a rule that is made for other formats, nor the model for it', () => {
    const model = modelOf({}, 'asyncapi3')
    expect(tallyOf(run(model, reporting('no-a')))).toEqual([
      { id: 'no-a', judged: 0, flagged: 0, undecided: 0, notApplicable: 1, ms: 0 },
    ])
    expect(model.selected).toEqual([])
  })

  it('counts nothing for a rule that finds no node', () => {
    expect(tallyOf(run(modelOf({ operation: [] }), reporting('no-a')))).toEqual([
      { id: 'no-a', judged: 0, flagged: 0, undecided: 0, notApplicable: 0, ms: 0 },
    ])
  })
})

describe('the operations of a finding', () => {
  const node = A.node
  const uses = [B, A, B].map((each) => ({ operation: each, direction: 'request' }))

  it.each([
    ['operation', { concept: 'operation', label: 'GET /a' }, ['GET /a']],
    ['schema', { concept: 'schema', uses }, ['GET /a', 'GET /b']],
    ['property', { concept: 'property', uses }, ['GET /a', 'GET /b']],
    ['server', { concept: 'server', server: { operations: [B, A] } }, ['GET /a', 'GET /b']],
    ['securityScheme', { concept: 'securityScheme', operations: [C, A] }, ['GET /a', 'GET /c']],
    ['parameter', { concept: 'parameter', operations: [B] }, ['GET /b']],
    ['document', { concept: 'document', operations: [A, B] }, []],
    ['string', { concept: 'string' }, []],
  ] as const)('are by default those of the %s', (select, concept, expected) => {
    const reports = rule('no-a', (_, { report }) => report({ at: node, message: 'Bad.' }), { select })
    const { findings } = run(modelOf({ [select]: [{ ...concept, node, identity: 'x' }] }), reports)
    expect(findings[0]?.operations).toEqual(expected)
  })

  it('are those that the rule names, when it does', () => {
    const names = rule('no-a', (_, { report }) =>
      report({ at: node, message: 'Bad.', operations: ['PUT /x'] }),
    )
    expect(run(modelOf({ operation: [A] }), names).findings[0]?.operations).toEqual(['PUT /x'])
  })
})

describe('a rule that throws', () => {
  const failing = rule('no-fail', (concept: Concepts['operation'], { report }) => {
    if (concept === B) throw new TypeError('x is\n not a function')
    report({ at: concept.node, message: 'Bad.' })
  })

  it('loses itself alone, and keeps what it has found', () => {
    const { findings, rules } = run(modelOf({ operation: OPERATIONS }), failing, reporting('no-z'))
    expect(findings.filter(({ ruleId }) => ruleId === 'no-fail').map(({ identity }) => identity)).toEqual([
      'GET /a',
    ])
    expect(findings.filter(({ ruleId }) => ruleId === 'no-z')).toHaveLength(3)
    expect(rules[0]).toMatchObject({ id: 'no-fail', judged: 1, stopped: 'failed' })
    expect(rules[1]).not.toHaveProperty('stopped')
  })

  it('leaves one problem that names rule, place and error', () => {
    const { problems } = run(modelOf({ operation: OPERATIONS }), failing)
    expect(problems).toEqual([
      {
        code: 'rule-failed',
        severity: 'error',
        message:
          'The rule `no-fail` failed on `openapi.yaml#/paths/~1b` and judged nothing after it: TypeError: x is not a function',
        uri: FILE.uri,
        span: { start: 18, end: 20 },
      },
    ])
  })

  it.each([['text'], [undefined], [Object.create(null)]])('may throw anything: %#', (thrown: unknown) => {
    const odd = rule('no-a', () => {
      throw thrown
    })
    expect(run(modelOf({ operation: [A] }), odd).problems).toHaveLength(1)
  })

  it('is told apart from a model that cannot give the nodes', () => {
    const lost = rule('no-lost', () => {}, { select: 'schema' })
    const { problems, rules, findings } = run(modelOf({ operation: [A] }), lost, reporting('no-z'))
    expect(findings).toHaveLength(1)
    expect(rules).toMatchObject([
      { id: 'no-lost', stopped: 'failed' },
      { id: 'no-z', judged: 1 },
    ])
    expect(problems).toMatchObject([
      {
        code: 'internal-error',
        message:
          'This document could not be read as far as these rules need (schema): `no-lost`. Error: no schema',
      },
    ])
  })
})

describe('a rule that takes too long', () => {
  it('is stopped before the next node, and the others go on', () => {
    let clock = 0
    const slow = rule('no-a', (concept: Concepts['operation'], { report }) => {
      clock += 60
      report({ at: concept.node, message: 'Bad.' })
    })
    const policy = policyOf(slow, reporting('no-b'))
    const evaluation = evaluate(modelOf({ operation: OPERATIONS }), policy, {
      now: () => clock,
      budgetMs: 100,
    })
    expect(evaluation.findings.map(({ ruleId }) => ruleId)).toEqual(['no-a', 'no-a', 'no-b', 'no-b', 'no-b'])
    expect(evaluation.rules).toMatchObject([
      { id: 'no-a', judged: 2, ms: 120, stopped: 'timeout' },
      { id: 'no-b', judged: 3, ms: 0 },
    ])
    expect(evaluation.problems).toMatchObject([
      {
        code: 'rule-timeout',
        severity: 'error',
        message: 'The rule `no-a` was stopped after 100 ms, with 1 of 3 nodes left to judge.',
        uri: FILE.uri,
      },
    ])
  })

  it('is not held to time that passes between slices', () => {
    let clock = 0
    const many = Array.from({ length: 1_000 }, () => A)
    const slices = evaluateInSlices(modelOf({ operation: many }), policyOf(reporting('no-a')), {
      now: () => clock,
      budgetMs: 100,
    })
    let step = slices.next()
    while (!step.done) {
      clock += 1_000
      step = slices.next()
    }
    expect(step.value.rules).toMatchObject([{ judged: 1_000, ms: 0 }])
  })
})

describe('an evaluation that is cancelled', () => {
  it('stops at the end of a slice', () => {
    const signal = { aborted: false }
    let checks = 0
    const counting = rule('no-a', () => {
      checks++
      signal.aborted = true
    })
    const model = modelOf({ operation: Array.from({ length: 10_000 }, () => A) })
    expect(() => evaluate(model, policyOf(counting), { ...still, signal })).toThrow(EvaluationCancelled)
    expect(checks).toBeLessThan(1_000)
  })

  it('does nothing when the signal is aborted from the start', () => {
    const model = modelOf({ operation: [A] })
    expect(() => evaluate(model, policyOf(), { ...still, signal: { aborted: true } })).toThrow(
      EvaluationCancelled,
    )
    expect(model.selected).toEqual([])
  })
})

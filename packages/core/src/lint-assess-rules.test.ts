import { describe, expect, it } from 'vitest'
import { lintWithSources } from './lint.ts'
import {
  api,
  CATALOGUE,
  control,
  controlOf,
  documentOf,
  REGISTRY,
  results,
  rule,
  runOn,
} from './lint-assess.test-kit.ts'
import type { AssessedDocument } from './report/assessment.ts'
import { memoryHost, ROOT } from './resolve/graph.test-kit.ts'
import { fakeEngine } from './ruleset-engine.test-kit.ts'

describe('rules that are in no preset in use', () => {
  it('are run for the assessment alone, with their severity in `strict`', async () => {
    const document = await documentOf(api('/a', '/b', '/c'))
    expect(results(document)).toMatchObject({ A: 'fail', B: 'fail', C: 'review', BOTH: 'review' })
    expect(document.findings.map(({ ruleId, severity, inPolicy }) => [ruleId, severity, inPolicy])).toEqual([
      ['no-a', 'error', true],
      ['no-b', 'warn', false],
      ['no-c', 'hint', false],
    ])
    expect(controlOf(document, 'B').findings).toEqual([document.findings[1]?.fingerprint])
  })

  it('are not run where no control names them', async () => {
    const [first] = CATALOGUE.controls
    const catalogue = { ...CATALOGUE, controls: first ? [first] : [], frameworks: [] }
    const document = await documentOf(api('/b'), undefined, { catalogue })
    expect(document.findings).toEqual([])
  })

  it('show the same secrets in no sentence', async () => {
    const secret = 'hunter2-hunter2'
    const telling = rule('no-b', '/b', 'warn', {
      check(operation, { report }) {
        report({ at: operation.node, message: `\`${secret}\` stands here.`, secrets: [secret] })
      },
    })
    const rules = REGISTRY.rules.map((each) => (each.rule.id === 'no-b' ? { ...each, rule: telling } : each))
    const run = await runOn({ 'api.yaml': api('/b') }, { registry: { ...REGISTRY, rules } })
    expect(run.assessment?.documents[0]?.findings.map(({ message }) => message)).toEqual([
      '`[redacted]` stands here.',
    ])
    expect(JSON.stringify(run.assessment)).not.toContain(secret)
  })
})

describe('rulesets of another tool that are run alone', () => {
  it('are no reason to leave out the rules that speak for controls, and speak for none themselves', async () => {
    const files = {
      '.git': '',
      'api.yaml': api('/b', '/x'),
      'rules.json': '{ "rules": { "no-a": { "key": "/x" } } }',
    }
    const { report, assessment } = await lintWithSources(
      {
        documents: [{ uri: `${ROOT}api.yaml`, named: true }],
        registry: REGISTRY,
        version: '1',
        today: '2027-01-31',
        workingDirectory: ROOT,
        rulesets: [`${ROOT}rules.json`],
        rulesetEngine: async () => fakeEngine(),
        assess: { catalogue: CATALOGUE },
      },
      memoryHost(files),
    )
    expect(report.findings.map(({ ruleId }) => ruleId)).toEqual(['no-a'])
    const [document] = assessment?.documents ?? []
    expect(document && results(document)).toMatchObject({ A: 'pass', B: 'fail' })
    expect(document?.findings.map(({ ruleId, inPolicy }) => [ruleId, inPolicy])).toEqual([
      ['no-b', false],
      ['no-a', true],
    ])
  })
})

describe('a rule that has not looked', () => {
  const states = (document: AssessedDocument, id: string) =>
    controlOf(document, id).rules.map(({ state, offAt }) => (offAt ? `${state} ${offAt}` : state))

  it('leaves its control open where the policy turns it off, with the place', async () => {
    const document = await documentOf(api('/x'), 'extends: [specward:strict]\nrules:\n  no-b: off\n')
    expect(states(document, 'B')).toEqual(['off specward.yaml:3'])
    expect(results(document)).toMatchObject({ A: 'pass', B: 'open', BOTH: 'open' })
    expect(controlOf(document, 'B').because).toBe(
      'Not everything that has to look has looked: `no-b` is turned off by the policy at specward.yaml:3.',
    )
  })

  it('is not run where somebody has turned off what no preset in use has', async () => {
    const document = await documentOf(api('/b'), 'rules: { no-b: off }\n')
    expect(document.findings).toEqual([])
    expect(states(document, 'B')).toEqual(['off specward.yaml:1'])
    expect(results(document).B).toBe('open')
  })

  it.each(['no-a', 'no-b'])('leaves it open where an override turns %s off for the file', async (id) => {
    const config = `overrides:\n  - files: [api.yaml]\n    rules: { ${id}: off }\n`
    const document = await documentOf(api('/x', '/a', '/b'), config)
    const name = id === 'no-a' ? 'A' : 'B'
    expect(states(document, name)).toEqual(['off specward.yaml:3'])
    expect(controlOf(document, name)).toMatchObject({ result: 'open', findings: [] })
    expect(controlOf(document, name).because).toContain('is turned off by the policy at specward.yaml:3')
  })

  it('leaves it open where an override turns it off for a place of the description', async () => {
    const config = 'overrides:\n  - pointers: [/paths/~1x]\n    rules: { no-a: off }\n'
    const document = await documentOf(api('/x', '/y'), config)
    expect(states(document, 'A')).toEqual(['off specward.yaml:3'])
    expect(controlOf(document, 'A').because).toContain('`no-a` is turned off for a part of the description')
  })

  it.each([
    ['a place that is not there', 'overrides: [{ pointers: [/paths/~1gone], rules: { no-a: off } }]\n'],
    ['another file', 'overrides: [{ files: [other.yaml], rules: { no-a: off } }]\n'],
    [
      'a place of another file',
      'overrides: [{ files: [other.yaml], pointers: [/paths/~1x], rules: { no-a: off } }]\n',
    ],
    [
      'a place, where a later override turns it on again',
      'overrides: [{ pointers: [/paths/~1x], rules: { no-a: off } }, { pointers: [/paths/~1x], rules: { no-a: error } }]\n',
    ],
  ])('does not where an override turns it off for %s', async (_what, config) => {
    const document = await documentOf(api('/x', '/y'), config)
    expect(results(document).A).toBe('pass')
  })

  it('leaves it open where an override turns it on for some places alone', async () => {
    const config =
      'extends: []\noverrides: [{ pointers: [/paths/~1x], rules: { no-a: error } }]\nrules: { no-b: warn }\n'
    const document = await documentOf(api('/x', '/a'), config)
    expect(states(document, 'A')).toEqual(['off specward.yaml:2'])
    expect(results(document).A).toBe('open')
  })

  it('leaves it open where an override of a place turns off what no preset in use has', async () => {
    const config = 'overrides: [{ pointers: [/paths/~1x], rules: { no-b: off } }]\n'
    const document = await documentOf(api('/x', '/b'), config)
    expect(states(document, 'B')).toEqual(['off specward.yaml:1'])
    expect(results(document).B).toBe('open')
  })

  it('leaves it open where it is missing', async () => {
    const registry = { rules: REGISTRY.rules.slice(1), presets: [] }
    const document = await documentOf(api('/x'), 'rules: { no-c: hint }\n', { registry })
    expect(states(document, 'A')).toEqual(['missing'])
    expect(controlOf(document, 'A').because).toContain('`no-a` is not in this version of Specward')
    expect(results(document)).toMatchObject({ A: 'open', B: 'pass' })
  })

  it('leaves it open where it failed, and no other', async () => {
    const throwing = rule('no-b', '', 'warn', {
      check() {
        throw new Error('no')
      },
    })
    const rules = REGISTRY.rules.map((each) => (each.rule.id === 'no-b' ? { ...each, rule: throwing } : each))
    const document = await documentOf(api('/x'), undefined, { registry: { ...REGISTRY, rules } })
    expect(states(document, 'B')).toEqual(['stopped'])
    expect(results(document)).toMatchObject({ A: 'pass', B: 'open', C: 'pass' })
    expect(document.complete).toBe(false)
  })

  it('does not matter where it is off and for other formats', async () => {
    const catalogue = { ...CATALOGUE, controls: [control('A', 'description', ['no-a', 'no-swagger'])] }
    const document = await documentOf(api('/x'), 'rules: { no-swagger: off }\n', { catalogue })
    expect(states(document, 'A')).toEqual(['judged', 'otherFormat'])
    expect(results(document).A).toBe('pass')
  })

  it('has nothing to say where nothing is there for it to judge', async () => {
    const document = await documentOf(api('/none'))
    expect(states(document, 'A')).toEqual(['notApplicable'])
    expect(results(document)).toMatchObject({ A: 'notApplicable', BOTH: 'review' })
  })
})

describe('a rule that the policy has softened', () => {
  it('breaks its controls as it would by itself', async () => {
    const grave = rule('no-a', '/a', 'error')
    const rules = REGISTRY.rules.map((each) => (each.rule.id === 'no-a' ? { ...each, rule: grave } : each))
    const config = 'extends: [specward:strict]\nrules: { no-a: hint }\n'
    const run = await runOn(
      { 'api.yaml': api('/a'), 'specward.yaml': config },
      { registry: { ...REGISTRY, rules } },
    )
    const a = run.assessment?.documents[0]?.controls.find(({ id }) => id === 'A')
    expect([a?.result, a?.because]).toEqual(['fail', 'Broken by 1 finding of `no-a`.'])
  })
})

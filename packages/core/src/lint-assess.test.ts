import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Catalogue, Control } from './assess/catalogue.ts'
import type { AnswersFor, Asked } from './assess/question.ts'
import { type LintRequest, lintWithSources } from './lint.ts'
import { defineRule, type Registry, type Rule, type Severity } from './policy/rule.ts'
import type { AssessedControl, AssessedDocument, Assessment } from './report/assessment.ts'
import { memoryHost, ROOT } from './resolve/graph.test-kit.ts'
import { fakeEngine } from './ruleset-engine.test-kit.ts'

/** Reports operations whose path ends in a word, leaves those undecided that end in `maybe`. */
function rule(id: string, word: string, severity: Severity = 'error', more: Partial<Rule> = {}): Rule {
  return defineRule({
    id,
    title: 'Something is wrong.',
    why: 'Because.',
    fix: 'Do not.',
    presets: { strict: severity },
    formats: ['oas3'],
    references: { owasp: [], cwe: [], controls: [] },
    select: 'operation',
    check(operation, { report, undecided, notApplicable }) {
      const { label, node } = operation
      if (label.endsWith('none')) return notApplicable()
      if (label.endsWith('throw')) throw new Error('no')
      if (label.endsWith('maybe')) return undecided({ at: node, because: 'nobody knows' })
      if (label.endsWith(word)) report({ at: node, message: `\`${label}\` is bad.` })
    },
    examples: { bad: [], good: [] },
    ...more,
  })
}

const REGISTRY: Registry = {
  rules: [
    rule('no-a', '/a'),
    rule('no-b', '/b', 'warn'),
    rule('no-c', '/c', 'hint'),
    rule('no-swagger', '/a', 'error', { formats: ['oas2'] }),
  ].map((each) => ({ rule: each, category: 'x' })),
  presets: [
    { name: 'recommended', rules: { 'no-a': 'error' } },
    { name: 'strict', rules: { 'no-a': 'error', 'no-b': 'warn', 'no-c': 'hint', 'no-swagger': 'error' } },
  ],
}

function control(id: string, told: Control['told'], rules: readonly string[], more: Partial<Control> = {}) {
  return {
    id,
    title: `${id} holds.`,
    told,
    formats: ['oas2', 'oas3'],
    rows: ['P1'],
    aside: [],
    rules,
    covers: 'operations',
    question: 'Does it hold?',
    evidence: 'A test.',
    ...more,
  } satisfies Control
}

const CATALOGUE: Catalogue = {
  id: 'test',
  version: '1',
  rows: [
    { id: 'P1', kind: 'practice', title: 'First' },
    { id: 'P2', kind: 'practice', title: 'Second' },
    { id: 'T1', kind: 'threat', title: 'Third' },
  ],
  controls: [
    control('A', 'description', ['no-a']),
    control('B', 'description', ['no-b'], { rows: ['P2'] }),
    control('C', 'description', ['no-c'], { rows: [] }),
    control('BOTH', 'both', ['no-b'], { rows: [] }),
    control('PERSON', 'person', [], { rows: ['T1'] }),
    control('NOTHING', 'description', [], { rows: [], aside: ['P1'] }),
    control('OLD', 'description', ['no-swagger'], { rows: [] }),
    control('ELSEWHERE', 'description', ['no-a'], { rows: [], formats: ['asyncapi'] }),
  ],
  frameworks: [
    {
      id: 'f',
      title: 'A standard',
      version: '2',
      items: [
        { id: '1', title: 'One', controls: ['A', 'B'] },
        { id: '2', controls: [] },
      ],
    },
  ],
}

const api = (...paths: readonly string[]): string =>
  `openapi: 3.1.0\ninfo: { title: Things, version: '4' }\npaths:\n${paths.map((path) => `  ${path}:\n    get: {}\n`).join('')}`

interface Run extends Partial<Omit<LintRequest, 'catalogue'>> {
  readonly config?: string
  readonly catalogue?: Catalogue
  readonly answersFor?: AnswersFor
  readonly isAssessed?: boolean
}

async function runOn(files: Readonly<Record<string, string>>, more: Run = {}) {
  const { config: _, catalogue = CATALOGUE, answersFor, isAssessed = true, ...request } = more
  const names = Object.keys(files).filter((name) => !name.includes('specward') && !name.startsWith('part'))
  return lintWithSources(
    {
      documents: names.map((name) => ({ uri: `${ROOT}${name}`, named: true })),
      registry: REGISTRY,
      version: '1',
      today: '2027-01-31',
      workingDirectory: ROOT,
      ...(isAssessed ? { assess: { catalogue, answersFor } } : {}),
      ...request,
    },
    memoryHost({ '.git': '', ...files }),
  )
}

async function assessed(files: Readonly<Record<string, string>>, more: Run = {}): Promise<Assessment> {
  const { assessment } = await runOn(files, more)
  if (!assessment) throw new Error('there is no assessment')
  return assessment
}

/** The one document of a run. */
async function documentOf(text: string, config?: string, more: Run = {}): Promise<AssessedDocument> {
  const files = { 'api.yaml': text, ...(config === undefined ? {} : { 'specward.yaml': config }) }
  const { documents } = await assessed(files, more)
  const [document] = documents
  if (!document) throw new Error('nothing was assessed')
  return document
}

function controlOf({ controls }: AssessedDocument, id: string): AssessedControl {
  const found = controls.find((each) => each.id === id)
  if (!found) throw new Error(`there is no control ${id}`)
  return found
}

/** Controls as `id: result`. */
const results = ({ controls }: AssessedDocument) =>
  Object.fromEntries(controls.map(({ id, result }) => [id, result]))

describe('an assessment', () => {
  it('gives every control of the catalogue a result and a reason', async () => {
    const document = await documentOf(api('/x', '/y'))
    expect(document).toMatchObject({
      file: 'api.yaml',
      format: 'oas3.1',
      operations: 2,
      title: 'Things',
      apiVersion: '4',
      complete: true,
    })
    expect(document.controls.map(({ id, result, because }) => `${id} ${result}: ${because}`)).toEqual([
      'A pass: 2 checks by `no-a`, all well.',
      'B pass: 2 checks by `no-b`, all well.',
      'C pass: 2 checks by `no-c`, all well.',
      'BOTH review: The description shows nothing against it in 2 checks, which is not enough to say that it holds. A person has to answer.',
      'PERSON open: No description shows it. A person has to answer.',
      'NOTHING open: A description can show it, but no rule looks. A person has to answer.',
      'OLD open: A description can show it, but no rule looks (`no-swagger` is for other formats). A person has to answer.',
      'ELSEWHERE notApplicable: It is not asked of descriptions in this format.',
    ])
  })

  it('is of a day, and is not made without one', async () => {
    expect((await assessed({ 'api.yaml': api('/x') })).date).toBe('2027-01-31')
    await expect(runOn({ 'api.yaml': api('/x') }, { today: undefined })).rejects.toThrow(
      '`assess` needs `today`',
    )
  })

  it('is there only where it is asked for', async () => {
    expect((await runOn({ 'api.yaml': api('/x') }, { isAssessed: false })).assessment).toBeUndefined()
  })

  it('leaves the report as it is, to the byte', async () => {
    const files = { 'api.yaml': api('/a', '/b', '/c', '/maybe', '/throw', '/z') }
    const [plain, beside] = [await runOn(files, { isAssessed: false }), await runOn(files)]
    expect(JSON.stringify(beside.report)).toBe(JSON.stringify(plain.report))
    expect(beside.report.findings.map(({ ruleId }) => ruleId)).toEqual(['no-a'])
  })

  it('leaves out what is no description of an API', async () => {
    const overlay =
      'overlay: 1.0.0\ninfo: { title: O, version: "1" }\nactions: [{ target: $, remove: true }]\n'
    const { documents } = await assessed({ 'api.yaml': api('/x'), 'overlay.yaml': overlay })
    expect(documents.map(({ file }) => file)).toEqual(['api.yaml'])
  })

  it('is in the order of the report, and the same whichever document comes first', async () => {
    const [b, a] = [api('/b'), api('/a')]
    const one = await assessed({ 'b.yaml': b, 'a.yaml': a })
    const other = await assessed({ 'a.yaml': a, 'b.yaml': b })
    expect(one.documents.map(({ file }) => file)).toEqual(['a.yaml', 'b.yaml'])
    expect(JSON.stringify(one)).toBe(JSON.stringify(other))
  })

  it('counts what two documents share for both', async () => {
    const shared = 'get: {}\n'
    const text = 'openapi: 3.1.0\npaths:\n  /a: { $ref: part.yaml }\n'
    const { documents } = await assessed({ 'one.yaml': text, 'two.yaml': text, 'part.yaml': shared })
    const fingerprints = documents.map((each) => controlOf(each, 'A').findings)
    expect(fingerprints[0]).toHaveLength(1)
    expect(fingerprints[1]).toEqual(fingerprints[0])
  })
})

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

describe('what could not be read', () => {
  it('leaves open what rules have to see, and hides no finding', async () => {
    const text = `${api('/b')}  /lost: { $ref: gone.yaml }\n`
    const document = await documentOf(text)
    expect(results(document)).toMatchObject({ A: 'open', B: 'fail', C: 'open', BOTH: 'open', PERSON: 'open' })
    expect(controlOf(document, 'A').because).toMatch(
      /^Not all of the description could be read, and this may depend on it: `gone.yaml`/,
    )
    expect(document.complete).toBe(false)
  })

  it('leaves it open as well where the organisation calls it a warning', async () => {
    const text = `${api('/x')}  /lost: { $ref: gone.yaml }\n`
    const config = 'problems: [{ code: ref-file-not-found, severity: warn, reason: Later. }]\n'
    expect(results(await documentOf(text, config)).A).toBe('open')
  })
})

describe('what rules leave undecided', () => {
  it('wants a person, with the operations concerned', async () => {
    const document = await documentOf(api('/maybe', '/x'))
    const { result, because, undecided, question } = controlOf(document, 'A')
    expect(result).toBe('review')
    expect(because).toBe(
      '1 check could not be decided from the description. 1 other is well. A person has to answer.',
    )
    expect(undecided.map((index) => document.undecided[index]?.ruleId)).toEqual(['no-a'])
    expect(question).toMatchObject({ text: 'Does it hold?', operations: ['GET /maybe'], state: 'unanswered' })
  })

  it('is not asked about where everything is decided', async () => {
    const document = await documentOf(api('/x'))
    expect(controlOf(document, 'A').question).toBeNull()
    expect(controlOf(document, 'BOTH').question).not.toBeNull()
    expect(controlOf(document, 'ELSEWHERE').question).toBeNull()
  })
})

describe('answers', () => {
  const answer = (
    word: 'yes' | 'no' | 'not-applicable',
    state: 'valid' | 'changed' | 'expired' = 'valid',
  ): Asked => ({
    digest: 'd',
    operations: [],
    state: state === 'valid' ? 'answered' : state,
    answers: [
      {
        answer: word,
        by: 'Ana',
        date: '2026-12-01',
        validUntil: '2027-12-01',
        evidence: 'https://example.com/e',
        state,
        uri: `${ROOT}specward.attestations.yaml`,
      },
    ],
  })
  const answered = (asked: Asked, text = api('/x'), config?: string) =>
    documentOf(text, config, { answersFor: () => asked })

  it.each([
    ['yes', { BOTH: 'pass', PERSON: 'pass', A: 'pass', OLD: 'pass' }],
    ['no', { BOTH: 'fail', PERSON: 'fail', A: 'pass', OLD: 'fail' }],
    ['not-applicable', { BOTH: 'notApplicable', PERSON: 'notApplicable', A: 'pass', OLD: 'notApplicable' }],
  ] as const)('of %s decide what people are asked, and nothing else', async (word, expected) => {
    expect(results(await answered(answer(word)))).toMatchObject(expected)
  })

  it.each([
    ['expired', 'The answer of Ana held until 2027-12-01: a person has to answer again.'],
    [
      'changed',
      'What Ana answered on 2026-12-01 is about something that has changed since: a person has to answer again.',
    ],
  ] as const)('that have %s decide nothing', async (state, because) => {
    const document = await answered(answer('yes', state))
    expect(results(document)).toMatchObject({ BOTH: 'review', PERSON: 'open' })
    expect(controlOf(document, 'PERSON').because).toBe(`No description shows it. ${because}`)
  })

  it('decide what rules leave undecided', async () => {
    const document = await answered(answer('yes'), api('/maybe', '/x'))
    const { result, because, question } = controlOf(document, 'A')
    expect(result).toBe('pass')
    expect(because).toBe(
      'The description shows nothing against it in 1 check and leaves 1 undecided; Ana has answered that it holds (2026-12-01, valid until 2027-12-01).',
    )
    expect(question?.answers).toMatchObject([
      { by: 'Ana', file: 'specward.attestations.yaml', state: 'valid' },
    ])
  })

  it('stand in neither for a finding nor for a rule that is off', async () => {
    expect(results(await answered(answer('yes'), api('/b'))).B).toBe('fail')
    expect(results(await answered(answer('yes'), api('/x'), 'rules: { no-b: off }\n')).BOTH).toBe('open')
  })

  it('are asked for with all that rules left undecided', async () => {
    const seen: Record<string, readonly string[]> = {}
    const answersFor: AnswersFor = ({ id }, _document, undecided) => {
      seen[id] = undecided.flatMap(({ operations }) => operations)
      return answer('yes')
    }
    await documentOf(api('/maybe', '/x'), undefined, { answersFor })
    expect(seen).toEqual({
      A: ['GET /maybe'],
      B: ['GET /maybe'],
      C: ['GET /maybe'],
      BOTH: ['GET /maybe'],
      PERSON: [],
      NOTHING: [],
      OLD: [],
    })
  })
})

describe('rows and requirements', () => {
  it('are all there, with their controls and an honest word', async () => {
    const { rows, frameworks } = await documentOf(api('/a', '/x'))
    expect(rows).toEqual([
      {
        id: 'P1',
        kind: 'practice',
        title: 'First',
        result: 'fail',
        standing: 'fail',
        because: 'Broken: A. A description can show all of its controls.',
        controls: ['A'],
        aside: ['NOTHING'],
      },
      {
        id: 'P2',
        kind: 'practice',
        title: 'Second',
        result: 'pass',
        standing: 'pass',
        because: 'Its control passes. A description can show all of its controls.',
        controls: ['B'],
        aside: [],
      },
      {
        id: 'T1',
        kind: 'threat',
        title: 'Third',
        result: 'open',
        standing: 'open',
        because: 'Nobody has looked or answered yet: PERSON. No description shows it: people answer for it.',
        controls: ['PERSON'],
        aside: [],
      },
    ])
    expect(frameworks).toEqual([
      {
        id: 'f',
        title: 'A standard',
        version: '2',
        items: [
          {
            id: '1',
            title: 'One',
            result: 'fail',
            standing: 'fail',
            because: 'Broken: A. 1 of 2 pass.',
            controls: ['A', 'B'],
          },
          {
            id: '2',
            result: 'open',
            standing: 'open',
            because: 'No control of the catalogue speaks for it: ask a checklist or a test at run time.',
            controls: [],
          },
        ],
      },
    ])
  })

  it('say that a requirement is supported, not that it is met', async () => {
    const { frameworks } = await documentOf(api('/x'))
    expect(frameworks[0]?.items[0]).toMatchObject({
      result: 'pass',
      because: 'All 2 controls pass. That supports the requirement; it does not show that it is met.',
    })
  })
})

describe('the digest of a catalogue', () => {
  const digestOf = async (catalogue: Catalogue) => {
    const files = { 'api.yaml': api('/x') }
    const request = { documents: [{ uri: `${ROOT}api.yaml`, named: true }], registry: REGISTRY, version: '1' }
    const host = { ...memoryHost(files), sha256: (text: string) => text }
    const { assessment } = await lintWithSources(
      { ...request, workingDirectory: ROOT, today: '2027-01-31', assess: { catalogue } },
      host,
    )
    return assessment?.catalogue.digest
  }
  const [first, ...rest] = CATALOGUE.controls
  const withFirst = (more: Partial<Control>): Catalogue => ({
    ...CATALOGUE,
    controls: first ? [{ ...first, ...more }, ...rest] : [],
  })

  it('changes with what decides results', async () => {
    const before = await digestOf(CATALOGUE)
    expect(await digestOf(withFirst({ rules: ['no-a', 'no-b'] }))).not.toBe(before)
    expect(await digestOf(withFirst({ told: 'both' }))).not.toBe(before)
    expect(await digestOf({ ...CATALOGUE, version: '2' })).not.toBe(before)
  })

  it('does not change with titles and the order of rules', async () => {
    const [one, other] = [withFirst({ rules: ['no-a', 'no-b'] }), withFirst({ rules: ['no-b', 'no-a'] })]
    expect(await digestOf(one)).toBe(await digestOf(other))
    expect(await digestOf(withFirst({ title: 'Else' }))).toBe(await digestOf(CATALOGUE))
  })
})

describe('whatever a description holds', () => {
  const paths = fc.uniqueArray(
    fc.constantFrom('/a', '/b', '/c', '/x', '/maybe', '/none', '/y/a', '/y/maybe'),
    {
      minLength: 1,
    },
  )
  const words = fc.constantFrom<Asked['state']>('unanswered', 'answered', 'changed', 'expired')
  const ids = REGISTRY.rules.map(({ rule: { id } }) => id)
  const WEIGHT = { fail: 3, open: 2, review: 1, pass: 0, notApplicable: 0 } as const
  const answersFor = (state: Asked['state']): AnswersFor => {
    const answer = { answer: 'yes', by: 'Ana', date: '2026-12-01', validUntil: '2027-12-01' } as const
    const valid = { ...answer, evidence: 'e', state: 'valid', uri: `${ROOT}a.yaml` } as const
    return () => ({ digest: 'd', operations: [], state, answers: state === 'answered' ? [valid] : [] })
  }
  const RUNS = { seed: 7, numRuns: 150 }

  it('one more finding makes no result better', async () => {
    await fc.assert(
      fc.asyncProperty(paths, fc.constantFrom('/z/a', '/z/b', '/z/c'), words, async (given, more, state) => {
        const options = { answersFor: answersFor(state) }
        const before = await documentOf(api(...given), undefined, options)
        const after = await documentOf(api(...given, more), undefined, options)
        for (const [index, { id, result }] of before.controls.entries()) {
          const now = after.controls[index]?.result ?? 'pass'
          expect(WEIGHT[now], id).toBeGreaterThanOrEqual(WEIGHT[result])
        }
      }),
      RUNS,
    )
  })

  it('a rule that is not there leaves none of its controls passing', async () => {
    await fc.assert(
      fc.asyncProperty(paths, fc.constantFrom(...ids), words, async (given, gone, state) => {
        const registry = { rules: REGISTRY.rules.filter(({ rule: { id } }) => id !== gone), presets: [] }
        const options = { answersFor: answersFor(state), registry }
        const { controls } = await documentOf(api(...given), undefined, options)
        for (const { id, rules } of CATALOGUE.controls) {
          if (id === 'ELSEWHERE' || !rules.includes(gone)) continue
          expect(['open', 'fail'], id).toContain(controls.find((each) => each.id === id)?.result)
        }
      }),
      RUNS,
    )
  })

  it('the order of rules changes nothing', async () => {
    const every = control('EVERY', 'both', ids)
    await fc.assert(
      fc.asyncProperty(paths, fc.shuffledSubarray(ids, { minLength: ids.length }), async (given, order) => {
        const inOrder = { ...CATALOGUE, controls: [...CATALOGUE.controls, every] }
        const shuffled = { ...CATALOGUE, controls: [...CATALOGUE.controls, { ...every, rules: order }] }
        const rules = order.flatMap((id) => REGISTRY.rules.filter(({ rule: { id: name } }) => name === id))
        const one = await documentOf(api(...given), undefined, { catalogue: inOrder })
        const options = { catalogue: shuffled, registry: { ...REGISTRY, rules } }
        expect(await documentOf(api(...given), undefined, options)).toEqual(one)
      }),
      RUNS,
    )
  })
})

describe('what a rule takes to be well without seeing it', () => {
  it('is no word to developers, and a question to people', async () => {
    const assuming = rule('no-a', '/a', 'error', {
      check(operation, { assume }) {
        assume({ at: operation.node, because: 'its name says so' })
      },
    })
    const rules = REGISTRY.rules.map((each) => (each.rule.id === 'no-a' ? { ...each, rule: assuming } : each))
    const run = await runOn({ 'api.yaml': api('/a') }, { registry: { ...REGISTRY, rules } })
    expect([run.report.undecided, run.report.findings]).toEqual([[], []])
    const a = run.assessment?.documents[0]?.controls.find(({ id }) => id === 'A')
    expect([a?.result, a?.question?.operations]).toEqual(['review', ['GET /a']])
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

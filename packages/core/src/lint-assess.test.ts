import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Catalogue, Control } from './assess/catalogue.ts'
import type { AnswersFor, Asked } from './assess/question.ts'
import { lintWithSources } from './lint.ts'
import {
  api,
  assessed,
  CATALOGUE,
  control,
  controlOf,
  documentOf,
  REGISTRY,
  runOn,
} from './lint-assess.test-kit.ts'
import { memoryHost, ROOT } from './resolve/graph.test-kit.ts'

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

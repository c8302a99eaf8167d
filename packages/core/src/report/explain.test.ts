import { describe, expect, it } from 'vitest'
import { REGISTRY, ROOT } from '../policy/policy.test-kit.ts'
import { memoryHost } from '../resolve/graph.test-kit.ts'
import { type ExplainRequest, explainPolicy } from './explain.ts'
import type { ExplainedPolicy } from './explained.ts'

const FILES = {
  '.git': '',
  'policy/base.yaml': `extends: [specward:recommended]
rules:
  no-b: error
  require-limit: { severity: warn, options: { limit: 5 } }
policy: { allowedHosts: [a.example] }
refs: { allow: [schemas.example] }
problems: [{ code: ref-cycle, severity: warn, reason: Known. }]
locked: { rules: [no-b], settings: [failOn] }
`,
  'specward.yaml': `extends: [./policy/base.yaml]
rules:
  no-a: off
  require-limit: { options: { limit: 3 } }
overrides:
  - files: ['apis/*']
    reason: Old.
    rules: { no-a: hint }
    policy: { adminWords: [staff] }
  - files: ['other/*']
    rules: { no-a: info }
  - pointers: [/paths/~1pay]
    rules: { no-a: error }
exceptions:
  - { rule: no-b, reason: Soon., owner: Jane, expires: 2027-01-31 }
`,
}

async function explain(
  document: string,
  more: Partial<ExplainRequest> = {},
  files = FILES,
): Promise<ExplainedPolicy> {
  const where = { document: ROOT + document, workingDirectory: ROOT }
  const request = { ...where, registry: REGISTRY, version: '1', today: '2026-11-24', ...more }
  const result = await explainPolicy(request, memoryHost(files))
  if ('errors' in result) throw new Error(JSON.stringify(result.errors))
  return result.explained
}

const file = (source: string, line: number, inOverride = false) => ({ source, line, inOverride })
const preset = { source: 'specward:recommended', line: null, inOverride: false }

describe('the explained policy of a document', () => {
  it('names its configuration and all sources, with the lines that extend them', async () => {
    const explained = await explain('apis/a.yaml')
    expect(explained).toMatchObject({ document: 'apis/a.yaml', configuration: 'specward.yaml' })
    expect(explained.sources).toEqual([
      { name: 'specward:recommended', from: file('policy/base.yaml', 1), asked: false },
      { name: 'policy/base.yaml', from: file('specward.yaml', 1), asked: false },
      { name: 'specward.yaml', from: null, asked: false },
    ])
  })

  it('tells where the severity of a rule comes from, and what it was before', async () => {
    const [a, b] = (await explain('apis/a.yaml')).rules
    expect(a).toMatchObject({
      id: 'no-a',
      value: 'hint',
      from: file('specward.yaml', 8, true),
      before: [
        { value: 'error', from: preset },
        { value: 'off', from: file('specward.yaml', 3) },
      ],
      locked: null,
    })
    expect(b).toMatchObject({ id: 'no-b', value: 'error', locked: file('policy/base.yaml', 8) })
  })

  it('tells where an option comes from', async () => {
    const rule = (await explain('apis/a.yaml')).rules.find(({ id }) => id === 'require-limit')
    expect(rule?.options).toEqual([
      {
        name: 'limit',
        value: 3,
        from: file('specward.yaml', 4),
        before: [
          { value: 10, from: null },
          { value: 5, from: file('policy/base.yaml', 4) },
        ],
      },
    ])
  })

  it('tells what overrides set for places', async () => {
    const [rule] = (await explain('apis/a.yaml')).rules
    expect(rule?.places).toEqual([
      { pointers: ['/paths/~1pay'], files: null, value: 'error', from: file('specward.yaml', 13, true) },
    ])
  })

  it('leaves out what a lock of a later file has cancelled', async () => {
    const files = {
      ...FILES,
      'specward.yaml': 'extends: [./soft.yaml, ./org.yaml]\n',
      'soft.yaml': 'extends: []\noverrides: [{ pointers: [/paths], rules: { no-a: off, no-b: error } }]\n',
      'org.yaml': 'extends: []\nrules: { no-a: error }\nlocked: { rules: [no-a] }\n',
    }
    const { rules } = await explain('apis/a.yaml', {}, files)
    expect(rules.map(({ id, places }) => [id, places.map(({ value }) => value)])).toContainEqual(['no-a', []])
    expect(rules.map(({ id, places }) => [id, places.map(({ value }) => value)])).toContainEqual([
      'no-b',
      ['error'],
    ])
  })

  it('tells where every other setting comes from', async () => {
    expect((await explain('apis/a.yaml')).settings).toEqual([
      { setting: 'policy.allowedHosts', value: 'a.example', from: file('policy/base.yaml', 5) },
      { setting: 'refs.allow', value: 'schemas.example', from: file('policy/base.yaml', 6) },
      {
        setting: 'problems',
        value: { code: 'ref-cycle', files: null, severity: 'warn', reason: 'Known.' },
        from: file('policy/base.yaml', 7),
      },
      { setting: 'policy.adminWords', value: 'staff', from: file('specward.yaml', 9, true) },
    ])
  })

  it('tells the gate, by default, by file or by the command line', async () => {
    expect((await explain('a.yaml')).failOn).toEqual({ value: 'error', from: null, before: [] })
    expect((await explain('a.yaml', { failOn: 'hint' })).failOn).toMatchObject({
      value: 'hint',
      from: { source: 'command line' },
    })
  })

  it('tells which overrides are in force', async () => {
    const inForce = async (document: string) =>
      (await explain(document)).overrides.map((each) => each.inForce)
    expect(await inForce('apis/a.yaml')).toEqual([true, false, true])
    expect(await inForce('a.yaml')).toEqual([false, false, true])
  })

  it('holds locks, exceptions and notices', async () => {
    const { locks, exceptions, notices } = await explain('a.yaml')
    expect(locks).toEqual([
      { kind: 'rule', subject: 'no-b', from: file('policy/base.yaml', 8) },
      { kind: 'setting', subject: 'failOn', from: file('policy/base.yaml', 8) },
    ])
    expect(exceptions).toMatchObject([
      { subject: 'no-b', owner: 'Jane', expires: '2027-01-31', from: file('specward.yaml', 15) },
    ])
    expect(notices).toMatchObject([{ code: 'exception-unused', file: 'specward.yaml', line: 15 }])
  })

  it('is for a folder the policy without overrides for files', async () => {
    const explained = await explain('apis/')
    expect(explained.document).toBeNull()
    expect(explained.rules[0]).toMatchObject({ id: 'no-a', value: 'off' })
  })

  it('marks presets of the command line', async () => {
    const { sources } = await explain('a.yaml', { presets: ['strict'] })
    expect(sources[0]).toEqual({ name: 'specward:strict', from: null, asked: true })
  })

  it('is told to be wrong as a run would', async () => {
    const host = memoryHost({ 'specward.yaml': 'rulez: {}\n' })
    const request = { document: `${ROOT}a.yaml`, workingDirectory: ROOT, registry: REGISTRY, version: '1' }
    expect(await explainPolicy(request, host)).toMatchObject({ errors: [{ line: 1, column: 1 }] })
  })
})

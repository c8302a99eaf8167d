import { describe, expect, it } from 'vitest'
import { ConfigurationFailure, type LintRequest, lint } from './lint.ts'
import { defineRule, type Registry, type Rule } from './policy/rule.ts'
import { exitCode } from './report/exit-code.ts'
import type { Report } from './report/report.ts'
import { memoryHost, ROOT } from './resolve/graph.test-kit.ts'

function rule(id: string, word: string): Rule {
  return defineRule({
    id,
    title: 'Something is wrong.',
    why: 'Because.',
    fix: 'Do not.',
    presets: {},
    formats: ['oas3'],
    references: { owasp: [], cwe: [], controls: [] },
    select: 'operation',
    check(operation, { report, undecided }) {
      if (operation.method === 'head') undecided({ at: operation.node, because: 'nobody knows' })
      else report({ at: operation.node, message: `\`${operation.label}\` ${word}.` })
    },
    examples: { bad: [], good: [] },
  })
}

const registry: Registry = {
  rules: [
    { rule: rule('no-call', 'can be called'), category: 'a' },
    { rule: rule('no-answer', 'answers'), category: 'a' },
  ],
  presets: [{ name: 'recommended', rules: { 'no-call': 'error' } }],
}

const API = `openapi: 3.1.0
paths:
  /users:
    get: {}
    head: {}
  /admin/users:
    delete: {}
    head: {}
  /shared:
    $ref: common.yaml#/paths/~1shared
`

const COMMON = `paths:
  /shared:
    get: {}
`

async function run(
  files: Readonly<Record<string, string>>,
  more: Partial<LintRequest> = {},
): Promise<Report> {
  const names = Object.keys(files).filter((name) => name.endsWith('api.yaml'))
  return lint(
    {
      documents: names.map((name) => ({ uri: `${ROOT}${name}`, named: true })),
      registry,
      version: '1',
      workingDirectory: ROOT,
      ...more,
    },
    memoryHost({ '.git': '', 'common.yaml': COMMON, ...files }),
  )
}

/** Findings as `severity rule file pointer`. */
function found(report: Report): readonly string[] {
  return report.findings.map((each) => `${each.severity} ${each.ruleId} ${each.file} ${each.pointer}`)
}

describe('an override for places', () => {
  it('gives findings at the place another severity', async () => {
    const config = 'overrides: [{ pointers: [/paths/~1admin~1users], rules: { no-call: hint } }]\n'
    expect(found(await run({ 'specward.yaml': config, 'api.yaml': API }))).toEqual([
      'error no-call api.yaml /paths/~1users/get',
      'hint no-call api.yaml /paths/~1admin~1users/delete',
      'error no-call common.yaml /paths/~1shared/get',
    ])
  })

  it('leaves out what is found, or could not be decided, where the rule is off', async () => {
    const config = 'overrides: [{ pointers: [/paths/~1admin~1users], rules: { no-call: off } }]\n'
    const report = await run({ 'specward.yaml': config, 'api.yaml': API })
    expect(found(report)).not.toContain('error no-call api.yaml /paths/~1admin~1users/delete')
    expect(report.undecided.map(({ pointer }) => pointer)).toEqual(['/paths/~1users/head'])
  })

  it('with files is held against the file in which a finding stands', async () => {
    const config = 'overrides: [{ files: [common.yaml], pointers: [/paths], rules: { no-call: info } }]\n'
    expect(found(await run({ 'specward.yaml': config, 'api.yaml': API }))).toEqual([
      'error no-call api.yaml /paths/~1users/get',
      'error no-call api.yaml /paths/~1admin~1users/delete',
      'info no-call common.yaml /paths/~1shared/get',
    ])
  })

  it('can turn on a rule that is off elsewhere', async () => {
    const config = 'overrides: [{ pointers: [/paths/*/delete], rules: { no-answer: warn } }]\n'
    const report = await run({ 'specward.yaml': config, 'api.yaml': API })
    expect(found(report).filter((each) => each.includes('no-answer'))).toEqual([
      'warn no-answer api.yaml /paths/~1admin~1users/delete',
    ])
    expect(report.undecided.filter(({ ruleId }) => ruleId === 'no-answer')).toEqual([])
  })

  it('counts for the gate', async () => {
    const config = 'overrides: [{ pointers: [/paths], rules: { no-call: warn } }]\n'
    const report = await run({ 'specward.yaml': config, 'api.yaml': API })
    expect([report.gate.failed, exitCode(report)]).toEqual([false, 0])
  })
})

describe('an override for files', () => {
  it('holds for its documents alone, also under two configurations', async () => {
    const report = await run({
      'specward.yaml': 'overrides: [{ files: ["*/api.yaml"], rules: { no-call: hint } }]\n',
      'a/api.yaml': 'openapi: 3.1.0\npaths: { /a: { get: {} } }\n',
      'b/specward.yaml': '',
      'b/api.yaml': 'openapi: 3.1.0\npaths: { /b: { get: {} } }\n',
      'api.yaml': 'openapi: 3.1.0\npaths: { /c: { get: {} } }\n',
    })
    expect(found(report)).toEqual([
      'hint no-call a/api.yaml /paths/~1a/get',
      'error no-call api.yaml /paths/~1c/get',
      'error no-call b/api.yaml /paths/~1b/get',
    ])
  })
})

describe('notices about overrides', () => {
  const config = (files: string): string =>
    `overrides:\n  - { ${files}pointers: [/paths/~1gone, /paths/*/get], rules: { no-call: hint } }\n`

  it('tell of a place that is in none of the files that are named in full', async () => {
    const report = await run({ 'specward.yaml': config('files: [api.yaml], '), 'api.yaml': API })
    expect(report.notices).toEqual([
      {
        code: 'override-unused',
        severity: 'warn',
        message: 'The override for `/paths/~1gone` changes nothing: there is no such place in `api.yaml`.',
        file: 'specward.yaml',
        range: { start: { line: 2, column: 5 }, end: expect.anything() },
      },
    ])
    expect(exitCode(report)).toBe(1)
  })

  it.each([
    ['all files', ''],
    ['files by a glob', "files: ['*.yaml'], "],
    ['a file that was not read', 'files: [api.yaml, other.yaml], '],
    ['a file that the place is in', 'files: [api.yaml, common.yaml], '],
  ])('say nothing where it cannot be known, or is used: %s', async (_, files) => {
    const common = 'paths:\n  /shared: { get: {} }\n  /gone: {}\n'
    const report = await run({ 'specward.yaml': config(files), 'api.yaml': API, 'common.yaml': common })
    expect(report.notices).toEqual([])
  })
})

describe('locks and exceptions in a run', () => {
  const files = (expires: string) => ({
    'specward.yaml': `extends: [./base.yaml]
rules: { no-call: warn }
exceptions:
  - { rule: no-call, reason: Soon., owner: Jane, expires: ${expires} }
`,
    'base.yaml': 'locked: { rules: [no-call], settings: [failOn] }\n',
    'api.yaml': API,
  })

  it('tell of an exception in use with its place', async () => {
    const report = await run(files('2027-01-31'), { today: '2026-11-24' })
    expect(report.notices).toMatchObject([
      { code: 'exception-in-use', severity: 'info', file: 'specward.yaml', range: { start: { line: 4 } } },
    ])
    expect(exitCode(report)).toBe(0)
    expect(report.policy.sources).toEqual(['specward:recommended', 'base.yaml', 'specward.yaml'])
  })

  it('fail the run when an exception has ended', async () => {
    const report = await run(files('2026-01-31'), { today: '2026-11-24' })
    expect(report.findings.every(({ severity }) => severity === 'error')).toBe(true)
    expect(report.notices).toMatchObject([{ code: 'exception-expired', severity: 'error' }])
    expect(exitCode(report)).toBe(4)
  })

  it('fail the run with 4 also where something could not be judged', async () => {
    const report = await run({ ...files('2026-01-31'), 'b/api.yaml': 'openapi: [' }, { today: '2026-11-24' })
    expect(report.problems.length).toBeGreaterThan(0)
    expect(exitCode(report)).toBe(4)
  })

  it('tell once what several documents share', async () => {
    const report = await run({ ...files('2027-01-31'), 'b/api.yaml': API }, { today: '2026-11-24' })
    expect(report.documents).toHaveLength(2)
    expect(report.notices).toHaveLength(1)
  })

  it('refuse a gate that lets more pass', async () => {
    const request = run(files('2027-01-31'), { today: '2026-11-24', failOn: 'never' })
    await expect(request).rejects.toThrow(ConfigurationFailure)
    await expect(request).rejects.toThrow('`--fail-on never` would let pass')
  })
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Report } from '@specward/core'
import { describe, expect, it } from 'vitest'
import { API, changed, lint, softened, today, WITHOUT_SECURITY } from './base-run.ts'
import { repository } from './repository.ts'
import { runIn, words } from './run-in.ts'

// T15: a policy that is softened by the change that it judges

describe('what was accepted since the base', () => {
  const waiver = (operation: string): string =>
    `  - rule: no-anonymous-write\n    operation: ${operation}\n    reason: Agreed.\n    owner: team@example.com\n    expires: 2027-02-20\n`

  it('is counted, by waivers and by remarks, and nothing that was accepted before', async () => {
    const before = { 'openapi.yaml': API, 'specward.waivers.yaml': `waivers:\n${waiver('DELETE /health')}` }
    const same = await repository(before)
    expect((await lint(same)).base).toMatchObject({ accepted: 0 })
    const folder = await repository(before, {
      'openapi.yaml': changed(
        WITHOUT_SECURITY,
        '    delete:\n      operationId: deleteOrder',
        '    # specward-ignore no-anonymous-write -- Agreed.\n    delete:\n      operationId: deleteOrder',
      ),
      'specward.waivers.yaml': `waivers:\n${waiver('DELETE /health')}${waiver('POST /orders')}`,
    })
    const report = await lint(folder)
    expect(report.summary.suppressed).toBe(3)
    expect(report.base).toMatchObject({ accepted: 2 })
    const { out } = await runIn(folder, words('lint openapi.yaml --base main'), undefined, today)
    expect(out).toContain('2 accepted since main')
  })
})

describe('a policy that was softened since the base', () => {
  it('is told, and what it hides is in the report as suppressed', async () => {
    const folder = await repository(
      { 'openapi.yaml': API },
      { 'specward.yaml': 'extends: [specward:recommended]\nrules:\n  no-anonymous-write: off\n' },
    )
    const { code, out } = await runIn(folder, words('lint openapi.yaml --base main --format json'))
    const report: Report = JSON.parse(out)
    expect(code).toBe(0)
    const hidden = report.findings.filter(({ suppressed }) => suppressed !== null)
    expect(hidden).toMatchObject([
      {
        ruleId: 'no-anonymous-write',
        isNew: false,
        suppressed: {
          kind: 'policy',
          reason: '`no-anonymous-write` is `off` since main',
          file: 'specward.yaml',
          range: { start: { line: 3 } },
        },
      },
    ])
    expect(report.notices).toMatchObject([
      { code: 'softened-since-base', severity: 'warn', file: 'specward.yaml', range: { start: { line: 3 } } },
    ])
  })

  it('fails the run when it hides what is new', async () => {
    const folder = await repository(
      { 'openapi.yaml': API },
      { 'openapi.yaml': WITHOUT_SECURITY, 'specward.yaml': 'rules:\n  no-anonymous-write: off\n' },
    )
    const { code, out } = await runIn(folder, words('lint openapi.yaml --base main'))
    expect(code).toBe(4)
    expect(out).toContain('`no-anonymous-write` is `off` since main. That accepts 3 findings, 2 of them new.')
  })

  it.each([
    [
      'a softer severity',
      '',
      'rules:\n  no-anonymous-write: info\n',
      '`no-anonymous-write` is `info` instead of `error` since main',
    ],
    [
      'a gate that lets more pass',
      '',
      'failOn: never\n',
      'The gate is `never` instead of `error` since main',
    ],
    [
      'a fact',
      '',
      'policy:\n  publicOperations:\n    - { operation: "DELETE /orders/{id}", reason: it is }\n    - { operation: "POST /orders", reason: it is }\n',
      '`policy.publicOperations` was changed since main',
    ],
    [
      'a preset that is extended no more',
      'extends: [specward:strict]\n',
      'extends: []\n',
      'Rules are not on any more since main',
    ],
  ])('is seen in %s', async (_, before, after, words_) => {
    const folder = await repository(
      { 'openapi.yaml': API, ...(before === '' ? {} : { 'specward.yaml': before }) },
      { 'openapi.yaml': WITHOUT_SECURITY, 'specward.yaml': after },
    )
    const { code, out } = await runIn(folder, words('lint openapi.yaml --base main --format json'))
    const notices = (JSON.parse(out) as Report).notices.filter((each) => each.code === 'softened-since-base')
    expect(notices.map(({ message }) => message).join()).toContain(words_)
    expect(notices.some(({ severity }) => severity === 'error')).toBe(true)
    expect(code).toBe(4)
  })

  it('is not told where it is stricter', async () => {
    const folder = await repository(
      { 'openapi.yaml': API, 'specward.yaml': 'rules:\n  no-anonymous-write: warn\n' },
      { 'specward.yaml': 'rules:\n  no-anonymous-write: error\n' },
    )
    expect((await lint(folder)).notices).toEqual([])
  })

  const SOON = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
  const WAIVED = `waivers:\n  - rule: no-anonymous-write\n    operation: POST /orders\n    reason: Agreed.\n    owner: team@example.com\n    expires: ${SOON}\n  - rule: no-anonymous-write\n    operation: DELETE /orders/{id}\n    reason: Agreed.\n    owner: team@example.com\n    expires: ${SOON}\n`

  it.each([
    ['new', API, 'error'],
    ['old', changed(API, 'login: []', 'login: {}'), 'warn'],
  ])('is seen in what may stay unjudged, where that is %s', async (_, before, severity) => {
    const [code, notices] = await softened(
      { 'openapi.yaml': before },
      {
        'openapi.yaml': changed(API, 'login: []', 'login: {}'),
        'specward.yaml': 'problems:\n  - { code: unexpected-shape, severity: warn, reason: for now }\n',
      },
    )
    expect(notices).toEqual([
      `2 ${severity} \`unexpected-shape\` is \`warn\` instead of \`error\` since main`,
    ])
    expect(code === 4).toBe(severity === 'error')
  })

  it('is seen where a file that nobody can read is none of the business of the run any more', async () => {
    const [code, notices] = await softened(
      { 'other.yaml': API },
      {
        'openapi.yaml': 'openapi: 3.1.0\npaths: {',
        'specward.yaml': 'problems:\n  - { code: syntax-error, severity: warn, reason: for now }\n',
      },
    )
    expect(notices).toEqual(['2 error `syntax-error` is `warn` instead of `error` since main'])
    expect(code).toBe(4)
  })

  it.each([
    [
      'a rule whose findings nobody may accept',
      'forbid: [no-anonymous-write]',
      'stale: error',
      '`waivers.forbid` asks',
    ],
    ['a longest term', 'longest: { error: 5 }', 'longest: { error: 99 }', '`waivers.longest.error` asks'],
    ['an approval', 'approval: required', 'approval: optional', '`waivers.approval` asks'],
  ])('is seen in %s, and fails where that lets something new pass', async (_, was, is, words_) => {
    const base = { 'specward.yaml': `waivers:\n  ${was}\n`, 'openapi.yaml': API }
    const setting = { 'specward.yaml': `waivers:\n  ${is}\n` }
    const harmless = await softened(base, setting)
    expect(harmless[0]).toBe(0)
    expect(harmless[1]).toEqual([expect.stringContaining(` warn ${words_} for less than in main`)])
    const [code, notices] = await softened(base, {
      ...setting,
      'openapi.yaml': WITHOUT_SECURITY,
      'specward.waivers.yaml': WAIVED,
    })
    expect(notices).toEqual([expect.stringContaining(` error ${words_} for less than in main`)])
    expect(code).toBe(4)
    expect((await softened({ ...base, ...setting }, { 'specward.yaml': base['specward.yaml'] }))[1]).toEqual(
      [],
    )
  })

  it('is seen in answers that are gone, and in what becomes of those that are over', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    const line =
      "attest INV-5 --document openapi.yaml --answer yes --by Dana --evidence 'https://wiki.example.com/7'"
    expect((await runIn(folder, words(line))).code).toBe(0)
    const name = 'specward.attestations.yaml'
    const answers = await readFile(join(folder, name), 'utf8')
    const gone = ['null warn Answers about `openapi.yaml` that main has are there no longer: `INV-5`']
    for (const head of [{ [name]: undefined }, { [name]: 'attestations: []\n' }]) {
      const [code, notices] = await softened({ [name]: answers }, head)
      expect(notices.map((each) => each.replace('undefined', 'null'))).toEqual(gone)
      expect(code).toBe(0)
    }
    const ended = answers
      .replace(/date: .*/, 'date: 2020-01-01')
      .replace(/validUntil: .*/, 'validUntil: 2020-02-01')
    const [code, notices] = await softened(
      { [name]: ended },
      { 'specward.yaml': 'attestations:\n  outdated: warn\n' },
    )
    expect(notices).toEqual(['2 error `attestations.outdated` asks for less than in main'])
    expect(code).toBe(4)
  })

  it('is seen in operations that call themselves public', async () => {
    const open = changed(
      API,
      '    delete:\n      operationId: deleteOrder',
      '    delete:\n      security: []\n      x-specward-public: this is meant so\n      operationId: deleteOrder',
    )
    const folder = await repository({ 'openapi.yaml': API }, { 'openapi.yaml': open })
    const report = await lint(folder)
    expect(report.base).toMatchObject({ accepted: 1 })
    expect(report.notices).toMatchObject([
      { code: 'softened-since-base', severity: 'warn', file: 'openapi.yaml' },
    ])
    expect(report.notices[0]?.message).toContain('`DELETE /orders/{id}` may be called by anyone')
    const same = await lint(
      await repository(
        { 'openapi.yaml': open },
        { 'openapi.yaml': changed(open, 'title: Orders', 'title: Order') },
      ),
    )
    expect(same.base).toMatchObject({ accepted: 0 })
    expect(same.notices).toEqual([])
  })

  it('cannot be told where the policy of the base is broken or not there, which fails', async () => {
    const folder = await repository(
      { 'openapi.yaml': API, 'specward.yaml': 'rules:\n  no-such-rule: off\n' },
      { 'specward.yaml': 'rules: {}\n' },
    )
    expect((await lint(folder)).notices).toMatchObject([{ code: 'base-incomplete', severity: 'error' }])
  })
})

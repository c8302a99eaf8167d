import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { API, changed, fresh, lint, told, WITHOUT_SECURITY } from './base-run.ts'
import { put } from './project.ts'
import { repository } from './repository.ts'
import { runIn, words } from './run-in.ts'

describe('lint --base with a report', () => {
  it('knows the findings of an earlier run', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    await runIn(folder, words('lint openapi.yaml --format json --output before.json'))
    await put(folder, { 'openapi.yaml': WITHOUT_SECURITY })
    const report = await lint(folder, 'openapi.yaml --base before.json')
    expect(told(fresh(report)).length).toBe(3)
    expect(report.base).toEqual({ kind: 'report', name: 'before.json', fixed: 0 })
  })

  it('knows them from another folder, by the ends of their paths', async () => {
    const folder = await repository({ 'apis/one/openapi.yaml': API, 'apis/two/openapi.yaml': API })
    await runIn(folder, words('lint --format json --output before.json'))
    const report = await lint(join(folder, 'apis'), '--base ../before.json')
    expect(fresh(report)).toEqual([])
    expect(report.notices).toEqual([])
    expect(report.summary.known).toBeGreaterThan(1)
  })

  it('tells of rules that ran for it and are off now, and fails where they hide what is new', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    await runIn(folder, words('lint openapi.yaml --format json --output before.json'))
    expect((await lint(folder, 'openapi.yaml --base before.json')).notices).toEqual([])
    await put(folder, {
      'specward.yaml': 'extends: [specward:recommended]\nrules:\n  no-anonymous-write: off\n',
    })
    const old = await lint(folder, 'openapi.yaml --base before.json')
    expect(old.notices).toMatchObject([
      { code: 'softened-since-base', severity: 'warn', file: 'specward.yaml', range: { start: { line: 3 } } },
    ])
    expect(old.notices[0]?.message).toContain('That accepts 1 finding, none of them new.')
    expect(old.base).toMatchObject({ fixed: 0 })
    await put(folder, { 'openapi.yaml': WITHOUT_SECURITY })
    const { code, out } = await runIn(folder, words('lint openapi.yaml --base before.json'))
    expect(out).toContain(
      '`no-anonymous-write` is `off` since before.json. That accepts 3 findings, 2 of them new.',
    )
    expect(code).toBe(4)
    const hidden = (await lint(folder, 'openapi.yaml --base before.json')).findings.filter(
      ({ suppressed }) => suppressed?.kind === 'policy',
    )
    expect(hidden.map(({ isNew }) => isNew).sort()).toEqual([false, true, true])
  })

  it('tells of rules that no preset has on any more, and takes no rule of another document for one', async () => {
    const folder = await repository({
      'openapi.yaml': API,
      'two/openapi.yaml': changed(API, '      security: []\n', ''),
      'two/specward.yaml': 'extends: []\nrules:\n  no-plaintext-server: error\n',
    })
    await runIn(folder, words('lint --format json --output before.json'))
    await put(folder, { 'two/openapi.yaml': WITHOUT_SECURITY })
    expect((await lint(folder, '--base before.json')).notices).toEqual([])
    await put(folder, { 'specward.yaml': 'extends: []\n', 'openapi.yaml': WITHOUT_SECURITY })
    const { notices } = await lint(folder, 'openapi.yaml --base before.json')
    expect(notices).toMatchObject([{ code: 'softened-since-base', severity: 'error', file: 'specward.yaml' }])
    expect(notices[0]?.message).toContain('Rules are not on any more since before.json')
  })

  it('tells when none of its documents was judged, and not when one of them was', async () => {
    const other = API.replaceAll('/orders', '/users').replaceAll('/health', '/alive')
    const folder = await repository({ 'apis/openapi.yaml': API, 'other.yaml': other })
    await runIn(folder, words('lint apis/openapi.yaml --format json --output before.json'))
    const { findings, notices } = await lint(folder, 'other.yaml --base before.json')
    expect(findings.every(({ isNew }) => isNew)).toBe(true)
    expect(notices).toMatchObject([{ code: 'base-incomplete', severity: 'warn', file: 'before.json' }])
    expect(notices[0]?.message).toContain('it knows `apis/openapi.yaml`, and `other.yaml` was judged')
    const { out } = await runIn(folder, words('lint other.yaml --base before.json'))
    expect(out).toContain('warn base-incomplete  before.json')
    expect((await lint(folder, 'apis/openapi.yaml other.yaml --base before.json')).notices).toEqual([])
  })

  it.each([
    ['{', 'before.json:1:'],
    ['{"runs": []}', 'This is a SARIF log'],
    ['[]', 'This is something else'],
    ['{"version": 2,\n "documents": {}}', 'before.json:1:13: `version` is 2'],
    [
      '{"version": 1, "documents": {"a": 3}, "rules": []}',
      'before.json:1:35: The findings of a document are a list.',
    ],
    [
      '{"version": 1, "documents": {"a": [{"rule": "x",\n"severity": "bad", "fingerprint": "0"}]}, "rules": []}',
      'before.json:2:13: `severity` of a finding has to be one of',
    ],
  ])('refuses %s', async (text, words_) => {
    const folder = await repository({ 'openapi.yaml': API, 'before.json': text })
    const { code, err } = await runIn(folder, words('lint openapi.yaml --base before.json'))
    expect(err).toContain(words_)
    expect(code).toBe(2)
  })
})

describe('formats with a base', () => {
  async function printed(format: string): Promise<string> {
    const folder = await repository({ 'openapi.yaml': API }, { 'openapi.yaml': WITHOUT_SECURITY })
    return (await runIn(folder, ['lint', 'openapi.yaml', '--base', 'main', '--format', format])).out
  }

  it('give SARIF the state of each result', async () => {
    const { runs } = JSON.parse(await printed('sarif'))
    const states = runs[0].results.map(
      (each: { ruleId: string; baselineState: string }) => `${each.ruleId} ${each.baselineState}`,
    )
    expect(states).toContain('no-anonymous-read new')
    expect(states).toContain('no-anonymous-write new')
    expect(states).toContain('no-anonymous-write unchanged')
  })

  it('tell GitHub and Markdown what is new alone, and the number of what is known', async () => {
    for (const format of ['github', 'markdown']) {
      const out = await printed(format)
      expect(out).toContain('POST /orders')
      expect(out).not.toContain('/health')
      expect(out).toMatch(/\d+ known since main/)
    }
  })

  it('fail test cases of JUnit by what is new', async () => {
    const out = await printed('junit')
    expect(out).toMatch(/<failure message="2 findings: /)
    expect(out).toMatch(/DELETE \/health[^\n]*\(known\)/)
  })

  it('give tables a column, and GitLab all', async () => {
    const csv = await printed('csv')
    expect(csv.split('\r\n')[0]).toMatch(/,is_new,change,change_file,change_line$/)
    expect(csv).toMatch(/true,removed,openapi\.yaml,\d+\r\n/)
    expect(await printed('gitlab')).toContain('/health')
  })
})

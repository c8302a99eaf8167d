import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { baselineSchema } from '@specward/core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { API, changed, fresh, lint, told, WITHOUT_SECURITY } from './base-run.ts'
import { type Files, put } from './project.ts'
import { repository } from './repository.ts'
import { type Printed, runIn, words } from './run-in.ts'

describe('specward baseline', () => {
  const BASELINE = 'specward.baseline.json'

  it('records what is there, and lint fails on what comes later', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    const made = await runIn(folder, ['baseline', 'openapi.yaml'])
    expect(made).toMatchObject({ code: 0, err: '' })
    const text = await readFile(join(folder, BASELINE), 'utf8')
    const [line] = text.split('\n').filter((each) => each.includes('no-anonymous-write'))
    expect(line).toMatch(
      /^ {6}\{ "rule": "no-anonymous-write", "severity": "error", "fingerprint": "[0-9a-f]{16}", "place": "DELETE \/health" \},?$/,
    )
    const clean = await runIn(folder, ['lint', 'openapi.yaml'])
    expect(clean.code).toBe(0)
    expect(clean.out).toMatch(/nothing new since specward\.baseline\.json: \d+ known findings/)
    expect((await runIn(folder, ['lint', 'openapi.yaml', '--no-baseline'])).code).toBe(1)
    await put(folder, { 'openapi.yaml': WITHOUT_SECURITY })
    const report = await lint(folder, 'openapi.yaml')
    expect(fresh(report)).toHaveLength(3)
    expect(report.gate.failed).toBe(true)
  })

  it('is written as its schema says, and the schema refuses what the reader refuses', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    await runIn(folder, ['baseline', 'openapi.yaml'])
    const baseline = JSON.parse(await readFile(join(folder, BASELINE), 'utf8'))
    const isValid = new Ajv2020().compile(baselineSchema())
    expect(isValid(baseline), JSON.stringify(isValid.errors)).toBe(true)
    const entry = { rule: 'no-a', severity: 'error', fingerprint: '00' }
    for (const other of [
      { ...baseline, later: true },
      { ...baseline, version: 2 },
      { ...baseline, rules: undefined },
      { ...baseline, documents: { 'openapi.yaml': {} } },
      { ...baseline, documents: { 'openapi.yaml': [entry] } },
      { ...baseline, documents: { 'openapi.yaml': [{ ...entry, severity: 'grave' }] } },
      { ...baseline, documents: { 'openapi.yaml': [{ ...entry, rule: '' }] } },
      { ...baseline, documents: { 'openapi.yaml': [{ ...entry, fingerprint: undefined }] } },
    ]) {
      const text = JSON.stringify(other)
      await put(folder, { [BASELINE]: text })
      const { code } = await runIn(folder, ['lint', 'openapi.yaml', '--fail-on', 'never'])
      expect(code === 0, text).toBe(isValid(JSON.parse(text)))
    }
  })

  it('only ever shrinks, unless it is told to take in what is new', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    await runIn(folder, ['baseline', 'openapi.yaml'])
    await put(folder, {
      'openapi.yaml': changed(WITHOUT_SECURITY, '      security: []\n', '      security: [{ login: [] }]\n'),
    })
    const stale = (await lint(folder, 'openapi.yaml')).notices
    expect(stale).toMatchObject([{ code: 'baseline-stale', severity: 'warn', file: BASELINE }])
    const pruned = await runIn(folder, ['baseline', 'openapi.yaml'])
    expect(pruned.code).toBe(1)
    expect(pruned.out).toContain('1 finding fixed, taken out:\n  - error no-anonymous-write  DELETE /health')
    expect(pruned.out).toContain('3 findings new, left out:')
    expect(await readFile(join(folder, BASELINE), 'utf8')).not.toContain('"rule": "no-anonymous-write"')
    const grown = await runIn(folder, ['baseline', 'openapi.yaml', '--accept-new'])
    expect(grown.code).toBe(0)
    expect((await runIn(folder, ['lint', 'openapi.yaml'])).code).toBe(0)
  })

  it('does not give a slot that a fix has freed to another fault of the same rule', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    await runIn(folder, ['baseline', 'openapi.yaml'])
    const other = changed(API, '      security: []\n', '').replace(
      'operationId: createOrder\n',
      'operationId: createOrder\n      security: []\n',
    )
    await put(folder, { 'openapi.yaml': other })
    const found = fresh(await lint(folder, 'openapi.yaml'))
    expect(told(found)).toEqual(['no-anonymous-write POST /orders: unexplained'])
  })

  it('does not cover the same fault in another file, nor at the place of an old one in a list', async () => {
    const folder = await repository({ 'a.yaml': API })
    await runIn(folder, ['baseline', 'a.yaml'])
    await put(folder, { 'b.yaml': API })
    const report = await lint(folder, 'a.yaml b.yaml')
    expect(new Set(fresh(report).map(({ file }) => file))).toEqual(new Set(['b.yaml']))
    const servers = changed(
      API,
      '  - url: https://api.example.com',
      '  - url: http://one.example.com\n  - url: https://api.example.com',
    )
    await put(folder, { 'b.yaml': undefined, 'a.yaml': servers })
    await runIn(folder, ['baseline', 'a.yaml', '--accept-new'])
    await put(folder, { 'a.yaml': changed(servers, 'http://one', 'http://two') })
    const now = fresh(await lint(folder, 'a.yaml')).filter(({ ruleId }) => ruleId === 'no-plaintext-server')
    expect(now).toHaveLength(1)
  })

  it('does not call a finding fixed that still tells of a part of what it did', async () => {
    const answers = (...names: readonly string[]): string =>
      names
        .map((name) => `  /${name}: { get: { responses: { '200': { description: OK }, NONE } } }\n`)
        .join('')
    const one = (without: string, answered = ''): string =>
      `openapi: 3.1.0\ninfo: { title: A, version: 1.0.0 }\npaths:\n${answers(...without).replaceAll(', NONE', '')}${answers(...answered).replaceAll('NONE', "'429': { description: Slow }")}`
    const folder = await repository({
      'openapi.yaml': one('abc'),
      'specward.yaml': 'extends: []\nrules:\n  require-429-response: error\n',
    })
    await runIn(folder, words('lint --format json --output before.json'))
    await runIn(folder, ['baseline'])
    await put(folder, { 'openapi.yaml': one('ab', 'c') })
    for (const line of ['openapi.yaml', 'openapi.yaml --base before.json', 'openapi.yaml --base main']) {
      const { base, notices, summary } = await lint(folder, line)
      expect([base?.fixed, notices, summary.known], line).toEqual([0, [], 1])
    }
    const pruned = await runIn(folder, ['baseline'])
    expect(pruned.out).toBe('specward.baseline.json lists 1 finding in 1 document.\n')
    await put(folder, { 'openapi.yaml': one('abc') })
    expect(fresh(await lint(folder, 'openapi.yaml'))).toHaveLength(1)
    expect((await runIn(folder, ['baseline'])).code).toBe(1)
    await put(folder, { 'openapi.yaml': one('ab', 'c') })
    expect(fresh(await lint(folder, 'openapi.yaml'))).toEqual([])
    await put(folder, { 'openapi.yaml': one('', 'abc') })
    const { base, notices } = await lint(folder, 'openapi.yaml')
    expect([base?.fixed, notices.map(({ code }) => code)]).toEqual([1, ['baseline-stale']])
  })

  it('holds no secret, and nothing that somebody has accepted', async () => {
    const secret = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'
    const leaking = changed(API, '/orders/{id}:', `/hooks/${secret}:`).replace(
      / {4}parameters:\n {6}- \{ name: id[^\n]*\n/,
      '',
    )
    const folder = await repository({
      'openapi.yaml': leaking.replace('deleteOrder', `deleteOrder\n      description: ${secret}`),
    })
    await runIn(folder, ['baseline', 'openapi.yaml'])
    const text = await readFile(join(folder, BASELINE), 'utf8')
    expect(text).toContain('no-secret')
    expect(text).not.toContain(secret)
  })

  it('is not written when not everything could be judged, unless that is asked for', async () => {
    const broken = changed(
      API,
      "{ $ref: '#/components/schemas/Order' }",
      "{ $ref: '#/components/schemas/Nothing' }",
    )
    const folder = await repository({ 'openapi.yaml': broken })
    const refused = await runIn(folder, ['baseline', 'openapi.yaml'])
    expect(refused.code).toBe(3)
    expect(refused.err).toContain('openapi.yaml:')
    expect(refused.err).toContain('--allow-incomplete')
    expect((await runIn(folder, ['baseline', 'openapi.yaml', '--allow-incomplete'])).code).toBe(0)
  })

  it('lies beside the configuration, and is found from there and by name', async () => {
    const folder = await repository({
      'apis/openapi.yaml': API,
      'apis/specward.yaml': 'extends: [specward:recommended]\n',
    })
    const made = await runIn(folder, ['baseline', 'apis/openapi.yaml'])
    expect(made.out).toContain('apis/specward.baseline.json lists')
    for (const [cwd, file] of [
      [folder, 'apis/openapi.yaml'],
      [join(folder, 'apis'), 'openapi.yaml'],
    ] as const) {
      expect((await runIn(cwd, ['lint', file])).code).toBe(0)
    }
    expect(
      (await runIn(folder, words('lint apis/openapi.yaml --base apis/specward.baseline.json'))).code,
    ).toBe(0)
  })

  it('keeps what it lists of documents that a run did not look at, and drops what is gone', async () => {
    const folder = await repository({ 'a.yaml': API, 'b.yaml': API })
    await runIn(folder, ['baseline', 'a.yaml', 'b.yaml'])
    const whole = await readFile(join(folder, BASELINE), 'utf8')
    await runIn(folder, ['baseline', 'a.yaml'])
    expect(await readFile(join(folder, BASELINE), 'utf8')).toBe(whole)
    await put(folder, { 'b.yaml': undefined })
    await runIn(folder, ['baseline', 'a.yaml'])
    expect(await readFile(join(folder, BASELINE), 'utf8')).not.toContain('b.yaml')
  })

  it('goes with a document that is renamed', async () => {
    const folder = await repository({ 'a.yaml': API })
    await runIn(folder, ['baseline', 'a.yaml'])
    await rename(join(folder, 'a.yaml'), join(folder, 'b.yaml'))
    expect((await runIn(folder, ['lint', 'b.yaml'])).code).toBe(0)
    const { code, out } = await runIn(folder, ['baseline', 'b.yaml'])
    expect(out).toMatch(/^specward\.baseline\.json lists/)
    expect(code).toBe(0)
    const text = await readFile(join(folder, BASELINE), 'utf8')
    expect(text).toContain('"b.yaml": [')
    expect(text).not.toContain('a.yaml')
  })

  it('fails what is graver than it lists', async () => {
    const folder = await repository({
      'openapi.yaml': API,
      'specward.yaml': 'rules:\n  no-anonymous-write: warn\n',
    })
    await runIn(folder, ['baseline', 'openapi.yaml'])
    await put(folder, { 'specward.yaml': 'rules:\n  no-anonymous-write: error\n' })
    const { code, out } = await runIn(folder, ['lint', 'openapi.yaml'])
    expect(code).toBe(1)
    expect(out).toContain('graver than in specward.baseline.json, where it is `warn`')
  })

  it('tells what is new because a rule is', async () => {
    const folder = await repository({
      'openapi.yaml': API,
      'specward.yaml': 'rules:\n  no-anonymous-write: off\n',
    })
    await runIn(folder, ['baseline', 'openapi.yaml'])
    await put(folder, { 'specward.yaml': 'rules: {}\n' })
    expect((await lint(folder, 'openapi.yaml')).notices).toMatchObject([
      { code: 'baseline-outdated', severity: 'info' },
    ])
  })

  it('takes keys that it does not know, and no version that it does not know', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    await runIn(folder, ['baseline', 'openapi.yaml'])
    const text = await readFile(join(folder, BASELINE), 'utf8')
    await put(folder, { [BASELINE]: text.replace('"version": 1,', '"version": 1,\n  "later": {},') })
    expect((await runIn(folder, ['lint', 'openapi.yaml'])).code).toBe(0)
    await put(folder, { [BASELINE]: text.replace('"version": 1,', '"version": 2,') })
    const { code, err } = await runIn(folder, ['lint', 'openapi.yaml'])
    expect(code).toBe(2)
    expect(err).toContain('specward.baseline.json:2:14: `version` is 2')
  })

  it('is refused where git has left a conflict in it', async () => {
    const folder = await repository({ 'openapi.yaml': API, [BASELINE]: '{\n<<<<<<< HEAD\n}\n' })
    for (const command of ['lint', 'baseline']) {
      const { code, err } = await runIn(folder, [command, 'openapi.yaml'])
      expect(code).toBe(2)
      expect(err).toContain('specward.baseline.json:2:')
    }
  })
})

describe('a document that a baseline lists', () => {
  async function listed(head: Files, line = '.'): Promise<Printed> {
    const folder = await repository({ 'a.yaml': API, 'b.yaml': API })
    await runIn(folder, ['baseline', '.'])
    await put(folder, head)
    return runIn(folder, ['lint', ...words(line)])
  }

  it('is told when nobody judges it any more, in a run over everything alone', async () => {
    const gone = await listed({ 'b.yaml': undefined })
    expect(gone.out.replace(/\s+/g, ' ')).toContain('findings of what nobody judges here: `b.yaml`')
    expect(gone.code).toBe(0)
    const ignored = await listed({ '.gitignore': 'b.yaml\n' })
    expect(ignored.out.replace(/\s+/g, ' ')).toContain('findings of what nobody judges here: `b.yaml`')
    for (const line of ['.', 'a.yaml']) {
      expect((await listed({}, line)).out).not.toContain('nobody judges')
    }
    expect((await listed({ 'b.yaml': undefined, 'c.yaml': API }, 'a.yaml')).out).not.toContain(
      'nobody judges',
    )
  })

  it('fails the run when it is still there and is no description any more', async () => {
    const { code, out } = await listed(
      { 'b.yaml': changed(API, 'openapi: 3', 'x_openapi: 3') },
      'a.yaml b.yaml',
    )
    expect(code).toBe(3)
    expect(out).toContain('not an API description')
    const overlay = changed(API, 'openapi: 3.1.0', 'overlay: 1.0.0\nactions: []')
    const other = await listed({ 'b.yaml': overlay.replace('overlay:', '"arazzo" :').replace('1.0.0', '[]') })
    expect(other.code).toBe(4)
    expect(other.out.replace(/\s+/g, ' ')).toContain(
      'no description any more, though the file is still there',
    )
  })
})

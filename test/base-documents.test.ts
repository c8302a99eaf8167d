import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { API, changed, fresh, lineOf, lint, told } from './base-run.ts'
import { type Files, put } from './project.ts'
import { git, repository } from './repository.ts'
import { type Printed, runIn, words } from './run-in.ts'

// T15: a description that is hidden from the policy

describe('a document that the base judges', () => {
  const OPEN = changed(
    API,
    '    delete:\n      operationId: deleteOrder',
    '    delete:\n      security: []\n      operationId: deleteOrder',
  )
  const OTHER = API.replaceAll('rders', 'thers').replaceAll('Order', 'Other')

  async function since(head: Files, moves: readonly string[] = [], line = '--base main'): Promise<Printed> {
    const folder = await repository({ 'apis/openapi.yaml': API, 'other.yaml': OTHER })
    for (const each of moves) {
      await mkdir(join(folder, dirname(each)), { recursive: true })
      git(folder, `mv apis/openapi.yaml ${each}`)
    }
    await put(folder, head)
    return runIn(folder, words(`lint ${line}`))
  }

  it.each([
    ['a folder of packages', 'node_modules/openapi.yaml'],
    ['a hidden folder', '.hid/openapi.yaml'],
    ['a test of the policy', 'apis/openapi.policy-test.yaml'],
    ['a file of the configuration', 'specward.attestations.yml'],
  ])('does not leave the run unseen as %s', async (_, path) => {
    const { code, out } = await since({ [path]: OPEN }, [path])
    expect(code).toBe(4)
    expect(out.replace(/\s+/g, ' ')).toContain(`still here as \`${path}\``)
  })

  it.each([
    ['that is ignored', { 'apis/openapi.yaml': OPEN, '.gitignore': 'apis/\n' }],
    ['that is called something else', { 'apis/openapi.yaml': changed(OPEN, 'openapi: 3', 'x-openapi: 3') }],
    [
      'that became an overlay',
      { 'apis/openapi.yaml': changed(OPEN, 'openapi: 3.1.0', 'overlay: 1.0.0\nactions: []') },
    ],
    ['that cannot be read', { 'apis/openapi.yaml': OPEN.replace('openapi: 3.1.0', 'x: {') }],
  ])('does not leave the run unseen as a file %s', async (_, head) => {
    for (const line of ['--base main', 'apis other.yaml --base main', "'**/*.yaml' --base main"]) {
      // what is named is judged, whatever `.gitignore` says
      if (line !== '--base main' && '.gitignore' in head) continue
      const { code, out } = await since(head, [], line)
      expect([line, code]).toEqual([line, 4])
      expect(out.replace(/\s+/g, ' ')).toContain('any more, though what it describes is still here. Put')
    }
  })

  it('is told with --changed as well', async () => {
    const { code } = await since(
      { '.gitignore': 'apis/\n' },
      [],
      '--changed other.yaml .gitignore --base main',
    )
    expect(code).toBe(4)
  })

  it('may be deleted, which is told and fails nothing', async () => {
    const { code, out } = await since({ 'apis/openapi.yaml': undefined })
    expect(code).toBe(0)
    expect(out).toContain('`apis/openapi.yaml` is a description in main and is none any more')
  })

  it('may be renamed, left out for all to see, or be no business of the run', async () => {
    expect((await since({}, ['api/v2.yaml'])).out).not.toContain('any more')
    const ignored = { '.gitignore': 'apis/\n' }
    for (const line of [
      "'!apis/**' . --base main",
      'other.yaml --base main',
      "'!apis/openapi.yaml' --base main",
    ]) {
      const { code, out } = await since(ignored, [], line)
      expect([line, code]).toEqual([line, 0])
      expect(out).not.toContain('any more')
    }
  })

  it('may become part of another one', async () => {
    const { code, out } = await since({
      'apis/openapi.yaml': API.replace('openapi: 3.1.0\n', ''),
      'main.yaml': changed(
        API,
        API.slice(API.indexOf('paths:')),
        "paths:\n  /orders: { $ref: 'apis/openapi.yaml#/paths/~1orders' }\n  /orders/{id}: { $ref: 'apis/openapi.yaml#/paths/~1orders~1{id}' }\n  /health: { $ref: 'apis/openapi.yaml#/paths/~1health' }\n",
      ),
    })
    expect(out).not.toContain('any more')
    expect(code).toBe(1)
  })

  it('says nothing of files that never were descriptions', async () => {
    const folder = await repository(
      { 'openapi.yaml': API, 'values.yaml': 'paths: { a: 1 }\n' },
      { 'values.yaml': undefined },
    )
    expect((await lint(folder, '--base main')).notices).toEqual([])
  })
})

describe('documents that were renamed', () => {
  const TWO = changed(API, 'version: 1.0.0', 'version: 2.0.0')
  const moveTo = (top: string, two = TWO): Files => ({
    'specs/v1/openapi.yaml': undefined,
    'specs/v2/openapi.yaml': undefined,
    [`${top}/v1/openapi.yaml`]: API,
    [`${top}/v2/openapi.yaml`]: two,
  })
  const BEFORE: Files = { 'specs/v1/openapi.yaml': API, 'specs/v2/openapi.yaml': TWO }

  it('are known with their folder, though two of them are alike', async () => {
    const folder = await repository(BEFORE, moveTo('apis'))
    const { code, out } = await runIn(folder, words('lint --base main'))
    expect(out).toContain('nothing new since main')
    expect(code).toBe(0)
    await put(folder, { 'apis/v2/openapi.yaml': changed(TWO, 'security:\n  - login: []\npaths', 'paths') })
    const at = lineOf(TWO, 'security:')
    const report = await lint(folder, '--base main')
    expect(told(fresh(report))).toEqual([
      `no-anonymous-read GET /orders: removed specs/v2/openapi.yaml:${at}`,
      `no-anonymous-write POST /orders: removed specs/v2/openapi.yaml:${at}`,
      `no-anonymous-write DELETE /orders/{id}: removed specs/v2/openapi.yaml:${at}`,
    ])
  })

  it('are known with their folder by a baseline, which goes with them', async () => {
    const folder = await repository(BEFORE)
    await runIn(folder, ['baseline'])
    await put(folder, moveTo('apis'))
    expect(told(fresh(await lint(folder, '')))).toEqual([])
    expect((await runIn(folder, ['baseline'])).code).toBe(0)
    const text = await readFile(join(folder, 'specward.baseline.json'), 'utf8')
    expect(text).toContain('"apis/v2/openapi.yaml": [')
    expect(text).not.toContain('specs/')
  })

  it('are known by what stands in them, whatever they are called', async () => {
    const folder = await repository(BEFORE, {
      'specs/v1/openapi.yaml': undefined,
      'specs/v2/openapi.yaml': undefined,
      'one.yaml': API,
      'two.yaml': TWO,
    })
    expect(told(fresh(await lint(folder, '--base main')))).toEqual([])
    await put(folder, { 'two.yaml': changed(TWO, 'security:\n  - login: []\npaths', 'paths') })
    const found = fresh(await lint(folder, '--base main'))
    expect(new Set(found.map(({ change }) => `${change?.kind} ${change?.file}`))).toEqual(
      new Set(['removed specs/v2/openapi.yaml']),
    )
  })

  it('are known though nothing was found in them', async () => {
    const clean = changed(API, '      security: []\n', '')
    const rules = 'extends: []\nrules:\n  no-anonymous-write: error\n'
    const folder = await repository(
      { 'öffentlich.yaml': clean, 'specward.yaml': rules },
      {
        'öffentlich.yaml': undefined,
        'apis/public.yaml': changed(clean, 'security:\n  - login: []\npaths', 'paths'),
      },
    )
    const found = fresh(await lint(folder, '--base main'))
    const since = `removed öffentlich.yaml:${lineOf(clean, 'security:')}`
    expect(told(found).filter((each) => each.endsWith(since))).toHaveLength(3)
  })

  it('are not another API that has the name of one that is gone', async () => {
    const other = API.replaceAll('/orders', '/users').replaceAll('/health', '/alive')
    const names = ['specs/v1/openapi.yaml', 'apis/v1/openapi.yaml'] as const
    const folder = await repository({ [names[0]]: API }, { [names[0]]: undefined, [names[1]]: other })
    const found = fresh(await lint(folder, '--base main'))
    expect(told(found)).toContain(`no-anonymous-write DELETE /alive: added ${names[1]}:1`)
    await put(folder, { [names[0]]: API, [names[1]]: undefined })
    await runIn(folder, ['baseline'])
    await put(folder, { [names[0]]: undefined, [names[1]]: other })
    expect(told(fresh(await lint(folder, '')))).toContain('no-anonymous-write DELETE /alive: unexplained')
  })

  it('keep their waivers, which say where the document is now', async () => {
    const { findings } = await lint(await repository(BEFORE), 'specs/v2/openapi.yaml')
    const print = findings.find(({ ruleId }) => ruleId === 'no-anonymous-write')?.fingerprint
    const waivers = `waivers:\n  - rule: no-anonymous-write\n    fingerprint: ${print}\n    file: specs/v2/openapi.yaml\n    reason: Agreed.\n    owner: team@example.com\n    expires: 2027-04-10\n`
    const folder = await repository({ ...BEFORE, 'specward.waivers.yaml': waivers }, moveTo('apis'))
    const report = await lint(folder, '--base main')
    expect(report.notices).toMatchObject([{ code: 'waiver-moved', severity: 'warn' }])
    expect(report.notices[0]?.message).toContain('is now in `apis/v2/openapi.yaml`')
    const accepted = report.findings.filter(({ suppressed }) => suppressed !== null)
    expect(accepted.map(({ file }) => file)).toEqual(['apis/v2/openapi.yaml'])
    await put(folder, { 'apis/v1/openapi.yaml': undefined, 'apis/v2/openapi.yaml': undefined })
    await put(folder, { 'one.yaml': API, 'two.yaml': TWO })
    expect((await lint(folder, '--base main')).notices).toMatchObject([{ code: 'waiver-ambiguous' }])
  })
})

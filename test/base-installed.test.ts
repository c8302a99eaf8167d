import { describe, expect, it } from 'vitest'
import { API, changed, fresh, lint, WITHOUT_SECURITY } from './base-run.ts'
import type { Files } from './project.ts'
import { repository } from './repository.ts'
import { type Printed, runIn, words } from './run-in.ts'

describe('what git does not hold of the policy', () => {
  const PACKAGE = 'node_modules/@acme/policy'
  const STRICT = 'extends: [specward:recommended]\n'
  const SOFT = `${STRICT}rules:\n  no-anonymous-write: off\n`
  const lock = (integrity: string): string =>
    JSON.stringify({ packages: { [PACKAGE]: { version: '1.0.0', integrity } } })
  const installed = (policy: string): Files => ({
    [`${PACKAGE}/package.json`]: '{ "name": "@acme/policy", "version": "1.0.0" }',
    [`${PACKAGE}/specward.yaml`]: policy,
  })

  async function bumped(base: Files, head: Files): Promise<Printed> {
    const folder = await repository(
      {
        '.gitignore': 'node_modules/\n',
        'openapi.yaml': API,
        'specward.yaml': 'extends: ["@acme/policy"]\n',
        ...base,
      },
      { 'openapi.yaml': WITHOUT_SECURITY, ...head },
    )
    return runIn(folder, words('lint openapi.yaml --base main'))
  }

  it('is a package that is there no more, which fails', async () => {
    const { code, out } = await bumped({}, { 'specward.yaml': SOFT })
    expect(code).toBe(4)
    expect(out.replace(/\s+/g, ' ')).toContain(
      'nobody can tell what has been softened since. If a package is missing',
    )
  })

  it.each([
    ['is not what it was', { 'package-lock.json': lock('a') }, { 'package-lock.json': lock('b') }, true],
    ['may be anything', {}, {}, true],
    ['is what it was', { 'package-lock.json': lock('a') }, {}, false],
    ['is what it was, whatever else is not', { 'yarn.lock': 'a' }, { 'readme.md': 'b' }, false],
  ])('is a package that %s by its lock file', async (_, base, head, isTold) => {
    const { out } = await bumped(base, { ...head, ...installed(SOFT) })
    expect(out.includes('made from packages that may not be what they were')).toBe(isTold)
  })

  it('is what a description refers to: that is new, unless a lock file says that it is the same', async () => {
    const part = "put:\n  operationId: put\n  security: []\n  responses: { '204': { description: Gone } }\n"
    const path = 'node_modules/spec/p.yaml'
    const api = `${API}  /p: { $ref: '${path}' }\n`
    const entry = (integrity: string): string =>
      JSON.stringify({ packages: { 'node_modules/spec': { version: '1.0.0', integrity } } })
    for (const [now, number] of [
      ['a', 0],
      ['b', 1],
    ] as const) {
      const folder = await repository(
        { '.gitignore': 'node_modules/\n', 'openapi.yaml': api, 'package-lock.json': entry('a') },
        { [path]: part, 'package-lock.json': entry(now) },
      )
      const found = fresh(await lint(folder)).filter(({ ruleId }) => ruleId === 'no-anonymous-write')
      expect([now, found.length]).toEqual([now, number])
    }
  })

  it('is code, which is run as it is now', async () => {
    const ruleset =
      'functions: [f]\nrules:\n  mine:\n    severity: error\n    given: $.paths[*][*]\n    then: { function: f }\n'
    const code = (body: string): string => `export default (v) => ${body}\n`
    const base = {
      '.spectral.yaml': ruleset,
      'functions/f.js': code("v.security && v.security.length === 0 ? [{ message: 'open' }] : []"),
      'openapi.yaml': changed(API, '      security: []\n', ''),
    }
    const line = 'lint openapi.yaml --allow-scripts --base main'
    const soft = { 'functions/f.js': code('[]') }
    const both = await repository(base, { ...soft, 'openapi.yaml': API })
    const failing = await runIn(both, words(line))
    expect(failing.out.replace(/\s+/g, ' ')).toContain('not what it is in main: `functions/f.js`')
    expect(failing.code).toBe(4)
    const alone = await runIn(await repository(base, soft), words(line))
    expect(alone.out).toContain('`functions/f.js`')
    expect(alone.code).toBe(0)
    const none = await runIn(
      await repository(base, { 'functions/f.js': `${base['functions/f.js']}`.replace('\n', '\r\n') }),
      words(line),
    )
    expect(none.out).not.toContain('functions/f.js')
  })
})

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { ConfigurationFailure, type LintRequest, type LintResult, lintWithSources } from './lint.ts'
import { defineRule, type Registry } from './policy/rule.ts'
import { exitCode } from './report/exit-code.ts'
import type { ReportFinding } from './report/report.ts'
import { memoryHost, ROOT } from './resolve/graph.test-kit.ts'
import { WaiverIndex } from './settle/waiver-index.ts'
import { ParsedFile } from './source/file.ts'

const TODAY = '2026-06-01'

function rule(id: string, method: string) {
  return defineRule({
    id,
    title: 'A method is used.',
    why: 'Because.',
    fix: 'Do not.',
    presets: {},
    formats: ['oas3'],
    references: { owasp: [], cwe: [], controls: [] },
    select: 'operation',
    check(operation, { report, undecided }) {
      if (operation.method !== method) return
      if (operation.node.child('x-unclear'))
        return undecided({ at: operation.node, because: 'it is unclear' })
      report({ at: operation.node, message: `\`${operation.label}\` is there.` })
    },
    examples: { bad: [], good: [] },
  })
}

const noNamelessProperty = defineRule({
  id: 'no-secret-name',
  title: 'A property is called secret.',
  why: 'Because.',
  fix: 'Do not.',
  presets: {},
  formats: ['oas3'],
  references: { owasp: [], cwe: [], controls: [] },
  select: 'schema',
  check(schema, { report }) {
    const type = schema.node.child('type')
    if (type?.value === 'secret') report({ at: type, message: 'The type is `secret`.' })
  },
  examples: { bad: [], good: [] },
})

const registry: Registry = {
  rules: [
    { rule: rule('no-delete', 'delete'), category: 'inventory' },
    { rule: rule('no-put', 'put'), category: 'inventory' },
    { rule: noNamelessProperty, category: 'inventory' },
  ],
  presets: [
    { name: 'recommended', rules: { 'no-delete': 'error', 'no-put': 'warn', 'no-secret-name': 'error' } },
  ],
}

const API = `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
  /users:
    get: {}
    delete: {}
    put: {}
  /orders:
    delete: {}
`

type Files = Readonly<Record<string, string>>

interface Asked extends Partial<LintRequest> {
  /** Names of what is judged; by default every description. */
  readonly only?: readonly string[]
}

async function run(files: Files, { only, ...more }: Asked = {}): Promise<LintResult> {
  const described = Object.keys(files).filter((name) => /^openapi|\/openapi|^[ab]\./.test(name))
  const uris = (names: readonly string[]) => names.map((name) => new URL(name, ROOT).href)
  const host = memoryHost(files)
  return lintWithSources(
    {
      documents: uris(only ?? described).map((uri) => ({ uri, named: true })),
      registry,
      version: '1.2.3',
      workingDirectory: ROOT,
      today: TODAY,
      descriptions: async () => uris(described),
      ...more,
    },
    { ...host, sha256: (text) => createHash('sha256').update(text).digest('hex') },
  )
}

/** `no-delete DELETE /users`, those that count. */
function counting({ report }: LintResult): readonly string[] {
  return report.findings.filter((each) => !each.suppressed).map(nameOf)
}

function accepted({ report }: LintResult): readonly string[] {
  return report.findings.filter((each) => each.suppressed).map(nameOf)
}

function nameOf({ ruleId, operations, file, pointer }: ReportFinding): string {
  return `${file} ${ruleId} ${operations.join('+') || pointer}`
}

/** `error waiver-stale specward.waivers.yaml:2`. */
function notices({ report }: LintResult): readonly string[] {
  return report.notices.map(
    ({ severity, code, file, range }) => `${severity} ${code} ${file}:${range?.start.line}`,
  )
}

function messages({ report }: LintResult): string {
  return report.notices.map(({ message }) => message).join('\n')
}

function waiver(entries: Readonly<Record<string, string>>): string {
  const all = { reason: 'Until the summer', owner: 'jane', expires: '2026-12-01', ...entries }
  const lines = Object.entries(all).filter(([, value]) => value !== '')
  return `  - ${lines.map(([key, value]) => `${key}: ${value}`).join('\n    ')}\n`
}

function waivers(...entries: readonly Readonly<Record<string, string>>[]): string {
  return `waivers:\n${entries.map(waiver).join('')}`
}

const BOTH = ['openapi.yaml no-delete DELETE /users', 'openapi.yaml no-delete DELETE /orders']

async function fingerprintOf(operation: string, files: Files = { 'openapi.yaml': API }): Promise<string> {
  const { report } = await run(files)
  const found = report.findings.find(({ operations }) => operations.includes(operation))
  return found?.fingerprint ?? ''
}

describe('a waiver', () => {
  it.each([
    ['an operation', { operation: 'DELETE /users' }, [BOTH[0]]],
    ['operations by a pattern', { operation: 'DELETE /*ers' }, BOTH],
    ['operations of all methods', { operation: "'* /users*'" }, [BOTH[0]]],
    ['a place and all below it', { pointer: '/paths/~1users' }, [BOTH[0]]],
    ['places by a pattern', { pointer: '/paths/*/delete' }, BOTH],
    ['a file', { file: 'openapi.yaml' }, BOTH],
    ['what is below one key of a file', { file: 'openapi.yaml', pointer: '/paths' }, BOTH],
    ['files by a pattern', { file: 'open*.yaml' }, BOTH],
    ['what all of its scopes cover', { file: 'openapi.yaml', operation: 'DELETE /orders' }, [BOTH[1]]],
  ])('accepts %s', async (_, scope, names) => {
    const result = await run({
      'openapi.yaml': API,
      'specward.waivers.yaml': waivers({ rule: 'no-delete', ...scope }),
    })
    expect(accepted(result)).toEqual(names)
    expect(notices(result)).toEqual([])
    expect(result.report.summary.suppressed).toBe(names.length)
    expect(counting(result)).toContain('openapi.yaml no-put PUT /users')
  })

  it('accepts one finding by its fingerprint, and says who answers for it', async () => {
    const fingerprint = await fingerprintOf('DELETE /users')
    const text = waivers({
      rule: 'no-delete',
      fingerprint,
      ticket: '12',
      approver: 'joe',
      created: '2026-05-01',
    })
    const result = await run({ 'openapi.yaml': API, 'specward.waivers.yaml': text })
    expect(accepted(result)).toEqual([BOTH[0]])
    expect(result.report.findings.find(({ suppressed }) => suppressed)?.suppressed).toEqual({
      kind: 'waiver',
      reason: 'Until the summer',
      owner: 'jane',
      expires: '2026-12-01',
      ticket: '12',
      approver: 'joe',
      created: '2026-05-01',
      file: 'specward.waivers.yaml',
      range: { start: { line: 2, column: 5 }, end: { line: 2, column: 29 } },
    })
  })

  it('lets the run pass when it accepts all that fails it', async () => {
    const text = waivers({ rule: 'no-delete', file: 'openapi.yaml' })
    const result = await run({ 'openapi.yaml': API, 'specward.waivers.yaml': text })
    expect(exitCode(result.report)).toBe(0)
    expect(exitCode((await run({ 'openapi.yaml': API })).report)).toBe(1)
  })

  it('is not good for another rule at the same place', async () => {
    const text = waivers({ rule: 'no-put', pointer: '/paths/~1users' })
    const result = await run({ 'openapi.yaml': API, 'specward.waivers.yaml': text })
    expect(accepted(result)).toEqual(['openapi.yaml no-put PUT /users'])
  })

  it('stands beside the configuration, with globs that begin there', async () => {
    const files = {
      'apis/specward.yaml': 'failOn: error\n',
      'apis/openapi.yaml': API,
      'apis/specward.waivers.yaml': waivers({ rule: 'no-delete', file: 'openapi.yaml' }),
    }
    expect(accepted(await run(files))).toHaveLength(2)
    const outside = { ...files, 'apis/specward.yaml': '', 'openapi.yaml': API }
    expect(accepted(await run(outside))).toHaveLength(2)
  })

  it('takes a fingerprint of digits as it is written', async () => {
    const text = waivers({ rule: 'no-delete', fingerprint: '1234567890123456' })
    const result = await run({ 'openapi.yaml': API, 'specward.waivers.yaml': text })
    expect(notices(result)).toEqual(['error waiver-stale specward.waivers.yaml:2'])
    expect(result.waivers[0]?.waiver).toMatchObject({ scope: { fingerprint: '1234567890123456' } })
  })

  it('for one of the operations that share a finding leaves it counting for the others', async () => {
    const shared = `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
  /api/a: { get: { responses: { "200": { description: A, content: { application/json: { schema: { $ref: '#/components/schemas/S' } } } } } } }
  /api/b: { get: { responses: { "200": { description: B, content: { application/json: { schema: { $ref: '#/components/schemas/S' } } } } } } }
components: { schemas: { S: { type: secret } } }
`
    const one = { rule: 'no-secret-name', operation: 'GET /api/a' }
    const all = { rule: 'no-secret-name', operation: 'GET /api/*' }
    const findings = async (entry: Readonly<Record<string, string>>) =>
      accepted(await run({ 'openapi.yaml': shared, 'specward.waivers.yaml': waivers(entry) }))
    expect(await findings(one)).toEqual([])
    expect(await findings(all)).toEqual(['openapi.yaml no-secret-name GET /api/a+GET /api/b'])
  })
})

describe('a waiver that says too little suppresses nothing and fails the run with 4', () => {
  const scope = { operation: 'DELETE /users' }
  it.each([
    ['without a reason', { rule: 'no-delete', ...scope, reason: '' }, 'needs `reason`'],
    ['with a blank owner', { rule: 'no-delete', ...scope, owner: "' '" }, '`owner` is blank'],
    ['with a reason that nobody sees', { rule: 'no-delete', ...scope, reason: '"\\u200b"' }, 'is blank'],
    ['with an approver that nobody sees', { rule: 'no-delete', ...scope, approver: '"\\u2060"' }, 'is blank'],
    ['with an owner of tags', { rule: 'no-delete', ...scope, owner: '"\\U000e0041"' }, '`owner` is blank'],
    ['without an end', { rule: 'no-delete', ...scope, expires: '' }, 'needs `expires`'],
    ['with an end that is no date', { rule: 'no-delete', ...scope, expires: 'soon' }, 'which is no date'],
    [
      'with an end that no calendar has',
      { rule: 'no-delete', ...scope, expires: '2026-02-30' },
      'no day of the calendar',
    ],
    ['without a rule', { ...scope }, 'needs `rule`'],
    ['for an unknown rule', { rule: 'no-delet', ...scope }, 'Did you mean `no-delete`?'],
    ['with an unknown key', { rule: 'no-delete', ...scope, expiry: '2026-12-01' }, 'Did you mean `expires`?'],
    ['written tomorrow', { rule: 'no-delete', ...scope, created: '2026-06-02' }, 'still to come'],
    ['with a fingerprint that is none', { rule: 'no-delete', fingerprint: 'abc' }, 'is no fingerprint'],
    ['with a pointer that is none', { rule: 'no-delete', pointer: "'#/paths'" }, 'leave out the `#`'],
    ['for every operation', { rule: 'no-delete', operation: "'* /*'" }, 'stands for every operation'],
    ['for every operation of a method', { rule: 'no-delete', operation: 'DELETE /*' }, 'every operation'],
    ['for a letter of a path', { rule: 'no-delete', operation: "'* *e*'" }, 'nearly all'],
    ['with an operation in lower case', { rule: 'no-delete', operation: 'delete /users' }, 'in capitals'],
    ['that is no text', { rule: 'no-delete', ...scope, owner: '[jane]' }, 'must be a text'],
  ])('%s', async (_, entry, words) => {
    const result = await run({ 'openapi.yaml': API, 'specward.waivers.yaml': waivers(entry) })
    expect(accepted(result)).toEqual([])
    expect(notices(result)).toEqual(['error waiver-incomplete specward.waivers.yaml:2'])
    expect(messages(result)).toContain(words)
    expect(exitCode(result.report)).toBe(4)
  })

  it.each([
    ['without a scope', {}],
    ['for every file', { file: "'**/*.yaml'" }],
    ['for any place', { pointer: '/*/*' }],
    ['for all paths', { pointer: '/paths' }],
    ['for every path', { pointer: '/paths/*' }],
    ['for all components', { pointer: '/components', file: "'*.yaml'" }],
    ['for a letter of a file', { file: "'*p*'" }],
    ['for an ending in other words', { file: "'*yam*'" }],
  ])('%s', async (_, scopes) => {
    const result = await run({
      'openapi.yaml': API,
      'specward.waivers.yaml': waivers({ rule: 'no-delete', ...scopes }),
    })
    expect(accepted(result)).toEqual([])
    expect(notices(result)).toEqual(['error waiver-over-broad specward.waivers.yaml:2'])
    expect(exitCode(result.report)).toBe(4)
  })

  it('with a key that stands twice, whichever of the two would do', async () => {
    const text = `${waivers({ rule: 'no-delete', operation: 'DELETE /users' })}    owner: joe\n`
    const result = await run({ 'openapi.yaml': API, 'specward.waivers.yaml': text })
    expect([accepted(result), notices(result)]).toEqual([
      [],
      ['error waiver-incomplete specward.waivers.yaml:2'],
    ])
    expect(messages(result)).toContain('The key `owner` stands in it a second time (line 7)')
  })

  it('and leaves the others of its file in force', async () => {
    const text = waivers({ rule: 'no-delete' }, { rule: 'no-delete', operation: 'DELETE /orders' })
    const result = await run({ 'openapi.yaml': API, 'specward.waivers.yaml': text })
    expect(accepted(result)).toEqual([BOTH[1]])
  })
})

describe('a file of waivers that cannot be read as one ends the run as a configuration does', () => {
  it.each([
    ['broken YAML', 'waivers: [\n', /./],
    ['an unknown key', 'waiver: []\n', /Did you mean `waivers`/],
    ['no list', 'waivers: yes\n', /`waivers` must be a list/],
    ['a list alone', '- rule: no-delete\n', /must be a mapping/],
    ['two lists', 'waivers: []\nwaivers: []\n', /a second time/],
  ])('%s', async (_, text, message) => {
    const running = run({ 'openapi.yaml': API, 'specward.waivers.yaml': text })
    const failure = await running.then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(ConfigurationFailure)
    const [error] = (failure as ConfigurationFailure).errors
    expect(error?.message).toMatch(message)
    expect(error?.line).toBeGreaterThan(0)
  })

  it.each([
    ['', 'nothing'],
    ['# none yet\n', 'a comment'],
    ['waivers:\n', 'a blank list'],
  ])('but not %j: %s', async (text) => {
    expect(notices(await run({ 'openapi.yaml': API, 'specward.waivers.yaml': text }))).toEqual([])
  })
})

describe('the end of a waiver', () => {
  const entry = { rule: 'no-delete', operation: 'DELETE /users' }
  const at = (expires: string, more: Asked = {}) =>
    run({ 'openapi.yaml': API, 'specward.waivers.yaml': waivers({ ...entry, expires }) }, more)

  it('is the last day on which it holds', async () => {
    expect(accepted(await at('2026-06-01'))).toEqual([BOTH[0]])
    expect(notices(await at('2026-06-01'))).toEqual(['warn waiver-ends-soon specward.waivers.yaml:2'])
  })

  it('has the finding count again from the day after', async () => {
    const result = await at('2026-05-31')
    expect([accepted(result), notices(result)]).toEqual([
      [],
      ['error waiver-expired specward.waivers.yaml:2'],
    ])
    expect(messages(result)).toMatch(
      /`no-delete` ended on 2026-05-31, so 1 finding counts again.*Owner: jane/s,
    )
    expect(exitCode(result.report)).toBe(4)
  })

  it('is told a fortnight before, or as the policy asks', async () => {
    expect(notices(await at('2026-06-15'))).toEqual(['warn waiver-ends-soon specward.waivers.yaml:2'])
    expect(messages(await at('2026-06-15'))).toContain('ends in 14 days, on 2026-06-15')
    expect(notices(await at('2026-06-16'))).toEqual([])
    const files = {
      'openapi.yaml': API,
      'specward.yaml': 'waivers: { endsSoon: 30 }\n',
      'specward.waivers.yaml': waivers({ ...entry, expires: '2026-07-01' }),
    }
    expect(notices(await run(files))).toEqual(['warn waiver-ends-soon specward.waivers.yaml:2'])
  })

  it('is not checked where nobody knows the date, and that is told', async () => {
    const result = await at('2020-01-01', { today: undefined })
    expect([accepted(result), notices(result)]).toEqual([
      [BOTH[0]],
      ['warn waiver-unchecked specward.waivers.yaml:2'],
    ])
  })

  it('of what is for a document that is not judged is the business of others', async () => {
    const files = {
      'openapi.yaml': API,
      'a.yaml': API,
      'specward.waivers.yaml': waivers({ ...entry, file: 'a.yaml', expires: '2020-01-01' }),
    }
    expect(notices(await run(files, { only: ['openapi.yaml'] }))).toEqual([])
    expect(notices(await run(files))).toEqual(['error waiver-expired specward.waivers.yaml:2'])
  })
})

describe('the policy for waivers', () => {
  const entry = { rule: 'no-delete', operation: 'DELETE /users' }
  const under = (settings: string, more: Readonly<Record<string, string>> = {}) =>
    run({
      'openapi.yaml': API,
      'specward.yaml': `waivers: ${settings}\n`,
      'specward.waivers.yaml': waivers({ ...entry, ...more }),
    })

  it('sets the longest term, from the day on which one was written', async () => {
    const result = await under('{ longest: { error: 90 } }', { expires: '2026-07-01', created: '2026-04-01' })
    expect([accepted(result), notices(result)]).toEqual([
      [],
      ['error waiver-too-long specward.waivers.yaml:2'],
    ])
    expect(messages(result)).toMatch(
      /holds for 91 days, until 2026-07-01.*severity `error` the policy allows 90/,
    )
    expect(exitCode(result.report)).toBe(4)
    const shorter = await under('{ longest: { error: 91 } }', {
      expires: '2026-07-01',
      created: '2026-04-01',
    })
    expect([accepted(shorter), notices(shorter)]).toEqual([[BOTH[0]], []])
  })

  it('counts the term from today where nobody says when one was written', async () => {
    expect(notices(await under('{ longest: 30 }', { expires: '2026-07-02' }))).toEqual([
      'error waiver-too-long specward.waivers.yaml:2',
    ])
    expect(notices(await under('{ longest: 30 }', { expires: '2026-07-01' }))).toEqual([])
  })

  it('has a term for each severity', async () => {
    const put = { rule: 'no-put', operation: 'PUT /users', expires: '2026-08-01' }
    expect(notices(await under('{ longest: { error: 30 } }', put))).toEqual([])
    expect(notices(await under('{ longest: { warn: 30 } }', put))).toEqual([
      'error waiver-too-long specward.waivers.yaml:2',
    ])
  })

  it.each([
    ['required', {}, 'nobody has approved it'],
    ['other-than-owner', { approver: ' Jane' }, 'its owner has approved it alone'],
    ['other-than-owner', { approver: '"jane\\u200b"' }, 'its owner has approved it alone'],
    ['other-than-owner', { approver: '"ｊａｎｅ"' }, 'its owner has approved it alone'],
  ])('may ask for approval: %s', async (approval, more, words) => {
    const result = await under(`{ approval: ${approval} }`, more)
    expect([accepted(result), notices(result)]).toEqual([
      [],
      ['error waiver-not-approved specward.waivers.yaml:2'],
    ])
    expect(messages(result)).toContain(words)
    expect(accepted(await under(`{ approval: ${approval} }`, { approver: 'joe' }))).toEqual([BOTH[0]])
  })

  it.each(['no-delete', '"*"'])('may forbid to accept findings of %s', async (rule) => {
    const result = await under(`{ forbid: [${rule}] }`)
    expect([accepted(result), notices(result)]).toEqual([
      [],
      ['error waiver-forbidden specward.waivers.yaml:2'],
    ])
    expect(accepted(await under('{ forbid: [no-put] }'))).toEqual([BOTH[0]])
  })
})

describe('a waiver that is not needed any more', () => {
  const mended = API.replaceAll('    delete: {}\n', '')
  const entry = { rule: 'no-delete', file: 'openapi.yaml', operation: 'DELETE /users' }
  const files = { 'openapi.yaml': mended, 'specward.waivers.yaml': waivers(entry) }

  it('fails the run, or is told where the policy says so', async () => {
    expect(notices(await run(files))).toEqual(['error waiver-stale specward.waivers.yaml:2'])
    expect(exitCode((await run(files)).report)).toBe(4)
    expect(messages(await run(files))).toMatch(
      /`no-delete`, until 2026-12-01,.*specward waivers --prune.*Owner: jane/,
    )
    const warned = await run({ ...files, 'specward.yaml': 'waivers: { stale: warn }\n' })
    expect(notices(warned)).toEqual(['warn waiver-stale specward.waivers.yaml:2'])
    expect(exitCode(warned.report)).toBe(0)
  })

  it.each([
    ['its document is not judged', { ...files, 'a.yaml': API }, { only: ['a.yaml'] }],
    ['its rule is off', { ...files, 'specward.yaml': 'rules: { no-delete: off }\n' }, {}],
    [
      'something in the document could not be judged',
      { ...files, 'openapi.yaml': `${mended}  /x: { $ref: 'gone.yaml' }\n` },
      {},
    ],
    [
      'the rule could not decide there',
      { ...files, 'openapi.yaml': API.replace('delete: {}', 'delete: { x-unclear: true }') },
      {},
    ],
  ])('is not called so where %s', async (_, all, more) => {
    expect(notices(await run(all, more))).toEqual([])
  })

  it.each(['future.yaml', "'future/*.yaml'"])('is called so where its file is nowhere: %s', async (file) => {
    const ahead = {
      'openapi.yaml': mended,
      'specward.waivers.yaml': waivers({ rule: 'no-delete', file }),
    }
    const result = await run(ahead)
    expect(notices(result)).toEqual(['error waiver-stale specward.waivers.yaml:2'])
    expect(messages(result)).toMatch(/is for nothing: its `file` is `future.*Owner: jane/)
    const warned = { ...ahead, 'specward.yaml': 'waivers: { stale: warn }\n' }
    expect(notices(await run(warned))).toEqual(['warn waiver-stale specward.waivers.yaml:2'])
    expect(notices(await run({ ...ahead, 'a.yaml': mended }, { only: ['a.yaml'] }))).toEqual([])
    expect(notices(await run(ahead, { descriptions: undefined }))).toEqual([])
  })

  it('is not called so where its file is there and was not read', async () => {
    const aside = {
      'openapi.yaml': mended,
      'parts/later.yaml': 'get: {}\n',
      'specward.waivers.yaml': waivers({ rule: 'no-delete', file: 'parts/later.yaml' }),
    }
    expect(notices(await run(aside))).toEqual([])
  })

  it('is called so where the rule could not decide elsewhere', async () => {
    const text = API.replace('    delete: {}\n', '').replace('delete: {}', 'delete: { x-unclear: true }')
    expect(notices(await run({ ...files, 'openapi.yaml': text }))).toEqual([
      'error waiver-stale specward.waivers.yaml:2',
    ])
  })

  it('is called so without a file only where every description was judged', async () => {
    const wide = {
      ...files,
      'a.yaml': mended,
      'specward.waivers.yaml': waivers({ rule: 'no-delete', operation: 'DELETE /users' }),
    }
    expect(notices(await run(wide))).toEqual(['error waiver-stale specward.waivers.yaml:2'])
    expect(notices(await run(wide, { only: ['openapi.yaml'] }))).toEqual([])
    expect(notices(await run(wide, { descriptions: undefined }))).toEqual([])
    const changed = new Set([new URL('openapi.yaml', ROOT).href])
    expect(notices(await run(wide, { changed }))).toEqual([])
  })
})

it('waivers that change have the descriptions judged for which they are in force', async () => {
  const changed = new Set([new URL('specward.waivers.yaml', ROOT).href])
  const result = await run({ 'openapi.yaml': API }, { changed })
  expect(counting(result)).toHaveLength(3)
})

describe('a fingerprint', () => {
  const text = async (more: Readonly<Record<string, string>> = {}) =>
    waivers({ rule: 'no-delete', fingerprint: await fingerprintOf('DELETE /users'), ...more })

  it('alone is good for no finding where several documents have it', async () => {
    const result = await run({ 'a.yaml': API, 'b.yaml': API, 'specward.waivers.yaml': await text() })
    expect([accepted(result), notices(result)]).toEqual([
      [],
      ['error waiver-ambiguous specward.waivers.yaml:2'],
    ])
    expect(messages(result)).toContain('`a.yaml`, `b.yaml`')
  })

  it('with a file is good for that one alone, so that a copy hides nothing', async () => {
    const files = { 'a.yaml': API, 'b.yaml': API, 'specward.waivers.yaml': await text({ file: 'a.yaml' }) }
    const result = await run(files)
    expect([accepted(result), notices(result)]).toEqual([['a.yaml no-delete DELETE /users'], []])
  })

  it('is found elsewhere when its file is gone, if it is one finding', async () => {
    const moved = { 'b.yaml': API, 'specward.waivers.yaml': await text({ file: 'a.yaml' }) }
    const result = await run(moved)
    expect([accepted(result), notices(result)]).toEqual([
      ['b.yaml no-delete DELETE /users'],
      ['warn waiver-moved specward.waivers.yaml:2'],
    ])
    const twice = await run({ ...moved, 'openapi.yaml': API })
    expect([accepted(twice), notices(twice)]).toEqual([
      [],
      ['error waiver-ambiguous specward.waivers.yaml:2'],
    ])
  })

  it('of an operation that moves to another file stays good for its document', async () => {
    const split = API.replace(
      '  /users:\n    get: {}\n    delete: {}\n    put: {}\n',
      '  /users: { $ref: users.yaml }\n',
    )
    const files = { 'openapi.yaml': split, 'users.yaml': 'get: {}\ndelete: {}\nput: {}\n' }
    const result = await run({ ...files, 'specward.waivers.yaml': await text({ file: 'openapi.yaml' }) })
    expect([accepted(result), notices(result)]).toEqual([['users.yaml no-delete DELETE /users'], []])
  })

  it('of what two documents share counts where one of them has not accepted it', async () => {
    const split = API.replace(
      '  /users:\n    get: {}\n    delete: {}\n    put: {}\n',
      '  /users: { $ref: users.yaml }\n',
    )
    const files = { 'a.yaml': split, 'b.yaml': split, 'users.yaml': 'get: {}\ndelete: {}\nput: {}\n' }
    const one = await run({ ...files, 'specward.waivers.yaml': await text({ file: 'a.yaml' }) })
    expect(accepted(one)).toEqual([])
    const both = await run({ ...files, 'specward.waivers.yaml': await text({ file: 'users.yaml' }) })
    expect(accepted(both)).toEqual(['users.yaml no-delete DELETE /users'])
  })
})

describe('a remark in a comment', () => {
  const marked = (comment: string) => API.replace('    delete: {}\n', comment)
  const judged = (text: string, more: Files = {}) => run({ 'openapi.yaml': text, ...more })

  it.each([
    ['above the line', '    # specward-ignore no-delete -- It is a demo.\n    delete: {}\n'],
    [
      'above another comment',
      '    # specward-ignore no-delete -- It is a demo.\n    # more\n    delete: {}\n',
    ],
    [
      'above another remark',
      '    # specward-ignore no-delete -- A demo.\n    # specward-ignore no-put -- A demo.\n    delete: {}\n',
    ],
    ['behind another comment', '    # see the wiki # specward-ignore no-delete -- A demo.\n    delete: {}\n'],
    ['at the end of the line', '    delete: {} # specward-ignore no-delete -- It is a demo.\n'],
    ['for several rules', '    # specward-ignore no-delete, no-put -- It is a demo.\n    delete: {}\n'],
  ])('accepts a finding: %s', async (_, comment) => {
    const result = await judged(marked(comment), { 'specward.yaml': 'waivers: { stale: warn }\n' })
    expect(accepted(result)).toEqual([BOTH[0]])
    expect(result.report.findings.find(({ suppressed }) => suppressed)?.suppressed).toMatchObject({
      kind: 'inline',
      reason: expect.stringContaining('demo'),
      file: 'openapi.yaml',
    })
  })

  it.each([
    ['in a text', '    delete:\n      description: "# specward-ignore no-delete -- no"\n'],
    [
      'in a block of text',
      '    delete:\n      description: |\n        # specward-ignore no-delete -- no\n        more\n',
    ],
    ['that is part of a word', '    delete: { summary: a#specward-ignore }\n'],
    ['about something else', '    # specward-ignored paths are listed in the wiki\n    delete: {}\n'],
  ])('is none %s', async (_, text) => {
    const result = await judged(marked(text))
    expect([accepted(result), notices(result)]).toEqual([[], []])
  })

  it('stands behind the sign of a block of text as well', async () => {
    const text = API.replace('type: 1', '').concat(`components:
  schemas:
    S:
      type: | # specward-ignore no-put -- Nothing here.
        object
`)
    expect(notices(await judged(text))).toEqual(['error ignore-unused openapi.yaml:13'])
  })

  it('accepts nothing where its line has the finding at several places', async () => {
    const line = (paths: string) => `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths: { ${paths} } # specward-ignore no-delete -- Only for /a.
`
    const two = await judged(line('/a: { delete: {} }, /b: { delete: {} }'))
    expect([accepted(two), notices(two)]).toEqual([[], ['error ignore-ambiguous openapi.yaml:3']])
    expect(messages(two)).toContain('at 2 places')
    expect(exitCode(two.report)).toBe(4)
    const one = await judged(line('/a: { delete: {} }, /b: { get: {} }'))
    expect([accepted(one), notices(one)]).toEqual([['openapi.yaml no-delete DELETE /a'], []])
  })

  it('at an anchor is not for the aliases, which have lines of their own', async () => {
    const text = (more: string) => `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
  /a:
    delete: &gone {} # specward-ignore no-delete -- A demo.
  /b:
    delete: *gone${more}
`
    const one = await judged(text(''))
    expect([accepted(one), notices(one)]).toEqual([['openapi.yaml no-delete DELETE /a'], []])
    expect(accepted(await judged(text(' # specward-ignore no-delete -- A demo.')))).toHaveLength(2)
  })

  it('is not for the line after a blank one, nor for what is below its line', async () => {
    const blank = await judged(marked('    # specward-ignore no-delete -- It is a demo.\n\n    delete: {}\n'))
    expect([accepted(blank), notices(blank)]).toEqual([[], ['error ignore-unused openapi.yaml:6']])
    const above = await judged(
      API.replace('  /users:\n', '  # specward-ignore no-delete -- It is a demo.\n  /users:\n'),
    )
    expect([accepted(above), notices(above)]).toEqual([[], ['error ignore-unused openapi.yaml:4']])
  })

  it.each([
    ['without a rule', '# specward-ignore', 'names no rule'],
    ['without a rule but with a reason', '# specward-ignore -- It is a demo.', 'names no rule'],
    ['without a reason', '# specward-ignore no-delete', 'gives no reason'],
    ['with a blank reason', '# specward-ignore no-delete -- ', 'gives no reason'],
    ['with a reason that nobody sees', '# specward-ignore no-delete -- \u200b', 'gives no reason'],
    ['with an unknown rule', '# specward-ignore no-delet -- It is a demo.', 'Did you mean `no-delete`?'],
    ['for the next line, as others write it', '# specward-ignore-next-line no-delete -- x', 'names no rule'],
  ])('%s suppresses nothing and fails the run', async (_, comment, words) => {
    const result = await judged(marked(`    ${comment}\n    delete: {}\n`))
    expect([accepted(result), notices(result)]).toEqual([[], ['error ignore-incomplete openapi.yaml:6']])
    expect(messages(result)).toContain(words)
    expect(exitCode(result.report)).toBe(4)
  })

  it('is told where it is for nothing, unless the rule did not run there', async () => {
    const text = API.replace(
      '    get: {}\n',
      '    # specward-ignore no-delete -- It is a demo.\n    get: {}\n',
    )
    expect(notices(await judged(text))).toEqual(['error ignore-unused openapi.yaml:5'])
    expect(notices(await judged(text, { 'specward.yaml': 'rules: { no-delete: off }\n' }))).toEqual([])
    expect(notices(await judged(text, { 'specward.yaml': 'waivers: { stale: warn }\n' }))).toEqual([
      'warn ignore-unused openapi.yaml:5',
    ])
  })

  it('works in files that a description refers to, and with other line ends', async () => {
    const split = API.replace(
      '  /users:\n    get: {}\n    delete: {}\n    put: {}\n',
      '  /users: { $ref: users.yaml }\n',
    )
    const users = 'get: {}\r\n# specward-ignore no-delete -- It is a demo.\r\n# two\r\ndelete: {}\r\n'
    const result = await run({ 'openapi.yaml': split, 'users.yaml': users })
    expect([accepted(result), notices(result)]).toEqual([['users.yaml no-delete DELETE /users'], []])
  })

  it.each(['forbid', 'forbidInline'])('is refused by the policy: %s', async (key) => {
    const text = marked('    # specward-ignore no-delete -- It is a demo.\n    delete: {}\n')
    const result = await judged(text, { 'specward.yaml': `waivers: { ${key}: [no-delete] }\n` })
    expect([accepted(result), notices(result)]).toEqual([[], ['error ignore-forbidden openapi.yaml:6']])
    expect(exitCode(result.report)).toBe(4)
  })

  it('does not stand in the way of a waiver, which only forbidInline allows', async () => {
    const files = {
      'openapi.yaml': API,
      'specward.yaml': 'waivers: { forbidInline: ["*"] }\n',
      'specward.waivers.yaml': waivers({ rule: 'no-delete', file: 'openapi.yaml' }),
    }
    expect(accepted(await run(files))).toEqual(BOTH)
  })
})

describe('x-specward-ignore', () => {
  const api = (ignore: unknown, more: object = {}) =>
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'A', version: '1' },
      paths: {
        '/users': { delete: { ...(ignore === undefined ? {} : { 'x-specward-ignore': ignore }), ...more } },
      },
    })

  it.each([
    ['a mapping of rules to reasons', { 'no-delete': 'It is a demo.' }],
    ['a list', [{ rule: 'no-delete', reason: 'It is a demo.' }]],
    ['one rule with its reason', { rule: 'no-delete', reason: 'It is a demo.' }],
  ])('accepts what is found about its object: %s', async (_, ignore) => {
    const result = await run({ 'openapi.json': api(ignore) })
    expect([accepted(result), notices(result)]).toEqual([['openapi.json no-delete DELETE /users'], []])
  })

  it.each([
    ['a rule alone', 'no-delete'],
    ['a list of rules', ['no-delete']],
    ['nothing', {}],
    ['an empty list', []],
    ['a rule without a reason', { 'no-delete': true }],
    ['a blank reason', { 'no-delete': ' ' }],
    ['an entry without a reason', [{ rule: 'no-delete' }]],
    ['an unknown rule', { 'no-delet': 'It is a demo.' }],
    ['null', null],
  ])('suppresses nothing and fails the run: %s', async (_, ignore) => {
    const result = await run({ 'openapi.json': api(ignore) })
    expect(accepted(result)).toEqual([])
    expect(notices(result)).toEqual(['error ignore-incomplete openapi.json:1'])
    expect(exitCode(result.report)).toBe(4)
  })

  it('accepts what is found about a value in its object', async () => {
    const schema = (ignore: object) => ({
      responses: {
        200: { description: 'A', content: { 'application/json': { schema: { type: 'secret', ...ignore } } } },
      },
    })
    const text = (ignore: object) => api(undefined, schema(ignore)).replace('"delete"', '"get"')
    const result = await run({
      'openapi.json': text({ 'x-specward-ignore': { 'no-secret-name': 'It is a demo.' } }),
    })
    expect([accepted(result).length, counting(result).length]).toEqual([1, 0])
    expect(counting(await run({ 'openapi.json': text({}) }))).toHaveLength(1)
  })

  it('of an object above accepts nothing', async () => {
    const text = JSON.stringify({
      ...JSON.parse(api(undefined)),
      'x-specward-ignore': { 'no-delete': 'It is a demo.' },
    })
    const result = await run({ 'openapi.json': text })
    expect([accepted(result), notices(result)]).toEqual([[], ['error ignore-unused openapi.json:1']])
  })

  it.each([
    ['an alias', '*gone'],
    ['a merge key', '{ <<: *gone }'],
  ])('is not for what borrows its object by %s', async (_, borrowed) => {
    const text = (other: string) => `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
  /b: &b
    delete: &gone
      x-specward-ignore: { no-delete: It is a demo. }
  '/1':
    delete: ${other}
`
    const result = await run({ 'openapi.yaml': text(borrowed) })
    expect([accepted(result), notices(result)]).toEqual([['openapi.yaml no-delete DELETE /b'], []])
    expect(counting(result)).toEqual(['openapi.yaml no-delete DELETE /1'])
    const own = await run({
      'openapi.yaml': text('{ <<: *gone, x-specward-ignore: { no-delete: A demo, too. } }'),
    })
    expect(accepted(own)).toHaveLength(2)
  })

  it('is found where an alias of its object comes first in the tree', async () => {
    const text = `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
  /a:
    get:
      responses:
        default:
          description: A
          content: &content
            b/b: { schema: { type: secret, x-specward-ignore: { no-secret-name: It is a demo. } } }
        '200': { description: A, content: *content }
`
    const result = await run({ 'openapi.yaml': text })
    expect([accepted(result).length, counting(result).length, notices(result)]).toEqual([1, 0, []])
  })

  it('below an alias is not for what borrows it', async () => {
    const text = `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
  /a: &a
    delete: { x-specward-ignore: { no-delete: It is a demo. } }
  /b: *a
  /c: { <<: *a }
`
    expect(accepted(await run({ 'openapi.yaml': text }))).toEqual(['openapi.yaml no-delete DELETE /a'])
  })

  it('takes odd names for what they are', async () => {
    const result = await run({ 'openapi.json': api(JSON.parse('{"__proto__": "a", "constructor": "b"}')) })
    expect(notices(result)).toEqual([
      'error ignore-incomplete openapi.json:1',
      'error ignore-incomplete openapi.json:1',
    ])
  })
})

describe('many who accept', () => {
  const of = (count: number) => Array.from({ length: count }, (_, index) => index)

  /** An API with operations that a rule cannot decide on, each with a remark that is for nothing. */
  const unclear = (count: number) => `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
${of(count)
  .map(
    (each) => `  /p${each}:
    delete: { x-unclear: true }
    get: {} # specward-ignore no-delete -- Nothing is found here.
`,
  )
  .join('')}`

  async function callsOf(prototype: object, name: string, files: Files, all: number): Promise<number> {
    const spy = vi.spyOn(prototype as Record<string, () => void>, name)
    try {
      expect(notices(await run(files))).toHaveLength(all)
      return spy.mock.calls.length
    } finally {
      spy.mockRestore()
    }
  }

  it('are held against what is open without going through all of it for each: remarks', async () => {
    const calls = (count: number) =>
      callsOf(ParsedFile.prototype, 'position', { 'openapi.yaml': unclear(count) }, count)
    expect(await calls(120)).toBeLessThan(3 * (await calls(60)))
  })

  it('are held against what is open without going through all of it for each: waivers', async () => {
    const calls = (count: number) => {
      const text = waivers(...of(count).map((each) => ({ rule: 'no-delete', operation: `PUT /p${each}` })))
      const api = unclear(count).replaceAll(/ #.*/g, '')
      const files = { 'openapi.yaml': api, 'specward.waivers.yaml': text }
      return callsOf(WaiverIndex.prototype, 'covers', files, count)
    }
    expect(await calls(120)).toBeLessThan(3 * (await calls(60)) + 1)
  })

  it('may do so by a thousand patterns, and one more ends the run', async () => {
    const text = (count: number) =>
      waivers(...of(count).map((each) => ({ rule: 'no-put', operation: `DELETE /x${each}*` })))
    const files = (count: number) => ({ 'openapi.yaml': API, 'specward.waivers.yaml': text(count) })
    expect((await run(files(1000))).report.findings).toHaveLength(3)
    await expect(run(files(1001))).rejects.toThrow(ConfigurationFailure)
    const named = waivers(...of(1001).map((each) => ({ rule: 'no-put', operation: `DELETE /x${each}` })))
    await expect(run({ 'openapi.yaml': API, 'specward.waivers.yaml': named })).resolves.toBeDefined()
  })
})

describe('any waivers', () => {
  const operations = ['DELETE /users', 'DELETE /orders', 'PUT /users', 'GET /none']
  const entry = fc.record({
    rule: fc.constantFrom('no-delete', 'no-put'),
    operation: fc.constantFrom(...operations, 'DELETE *ers'),
    expires: fc.constantFrom('2026-05-31', '2026-06-01', '2027-01-01'),
  })

  it('accept what one of them covers and that has not ended, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 6 }), async (entries) => {
        const text = entries.length > 0 ? waivers(...entries) : 'waivers: []\n'
        const result = await run({ 'openapi.yaml': API, 'specward.waivers.yaml': text })
        for (const {
          ruleId,
          operations: [label = ''],
          suppressed,
        } of result.report.findings) {
          const covers = entries.some(
            ({ rule: id, operation, expires }) =>
              id === ruleId &&
              expires >= TODAY &&
              (operation === label || (operation.includes('*') && label.startsWith('DELETE'))),
          )
          expect(suppressed !== null).toBe(covers)
        }
      }),
      { seed: 7, numRuns: 60 },
    )
  })
})

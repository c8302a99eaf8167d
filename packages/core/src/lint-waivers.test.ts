import { describe, expect, it } from 'vitest'
import { ConfigurationFailure } from './lint.ts'
import {
  API,
  accepted,
  BOTH,
  counting,
  fingerprintOf,
  messages,
  notices,
  run,
  waivers,
} from './lint-accepting.test-kit.ts'
import { exitCode } from './report/exit-code.ts'
import { ROOT } from './resolve/graph.test-kit.ts'

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

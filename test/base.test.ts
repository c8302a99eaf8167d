import { describe, expect, it } from 'vitest'
import { API, changed, fresh, lineOf, lint, told, WITHOUT_SECURITY } from './base-run.ts'
import { put } from './project.ts'
import { git, repository } from './repository.ts'
import { runIn } from './run-in.ts'

// Every case is a repository of its own: a first state on `main`, a second one in the working tree of a branch.

describe('lint --base', () => {
  it('fails on every operation that a deleted root requirement exposes, and names the deleted line', async () => {
    const folder = await repository({ 'openapi.yaml': API }, { 'openapi.yaml': WITHOUT_SECURITY })
    const report = await lint(folder)
    const at = lineOf(API, 'security:')
    expect(told(fresh(report))).toEqual([
      `no-anonymous-read GET /orders: removed openapi.yaml:${at}`,
      `no-anonymous-write POST /orders: removed openapi.yaml:${at}`,
      `no-anonymous-write DELETE /orders/{id}: removed openapi.yaml:${at}`,
    ])
    expect(report.gate.failed).toBe(true)
    const known = report.findings.find(({ operations }) => operations[0] === 'DELETE /health')
    expect(known).toMatchObject({ ruleId: 'no-anonymous-write', isNew: false })
    expect(report.base).toEqual({
      kind: 'git',
      name: 'main',
      commit: git(folder, 'rev-parse main').trim(),
      fixed: 0,
      accepted: 0,
    })
  })

  it('tells the change once, and known findings as a number', async () => {
    const folder = await repository({ 'openapi.yaml': API }, { 'openapi.yaml': WITHOUT_SECURITY })
    const { out, code } = await runIn(folder, ['lint', 'openapi.yaml', '--base', 'main'])
    expect(code).toBe(1)
    const since = `since main: \`security\` at openapi.yaml:${lineOf(API, 'security:')}:1 of main was removed`
    expect(out.split(since)).toHaveLength(2)
    expect(out).toContain('3 new findings from one change')
    expect(out).toMatch(/2 new errors, 1 new info, \d+ known since main in 1 document/)
    expect(out).not.toContain('/health')
  })

  it('passes on old debt alone, and does not call that clean', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    const { out, code } = await runIn(folder, ['lint', 'openapi.yaml', '--base', 'main'])
    expect(code).toBe(0)
    expect(out).toMatch(/nothing new since main \([0-9a-f]{12}\): \d+ known findings/)
    expect(out).not.toContain('clean')
    expect((await runIn(folder, ['lint', 'openapi.yaml'])).code).toBe(1)
  })

  const SCHEME = changed(
    API,
    'type: http\n      scheme: bearer',
    'type: apiKey\n      in: query\n      name: key',
  )
  it.each([
    ['a scheme that became a key in the query', SCHEME, 'no-api-key-in-query', 'in: query'],
    ['a server that became http', changed(API, 'https:', 'http:'), 'no-plaintext-server', '- url:'],
    [
      'a schema that gained a secret',
      changed(API, "'^[a-z]+$' }", "'^[a-z]+$' }\n        password: { type: string, maxLength: 9 }"),
      undefined,
      'password:',
    ],
    [
      'a new operation',
      `${API}  /new:\n    put:\n      operationId: putNew\n      security: []\n      responses: { '204': { description: Gone } }\n`,
      'no-anonymous-write',
      '/new:',
    ],
    [
      'a parameter of a path',
      changed(
        API,
        '    delete:\n      operationId: deleteOrder',
        '    parameters_: 1\n    delete:\n      operationId: deleteOrder',
      ).replace(
        '    parameters_: 1\n',
        '      - { name: password, in: query, schema: { type: string, maxLength: 9 } }\n',
      ),
      undefined,
      '- { name: password',
    ],
  ])('explains findings by %s', async (_, head, rule, start) => {
    const folder = await repository({ 'openapi.yaml': API }, { 'openapi.yaml': head })
    const all = fresh(await lint(folder, 'openapi.yaml --base main --preset strict'))
    const found = rule === undefined ? all : all.filter(({ ruleId }) => ruleId === rule)
    expect(found.length).toBeGreaterThan(0)
    const lines = new Set(found.map(({ change }) => change?.range.start.line))
    expect([...lines]).toEqual([lineOf(head, start)])
  })

  it('picks among several changes the one without which the finding is gone', async () => {
    const head = changed(
      changed(WITHOUT_SECURITY, 'title: Orders', 'title: Order'),
      'operationId: createOrder',
      'operationId: makeOrder\n      description: Makes an order.',
    )
    const folder = await repository({ 'openapi.yaml': API }, { 'openapi.yaml': head })
    const kinds = new Set(fresh(await lint(folder)).map(({ change }) => `${change?.kind} ${change?.pointer}`))
    expect([...kinds]).toEqual(['removed /security'])
  })

  it('names the nearest of two changes that it took both of', async () => {
    const base = changed(API, '      security: []\n', '      security: [{ login: [] }]\n')
    const one =
      "/other:\n    put:\n      operationId: putOther\n      security: [{ login: [] }]\n      responses: { '204': { description: Gone } }\n"
    const head = changed(
      changed(base, 'security:\n  - login: []\npaths', 'paths'),
      '      security: [{ login: [] }]\n',
      '',
    )
    const folder = await repository(
      { 'openapi.yaml': `${base}  ${one}` },
      { 'openapi.yaml': `${head}  ${one}` },
    )
    const health = fresh(await lint(folder)).filter(({ operations }) => operations[0] === 'DELETE /health')
    expect(health).toHaveLength(1)
    expect(health[0]?.change).toMatchObject({ pointer: '/paths/~1health/delete/security' })
  })

  it('knows what moved to another file, was reordered, or has Windows line ends', async () => {
    const schema =
      "    Order:\n      type: object\n      additionalProperties: false\n      properties:\n        id: { type: string, maxLength: 36, pattern: '^[a-z]+$' }\n        password: { type: string, maxLength: 9 }\n"
    const base = changed(
      API,
      API.slice(API.indexOf('    Order:'), API.indexOf('security:\n  - login')),
      schema,
    )
    const head = changed(base, schema, "    Order: { $ref: './order.yaml' }\n")
    const moved = schema
      .split('\n')
      .slice(1)
      .map((line) => line.slice(6))
      .join('\n')
    const folder = await repository(
      { 'openapi.yaml': base },
      { 'openapi.yaml': head.replaceAll('\n', '\r\n'), 'order.yaml': moved },
    )
    const report = await lint(folder, 'openapi.yaml --base main --preset strict')
    expect(report.findings.some(({ file }) => file === 'order.yaml')).toBe(true)
    expect(told(fresh(report))).toEqual([])
  })

  it('knows a document that was renamed, but no new one with a fault of an old kind', async () => {
    const folder = await repository(
      { 'openapi.yaml': API },
      { 'openapi.yaml': undefined, 'api/orders.yaml': API },
    )
    for (const line of ['api/orders.yaml --base main', '--changed api/orders.yaml --base main']) {
      expect(told(fresh(await lint(folder, line)))).toEqual([])
    }
    const small =
      "openapi: 3.1.0\ninfo: { title: A, version: 1.0.0 }\nservers: [{ url: https://a.example }]\npaths: { /a: { put: { responses: { '204': { description: Gone } } } } }\n"
    await put(folder, { 'api/orders.yaml': small })
    const found = fresh(await lint(folder, 'api/orders.yaml --base main'))
    expect(told(found)).toEqual([
      'require-429-response PUT /a: added api/orders.yaml:1',
      'require-authentication PUT /a: added api/orders.yaml:1',
    ])
    expect(found[0]?.change).toMatchObject({ kind: 'added', pointer: '' })
  })

  it('takes all of a new document for new', async () => {
    const folder = await repository({ 'a.yaml': API }, { 'b.yaml': API })
    const report = await lint(folder, 'a.yaml b.yaml --base main')
    expect(new Set(fresh(report).map(({ file }) => file))).toEqual(new Set(['b.yaml']))
  })

  it('compares with where the branch left the base, not with what others did since', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    git(folder, 'checkout -q main')
    await put(folder, { 'openapi.yaml': changed(API, '      security: []\n', '') })
    git(folder, "commit -q -a -m 'mended by somebody else'")
    git(folder, 'checkout -q feature')
    expect(told(fresh(await lint(folder)))).toEqual([])
  })

  it('makes no old debt new when a rule is switched on', async () => {
    const folder = await repository(
      { 'openapi.yaml': API, 'specward.yaml': 'rules:\n  no-anonymous-write: off\n' },
      { 'specward.yaml': 'extends: [specward:strict]\n' },
    )
    const report = await lint(folder)
    expect(told(fresh(report))).toEqual([])
    expect(report.summary.known).toBeGreaterThan(1)
  })

  it('holds a finding known through one document for new through another that shares the file', async () => {
    const shared = 'put:\n  operationId: put\n  responses: { "204": { description: Gone } }\n'
    const one = (path: string): string =>
      `openapi: 3.1.0\ninfo: { title: A, version: 1.0.0 }\nservers: [{ url: https://a.example }]\ncomponents: { securitySchemes: { a: { type: http, scheme: bearer } } }\npaths:\n  ${path}: { $ref: './shared.yaml' }\n`
    const none =
      'openapi: 3.1.0\ninfo: { title: B, version: 1.0.0 }\nservers: [{ url: https://a.example }]\npaths: {}\n'
    const folder = await repository(
      { 'a.yaml': one('/a'), 'b.yaml': none, 'shared.yaml': shared },
      { 'b.yaml': one('/a') },
    )
    const report = await lint(folder, 'a.yaml b.yaml --base main')
    const found = report.findings.filter(({ ruleId }) => ruleId === 'no-anonymous-write')
    expect(found.map(({ file, isNew, documents }) => [file, isNew, documents])).toEqual([
      ['shared.yaml', true, ['a.yaml', 'b.yaml']],
    ])
    expect(report.gate.failed).toBe(true)
  })
})

import { execFileSync } from 'node:child_process'
import { mkdir, readFile, rename, symlink } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { baselineSchema, type Report, type ReportFinding } from '@specward/core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { type Files, put, temporaryFolder } from './project.ts'
import { type Printed, runIn, words } from './run-in.ts'

// T15: a policy that is softened by the change that it judges

// Every case is a repository of its own: a first state on `main`, a second one in the working tree of a branch.

/** The day on which what can end is judged. */
const today = { today: () => '2027-01-31' }

function git(cwd: string, line: string): string {
  const settings = ['-c', 'user.name=a', '-c', 'user.email=a@b.example', '-c', 'protocol.file.allow=always']
  return execFileSync('git', [...settings, ...words(line)], { cwd, encoding: 'utf8', stdio: 'pipe' })
}

async function repository(base: Files, head: Files = {}): Promise<string> {
  const folder = await temporaryFolder('specward-base-')
  git(folder, 'init -q -b main')
  await put(folder, base)
  git(folder, 'add -A')
  git(folder, "commit -q -m 'one'")
  git(folder, 'checkout -q -b feature')
  await put(folder, head)
  return folder
}

async function lint(folder: string, line = 'openapi.yaml --base main'): Promise<Report> {
  const { out, err } = await runIn(folder, ['lint', ...words(line), '--format', 'json'], undefined, today)
  expect(err).toBe('')
  return JSON.parse(out)
}

function fresh({ findings }: Report): readonly ReportFinding[] {
  return findings.filter(({ isNew, suppressed }) => isNew && suppressed === null)
}

function told(findings: readonly ReportFinding[]): readonly string[] {
  return findings.map(({ ruleId, operations, change }) => {
    const since = change ? `${change.kind} ${change.file}:${change.range.start.line}` : 'unexplained'
    return `${ruleId} ${operations.join('+')}: ${since}`
  })
}

/** Line of a text that begins with some words, blanks left out. */
function lineOf(text: string, start: string): number {
  return text.split('\n').findIndex((line) => line.trim().startsWith(start)) + 1
}

function changed(text: string, from: string, to: string): string {
  expect(text).toContain(from)
  return text.replace(from, () => to)
}

const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers:
  - url: https://api.example.com
components:
  securitySchemes:
    login:
      type: http
      scheme: bearer
  schemas:
    Order:
      type: object
      additionalProperties: false
      properties:
        id: { type: string, maxLength: 36, pattern: '^[a-z]+$' }
security:
  - login: []
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
        - { name: page, in: query, schema: { type: integer, minimum: 1, maximum: 9 } }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
    post:
      operationId: createOrder
      responses: { '201': { description: Created } }
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string, maxLength: 36 } }
    delete:
      operationId: deleteOrder
      responses: { '204': { description: Gone } }
  /health:
    delete:
      operationId: openToAll
      security: []
      responses: { '204': { description: Gone } }
`

const WITHOUT_SECURITY = changed(API, 'security:\n  - login: []\npaths', 'paths')

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

  async function softened(base: Files, head: Files): Promise<[number, readonly string[]]> {
    const folder = await repository({ 'openapi.yaml': API, ...base }, head)
    const { code, out } = await runIn(folder, words('lint openapi.yaml --base main --format json'))
    const { notices }: Report = JSON.parse(out)
    return [
      code,
      notices
        .filter((each) => each.code === 'softened-since-base')
        .map(
          ({ severity, message, range }) =>
            `${range?.start.line} ${severity} ${message.split('. ', 1)[0]?.replace(/\.$/, '')}`,
        ),
    ]
  }

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

  const PART = "get: { operationId: readPart, responses: { '200': { description: Part } } }\n"
  const SPLIT = changed(API, 'paths:\n', "paths:\n  /part: { $ref: 'part.yaml' }\n")

  it.each([
    ['new', API, 'error', 4],
    ['old', SPLIT, 'warn', 0],
  ])('is seen in a limit that was raised, where what needs it is %s', async (_, before, severity, exit) => {
    const [code, notices] = await softened(
      { 'openapi.yaml': before, 'part.yaml': PART, 'specward.yaml': 'limits:\n  files: 1\n' },
      { 'openapi.yaml': SPLIT, 'specward.yaml': 'extends: [specward:recommended]\nlimits:\n  files: 2\n' },
    )
    expect(notices).toEqual([`3 ${severity} \`limits.files\` is 2 files instead of 1 since main`])
    expect(code).toBe(exit)
  })

  it('is seen in a limit that is set no more, and not in one that was lowered', async () => {
    const limits = 'limits: { nesting: 50 }\n'
    expect(await softened({ 'specward.yaml': limits }, { 'specward.yaml': 'failOn: error\n' })).toEqual([
      0,
      ['undefined warn `limits.nesting` is 1,000 levels instead of 50 since main'],
    ])
    expect(await softened({}, { 'specward.yaml': limits })).toEqual([0, []])
  })

  it('is seen in hosts that may be read from, and in what they may lead to', async () => {
    const refs = (allow: string, more = '') => `refs: { allow: [${allow}]${more} }\n`
    const base = { 'specward.yaml': refs('a.example') }
    expect(await softened(base, { 'specward.yaml': refs('a.example, b.example') })).toEqual([
      0,
      ['1 warn Descriptions may refer to `b.example` since main'],
    ])
    const opened = refs('a.example', ', private: [a.example, b.example]')
    expect(await softened(base, { 'specward.yaml': opened })).toEqual([
      0,
      [
        '1 warn `a.example` may have an address of a private network since main',
        '1 warn Descriptions may refer to `b.example` since main, also in a private network',
      ],
    ])
    expect(await softened(base, { 'specward.yaml': 'failOn: error\n' })).toEqual([0, []])
  })

  it('fails the run where something new is read from such a host, or without a lock file', async () => {
    const server = createServer((_, answer) => answer.end(PART))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    try {
      const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
      const remote = changed(SPLIT, "'part.yaml'", `'http://${host}/part.yaml'`)
      const allowed = { 'specward.yaml': `refs: { allow: ['${host}'] }\n` }
      expect(await softened({}, { ...allowed, 'openapi.yaml': remote })).toEqual([
        4,
        [`1 error Descriptions may refer to \`${host}\` since main, also in a private network`],
      ])
      const locked = { ...allowed, 'specward.lock': '{ "version": 1, "refs": {} }\n' }
      const says =
        'There is no `specward.lock` for this policy any more since main, so that what is fetched may be anything'
      const gone = { 'specward.lock': undefined }
      expect(await softened(locked, { ...gone, 'openapi.yaml': remote })).toEqual([
        4,
        [`undefined error ${says}`],
      ])
      expect(await softened(locked, gone)).toEqual([0, [`undefined warn ${says}`]])
    } finally {
      server.close()
    }
  })

  it('cannot be told where the policy of the base is broken or not there, which fails', async () => {
    const folder = await repository(
      { 'openapi.yaml': API, 'specward.yaml': 'rules:\n  no-such-rule: off\n' },
      { 'specward.yaml': 'rules: {}\n' },
    )
    expect((await lint(folder)).notices).toMatchObject([{ code: 'base-incomplete', severity: 'error' }])
  })
})

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

describe('a base that cannot be used', () => {
  async function refused(folder: string, line: string): Promise<Printed> {
    const printed = await runIn(folder, ['lint', 'openapi.yaml', ...words(line)])
    expect(printed.code).toBe(2)
    return printed
  }

  it.each([
    ['--base mian', 'git knows no such commit'],
    ['--base=--upload-pack=x', 'git knows no such commit'],
    ['--base missing.json', 'there is no such file'],
  ])('`%s` ends the run with advice', async (line, words_) => {
    const folder = await repository({ 'openapi.yaml': API })
    expect((await refused(folder, line)).err).toContain(words_)
  })

  it('is one of two', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    const { err } = await refused(folder, '--base main --base HEAD')
    expect(err).toBe(
      'error: `--base` is given twice, as `main` and as `HEAD`: a run is compared with one alone.\n',
    )
  })

  it('is a branch that only the remote has: its full name is proposed', async () => {
    const origin = await repository({ 'openapi.yaml': API })
    const folder = join(await repository({}, {}).catch(() => origin), 'clone')
    git(origin, `clone -q ${origin} ${folder}`)
    expect((await refused(folder, '--base main')).err).toContain('Did you mean `--base origin/main`?')
    expect((await runIn(folder, words('lint openapi.yaml --base origin/main'))).code).toBe(0)
  })

  it('is a branch, whatever tag has the same name', async () => {
    const folder = await repository({ 'openapi.yaml': API }, { 'openapi.yaml': WITHOUT_SECURITY })
    git(folder, "commit -q -a -m 'two'")
    git(folder, 'tag main')
    for (const name of ['main', 'heads/main', 'refs/heads/main', 'HEAD~1']) {
      expect([name, fresh(await lint(folder, `openapi.yaml --base ${name}`)).length]).toEqual([name, 3])
    }
    expect(fresh(await lint(folder, 'openapi.yaml --base tags/main'))).toEqual([])
  })

  it('is in no repository', async () => {
    const folder = await temporaryFolder('specward-base-')
    await put(folder, { 'openapi.yaml': API })
    expect((await refused(folder, '--base main')).err).toContain(
      'not in the working tree of a git repository',
    )
  })

  it('is beyond the end of a shallow clone', async () => {
    const origin = await repository({ 'openapi.yaml': API })
    const old = git(origin, 'rev-parse HEAD').trim()
    await put(origin, { 'openapi.yaml': WITHOUT_SECURITY })
    git(origin, "commit -q -a -m 'two'")
    const folder = join(origin, 'clone')
    git(origin, `clone -q --depth 1 file://${origin} ${folder}`)
    expect((await refused(folder, `--base ${old}`)).err).toContain('fetch-depth: 0')
  })

  it('has no commit in common', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    git(folder, 'checkout -q --orphan other')
    git(folder, "commit -q -m 'other'")
    expect((await refused(folder, '--base main')).err).toContain('no commit in common')
  })
})

describe('what git holds', () => {
  it('may be links, which are followed inside of the repository', async () => {
    const folder = await repository({ 'real/orders.yaml': API })
    await symlink('real', join(folder, 'linked'))
    await symlink('real/orders.yaml', join(folder, 'openapi.yaml'))
    git(folder, 'add -A')
    git(folder, "commit -q -m 'links'")
    git(folder, 'branch -f main')
    expect(told(fresh(await lint(folder, 'openapi.yaml linked/orders.yaml --base main')))).toEqual([])
  })

  it('is no content of submodules: what is there counts as new, and that is said', async () => {
    const part = await repository({ 'openapi.yaml': API })
    const folder = await repository({ 'readme.md': 'x' })
    git(folder, `submodule -q add ${part} part`)
    git(folder, "commit -q -m 'part'")
    git(folder, 'branch -f main')
    await rename(join(folder, 'part/.git'), join(folder, 'kept'))
    const report = await lint(folder, 'part/openapi.yaml --base main')
    expect(fresh(report).length).toBeGreaterThan(0)
    expect(report.notices).toMatchObject([{ code: 'base-incomplete', file: 'part/openapi.yaml' }])
    expect(report.notices[0]?.message).toContain('submodule `part`')
  })

  it('is compared from below the top as well, with names from there', async () => {
    const folder = await repository({ 'apis/openapi.yaml': API }, { 'apis/openapi.yaml': WITHOUT_SECURITY })
    const report = await lint(join(folder, 'apis'))
    expect(fresh(report)[0]?.change).toMatchObject({ kind: 'removed', file: 'openapi.yaml' })
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

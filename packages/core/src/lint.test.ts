import { describe, expect, it } from 'vitest'
import { ConfigurationFailure, type LintRequest, lint } from './lint.ts'
import { defineRule, type Registry } from './policy/rule.ts'
import { exitCode } from './report/exit-code.ts'
import type { Report } from './report/report.ts'
import { memoryHost, ROOT } from './resolve/graph.test-kit.ts'

const noDelete = defineRule({
  id: 'no-delete',
  title: 'Something can be deleted.',
  why: 'Because.',
  fix: 'Do not.',
  presets: { recommended: 'error' },
  formats: ['oas3'],
  references: { owasp: [], cwe: [], controls: [] },
  select: 'operation',
  check(operation, { report, undecided, notApplicable }) {
    if (operation.deprecated) return notApplicable()
    if (operation.servers.length === 0)
      return undecided({ at: operation.node, because: 'no server is named' })
    if (operation.method === 'delete')
      report({ at: operation.node, message: `\`${operation.label}\` deletes.` })
  },
  examples: { bad: [], good: [] },
})

const registry: Registry = {
  rules: [{ rule: noDelete, category: 'inventory' }],
  presets: [{ name: 'recommended', rules: { 'no-delete': 'error' } }],
}

const API = `openapi: 3.1.0
servers: [{ url: https://a.example }]
paths:
  /users:
    get: {}
    delete: {}
    put: { deprecated: true }
`

async function run(
  files: Readonly<Record<string, string>>,
  more: Partial<LintRequest> & { readonly glob?: readonly string[] } = {},
): Promise<Report> {
  const { glob = [], ...request } = more
  const names = Object.keys(files).filter((name) => !name.includes('specward') && !name.startsWith('.git'))
  return lint(
    {
      documents: names.map((name) => ({ uri: new URL(name, ROOT).href, named: !glob.includes(name) })),
      registry,
      version: '1.2.3',
      workingDirectory: ROOT,
      ...request,
    },
    memoryHost(files),
  )
}

describe('lint', () => {
  it.each([
    ['{"openapi":"3.1.0","$ref":"x"}', 'ref-file-not-found'],
    ['{"swagger":"2.0","$ref":"#/info"}', 'ref-cycle'],
    ['{"asyncapi":"2.6.0","$ref":"#/x"}', 'ref-cycle'],
    ['{"asyncapi":"3.0.0","$ref":"#/info","info":[]}', 'unexpected-shape'],
  ])('tells of a document that refers to nothing readable: %s', async (text, code) => {
    const { problems } = await run({ 'api.json': text })
    const told = problems.filter((each) => each.code !== 'nothing-judged')
    expect(told).toMatchObject([{ code, severity: 'error' }])
  })

  it('reports a finding with its place, and for the rule what was judged', async () => {
    const report = await run({ 'api.yaml': API })
    expect(report.findings).toMatchObject([
      {
        ruleId: 'no-delete',
        severity: 'error',
        message: '`DELETE /users` deletes.',
        file: 'api.yaml',
        pointer: '/paths/~1users/delete',
        operations: ['DELETE /users'],
        range: { start: { line: 6, column: 5 }, end: { line: 6, column: 11 } },
      },
    ])
    expect(report.rules).toEqual([{ id: 'no-delete', judged: 2, undecided: 0, notApplicable: 1 }])
    expect(report).toMatchObject({ complete: true, gate: { failOn: 'error', failed: true } })
    expect(exitCode(report)).toBe(1)
  })

  it('says what could not be decided, and is neither clean nor wrong about it', async () => {
    const report = await run({ 'api.yaml': API.replace(/^servers.*\n/m, '') })
    expect(report.findings).toEqual([])
    expect(report.undecided.map(({ ruleId, because, pointer }) => [ruleId, because, pointer])).toEqual([
      ['no-delete', 'no server is named', '/paths/~1users/get'],
      ['no-delete', 'no server is named', '/paths/~1users/delete'],
    ])
    expect(report.rules).toMatchObject([{ judged: 0, undecided: 2 }])
    expect(exitCode(report)).toBe(0)
  })

  it('gives the same bytes for the same input', async () => {
    const files = { 'b.yaml': API, 'a.yaml': API }
    expect(JSON.stringify(await run(files))).toBe(JSON.stringify(await run(files)))
  })

  it('reviews the other documents when one cannot be read', async () => {
    const report = await run({ 'bad.yaml': 'openapi: 3.1.0\npaths: [', 'good.yaml': API })
    expect(report.problems.map(({ code, file }) => [code, file])).toContainEqual(['syntax-error', 'bad.yaml'])
    expect(report.findings.map(({ file }) => file)).toEqual(['good.yaml'])
    expect(report.complete).toBe(false)
    expect(exitCode(report)).toBe(3)
  })

  it('loses one document, and no other, to a fault of its own', async () => {
    const host = memoryHost({ 'a.yaml': API, 'b.yaml': `${API}# poison\n` })
    const report = await lint(
      {
        documents: [`${ROOT}a.yaml`, `${ROOT}b.yaml`].map((uri) => ({ uri, named: true })),
        registry,
        version: '1',
        workingDirectory: ROOT,
      },
      {
        ...host,
        sha256(text) {
          if (String(text).includes('poison')) throw new Error('no hash')
          return 'f'.repeat(64)
        },
      },
    )
    expect(report.documents.map(({ file }) => file)).toEqual(['a.yaml'])
    expect(report.problems.map(({ code, file }) => [code, file])).toEqual([['internal-error', 'b.yaml']])
    expect(exitCode(report)).toBe(3)
  })
})

describe('what is no API description', () => {
  it('is a problem when it was named', async () => {
    const report = await run({ 'notes.yaml': 'title: notes' })
    expect(report.problems.map(({ code }) => code)).toEqual(['not-an-api-description'])
  })

  it('is skipped and counted under a glob', async () => {
    const report = await run({ 'notes.yaml': 'title: notes', 'api.yaml': API }, { glob: ['notes.yaml'] })
    expect(report.problems).toEqual([])
    expect(report.skipped.map(({ file }) => file)).toEqual(['notes.yaml'])
  })

  it('is skipped under a glob when it cannot be parsed either', async () => {
    const report = await run({ 'chart.yaml': '{{ template }}: [' }, { glob: ['chart.yaml'] })
    expect(report.problems).toEqual([])
    expect(report.skipped.map(({ file }) => file)).toEqual(['chart.yaml'])
  })

  it('is a problem even under a glob when it claims to be one and cannot be parsed', async () => {
    const report = await run({ 'api.yaml': 'openapi: 3.1.0\npaths: [' }, { glob: ['api.yaml'] })
    expect(new Set(report.problems.map(({ code }) => code))).toEqual(new Set(['syntax-error']))
  })

  it('is an HTML page, whatever else is wrong with it', async () => {
    const report = await run({ 'api.yaml': '<!DOCTYPE html>\n<html><p>: [' })
    expect(report.problems).toMatchObject([
      { code: 'not-an-api-description', message: expect.stringContaining('HTML page') },
    ])
  })

  it('stands in the report beside what the face passed over, each with the reason', async () => {
    const skipped = [{ uri: `${ROOT}dist/`, reason: 'ignored by .gitignore', detail: '.gitignore:3' }]
    const report = await run({ 'notes.yaml': 'a: 1', 'api.yaml': API }, { glob: ['notes.yaml'], skipped })
    expect(report.skipped).toEqual([
      { file: 'dist/', reason: 'ignored by .gitignore', detail: '.gitignore:3' },
      { file: 'notes.yaml', reason: 'not an API description' },
    ])
  })

  it('leaves nothing judged where one is required, in the words of the face', async () => {
    const report = await run(
      { 'notes.yaml': 'a: 1' },
      { glob: ['notes.yaml'], requireDocument: 'Nothing there.' },
    )
    expect(report.problems).toEqual([
      { code: 'no-file-matched', severity: 'error', message: 'Nothing there.' },
    ])
  })

  it('is an unknown version, pointed at', async () => {
    const report = await run({ 'api.yaml': 'info: {}\nopenapi: 4.0.0\n' })
    expect(report.problems).toMatchObject([
      {
        code: 'unsupported-version',
        range: { start: { line: 2, column: 10 }, end: { line: 2, column: 15 } },
      },
    ])
  })

  it('is not a version that YAML reads as a number', async () => {
    const report = await run({ 'a.yaml': 'swagger: 2.0\npaths: {}', 'b.yaml': 'openapi: 3.0\npaths: {}' })
    expect(report.documents.map(({ format }) => format)).toEqual(['oas2', 'oas3.0'])
  })
})

describe('progress', () => {
  it('is told before each document', async () => {
    const told: (readonly [number, number, string])[] = []
    await run(
      { 'a.yaml': API, 'b.yaml': API },
      { progress: (done, total, uri) => void told.push([done, total, uri]) },
    )
    expect(told).toEqual([
      [0, 2, `${ROOT}a.yaml`],
      [1, 2, `${ROOT}b.yaml`],
    ])
  })
})

describe('policy', () => {
  it('for a URL comes from the working directory', async () => {
    const report = await run({
      'https://example.com/api.yaml': API,
      'specward.yaml': 'rules: { no-delete: warn }',
    })
    expect(report.findings.map(({ file, severity }) => [file, severity])).toEqual([
      ['https://example.com/api.yaml', 'warn'],
    ])
  })

  it('comes from the nearest configuration above each document', async () => {
    const report = await run({
      '.git': '',
      'specward.yaml': 'rules: { no-delete: off }',
      'a/api.yaml': API,
      'b/specward.yaml': 'rules: { no-delete: warn }',
      'b/deep/api.yaml': API,
    })
    expect(report.findings.map(({ file, severity }) => [file, severity])).toEqual([
      ['b/deep/api.yaml', 'warn'],
    ])
  })

  it('with no rule for a document leaves it unjudged, not clean', async () => {
    const off = await run({ 'api.yaml': API, 'specward.yaml': 'rules: { no-delete: off }' })
    expect(off.problems.map(({ code }) => code)).toEqual(['nothing-judged'])
    expect(exitCode(off)).toBe(3)
    const other = await run({ 'api.yaml': 'asyncapi: 3.0.0\nchannels: {}' })
    expect(other.problems.map(({ code }) => code)).toEqual(['nothing-judged'])
  })

  it('that is not valid ends the run before anything is judged, with all that is wrong', async () => {
    const attempt = run({ 'specward.yaml': 'rule: {}\nextends: [specward:best]', 'api.yaml': API })
    await expect(attempt).rejects.toBeInstanceOf(ConfigurationFailure)
    const failure = await attempt.catch((error: ConfigurationFailure) => error)
    expect((failure as ConfigurationFailure).errors.map(({ line }) => line)).toEqual([1, 2])
  })

  it('sets the severity of what could not be judged', async () => {
    const files = {
      'api.yaml': `${API}components: { schemas: { A: { $ref: https://other.example/a.yaml } } }\n`,
      'specward.yaml':
        'problems: [{ code: ref-host-not-allowed, severity: warn, reason: published elsewhere }]',
    }
    const report = await run(files)
    expect(report.problems.map(({ severity }) => severity)).toEqual(['warn'])
    expect(report.complete).toBe(false)
    expect(exitCode(report)).toBe(1)
  })
})

describe('files outside of the working directory', () => {
  it('may refer to files beside them when they were named', async () => {
    const report = await run(
      { 'api.yaml': 'openapi: 3.1.0\npaths: { /a: { $ref: a.yaml } }', 'a.yaml': 'get: {}' },
      { workingDirectory: 'file:///elsewhere/', documents: [{ uri: `${ROOT}api.yaml`, named: true }] },
    )
    expect(report.problems).toEqual([])
    expect(report.documents).toMatchObject([{ file: '../project/api.yaml', operations: 1 }])
  })
})

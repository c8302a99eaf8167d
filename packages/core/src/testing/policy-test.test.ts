import { describe, expect, it } from 'vitest'
import { REGISTRY } from '../policy/policy.test-kit.ts'
import type { Registry } from '../policy/rule.ts'
import { memoryHost, ROOT } from '../resolve/graph.test-kit.ts'
import { type PolicyTestRequest, type PolicyTestResult, testPolicy } from '../testing.ts'

const registry: Registry = { rules: [], presets: [{ name: 'recommended', rules: {} }] }

const POLICY = `rules:
  summary: { select: operation, then: { field: summary, function: truthy } }
  tls: { select: server, then: { field: transport, function: enumeration, functionOptions: { values: [tls] } } }
`

async function run(
  files: Readonly<Record<string, string>>,
  more: Partial<PolicyTestRequest> = {},
): Promise<PolicyTestResult> {
  const tests = Object.keys(files).filter((name) => /\.policy-test\.(yaml|json)$/.test(name))
  return testPolicy(
    {
      tests: tests.map((name) => ROOT + name),
      registry,
      version: '1',
      workingDirectory: ROOT,
      ...more,
    },
    memoryHost({ 'specward.yaml': POLICY, ...files }),
  )
}

/** What a test in YAML does not agree with the policy on. */
async function differences(text: string, files: Readonly<Record<string, string>> = {}) {
  const { tests, report } = await run({ 'a.policy-test.yaml': text, ...files })
  expect(report.problems).toEqual([])
  return tests.flatMap((test) =>
    test.differences.map(
      ({ kind, file, line, message }) =>
        `${kind} ${file === 'a.policy-test.yaml' ? '' : `${file}:`}${line} ${message}`,
    ),
  )
}

describe('a test of a policy', () => {
  it('passes when all that is found is marked, and all that is marked is found', async () => {
    const text = `servers:
  - url: http://api.example.com
#        ^^^^^^^^^^^^^^^^^^^^^^ tls: "plaintext"
  - url: /v1
#        ~~~ tls
paths:
  /a:
    get: {}
#   ^^^ summary
    put: { summary: Put }
`
    expect(await differences(text)).toEqual([])
  })

  it('tells of what is found and not marked, with the mark that would do', async () => {
    const { tests } = await run({ 'a.policy-test.yaml': 'paths:\n  /a:\n    get: {}\n' })
    expect(tests).toMatchObject([{ file: 'a.policy-test.yaml', passed: false, met: 0 }])
    expect(tests[0]?.differences).toEqual([
      {
        kind: 'unexpected',
        file: 'a.policy-test.yaml',
        line: 3,
        rule: 'summary',
        message: 'found, not expected: summary: `GET /a`: "summary" property must be truthy',
        excerpt: { text: '    get: {}', mark: '#   ^^^ summary' },
      },
    ])
  })

  it('tells of what is marked and not found, also where rule, place or message are others', async () => {
    const text = `paths:
  /a:
    get: {}
#   ^^^ tls
#    ^^ summary
#   ^^^ summary: falsy
#   ^^^ summary: truthy
`
    expect(await differences(text)).toEqual([
      'missing 3 expected, not found: tls',
      'missing 3 expected, not found: summary',
      'missing 3 expected, not found: summary: falsy',
    ])
  })

  it('keeps lines where it is a whole description, and where blank lines come first', async () => {
    expect(await differences('\n\npaths:\n  /a:\n    get: {}\n')).toHaveLength(1)
    expect((await differences('\n\npaths:\n  /a:\n    get: {}\n'))[0]).toContain('unexpected 5 ')
    const whole = 'openapi: 3.0.3\ninfo: { title: T, version: v }\npaths:\n  /a:\n    get: {}\n'
    expect((await differences(whole))[0]).toContain('unexpected 5 ')
  })

  it('may consist of several files', async () => {
    const text = `paths:
  /a: { $ref: 'paths/a.yaml' }
  /b: { $ref: 'b.yaml' }
# ---- file: paths/a.yaml
get: {}
#^^ summary
# ---- file: b.yaml
get: { summary: Get }
put: {}
`
    expect(await differences(text)).toEqual([
      'unexpected 9 found, not expected: summary: `PUT /b`: "summary" property must be truthy',
    ])
    expect(await differences('paths: {}\n# ---- file: ../b.yaml\na: b\n')).toEqual([
      'fault 2 `../b.yaml` is no name for a file of a test: it must be relative and below it.',
    ])
  })

  it('sees what is marked and found in files beside it', async () => {
    const text = "paths:\n  /a: { $ref: 'a.yaml' }\n"
    expect(await differences(text, { 'a.yaml': 'get: {}\n#^^ summary\n' })).toEqual([])
    expect(await differences(text, { 'a.yaml': 'get: {}\n' })).toEqual([
      'unexpected a.yaml:1 found, not expected: summary: `GET /a`: "summary" property must be truthy',
    ])
    const parts = `${text}# ---- file: b.yaml\na: b\n`
    expect(await differences(parts, { 'a.yaml': 'get: { summary: Get }\n' })).toEqual([])
  })

  it('names the rules that are under test, or all of them', async () => {
    const text = 'servers: [{ url: http://a.example }]\npaths:\n  /a:\n    get: {}\n'
    expect(await differences(`# specward test: tls\n${text}`)).toEqual([
      expect.stringContaining('unexpected 2 found, not expected: tls'),
    ])
    expect(await differences(`# specward test: all\n${text}`)).toHaveLength(2)
    const one = '# specward test: summary\npaths:\n  /a:\n    get: {}\n#   ^^^\n'
    expect(await differences(one)).toEqual([])
  })

  it('is wrong where it names no rule, or one that is not on', async () => {
    expect(await differences('paths:\n  /a:\n    get: { summary: Get }\n#   ^^^\n')).toEqual([
      'fault 3 The mark below this line needs the id of its rule: `# ^^^ <rule>`.',
    ])
    expect(await differences('paths:\n  /a:\n    get: { summary: Get }\n#   ^^^ sumary\n')).toEqual([
      'fault 3 No rule `sumary` is on in the policy. Did you mean `summary`?',
    ])
  })

  it('does not tell of rules that are not what it is about', async () => {
    const rule = 'mine: { select: operation, where: { path: /b }, then: { function: falsy } }'
    const { report } = await run({
      'specward.yaml': `rules: { ${rule} }`,
      'a.policy-test.yaml': '# specward test: summary\npaths:\n  /a:\n    get: { summary: A }\n',
    })
    expect(report.notices).toEqual([])
  })

  it('has to ask for something', async () => {
    const files = { 'specward.yaml': '', 'a.policy-test.yaml': 'paths: {}\n' }
    const { tests } = await run(files, { registry: REGISTRY })
    expect(tests[0]?.differences).toMatchObject([{ kind: 'fault', line: 1 }])
    expect(tests[0]?.differences[0]?.message).toContain('This test asks for nothing')
  })

  it('leaves comments that are no marks alone', async () => {
    expect(
      await differences('paths:\n  /a:\n    get: { summary: Get }\n#   ^^^ see above, it is fine\n'),
    ).toEqual([])
  })

  it('takes a list for JSON', async () => {
    const api = JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'T', version: '1' },
      servers: [{ url: '/v1' }],
      paths: { '/a': { get: {}, put: {} } },
    })
    const get = { rule: 'summary', pointer: '/paths/~1a/get', message: 'GET /a' }
    const list = { findings: [get, { rule: 'summary', pointer: '/paths/~1b/get' }], undecided: [] }
    const { tests } = await run({
      'a.policy-test.json': api,
      'a.policy-test.expected.json': JSON.stringify(list, null, 1),
    })
    expect(tests).toMatchObject([{ met: 1, rules: ['summary'] }])
    expect(tests[0]?.differences.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([
      'a.policy-test.json:1 found, not expected: summary: `PUT /a`: "summary" property must be truthy (/paths/~1a/put)',
      'a.policy-test.json:1 undecided, not expected: tls: the server URL is relative (/servers/0/url)',
      'a.policy-test.expected.json:8 expected, not found at /paths/~1b/get: summary',
    ])
  })

  it('completes JSON as it does YAML, and keeps its lines', async () => {
    const list = JSON.stringify([{ rule: 'summary', pointer: '/paths/~1a/get' }])
    const passed = async (text: string) => {
      const files = { 'a.policy-test.json': text, 'a.policy-test.expected.json': list }
      const { tests, report } = await run(files)
      return [tests[0]?.passed, report.problems]
    }
    expect(await passed('{\n  "paths": { "/a": { "get": {} } }\n}\n')).toEqual([true, []])
    expect(await passed('{ "swagger": "2.0", "paths": { "/a": { "get": {} } } }')).toEqual([true, []])
    expect(await passed('{}')).toEqual([false, []])
  })

  it('says where a list is wrong', async () => {
    const { tests } = await run({
      'a.policy-test.json': '{ "openapi": "3.1.0", "info": {}, "paths": {} }',
      'a.policy-test.expected.json': '[\n { "rule": "summary", "ponter": "/" }]',
    })
    const faults = tests[0]?.differences.map(({ kind, file, line }) => [kind, file, line])
    expect(faults).toContainEqual(['fault', 'a.policy-test.expected.json', 2])
  })

  it('does not pass for what could not be read', async () => {
    const { report } = await run({ 'a.policy-test.yaml': 'paths: [\n' })
    expect(report.problems.map(({ code }) => code)).toContain('syntax-error')
    const marked = await run({ 'a.policy-test.yaml': 'paths: [\n# ^^^ summary\n' })
    expect(marked.tests[0]?.differences.map(({ kind }) => kind)).not.toContain('fault')
    const missing = await run({}, { tests: [`${ROOT}gone.policy-test.yaml`], requireDocument: true })
    expect(missing.report.problems.map(({ code }) => code)).toEqual(['file-unreadable'])
  })
})

describe('the coverage of tests', () => {
  it('asks of every rule that it has fired and stayed silent', async () => {
    const first = 'servers:\n  - url: http://a.example\n#        ^^^^^^^^^^^^^^^^ tls\n'
    const { coverage } = await run({
      'a.policy-test.yaml': `${first}paths:\n  /a:\n    get: { summary: Get }\n`,
    })
    expect(coverage).toEqual({
      rules: [
        { id: 'summary', findings: 0, fired: false, stayedSilent: true },
        { id: 'tls', findings: 1, fired: true, stayedSilent: false },
      ],
      percent: 0,
    })
    const second = 'paths:\n  /a:\n    get: {}\n#   ^^^ summary\nservers: [{ url: https://a.example }]\n'
    const both = await run({
      'a.policy-test.yaml': `${first}paths:\n  /a:\n    get: { summary: Get }\n`,
      'b.policy-test.yaml': second,
    })
    expect([both.coverage.percent, both.tests.every(({ passed }) => passed)]).toEqual([100, true])
  })

  it('counts nothing that was left undecided as silence', async () => {
    const { coverage } = await run({
      'a.policy-test.yaml': 'servers:\n  - url: /v1\n#        ~~~ tls\npaths: {}\n',
    })
    expect(coverage.rules).toContainEqual({ id: 'tls', findings: 0, fired: false, stayedSilent: false })
  })
})

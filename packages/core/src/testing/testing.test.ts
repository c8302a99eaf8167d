import { describe, expect, it } from 'vitest'
import { defineRule, type Rule } from '../policy/rule.ts'
import { checkCase, checkExamples, runRule, testRule } from '../testing.ts'

/** Reports operations without a summary, and leaves undecided those that are deprecated. */
const rule = defineRule({
  id: 'require-summary',
  title: 'An operation has no summary.',
  why: 'Nobody knows what it is for.',
  fix: 'Write one.',
  presets: { recommended: 'warn' },
  formats: ['oas'],
  references: { owasp: [], cwe: [], controls: [] },
  select: 'operation',
  check(operation, { report, undecided }) {
    if (operation.summary !== undefined || operation.publicReason !== undefined) return
    const { node } = operation
    if (operation.deprecated) return undecided({ at: node, because: 'it is going away' })
    const edit = { op: 'insert', path: node.path, key: 'summary', value: operation.label } as const
    report({
      at: node,
      message: `\`${operation.label}\` has no summary.`,
      fix: { title: 'Add one', kind: 'suggested', edits: [{ node, edit }] },
    })
  },
  examples: { bad: [], good: [] },
})

function withExamples(examples: Rule['examples']): Rule {
  return { ...rule, examples }
}

const faultsOf = async (kind: 'bad' | 'good', text: string) =>
  (await checkCase(rule, kind, { title: 'case', text })).faults

describe('running a rule on an example', () => {
  it('puts a skeleton around a fragment and gives places in the whole', async () => {
    const { text, findings, problems } = await runRule(rule, 'paths:\n  /a:\n    get: { responses: {} }\n')
    expect(text).toMatch(/^openapi: 3\.1\.\d\ninfo: .*\npaths:\n/)
    expect(problems).toEqual([])
    expect(findings).toMatchObject([{ text: 'get', start: { line: 5, column: 5 }, operations: ['GET /a'] }])
  })

  it.each([
    ['oas2', "swagger: '2.0'"],
    ['oas3.0', 'openapi: 3.0.'],
    ['oas3.2', 'openapi: 3.2.'],
    ['asyncapi2', 'asyncapi: 2.'],
    ['asyncapi3', 'asyncapi: 3.'],
  ] as const)('knows the skeleton of %s', async (format, line) => {
    const { text, problems } = await runRule(rule, { title: 'empty', format, text: 'x-empty: true\n' })
    expect(text.startsWith(line)).toBe(true)
    expect(problems).toEqual([])
  })

  it('leaves a whole description as it is', async () => {
    const whole = 'openapi: 3.0.3\ninfo: { title: T, version: 1.0.0 }\npaths: {}\n'
    expect((await runRule(rule, whole)).text).toBe(whole)
  })

  it('shows the example as the fix leaves it', async () => {
    const { findings } = await runRule(rule, 'paths:\n  /a:\n    get:\n      responses: {}\n')
    expect(findings[0]?.fix?.text).toContain('      responses: {}\n      summary: GET /a\n')
  })

  it('reads further files, and takes facts of the organisation', async () => {
    const text = 'paths:\n  /a:\n    $ref: a.yaml\n'
    const files = { 'a.yaml': 'get: { responses: {} }\npost: { responses: {} }\n' }
    const facts = { publicOperations: [{ operation: 'POST *', reason: 'because' }] }
    const { findings } = await runRule(rule, { title: 'files', text, files, facts })
    expect(findings.map(({ file, message }) => [file, message])).toEqual([
      ['a.yaml', '`GET /a` has no summary.'],
    ])
  })

  it('tells what could not be read', async () => {
    const { problems } = await runRule(rule, "paths:\n  /a:\n    $ref: '#/nowhere'\n")
    expect(problems.map(({ code }) => code)).toEqual(['ref-not-found'])
  })
})

describe('comparing an example with its marks', () => {
  it('is content when every finding is marked', async () => {
    expect(await faultsOf('bad', 'paths:\n  /a:\n    get: { responses: {} }\n#   ^^^\n')).toEqual([])
  })

  it('takes several marks below one line', async () => {
    const text =
      'paths:\n  /a: { get: { responses: {} }, put: { responses: {} } }\n#       ^^^\n#                               ^^^\n'
    expect(await faultsOf('bad', text)).toEqual([])
  })

  it('takes a mark at the column of its comment sign', async () => {
    const atRoot = defineRule({
      ...rule,
      select: 'document',
      check: ({ node }, { report }) => report({ at: node.child('paths') ?? node, message: 'Root.' }),
    })
    const example = { title: 'root', text: 'paths:\n#^^^^\n  /a: {}\n' }
    expect((await checkCase(atRoot, 'bad', example)).faults).toEqual([])
  })

  it('is not content with a finding that is not marked', async () => {
    const faults = await faultsOf('bad', 'paths:\n  /a:\n    get: { responses: {} }\n')
    expect(faults).toEqual([
      'finding is not marked: line 5, columns 5 to 7 (`get`): `GET /a` has no summary.',
    ])
  })

  it('is not content with a mark that has no finding, nor with one that is a column off', async () => {
    const faults = await faultsOf('bad', 'paths:\n  /a:\n    get: { responses: {} }\n#    ^^^\n')
    expect(faults).toHaveLength(2)
    expect(faults[1]).toBe('finding is marked, but the rule is silent: line 5, columns 6 to 8 (`et:`)')
  })

  it('wants what stays undecided to be marked by tildes', async () => {
    const text = 'paths:\n  /a:\n    get: { deprecated: true, responses: {} }\n'
    expect(await faultsOf('good', text)).toHaveLength(1)
    expect(await faultsOf('good', `${text}#   ~~~\n`)).toEqual([])
  })

  it('is not content with a bad example without finding, nor with a good one with', async () => {
    expect(await faultsOf('bad', 'paths: {}\n')).toEqual(['the rule finds nothing in this bad example'])
    const marked = 'paths:\n  /a:\n    get: { responses: {} }\n#   ^^^\n'
    expect(await faultsOf('good', marked)).toEqual(['the rule finds fault with this good example'])
  })

  it('is not content with an example that could not be read', async () => {
    expect(await faultsOf('good', "paths:\n  /a:\n    $ref: '#/nowhere'\n")).toHaveLength(1)
  })
})

describe('the examples of a rule', () => {
  const bad = [{ title: 'without', text: 'paths:\n  /a:\n    get: { responses: {} }\n#   ^^^\n' }]
  const good = [{ title: 'with', text: 'paths:\n  /a:\n    get: { summary: A, responses: {} }\n' }]

  it('are checked one by one', async () => {
    const checks = await checkExamples(withExamples({ bad, good }))
    expect(checks.map(({ kind, title, faults }) => [kind, title, faults.length])).toEqual([
      ['bad', 'without', 0],
      ['good', 'with', 0],
    ])
  })

  it('become tests of any test runner, which fail with the faults and the text', async () => {
    const tests = new Map<string, () => Promise<void>>()
    const runner = {
      describe: (_: string, body: () => void) => body(),
      it: (name: string, body: () => Promise<void>) => void tests.set(name, body),
    }
    testRule(withExamples({ bad, good: bad }), runner, { good })
    expect([...tests.keys()]).toEqual(['bad: without', 'good: without', 'good: with'])
    await tests.get('bad: without')?.()
    await tests.get('good: with')?.()
    await expect(tests.get('good: without')?.()).rejects.toThrow(
      /finds fault with this good example\n\nopenapi/,
    )
  })
})

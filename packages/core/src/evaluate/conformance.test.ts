import { describe, expect, it } from 'vitest'
import type { ConformanceChecker, ConformanceResult } from '../conformance.ts'
import { lint } from '../lint.ts'
import { defineRule } from '../policy/rule.ts'
import type { Report } from '../report/report.ts'

const FILES: Readonly<Record<string, string>> = {
  'file:///project/api.yaml': 'openapi: 3.0.0\ninfo: {}\npaths: { /a: { $ref: "./a.yaml" } }\n',
  'file:///project/a.yaml': 'get: { respnses: {} }\n',
}

const host = {
  read: async (uri: string) => {
    const text = FILES[uri]
    return text === undefined ? ({ error: 'not-found', detail: '' } as const) : { text }
  },
  exists: async (uri: string) => Object.hasOwn(FILES, uri),
  sha256: (content: string | Uint8Array) => String(content),
  now: () => 0,
}

const conforming = defineRule({
  id: 'no-departure',
  title: 'Bad.',
  why: 'It matters.',
  fix: 'Mend it.',
  presets: { recommended: 'error' },
  formats: ['oas3'],
  references: { owasp: [], cwe: [], controls: [] },
  select: 'document',
  needs: 'conformance',
  check(document, { report, undecided, conformance }) {
    if (!conformance || conformance.failed) undecided({ at: document.node, because: 'nobody knows' })
    for (const each of conformance?.violations ?? []) report(each)
    for (const each of conformance?.unread ?? []) undecided(each)
  },
  examples: { bad: [], good: [] },
})

const other = defineRule({ ...conforming, id: 'no-other', check: () => events.push('other rules') })
const events: string[] = []

async function run(check: ConformanceChecker['check'] | undefined, preset = 'both'): Promise<Report> {
  const documents = [{ uri: 'file:///project/api.yaml', named: true }]
  const { needs: _, ...plain } = other
  const rules = [
    { category: 'document', rule: conforming },
    { category: 'document', rule: plain },
  ]
  const presets = [
    { name: 'both', rules: { 'no-departure': 'error', 'no-other': 'error' } },
    { name: 'other', rules: { 'no-other': 'error' } },
  ] as const
  return lint(
    {
      documents,
      registry: { rules, presets },
      version: '0.0.0',
      workingDirectory: 'file:///project/',
      presets: [preset],
      conformance: check && { check },
    },
    host,
  )
}

const violation = {
  uri: 'file:///project/api.yaml',
  path: ['info'],
  part: 'value',
  message: '`info` lacks `title`.',
  discriminator: 'required title',
} as const

describe('a rule that needs the check of conformance', () => {
  it('is given the violations, each at its place in its file', async () => {
    const inFile = {
      ...violation,
      uri: 'file:///project/a.yaml',
      path: ['get', 'respnses'],
      part: 'key',
      message: 'Unknown.',
    } as const
    const { findings } = await run(async () => ({ violations: [violation, inFile], unread: [] }))
    expect(
      findings.map(({ file, range, message }) => [file, range.start, range.end.column, message]),
    ).toEqual([
      ['a.yaml', { line: 1, column: 8 }, 16, 'Unknown.'],
      ['api.yaml', { line: 2, column: 1 }, 5, '`info` lacks `title`.'],
    ])
  })

  it('is given what was left open', async () => {
    const unread = [{ uri: 'file:///project/api.yaml', path: ['info'], because: 'it is far away' }]
    const { undecided } = await run(async () => ({ violations: [], unread }))
    expect(undecided).toMatchObject([{ ruleId: 'no-departure', because: 'it is far away', pointer: '/info' }])
  })

  it('points at the nearest place that there is', async () => {
    const lost = { ...violation, path: ['info', 'contact', 3] }
    const { findings } = await run(async () => ({ violations: [lost], unread: [] }))
    expect(findings).toMatchObject([{ pointer: '/info' }])
  })

  it('knows when nobody checks', async () => {
    const report = await run(undefined)
    expect(report.undecided).toMatchObject([{ ruleId: 'no-departure', because: 'nobody knows' }])
    expect(report.complete).toBe(true)
  })

  it.each<[string, () => Promise<ConformanceResult>]>([
    ['tells that it failed', async () => ({ failed: 'it ran out of memory' })],
    ['rejects', () => Promise.reject(new Error('it ran out of memory'))],
  ])('leaves the run incomplete when the checker %s', async (_, check) => {
    const report = await run(check)
    expect(report.complete).toBe(false)
    expect(report.problems).toMatchObject([
      {
        code: 'rule-failed',
        message:
          'The rule `no-departure` judged nothing, because the check of conformance failed: it ran out of memory.',
      },
    ])
    expect(report.undecided).toHaveLength(1)
  })

  it('runs when all others have run, beside which the check goes on', async () => {
    events.length = 0
    await run(async () => {
      events.push('check begins')
      await new Promise((resolve) => setTimeout(resolve, 20))
      events.push('check ends')
      return { violations: [], unread: [] }
    })
    expect(events).toEqual(['check begins', 'other rules', 'check ends'])
  })

  it('costs nothing when it is off', async () => {
    events.length = 0
    await run(async () => {
      events.push('check')
      return { violations: [], unread: [] }
    }, 'other')
    expect(events).toEqual(['other rules'])
  })
})

describe('the files that are checked', () => {
  it('are all that references lead to, the entry first, with their values', async () => {
    let seen: unknown
    await run(async (request) => {
      seen = request
      return { violations: [], unread: [] }
    })
    expect(seen).toMatchObject({
      format: 'oas3.0',
      version: '3.0.0',
      files: [
        { uri: 'file:///project/api.yaml', value: { openapi: '3.0.0' } },
        { uri: 'file:///project/a.yaml', value: { get: {} } },
      ],
    })
  })
})

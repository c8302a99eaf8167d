import type { ReportFinding, ReportProblem } from '@specward/core'
import { describe, expect, it } from 'vitest'
import { uriIn } from './files.ts'
import { configurationDiagnostic, findingDiagnostic, problemDiagnostic, toldElsewhere } from './translate.ts'

const folder = 'file:///project/'
const uri = 'file:///project/openapi.yaml'
const uriOf = (file: string): string => uriIn(folder, file)

const finding: ReportFinding = {
  ruleId: 'no-x',
  severity: 'error',
  message: 'Something is wrong.',
  file: 'openapi.yaml',
  pointer: '/paths/~1users',
  operations: ['GET /users'],
  range: { start: { line: 3, column: 5 }, end: { line: 3, column: 8 } },
  fingerprint: 'f',
  isNew: true,
  cause: null,
  references: { owasp: [], cwe: [], controls: [] },
  docs: 'rulesets/docs/no-x.md',
  related: [],
  fix: null,
  suppressed: null,
}

describe('a finding', () => {
  it('keeps its place, counted from 0, its rule, its message, and what it is known by', () => {
    expect(findingDiagnostic(finding, uriOf)).toEqual({
      range: { start: { line: 2, character: 4 }, end: { line: 2, character: 7 } },
      severity: 1,
      source: 'specward',
      code: 'no-x',
      message: 'Something is wrong.',
      data: { fingerprint: 'f', ruleId: 'no-x' },
    })
  })

  it('shows what would hide or reorder its message, and no more of a name than can be read', () => {
    const message = `\`a\u202eb\u001b[31m${'n'.repeat(100_000)}\` is wrong.`
    const related = [{ file: 'openapi.yaml', pointer: '', range: finding.range, message }]
    const shown = findingDiagnostic({ ...finding, message, related }, uriOf)
    for (const text of [String(shown.message), shown.relatedInformation?.[0]?.message ?? '']) {
      expect(text.startsWith('`a\\u202eb\\x1b[31mnnn')).toBe(true)
      expect(text.length).toBeLessThan(2100)
    }
    expect(findingDiagnostic({ ...finding, message: 'One\ntwo.' }, uriOf).message).toBe('One\ntwo.')
  })

  it.each([
    ['error', 1],
    ['warn', 2],
    ['info', 3],
    ['hint', 4],
  ] as const)('of severity %s has severity %i', (severity, expected) => {
    expect(findingDiagnostic({ ...finding, severity }, uriOf).severity).toBe(expected)
  })

  it('links to its page when that is on the web', () => {
    const docs = 'https://example.com/no-x'
    expect(findingDiagnostic({ ...finding, docs }, uriOf).codeDescription).toEqual({ href: docs })
  })

  it('names its cause and what is related, in that order', () => {
    const range = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } }
    const cause = { file: 'openapi.yaml', pointer: '/security', range }
    const related = [{ file: 'shared/a b.yaml', pointer: '/x', range, message: 'Declared here.' }]
    const { relatedInformation } = findingDiagnostic({ ...finding, cause, related }, uriOf)
    expect(relatedInformation?.map(({ location, message }) => [location.uri, message])).toEqual([
      [uri, 'This is the cause.'],
      ['file:///project/shared/a%20b.yaml', 'Declared here.'],
    ])
  })

  it('does not send people to where they are already', () => {
    const { file, pointer, range } = finding
    const { relatedInformation } = findingDiagnostic({ ...finding, cause: { file, pointer, range } }, uriOf)
    expect(relatedInformation).toBeUndefined()
  })
})

describe('a problem', () => {
  it('stands at its place', () => {
    const problem: ReportProblem = {
      code: 'ref-not-found',
      severity: 'warn',
      message: 'Leads nowhere.',
      file: 'openapi.yaml',
      range: finding.range,
    }
    expect(problemDiagnostic(problem)).toEqual({
      range: { start: { line: 2, character: 4 }, end: { line: 2, character: 7 } },
      severity: 2,
      source: 'specward',
      code: 'ref-not-found',
      message: 'Leads nowhere.',
    })
  })

  it('without a place stands at the top', () => {
    const problem: ReportProblem = { code: 'internal-error', severity: 'error', message: 'Failed.' }
    expect(problemDiagnostic(problem).range.start).toEqual({ line: 0, character: 0 })
  })
})

describe('a fault of the configuration', () => {
  const error = { message: 'Unknown key.', uri: 'file:///project/specward.yaml', line: 3, column: 5 }

  it('stands at its line', () => {
    const diagnostic = configurationDiagnostic(error)
    expect(diagnostic).toMatchObject({ range: { start: { line: 2, character: 4 } }, message: 'Unknown key.' })
    expect(diagnostic.relatedInformation).toBeUndefined()
  })

  it('is told at the top of a document as well, with a link to its line', () => {
    expect(toldElsewhere(configurationDiagnostic(error), error.uri)).toMatchObject({
      range: { start: { line: 0, character: 0 } },
      message: 'specward.yaml: Unknown key.',
      relatedInformation: [{ location: { uri: error.uri, range: { start: { line: 2, character: 4 } } } }],
    })
  })
})

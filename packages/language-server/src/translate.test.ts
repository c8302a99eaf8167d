import type { Report, ReportFinding, ReportProblem } from '@specward/core'
import { describe, expect, it } from 'vitest'
import { uriIn } from './files.ts'
import { configurationDiagnostic, diagnosticsOf, findingDiagnostic, problemDiagnostic } from './translate.ts'

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

const report: Report = {
  version: 1,
  tool: { name: 'specward', version: '1.0.0' },
  complete: true,
  policy: { digest: '', sources: [] },
  gate: { failOn: 'error', failed: false },
  documents: [],
  skipped: [],
  summary: { documents: 1, operations: 1, error: 1, warn: 0, info: 0, hint: 0, suppressed: 0, known: 0 },
  findings: [],
  undecided: [],
  problems: [],
  notices: [],
  rules: [],
}

describe('a report', () => {
  const range = finding.range
  const accepted = { kind: 'inline', reason: 'Known.', file: 'openapi.yaml', range } as const

  it('shows no finding that somebody has accepted', () => {
    const findings = [finding, { ...finding, suppressed: accepted }]
    expect(diagnosticsOf({ ...report, findings }, uri, uriOf)).toHaveLength(1)
  })

  it('tells what is wrong with a remark in the document, and nothing of other files', () => {
    const notice = { code: 'ignore-incomplete', severity: 'error', message: 'No reason.', range } as const
    const notices = [
      { ...notice, file: 'openapi.yaml' },
      { ...notice, code: 'waiver-stale', file: 'specward.waivers.yaml' },
    ]
    expect(diagnosticsOf({ ...report, notices }, uri, uriOf)).toEqual([
      {
        range: { start: { line: 2, character: 4 }, end: { line: 2, character: 7 } },
        severity: 1,
        source: 'specward',
        code: 'ignore-incomplete',
        message: 'No reason.',
      },
    ])
  })
})

describe('a finding', () => {
  it('keeps its place, counted from 0, its rule and its message', () => {
    expect(findingDiagnostic(finding, uriOf)).toEqual({
      range: { start: { line: 2, character: 4 }, end: { line: 2, character: 7 } },
      severity: 1,
      source: 'specward',
      code: 'no-x',
      message: 'Something is wrong.',
    })
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
})

describe('the diagnostics of a document', () => {
  it('leave out findings of other files', () => {
    const findings = [finding, { ...finding, file: 'other.yaml', message: 'Elsewhere.' }]
    expect(diagnosticsOf({ ...report, findings }, uri, uriOf).map(({ message }) => message)).toEqual([
      'Something is wrong.',
    ])
  })

  it('include problems of other files, because they keep this one from being judged', () => {
    const problems: ReportProblem[] = [
      { code: 'syntax-error', severity: 'error', message: 'Broken.', file: 'other.yaml' },
    ]
    expect(diagnosticsOf({ ...report, problems }, uri, uriOf)).toMatchObject([
      {
        code: 'syntax-error',
        message: 'other.yaml: Broken.',
        range: { start: { line: 0, character: 0 } },
        relatedInformation: [{ location: { uri: 'file:///project/other.yaml' } }],
      },
    ])
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
    expect(problemDiagnostic(problem, uri, uriOf)).toEqual({
      range: { start: { line: 2, character: 4 }, end: { line: 2, character: 7 } },
      severity: 2,
      source: 'specward',
      code: 'ref-not-found',
      message: 'Leads nowhere.',
    })
  })

  it('without a file stands at the top', () => {
    const problem: ReportProblem = { code: 'internal-error', severity: 'error', message: 'Failed.' }
    expect(problemDiagnostic(problem, uri, uriOf).range.start).toEqual({ line: 0, character: 0 })
  })
})

describe('a fault of the configuration', () => {
  const error = { message: 'Unknown key.', uri: 'file:///project/specward.yaml', line: 3, column: 5 }

  it('stands at the top of a document, with a link to its line', () => {
    expect(configurationDiagnostic(error, uri)).toMatchObject({
      range: { start: { line: 0, character: 0 } },
      message: 'specward.yaml: Unknown key.',
      relatedInformation: [{ location: { uri: error.uri, range: { start: { line: 2, character: 4 } } } }],
    })
  })

  it('stands at its line when the configuration itself is open', () => {
    const diagnostic = configurationDiagnostic(error, error.uri)
    expect(diagnostic).toMatchObject({ range: { start: { line: 2, character: 4 } }, message: 'Unknown key.' })
    expect(diagnostic.relatedInformation).toBeUndefined()
  })
})

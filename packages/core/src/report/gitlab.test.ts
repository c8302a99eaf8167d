import { describe, expect, it } from 'vitest'
import { toGitlab } from './gitlab.ts'
import { finding, problem, range, reportOf } from './report.test-kit.ts'
import type { Report } from './report.ts'

interface Issue {
  readonly description: string
  readonly check_name: string
  readonly fingerprint: string
  readonly severity: string
  readonly location: {
    readonly path: string
    readonly lines: { readonly begin: number; readonly end?: number }
  }
}

function issuesOf(report: Report, prefix = ''): readonly Issue[] {
  return JSON.parse(toGitlab(report, { prefix }))
}

describe('a Code Quality report of GitLab', () => {
  it('is an empty list when there is nothing to say', () => {
    expect(toGitlab(reportOf(), { prefix: '' })).toBe('[]\n')
  })

  it('has what GitLab asks of every issue', () => {
    const findings = [finding({ file: '../a.yaml', range: range(12, 5, 14, 1) })]
    expect(issuesOf(reportOf({ findings }), 'services/api/')).toEqual([
      {
        description: '`DELETE /users/{id}` can be called by anyone: its `security` is `[]`.',
        check_name: 'no-anonymous-write',
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        severity: 'critical',
        location: { path: 'services/a.yaml', lines: { begin: 12, end: 14 } },
      },
    ])
  })

  it.each([
    ['error', 'critical'],
    ['warn', 'major'],
    ['info', 'minor'],
    ['hint', 'info'],
  ] as const)('calls severity %s %s', (severity, name) => {
    expect(issuesOf(reportOf({ findings: [finding({ severity })] }))[0]?.severity).toBe(name)
  })

  it('has no fingerprint twice: GitLab would drop the second issue', () => {
    const findings = [finding(), finding(), finding(), finding({ file: 'b.yaml' })]
    const prints = issuesOf(reportOf({ findings, problems: [problem(), problem()] })).map(
      (each) => each.fingerprint,
    )
    expect(new Set(prints).size).toBe(6)
  })

  it('keeps a fingerprint when lines move', () => {
    const before = issuesOf(reportOf({ findings: [finding()] }))
    const after = issuesOf(reportOf({ findings: [finding({ range: range(99, 1) })] }))
    expect(after[0]?.fingerprint).toBe(before[0]?.fingerprint)
  })

  it('has what could not be judged, so that its silence means something', () => {
    const problems = [
      { code: 'no-file-matched', severity: 'error', message: 'None.' } as const,
      problem({ severity: 'warn' }),
    ]
    const said = issuesOf(reportOf({ problems })).map(({ check_name, severity, location }) => [
      check_name,
      severity,
      location.path,
      location.lines.begin,
    ])
    expect(said).toEqual([
      ['no-file-matched', 'blocker', '.', 1],
      ['ref-not-found', 'major', 'openapi.yaml', 3],
    ])
  })
})

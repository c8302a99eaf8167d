import { describe, expect, it } from 'vitest'
import { toGithub } from './github.ts'
import { finding, options, problem, range, reportOf } from './report.test-kit.ts'
import type { Report } from './report.ts'

// T13: output that a description forges

function linesOf(report: Report, prefix = ''): readonly string[] {
  return toGithub(report, { rules: () => undefined, prefix })
    .split('\n')
    .slice(0, -1)
}

describe('workflow commands', () => {
  it('annotate the place of a finding, from the root of the repository', () => {
    expect(linesOf(reportOf({ findings: [finding({ message: 'Bad.' })] }), 'services/api/')).toEqual([
      '::error file=services/api/openapi.yaml,line=12,endLine=12,col=5,endColumn=9,title=no-anonymous-write::Bad.',
      'Specward: 1 error. Looked at 1 document (12 operations). The run fails (gate: error).',
    ])
  })

  it('have no columns where a finding spans lines, which GitHub would refuse', () => {
    const [line] = linesOf(reportOf({ findings: [finding({ range: range(1, 3, 2, 5) })] }))
    expect(line).toMatch(/^::error file=openapi\.yaml,line=1,endLine=2,title=/)
  })

  it.each([
    ['warn', 'warning'],
    ['info', 'notice'],
    ['hint', 'notice'],
  ] as const)('for severity %s are a %s', (severity, command) => {
    expect(linesOf(reportOf({ findings: [finding({ severity })] }))[0]).toMatch(`::${command} `)
  })

  it('tell how to fix a finding on a line of its own', () => {
    const text = toGithub(reportOf({ findings: [finding()] }), options)
    expect(text.split('\n')[0]).toMatch(/`\[\]`\.%0AHow to fix it: Require a security scheme\.$/)
  })

  it('escape what would end a property or a command', () => {
    const [line] = linesOf(
      reportOf({ findings: [finding({ file: 'a,b:c%.yaml', message: '50%\r\n::error::x' })] }),
    )
    expect(line).toBe(
      '::error file=a%2Cb%3Ac%25.yaml,line=12,endLine=12,col=5,endColumn=9,title=no-anonymous-write::50%25\\r\\n::error::x',
    )
  })

  it('name what the repository does not hold in the text', () => {
    const [line] = linesOf(reportOf({ findings: [finding({ file: '../other/a.yaml', message: 'Bad.' })] }))
    expect(line).toBe('::error title=no-anonymous-write::../other/a.yaml:12:5: Bad.')
  })

  it('begin with what could not be judged and what is said about the policy', () => {
    const notices = [{ code: 'waiver-stale', severity: 'info', message: 'Old.' } as const]
    const problems = [{ code: 'no-file-matched', severity: 'warn', message: 'None.' } as const]
    const lines = linesOf(reportOf({ problems, notices, findings: [finding()] }))
    expect(lines.map((line) => line.slice(0, 30))).toEqual([
      '::warning title=no-file-matche',
      '::notice title=waiver-stale::O',
      '::error file=openapi.yaml,line',
      'Specward: 1 error. Looked at 1',
    ])
  })

  it.each([
    [
      'Specward: clean. Looked at 1 document (12 operations). Nothing fails the run (gate: error).',
      reportOf(),
    ],
    [
      'Specward: no findings in what was judged. Looked at 1 document (12 operations). 1 problem kept something from being judged.',
      reportOf({ problems: [problem()] }),
    ],
    [
      'Specward: nothing was judged. Looked at 0 documents (12 operations).',
      reportOf({ documents: [], rules: [] }),
    ],
  ])('end with the totals: %s', (last, report) => {
    expect(linesOf(report).at(-1)).toBe(last)
  })
})

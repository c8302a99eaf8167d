import { describe, expect, it } from 'vitest'
import type { Report, ReportSkipped } from './report.ts'
import { toText } from './text.ts'

/** What is printed about skipped files: everything but the last line. */
function printed(skipped: readonly ReportSkipped[], verbose = false): string {
  const report: Report = {
    version: 1,
    tool: { name: 'specward', version: '0.1.0' },
    complete: true,
    policy: { digest: 'p0', sources: [] },
    gate: { failOn: 'error', failed: false },
    documents: [{ file: 'openapi.yaml', format: 'oas3.1', digest: 'd0', operations: 1, failOn: 'error' }],
    skipped,
    summary: { documents: 1, operations: 1, error: 0, warn: 0, info: 0, hint: 0, suppressed: 0, known: 0 },
    findings: [],
    undecided: [],
    problems: [],
    notices: [],
    rules: [{ id: 'no-a', judged: 1, undecided: 0, notApplicable: 0 }],
  }
  const text = toText(report, {
    color: false,
    quiet: false,
    verbose,
    sources: () => undefined,
    rules: () => undefined,
  })
  return text.slice(0, text.indexOf('clean:'))
}

const none = (file: string): ReportSkipped => ({ file, reason: 'not an API description' })
const many = ['a', 'b', 'c', 'd', 'e', 'f'].map(none)
const ignored: ReportSkipped = { file: 'dist/', reason: 'ignored by .gitignore', detail: '.gitignore:3' }

describe('skipped files in the text', () => {
  it('are named where they are few and of one kind', () => {
    expect(printed([none('a'), none('b')])).toBe('2 files skipped: not an API description (a, b)\n')
  })

  it('are counted where they are many', () => {
    expect(printed(many)).toBe('6 files skipped: not an API description; `--verbose` lists them\n')
  })

  it('are counted by kind, the largest first', () => {
    expect(printed([ignored, ...many])).toBe(
      '6 files and 1 folder skipped: 6 not an API description, 1 ignored by .gitignore; `--verbose` lists them\n',
    )
  })

  it('are told of by no more than four reasons', () => {
    const kinds = ['p', 'q', 'r', 's', 't', 'u'].map((reason) => ({ file: reason, reason }))
    expect(printed(kinds)).toBe(
      '6 files skipped: 1 p, 1 q, 1 r, 1 s, 2 for other reasons; `--verbose` lists them\n',
    )
  })

  it('are listed with what decided when that is asked for', () => {
    expect(printed([none('a'), ignored], true)).toBe(`Skipped: not an API description
  a

Skipped: ignored by .gitignore
  dist/  (.gitignore:3)

1 file and 1 folder skipped: 1 not an API description, 1 ignored by .gitignore
p0  policy
d0  openapi.yaml
`)
  })
})

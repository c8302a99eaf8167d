import { describe, expect, it } from 'vitest'
import { toGithubSummary, toMarkdown } from './markdown.ts'
import { finding, options, problem, range, reportOf } from './report.test-kit.ts'
import type { Report, ReportFinding } from './report.ts'

const textOf = (report: Report): string => toMarkdown(report, { rules: () => undefined })

/** The row of a finding in the table. */
function rowOf(more: Partial<ReportFinding>): string | undefined {
  return textOf(reportOf({ findings: [finding(more)] }))
    .split('\n')
    .find((line) => line.startsWith('| error'))
}

function messageCell(message: string): string | undefined {
  return rowOf({ message })?.split(' | ').slice(3).join(' | ').slice(0, -2)
}

const anonymous = (number: number, more: Partial<ReportFinding> = {}): readonly ReportFinding[] =>
  Array.from({ length: number }, (_, index) =>
    finding({
      message: `\`POST /things/${index}/with/a/rather/long/path\` can be called by anyone.`,
      range: range(100 + index, 5),
      cause: { file: 'openapi.yaml', pointer: '/security', range: range(17, 1) },
      ...more,
    }),
  )

describe('a comment', () => {
  it('begins with a mark that a bot finds again', () => {
    expect(textOf(reportOf()).split('\n').slice(0, 4)).toEqual([
      '<!-- specward -->',
      '## Specward: clean',
      '',
      'Looked at 1 document (12 operations). Nothing fails the run (gate: error).',
    ])
  })

  it('is not clean alone where somebody has accepted a finding, and says who and why', () => {
    const accepted = {
      kind: 'waiver',
      reason: 'Known *here*.',
      owner: 'jane',
      expires: '2027-01-31',
      file: 'w.yaml',
      range: range(3, 5),
    } as const
    const text = textOf(
      reportOf({ findings: [finding({ suppressed: accepted })], gate: { failOn: 'error', failed: false } }),
    )
    expect(text).toContain('## Specward: clean but for 1 accepted finding\n')
    expect(text).toContain('<summary>1 accepted finding</summary>')
    expect(text).toContain('accepted by jane, until 2027-01-31: Known \\*here\\*. (w.yaml:3)')
    expect(text).not.toContain('| error')
    const both = textOf(reportOf({ findings: [finding(), finding({ suppressed: accepted })] }))
    expect(both).toContain(', 1 accepted (by waiver)\n')
  })

  it('has a line for each finding', () => {
    expect(rowOf({})).toBe(
      '| error | `no-anonymous-write` | 12 | `DELETE /users/{id}` can be called by anyone: its `security` is `[]`. |',
    )
  })

  it('has one line for findings of one rule and one cause, and each of them among the details', () => {
    const text = textOf(reportOf({ findings: anonymous(3) }))
    expect(text.match(/^\| error/gm)).toHaveLength(1)
    expect(text).toContain(
      '| 17 | `POST /things/0/with/a/rather/long/path` can be called by anyone. And 2 more from the same cause. |',
    )
    expect(text.match(/^- `openapi\.yaml:10\d:5` error/gm)).toHaveLength(3)
  })

  it('folds why and how', () => {
    const text = toMarkdown(reportOf({ findings: [finding()] }), options)
    expect(text).toContain(
      '<summary>Why this matters, and how to fix it</summary>\n\n- `no-anonymous-write`: Whoever',
    )
    expect(text).toContain('  **Fix:** Require a security scheme.')
  })

  it('shows the suggested change', () => {
    const edits = [{ file: 'openapi.yaml', range: range(12, 5), text: 'security:\n  - token: []\n' }]
    const text = textOf(
      reportOf({ findings: [finding({ fix: { title: 'Require it', kind: 'suggested', edits } })] }),
    )
    expect(text).toContain('Write in `openapi.yaml` from 12:5 to 12:9:\n\n```\nsecurity:\n  - token: []\n```')
  })

  it('keeps a suggested change in its block whatever it holds', () => {
    const edits = [{ file: 'openapi.yaml', range: range(12, 5), text: '```\n<script>\n' }]
    const text = textOf(reportOf({ findings: [finding({ fix: { title: 'x', kind: 'safe', edits } })] }))
    expect(text).toContain('````\n```\n<script>\n````')
  })

  it('lists what could not be judged, and says that it is missing', () => {
    const text = textOf(reportOf({ problems: [problem()] }))
    expect(text).toContain('1 problem kept something from being judged.')
    expect(text).toContain(
      '### Could not be judged\n\n- `openapi.yaml:3:7` error `ref-not-found`: `#/nowhere` leads nowhere.',
    )
  })

  it('counts what could not be decided', () => {
    const one = { ruleId: 'r', because: 'b', operations: [], file: 'a.yaml', pointer: '', range: range(1, 1) }
    expect(textOf(reportOf({ undecided: [one] }))).toContain('1 check could not be decided')
  })
})

describe('text of a description in a comment', () => {
  it.each([
    ['a | b', 'a \\| b'],
    ['`a | b`', 'a \\| b'],
    ['<script>&', '&lt;script&gt;&amp;'],
    ['`<script>`', '`<script>`'],
    ['@admin fix #12', '@&#8203;admin fix #&#8203;12'],
    ['GH-12', 'GH&#8203;-12'],
    ['[x](https://evil.example)', '\\[x\\](https:&#8203;//evil.example)'],
    ['www.evil.example', 'www&#8203;.evil.example'],
    [':smile:', ':&#8203;smile:'],
    ['*b* _i_ ~s~', '\\*b\\* \\_i\\_ \\~s\\~'],
    ['$x$', '&#36;x&#36;'],
    ['a\n# b', 'a\\\\n#&#8203; b'],
    ['- a', '\\- a'],
    ['1. a', '1\\. a'],
    ['one ` backtick', 'one \\` backtick'],
    ['`a` and ` one', '`a` and \\` one'],
  ])('%j is written %j', (message, written) => {
    expect(messageCell(message)).toBe(written)
  })

  it('stays in its code when it is a name with backticks', () => {
    expect(textOf(reportOf({ findings: [finding({ file: 'a`b`.yaml' })] }))).toContain('### `` a`b`.yaml ``')
  })
})

describe('what was judged', () => {
  it('is told with the digests of policy and documents', () => {
    const documents = [{ ...reportOf().documents[0], digest: 'd0' }] as Report['documents']
    expect(toMarkdown(reportOf({ documents }), options)).toContain('- policy: `d`\n- `openapi.yaml`: `d0`')
  })
})

describe('a comment that would be longer than GitHub takes', () => {
  it('tells rules and causes in a line each and says how many findings there are', () => {
    const text = textOf(reportOf({ findings: anonymous(2000) }))
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(text).toContain(
      'the full report, too long for this page, has 2000 findings. `specward lint --format json`',
    )
    expect(text).toContain('And 1999 more from the same cause.')
    expect(text).not.toContain('<summary>All')
  })

  it('tells numbers alone where that is still too long', () => {
    const text = textOf(reportOf({ findings: anonymous(2000, { cause: null }), problems: [problem()] }))
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(text).toContain('2000 findings and 1 problem')
    expect(text).toContain('| error | `no-anonymous-write` | 2000 |')
    expect(text).toContain('| error | `ref-not-found` | `openapi.yaml` | 1 |')
  })

  it('ends with the totals where there is no end of rules', () => {
    const findings = Array.from({ length: 3000 }, (_, index) =>
      finding({ ruleId: `no-${index}-${'x'.repeat(30)}` }),
    )
    const text = textOf(reportOf({ findings }))
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(text).toContain('has 3000 findings')
  })

  it('is told in full as a job summary, which may be longer', () => {
    const text = toGithubSummary(reportOf({ findings: anonymous(1000) }), options)
    expect(text.match(/^- `openapi\.yaml:\d/gm)).toHaveLength(1000)
    expect(text).not.toContain('<!--')
  })
})

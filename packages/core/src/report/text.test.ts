import { describe, expect, it } from 'vitest'
import type { Range, Report, ReportFinding, ReportUndecided } from './report.ts'
import { type TextOptions, toText } from './text.ts'

const FILE = 'openapi.yaml'

const TEXT = `openapi: 3.1.0
servers:
  - url: http://api.example.com/v1
  - url: /v2
security: []
paths:
  /users:
    delete: {}
    post:
      security: [ {} ]
`

/** Range of the first occurrence of some words in a text. */
function rangeOf(words: string, text = TEXT): Range {
  const start = text.indexOf(words)
  if (start < 0) throw new Error(`no ${words}`)
  const position = (offset: number) => {
    const before = text.slice(0, offset).split(/\r\n|\n|\r/u)
    return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
  }
  return { start: position(start), end: position(start + words.length) }
}

function finding(more: Partial<ReportFinding> = {}): ReportFinding {
  return {
    ruleId: 'no-plaintext-server',
    severity: 'error',
    message: 'Requests to `http://api.example.com/v1` can be read on their way.',
    file: FILE,
    pointer: '',
    operations: [],
    range: rangeOf('http://api.example.com/v1'),
    fingerprint: '0',
    isNew: true,
    cause: null,
    references: { owasp: [], cwe: [], controls: [] },
    docs: '',
    related: [],
    fix: null,
    suppressed: null,
    ...more,
  }
}

function reportOf(more: Partial<Report> = {}): Report {
  const findings = more.findings ?? []
  const number = (severity: string): number => findings.filter((each) => each.severity === severity).length
  return {
    version: 1,
    tool: { name: 'specward', version: '0.1.0' },
    complete: (more.problems ?? []).length === 0,
    policy: { digest: '', sources: [] },
    gate: { failOn: 'error', failed: number('error') > 0 },
    documents: [{ file: FILE, format: 'oas3.1', digest: '', operations: 12, failOn: 'error' }],
    skipped: [],
    summary: {
      documents: 1,
      operations: 12,
      error: number('error'),
      warn: number('warn'),
      info: number('info'),
      hint: number('hint'),
      suppressed: 0,
      known: 0,
    },
    findings,
    undecided: [],
    problems: [],
    notices: [],
    rules: [],
    ...more,
  }
}

/** The text of a report, from a line break on, so that it can be written as a block. */
function textOf(report: Report, options: Partial<TextOptions> = {}, source = TEXT): string {
  const sources = (file: string) => (file === FILE ? source : undefined)
  return `\n${toText(report, { color: false, quiet: false, sources, rules: () => undefined, ...options })}`
}

const ADVICE = { why: 'Anyone on the way can read\n  and change it.', fix: 'Use `https`.' }

const judged = (id: string, number: number) => ({ id, judged: number, undecided: 0, notApplicable: 0 })

function anonymous(label: string, more: Partial<ReportFinding> = {}): ReportFinding {
  return finding({
    ruleId: 'no-anonymous-write',
    message: `\`${label}\` can be called by anyone: the root \`security\` is \`[]\`.`,
    operations: [label],
    range: rangeOf('[]'),
    cause: { file: FILE, pointer: '/security', range: rangeOf('[]') },
    ...more,
  })
}

describe('a finding', () => {
  it('is told with its line, what it concerns, what explains it, and advice', () => {
    const operations = ['DELETE /users', 'GET /users', 'POST /users', 'PUT /users']
    const related = [
      { file: FILE, pointer: '', range: rangeOf('delete'), message: 'a password travels here' },
    ]
    const report = reportOf({ findings: [finding({ operations, related })] })
    expect(textOf(report, { rules: () => ADVICE })).toBe(`
openapi.yaml

  error no-plaintext-server  openapi.yaml:3:10
    Requests to \`http://api.example.com/v1\` can be read on their way.
       3 |   - url: http://api.example.com/v1
         |          ^^^^^^^^^^^^^^^^^^^^^^^^^
    4 operations: DELETE /users, GET /users, POST /users and 1 more
    see  openapi.yaml:8:5: a password travels here
    why  Anyone on the way can read and change it.
    fix  Use \`https\`.

1 error in 1 document (12 operations); the run fails (gate: error)
`)
  })

  it('comes with advice the first time that its rule appears in a file', () => {
    const other = finding({ file: 'other.yaml' })
    const text = textOf(reportOf({ findings: [finding(), finding(), other] }), { rules: () => ADVICE })
    expect(text.match(/why {2}/gu)).toHaveLength(2)
  })

  it('is told without its line where the text is not at hand', () => {
    expect(textOf(reportOf({ findings: [finding({ file: 'other.yaml' })] }))).toBe(`
other.yaml

  error no-plaintext-server  other.yaml:3:10
    Requests to \`http://api.example.com/v1\` can be read on their way.

1 error in 1 document (12 operations); the run fails (gate: error)
`)
  })

  it('alone with a cause elsewhere names that cause', () => {
    const one = anonymous('POST /users', { range: rangeOf('post') })
    expect(textOf(reportOf({ findings: [one] }))).toContain('    cause  openapi.yaml:5:11\n')
  })

  it('breaks long messages between words', () => {
    const message = 'This message is rather long, and so it is broken where a blank allows it.'
    const text = textOf(reportOf({ findings: [finding({ message })] }), { width: 44 })
    expect(text).toContain(`
    This message is rather long, and so it
    is broken where a blank allows it.
`)
  })
})

describe('findings that read the same', () => {
  it('name the operation of each, which their message does not', () => {
    const alike = (label: string) =>
      finding({ message: 'It can be reached without encryption.', operations: [label], range: rangeOf('[]') })
    const text = textOf(reportOf({ findings: [alike('GET /users'), alike('POST /users')] }))
    expect(text).toContain('    GET /users\n    and in the same way at 1 more place:\n')
    expect(text).toContain('openapi.yaml:5:11 (POST /users)')
    expect(text.match(/It can be reached/g)).toHaveLength(1)
  })

  it('are listed up to a dozen places', () => {
    const alike = (label: string) => finding({ message: 'Any type is accepted.', operations: [label] })
    const labels = Array.from({ length: 15 }, (_, index) => `GET /${index}`)
    const text = textOf(reportOf({ findings: labels.map(alike) }))
    expect(text).toContain('and in the same way at 14 more places:')
    expect(text).toContain('(GET /12)')
    expect(text).not.toContain('(GET /13)')
    expect(text).toContain('      and 2 more, all of which the other formats list\n')
  })

  it('do not name an operation twice', () => {
    const alike = () => finding({ message: '`GET /users` is open.', operations: ['GET /users'] })
    expect(textOf(reportOf({ findings: [alike(), alike()] })).match(/^ {4}GET \/users$/m)).toBeNull()
  })
})

describe('findings that share a cause', () => {
  it('are told under it, the gravest rule first', () => {
    const read = anonymous('GET /users', { ruleId: 'no-anonymous-read', severity: 'info' })
    const findings = [read, anonymous('DELETE /users'), anonymous('POST /users', { range: rangeOf('post') })]
    expect(textOf(reportOf({ findings }))).toBe(`
openapi.yaml

  3 findings from one cause  openapi.yaml:5:11
       5 | security: []
         |           ^^

    error no-anonymous-write  2 operations
      \`DELETE /users\` can be called by anyone: the root \`security\` is \`[]\`.
      \`POST /users\` can be called by anyone: the root \`security\` is \`[]\`. (openapi.yaml:9:5)

    info no-anonymous-read  1 operation
      \`GET /users\` can be called by anyone: the root \`security\` is \`[]\`.

2 errors, 1 info in 1 document (12 operations); the run fails (gate: error)
`)
  })

  it('are all named when they are many', () => {
    const labels = Array.from({ length: 9 }, (_, index) => `PUT /things/${index}`)
    const odd = anonymous('x', { operations: [], message: 'A channel is open.' })
    const findings = [...labels.map((label) => anonymous(label)), odd]
    expect(textOf(reportOf({ findings }), { width: 60 })).toBe(`
openapi.yaml

  10 findings from one cause  openapi.yaml:5:11
       5 | security: []
         |           ^^

    error no-anonymous-write  9 operations
      \`PUT /things/0\` can be called by anyone: the root
      \`security\` is \`[]\`.
      A channel is open.
      and in the same way 8 more:
        PUT /things/1, PUT /things/2, PUT /things/3,
        PUT /things/4, PUT /things/5, PUT /things/6,
        PUT /things/7, PUT /things/8

10 errors in 1 document (12 operations); the run fails (gate: error)
`)
  })
})

describe('the marked line', () => {
  /** Line and marks of a finding on some words of a text, without the gutter. */
  function marked(words: string, source: string, width = 60): string {
    const report = reportOf({ findings: [finding({ range: rangeOf(words, source) })] })
    const lines = textOf(report, { width }, source).split('\n')
    return lines
      .filter((line) => /^ {4,}\d* +\|/u.test(line))
      .map((line) => line.replace(/^.*?\| /u, ''))
      .join('\n')
  }

  it('has its marks under the words when there are tabs', () => {
    expect(marked('b: c', 'x:\n\ta\t- b: c\n')).toBe('  a  - b: c\n       ^^^^')
  })

  it('has its marks under the words when there are wide and combining characters', () => {
    expect(marked('パス', '名前: パス e\u0301\n')).toBe('名前: パス e\u0301\n      ^^^^')
    expect(marked('x', 'e\u0301e\u0301 😀: x\n')).toBe('e\u0301e\u0301 😀: x\n       ^')
  })

  it('is the first line of a range over several', () => {
    expect(marked('two\n  three', 'a: |\n  two\n  three\n')).toBe('  two\n  ^^^')
  })

  it('has one mark for an empty range, even at the end of a line', () => {
    const range = { start: { line: 2, column: 9 }, end: { line: 2, column: 9 } }
    const text = textOf(reportOf({ findings: [finding({ range })] }))
    expect(text).toContain('   2 | servers:\n         |         ^\n')
  })

  it('does not show the lines after it, whatever ends a line', () => {
    expect(marked('b', 'a: b\r\nc: d\r\n')).toBe('a: b\n   ^')
    expect(marked('d', 'a: b\rc: d\re: f')).toBe('c: d\n   ^')
  })

  it('is cut to a window around the words when it is long', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `"k${index}":${index}`).join(',')
    const [line = '', marks = ''] = marked('"needle"', `{${many},"needle":1,${many}}`).split('\n')
    expect(line).toMatch(/^….*"needle":1,.*…$/u)
    expect(line.length).toBeLessThanOrEqual(60)
    expect(line.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('"needle"')
  })

  it('is cut when the words themselves are too long', () => {
    const [line = '', marks = ''] = marked('y'.repeat(500), `x: ${'y'.repeat(500)}\n`).split('\n')
    expect(line).toMatch(/^x: y+…$/u)
    expect(marks).toMatch(/^ {3}\^+$/u)
    expect(line.length).toBe(marks.length + 1)
  })

  it('shows an escape sequence of a document as text', () => {
    const source = 'a: \u001b[2K\u001b[32mclean\u001b[0m\u202e x\n'
    expect(marked('x', source, 100)).toBe(
      'a: \\x1b[2K\\x1b[32mclean\\x1b[0m\\u202e x\n                                     ^',
    )
  })

  it('never cuts a character in two', () => {
    const source = `${'😀'.repeat(200)} x ${'😀'.repeat(200)}\n`
    for (let width = 40; width < 60; width++) {
      expect(marked('x', source, width)).not.toMatch(/\p{Cs}/u)
    }
  })
})

describe('what a document says', () => {
  it('cannot forge output, wherever it is printed', () => {
    const evil = 'a\u001b[32m\n\r\u009b1Aclean\u2028\u202e\u200b\u0007'
    const place = { file: evil, pointer: evil, range: rangeOf('delete') }
    const report = reportOf({
      findings: [
        finding({
          message: evil,
          file: evil,
          operations: [evil, evil],
          related: [{ ...place, message: evil }],
        }),
        anonymous(evil, { cause: place }),
        ...Array.from({ length: 7 }, () => anonymous(evil)),
      ],
      problems: [{ code: 'syntax-error', severity: 'error', message: evil, file: evil }],
      notices: [{ code: evil, severity: 'error', message: evil, file: evil }],
      undecided: [{ ruleId: evil, because: evil, operations: [evil], ...place }],
      skipped: [{ file: evil, reason: evil }],
    })
    expect(textOf(report)).toMatch(/^[\n\x20-\x7e…]*$/u)
    expect(textOf(report)).not.toMatch(/^clean/mu)
  })

  it('does not flood the page with one endless word', () => {
    const message = `\`${'x'.repeat(100_000)}\` is bad.`
    expect(textOf(reportOf({ findings: [finding({ message })] })).length).toBeLessThan(1_000)
  })
})

describe('what could not be judged', () => {
  it('is told after the findings, and the last lines say so', () => {
    const report = reportOf({
      problems: [
        { code: 'no-file-matched', severity: 'error', message: 'No file fits `*.yml`.' },
        {
          code: 'ref-not-found',
          severity: 'warn',
          message: 'There is nothing at this place.',
          file: FILE,
          range: rangeOf('/v2'),
        },
      ],
    })
    expect(textOf(report)).toBe(`
Could not be judged

  error no-file-matched
    No file fits \`*.yml\`.

  warn ref-not-found  openapi.yaml:4:10
    There is nothing at this place.
       4 |   - url: /v2
         |          ^^^

incomplete: 2 problems kept something from being judged
no findings in what was judged: 1 document (12 operations)
`)
  })

  it('is told once in full where many references of a file fail alike', () => {
    const problems = Array.from({ length: 14 }, (_, index) => ({
      code: 'ref-host-not-allowed' as const,
      severity: 'error' as const,
      message: `\`https://a.example/${index}\` was not read.`,
      file: FILE,
      range: { start: { line: index + 1, column: 1 }, end: { line: index + 1, column: 4 } },
    }))
    const text = textOf(reportOf({ problems }))
    expect(text.split('\n').slice(2, 10)).toEqual([
      '',
      '  error ref-host-not-allowed  openapi.yaml:1:1',
      '    `https://a.example/0` was not read.',
      '       1 | openapi: 3.1.0',
      '         | ^^^',
      '',
      '    13 more like this in the same file:',
      '         2 | https://a.example/1',
    ])
    expect(text).toContain('    and 3 more; `--format json` has them all\n')
    expect(text).toContain('incomplete: 14 problems kept something from being judged')
  })

  it('is grouped by reason where a check was undecided', () => {
    const undecided = (ruleId: string, line: number): ReportUndecided => ({
      ruleId,
      because: 'the server URL is relative',
      operations: line === 1 ? ['GET /a'] : [],
      file: FILE,
      pointer: '',
      range: { start: { line, column: 3 }, end: { line, column: 4 } },
    })
    const all = [undecided('no-b', 1), ...[1, 2, 3, 4, 5].map((line) => undecided('no-a', line))]
    expect(textOf(reportOf({ undecided: all, rules: [judged('no-a', 12)] }))).toBe(`
6 checks could not be decided: the server URL is relative
  no-b  openapi.yaml:1:3 (GET /a)
  no-a  openapi.yaml:1:3 (GET /a), openapi.yaml:2:3, openapi.yaml:3:3 and 2 more

clean: 1 rule judged 12 operations; 6 checks could not be decided
`)
  })
})

describe('the last line', () => {
  it('says of a clean run how many rules judged how much', () => {
    const rules = [judged('no-a', 12), judged('no-b', 1), judged('no-c', 0)]
    expect(textOf(reportOf({ rules }))).toBe('\nclean: 2 rules judged 12 operations\n')
    const summary = { ...reportOf().summary, documents: 3 }
    expect(textOf(reportOf({ rules, summary }))).toBe(
      '\nclean: 2 rules judged 12 operations in 3 documents\n',
    )
  })

  it('does not call clean what nobody looked at', () => {
    expect(textOf(reportOf({ documents: [] }))).toBe('\nnothing was judged: there was no API description\n')
    expect(textOf(reportOf())).toBe('\nnothing was judged: no rule is on\n')
    expect(textOf(reportOf({ rules: [judged('no-a', 0)] }))).toBe(
      '\nnothing was judged: no rule found anything to judge in 1 document (12 operations)\n',
    )
  })

  it('says when nothing found fails the run', () => {
    const text = textOf(reportOf({ findings: [finding({ severity: 'warn' })] }))
    expect(text).toContain('\n1 warning in 1 document (12 operations); none fails the run (gate: error)\n')
  })

  it('says that something could not be judged only where that is so', () => {
    const given = {
      rules: [judged('no-a', 1)],
      base: { kind: 'git' as const, name: 'main', fixed: 0 },
      notices: [{ code: 'waiver-expired', severity: 'error' as const, message: 'It has expired.' }],
    }
    const broken = textOf(reportOf(given))
    expect(broken).toContain(
      'the policy is not kept: 1 error about it; the run fails\nnothing new since main: no known findings, in 1 document (12 operations)\n',
    )
    const problems = [
      { code: 'ref-not-found' as const, severity: 'warn' as const, message: 'It is missing.' },
    ]
    expect(textOf(reportOf({ ...given, problems }))).toContain(
      'nothing new since main: no known findings, as far as it could be judged, in',
    )
  })

  it('comes after the number of files that were skipped', () => {
    const skipped = ['a', 'b'].map((file) => ({ file, reason: 'not an API description' }))
    expect(textOf(reportOf({ skipped, rules: [judged('no-a', 1)] }))).toBe(
      '\n2 files skipped: not an API description (a, b)\nclean: 1 rule judged 12 operations\n',
    )
  })
})

describe('a quiet text', () => {
  const notice = { code: 'waiver-late', severity: 'info', message: 'Later.' } as const
  const report = reportOf({
    findings: [finding(), finding({ severity: 'warn', ruleId: 'no-b' })],
    problems: [{ code: 'ref-not-found', severity: 'warn', message: 'Not there.' }],
    notices: [notice, { ...notice, severity: 'error', message: 'Too late.' }],
    undecided: [
      { ruleId: 'no-a', because: 'b', operations: [], file: FILE, pointer: '', range: rangeOf('/v2') },
    ],
  })

  it('holds what fails the run, what could not be judged, and the last lines', () => {
    expect(textOf(report, { quiet: true, rules: () => ADVICE })).toBe(`
openapi.yaml

  error no-plaintext-server  openapi.yaml:3:10
    Requests to \`http://api.example.com/v1\` can be read on their way.
       3 |   - url: http://api.example.com/v1
         |          ^^^^^^^^^^^^^^^^^^^^^^^^^

Could not be judged

  warn ref-not-found
    Not there.

About the policy

  error waiver-late
    Too late.

incomplete: 1 problem kept something from being judged
the policy is not kept: 1 error about it; the run fails
1 error, 1 warning in 1 document (12 operations); the run fails (gate: error)
`)
  })

  it('follows the gate', () => {
    const strict = { ...report, gate: { failOn: 'warn', failed: true } } as const
    expect(textOf(strict, { quiet: true })).toContain('no-b')
    const open = { ...report, gate: { failOn: 'never', failed: false } } as const
    expect(textOf(open, { quiet: true })).not.toContain('no-plaintext-server')
  })
})

describe('the table of times', () => {
  it('lists the stages and the ten slowest rules', () => {
    const rules = Array.from({ length: 12 }, (_, index) => ({ ...judged(`no-${index}`, 1), ms: index }))
    const text = textOf(reportOf({ rules, stages: { source: 1.5, evaluate: 120.25 } }))
    expect(text).toMatch(/^\nMilliseconds by stage\n {2}source +1\.50\n {2}evaluate +120\.25\n/u)
    expect(text).toMatch(/the slowest first\n {2}no-11 +11\.00\n {2}no-10 +10\.00\n/u)
    expect(text).toMatch(/no-2 +2\.00\n\nclean/u)
  })
})

describe('colour', () => {
  it('is used only when it is asked for, and changes no word', () => {
    const report = reportOf({ findings: [finding(), anonymous('GET /a'), anonymous('GET /b')] })
    const plain = textOf(report)
    const colored = textOf(report, { color: true })
    expect(plain).not.toContain('\u001b')
    expect(colored).toContain('\u001b[1;31merror\u001b[0m')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences are what is looked for
    expect(colored.replace(/\u001b\[[\d;]*m/gu, '')).toBe(plain)
  })
})

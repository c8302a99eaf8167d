import { describe, expect, it } from 'vitest'
import type { RawFinding } from '../evaluate/types.ts'
import { NO_FACTS } from '../model/model.ts'
import { settle } from '../settle/settle.ts'
import { renderEdits } from '../source/edit.ts'
import { Node } from '../source/node.ts'
import { parseSource } from '../source/parse.ts'
import { buildReport, type ReportInput } from './build.ts'
import { toJson } from './json.ts'
import { Redaction } from './redact.ts'
import type { Report } from './report.ts'

// T17: secrets in output

const SECRET = 'correct-horse'
const FILE = await parseSource(
  'file:///project/openapi.yaml',
  `servers:\n  - url: http://me:${SECRET}@a.example # ${SECRET}\n  - url: http://b.example\n`,
)
const ROOT = new Node(FILE, undefined, '', FILE.value)
const URL_NODE = ROOT.at('servers', '0', 'url') ?? ROOT
const OTHER = ROOT.at('servers', '1', 'url') ?? ROOT
const START = FILE.text.indexOf('me:')
const AT = { node: URL_NODE, span: { start: START, end: START + 'me:'.length + SECRET.length } }

function finding(more: Partial<RawFinding> = {}): RawFinding {
  return {
    ruleId: 'no-a',
    category: 'secrets',
    severity: 'error',
    message: `Server \`http://me:${SECRET}@a.example\` is not encrypted.`,
    at: URL_NODE,
    node: ROOT,
    operations: [],
    identity: 'x',
    discriminator: undefined,
    cause: undefined,
    related: [{ at: OTHER, message: `Unlike \`${SECRET}\`.` }],
    fix: undefined,
    references: { owasp: [], cwe: [], controls: [] },
    ...more,
  }
}

const telling = (more: Partial<RawFinding> = {}) =>
  finding({ ruleId: 'no-secret', message: 'A secret.', at: AT, related: [], secrets: [SECRET], ...more })

const settled = (...findings: readonly RawFinding[]) =>
  settle(findings, { sha256: String, placeOf: ({ pointer }) => JSON.stringify(pointer) })

function reportOf(findings: readonly RawFinding[], render: ReportInput['renderEdits'] = renderEdits): Report {
  const policy = {
    rules: [],
    facts: NO_FACTS,
    refHosts: [],
    problems: [],
    sources: [],
    failOn: undefined,
    digest: '',
  }
  const because = `\`${SECRET}\` may be one`
  return buildReport({
    version: '1.0.0',
    workingDirectory: 'file:///project/',
    documents: [
      {
        uri: FILE.uri,
        format: 'oas3.1',
        digest: '',
        operations: 0,
        policy,
        findings: settled(...findings),
        undecided: [{ ruleId: 'no-a', at: OTHER, because, operations: [] }],
        rules: [],
      },
    ],
    policies: [policy],
    skipped: [],
    problems: [
      { code: 'ref-not-found', severity: 'warn', message: `\`http://me:${SECRET}@a/\` is not there.` },
    ],
    notices: [],
    fileOf: () => FILE,
    renderEdits: render,
    sha256: String,
  })
}

const set = (value: string) =>
  ({
    title: `Use \`${value}\``,
    kind: 'safe',
    edits: [{ node: URL_NODE, edit: { op: 'set', path: URL_NODE.path, value } }],
  }) as const

describe('a secret that was found', () => {
  it('stands in no message of the report, whatever it is about', () => {
    const report = reportOf([finding(), telling()])
    expect(toJson(report)).not.toContain(SECRET)
    expect(report.findings[0]?.message).toBe('Server `http://me:[redacted]@a.example` is not encrypted.')
    expect(report.findings[0]?.related[0]?.message).toBe('Unlike `[redacted]`.')
    expect(report.undecided[0]?.because).toBe('`[redacted]` may be one')
    expect(report.problems[0]?.message).toBe('`http://me:[redacted]@a/` is not there.')
  })

  it('is not written down by a fix', () => {
    const keeping = finding({ fix: set(`https://me:${SECRET}@a.example`) })
    const dropping = telling({ fix: set('http://a.example') })
    const fixes = reportOf([keeping, dropping]).findings.map(({ fix }) => fix?.title)
    expect(fixes).toEqual([undefined, 'Use `http://a.example`'])
  })

  it('is written down by no fix that has to write its neighbours anew', () => {
    const text = `{ "a": "${SECRET}", "b": 1 }`
    const render = () => [{ span: { start: 0, end: 1 }, text }]
    const fixes = reportOf([finding({ fix: set('http://a.example') }), telling()], render).findings
    expect(fixes.map(({ fix }) => fix)).toEqual([null, null])
  })

  it('is known with the escapes of JSON, and in the names of operations', () => {
    const lines = 'BEGIN\nabc"def\nEND'
    const found = finding({
      message: `It holds ${JSON.stringify(lines)}.`,
      operations: [`GET /${SECRET}`],
      fix: set(`x ${lines} y`),
    })
    const [first] = reportOf([found, telling({ secrets: [lines, SECRET] })]).findings
    expect(first?.message).toBe('It holds "[redacted]".')
    expect(first?.operations).toEqual(['GET /[redacted]'])
    expect(first?.fix).toBeNull()
  })

  it('is known in capitals', () => {
    const [first] = reportOf([finding({ message: `Not ${SECRET.toUpperCase()}.` }), telling()]).findings
    expect(first?.message).toBe('Not [redacted].')
  })

  it('is overwritten in what is shown of the file, wherever it stands', () => {
    const shown = new Redaction(settled(telling())).source(FILE.uri, FILE.text)
    expect(shown.split('\n')[1]).toBe('  - url: http://****************@a.example # *************')
    expect(shown).toHaveLength(FILE.text.length)
  })

  it('keeps the lines of what it spans', () => {
    const file = { start: 0, end: FILE.text.length }
    const shown = new Redaction(settled(telling({ at: { node: ROOT, span: file } }))).source(
      FILE.uri,
      FILE.text,
    )
    expect(shown).toMatch(/^\*+\n {2}\* \*+ \*+ \* \*+\n {2}\* \*+ \*+\n$/)
  })

  it('is not looked for in messages when it is so short that words hold it', () => {
    expect(reportOf([finding(), telling({ secrets: ['Serv'] })]).findings[0]?.message).toContain('Server')
  })
})

describe('a report without secrets', () => {
  it('is left as it is', () => {
    expect(reportOf([finding()]).findings[0]?.message).toContain(SECRET)
  })
})

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { DocumentResult } from '../assess/document-result.ts'
import type { RawFinding, RuleTally } from '../evaluate/types.ts'
import { NO_FACTS } from '../model/model.ts'
import type { Policy } from '../policy/policy.ts'
import { settle } from '../settle/settle.ts'
import { EditRefused } from '../source/edit-refused.ts'
import { Node } from '../source/node.ts'
import { parseSource } from '../source/parse.ts'
import { buildReport, type ReportInput } from './build.ts'
import { exitCode } from './exit-code.ts'
import { toJson } from './json.ts'
import type { Report } from './report.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const FILE = await parseSource(
  'file:///project/api/openapi.yaml',
  'security: []\nservers:\n  - url: http://a\n',
)
const SHARED = await parseSource('file:///project/common.yaml', 'name: x\n')
const ROOT = new Node(FILE, undefined, '', FILE.value)
const SECURITY = ROOT.child('security') ?? ROOT
const URL_NODE = ROOT.at('servers', '0', 'url') ?? ROOT
const SHARED_NAME = new Node(SHARED, undefined, '', SHARED.value).child('name') ?? ROOT

const POLICY: Policy = {
  rules: [],
  facts: NO_FACTS,
  refHosts: [],
  problems: [],
  sources: ['specward:recommended', 'file:///project/specward.yaml'],
  failOn: undefined,
  digest: 'one',
}

function finding(more: Partial<RawFinding> = {}): RawFinding {
  return {
    ruleId: 'no-a',
    category: 'input',
    severity: 'error',
    message: 'Bad.',
    at: SECURITY,
    node: ROOT,
    operations: ['GET /a'],
    identity: 'x',
    discriminator: undefined,
    cause: undefined,
    related: [],
    fix: undefined,
    references: { owasp: ['API2:2023'], cwe: [306], controls: ['AUTHN-1'], specifications: ['RFC 9110'] },
    ...more,
  }
}

interface Made extends Partial<Omit<DocumentResult, 'findings'>> {
  readonly findings?: readonly RawFinding[]
}

function document({ findings = [], ...more }: Made = {}): DocumentResult {
  return {
    uri: FILE.uri,
    format: 'oas3.1',
    digest: 'd',
    operations: 2,
    policy: POLICY,
    findings: settle(findings, { sha256, placeOf: ({ pointer }) => JSON.stringify(pointer) }),
    undecided: [],
    rules: [],
    ...more,
  }
}

function report(more: Partial<ReportInput> = {}): Report {
  const documents = more.documents ?? [document()]
  return buildReport({
    version: '0.1.0',
    workingDirectory: 'file:///project/api/',
    documents,
    policies: [...new Set(documents.map(({ policy }) => policy))],
    skipped: [],
    problems: [],
    notices: [],
    fileOf: (uri) => [FILE, SHARED].find((file) => file.uri === uri),
    renderEdits: () => [],
    sha256,
    ...more,
  })
}

const tally = (id: string, more: Partial<RuleTally> = {}): RuleTally => ({
  id,
  judged: 1,
  undecided: 0,
  notApplicable: 0,
  ms: 0.123,
  ...more,
})

describe('a report', () => {
  it('gives everything of a finding, with names relative to the working directory', () => {
    const cause = URL_NODE
    const related = [{ at: SHARED_NAME, message: 'See here.' }]
    const [given] = report({ documents: [document({ findings: [finding({ cause, related })] })] }).findings
    expect(given).toEqual({
      ruleId: 'no-a',
      severity: 'error',
      message: 'Bad.',
      file: 'openapi.yaml',
      pointer: '/security',
      operations: ['GET /a'],
      range: { start: { line: 1, column: 11 }, end: { line: 1, column: 13 } },
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/u),
      isNew: true,
      cause: {
        file: 'openapi.yaml',
        pointer: '/servers/0/url',
        range: { start: { line: 3, column: 10 }, end: { line: 3, column: 18 } },
      },
      references: { owasp: ['API2:2023'], cwe: [306], controls: ['AUTHN-1'] },
      docs: 'rulesets/docs/no-a.md',
      related: [
        {
          file: '../common.yaml',
          pointer: '/name',
          range: { start: { line: 1, column: 7 }, end: { line: 1, column: 8 } },
          message: 'See here.',
        },
      ],
      fix: null,
      suppressed: null,
    })
  })

  it('renders the edits of a fix file by file', () => {
    const edit = { op: 'remove', path: ['security'] } as const
    const fix = {
      title: 'Remove it',
      kind: 'safe',
      edits: [
        { node: ROOT, edit },
        { node: SHARED_NAME, edit },
        { node: URL_NODE, edit },
      ],
    } as const
    const [given] = report({
      documents: [document({ findings: [finding({ fix })] })],
      renderEdits: (file, edits) => [{ span: { start: 0, end: 1 }, text: `${file.uri} ${edits.length}` }],
    }).findings
    const range = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } }
    expect(given?.fix).toEqual({
      title: 'Remove it',
      kind: 'safe',
      edits: [
        { file: 'openapi.yaml', range, text: `${FILE.uri} 2` },
        { file: '../common.yaml', range, text: `${SHARED.uri} 1` },
      ],
    })
  })

  it('offers no fix where an edit is refused', () => {
    const fix = {
      title: 'Remove it',
      kind: 'safe',
      edits: [{ node: ROOT, edit: { op: 'remove', path: [] } }],
    } as const
    const renderEdits = () => {
      throw new EditRefused('unsupported')
    }
    const made = report({ documents: [document({ findings: [finding({ fix })] })], renderEdits })
    expect(made.findings).toMatchObject([{ fix: null }])
  })

  it('counts documents, operations and findings by severity', () => {
    const severities = ['error', 'warn', 'warn', 'info', 'hint'] as const
    const findings = severities.map((severity, index) => finding({ severity, identity: `${index}` }))
    const documents = [document({ findings }), document({ uri: 'file:///project/api/b.yaml' })]
    expect(report({ documents }).summary).toEqual({
      documents: 2,
      operations: 4,
      error: 1,
      warn: 2,
      info: 1,
      hint: 1,
      suppressed: 0,
      known: 0,
    })
  })

  it('gives a finding in a shared file once, with the operations of all documents', () => {
    const at = { at: SHARED_NAME, node: SHARED_NAME }
    const documents = [
      document({ findings: [finding({ ...at, operations: ['GET /b'] })] }),
      document({ uri: 'file:///project/api/b.yaml', findings: [finding({ ...at, operations: ['GET /a'] })] }),
    ]
    expect(report({ documents }).findings).toMatchObject([{ operations: ['GET /a', 'GET /b'] }])
  })

  it('sorts documents, skipped files, findings, problems and undecided checks', () => {
    const other = document({
      uri: 'file:///project/api/a.yaml',
      findings: [finding({ at: URL_NODE }), finding()],
    })
    const problem = { code: 'ref-not-found', severity: 'warn', message: 'm', uri: FILE.uri } as const
    const made = report({
      documents: [document({ findings: [finding({ at: SHARED_NAME, node: SHARED_NAME })] }), other],
      skipped: ['b', 'a'].map((name) => ({ uri: `file:///project/api/${name}`, reason: 'no API' })),
      problems: [
        { ...problem, span: { start: 20, end: 21 } },
        { ...problem, span: { start: 0, end: 1 } },
        problem,
      ],
    })
    expect(made.documents.map(({ file }) => file)).toEqual(['a.yaml', 'openapi.yaml'])
    expect(made.skipped.map(({ file }) => file)).toEqual(['a', 'b'])
    expect(made.findings.map(({ file, pointer }) => file + pointer)).toEqual([
      '../common.yaml/name',
      'openapi.yaml/security',
      'openapi.yaml/servers/0/url',
    ])
    expect(made.problems.map(({ range }) => range?.start.line)).toEqual([undefined, 1, 2])
  })

  it('gives a problem that several documents met once', () => {
    const problem = { code: 'ref-not-found', severity: 'error', message: 'm', uri: SHARED.uri } as const
    expect(report({ problems: [problem, { ...problem }] }).problems).toEqual([
      { code: 'ref-not-found', severity: 'error', message: 'm', file: '../common.yaml' },
    ])
  })

  it('is incomplete as soon as there is a problem, of whatever severity', () => {
    expect(report().complete).toBe(true)
    const problem = { code: 'ref-not-found', severity: 'warn', message: 'm' } as const
    expect(report({ problems: [problem] }).complete).toBe(false)
  })

  it('adds up what the rules did in all documents', () => {
    const documents = [
      document({ rules: [tally('no-b', { judged: 2, undecided: 1 }), tally('no-a')] }),
      document({ rules: [tally('no-b', { notApplicable: 1, stopped: 'timeout' })] }),
    ]
    expect(report({ documents }).rules).toEqual([
      { id: 'no-a', judged: 1, undecided: 0, notApplicable: 0 },
      { id: 'no-b', judged: 3, undecided: 1, notApplicable: 1, stopped: 'timeout' },
    ])
  })

  it('holds times only when they are asked for', () => {
    const documents = [document({ rules: [tally('no-a')] })]
    expect(report({ documents })).not.toHaveProperty('stages')
    expect(report({ documents, stages: { source: 1.23456 } })).toMatchObject({
      stages: { source: 1.23 },
      rules: [{ ms: 0.12 }],
    })
  })

  it('names the policy, and digests several into one whatever their order', () => {
    expect(report().policy).toEqual({ digest: 'one', sources: ['specward:recommended', '../specward.yaml'] })
    const other = { ...POLICY, digest: 'two' }
    const both = report({ policies: [POLICY, other] }).policy
    expect(both.digest).not.toBe('one')
    expect(report({ policies: [other, POLICY] }).policy).toEqual(both)
  })

  it('tells where checks were undecided', () => {
    const undecided = [
      { ruleId: 'no-a', at: URL_NODE, because: 'the server URL is relative', operations: ['GET /a'] },
    ]
    expect(report({ documents: [document({ undecided })] }).undecided).toEqual([
      {
        ruleId: 'no-a',
        because: 'the server URL is relative',
        operations: ['GET /a'],
        file: 'openapi.yaml',
        pointer: '/servers/0/url',
        range: { start: { line: 3, column: 10 }, end: { line: 3, column: 18 } },
      },
    ])
  })
})

describe('the gate', () => {
  const withGate = (failOn: Policy['failOn'], severity: RawFinding['severity']): DocumentResult =>
    document({ policy: { ...POLICY, failOn }, findings: [finding({ severity })] })

  it('is closed by errors unless the policy says otherwise', () => {
    expect(report({ documents: [withGate(undefined, 'error')] }).gate).toEqual({
      failOn: 'error',
      failed: true,
    })
    expect(report({ documents: [withGate(undefined, 'warn')] }).gate.failed).toBe(false)
    expect(report({ documents: [withGate('warn', 'warn')] }).gate).toEqual({ failOn: 'warn', failed: true })
    expect(report({ documents: [withGate('never', 'error')] }).gate).toEqual({
      failOn: 'never',
      failed: false,
    })
  })

  it('is what was asked for, over what the policy says', () => {
    const documents = [withGate('error', 'hint')]
    expect(report({ documents, failOn: 'hint' }).gate).toEqual({ failOn: 'hint', failed: true })
    expect(report({ documents: [], policies: [], failOn: 'never' }).gate.failOn).toBe('never')
  })

  it('is that of its own policy for each document', () => {
    const documents = [withGate('never', 'error'), withGate('warn', 'info')]
    expect(report({ documents }).gate).toEqual({ failOn: 'warn', failed: false })
  })
})

describe('the exit code', () => {
  const bad = [document({ findings: [finding()] })]
  const problem = { code: 'ref-not-found', severity: 'error', message: 'm' } as const

  it('is 0 when nothing reaches the gate, even if the report is incomplete in a minor way', () => {
    expect(exitCode(report())).toBe(0)
    expect(exitCode(report({ problems: [{ ...problem, severity: 'warn' }] }))).toBe(0)
  })

  it('is 1 when a finding reaches the gate', () => {
    expect(exitCode(report({ documents: bad }))).toBe(1)
  })

  it('is 3 when something that matters could not be judged, whatever was found', () => {
    expect(exitCode(report({ problems: [problem] }))).toBe(3)
    expect(exitCode(report({ documents: bad, problems: [problem] }))).toBe(3)
  })
})

describe('the report as JSON', () => {
  it('is the same for the same report, in two spaces, with a line break at the end', () => {
    const made = report({ documents: [document({ findings: [finding()] })] })
    const text = toJson(made)
    expect(text).toBe(`${JSON.stringify(made, null, 2)}\n`)
    expect(JSON.parse(text)).toEqual(made)
  })

  it('holds no character that a terminal or a log reader acts on', () => {
    const message = 'a\u001b[31m\u009b31m\u202e\u2028\ud800é日'
    const made = report({ documents: [document({ findings: [finding({ message })] })] })
    const text = toJson(made)
    expect(text).toMatch(/^[\n\x20-\x7eé日]*$/u)
    expect(JSON.parse(text)).toEqual(made)
  })
})

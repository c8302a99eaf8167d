import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import type { Log, Result, Run } from 'sarif'
import { describe, expect, it } from 'vitest'
import { finding, options, problem, range, reportOf } from './report.test-kit.ts'
import type { Report } from './report.ts'
import { sarifLog, toSarif } from './sarif.ts'

const SCHEMA = createRequire(import.meta.url).resolve('schemastore/schemas/json/sarif-2.1.0.json')
const isValid = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')),
)

function runOf(report: Report, prefix = ''): Run {
  const log: Log = sarifLog(report, { ...options, prefix })
  expect(isValid(JSON.parse(toSarif(report, { ...options, prefix }))), JSON.stringify(isValid.errors)).toBe(
    true,
  )
  const [run] = log.runs
  if (!run) throw new Error('no run')
  return run
}

function resultOf(more: Parameters<typeof finding>[0] = {}, prefix = ''): Result {
  const [result] = runOf(reportOf({ findings: [finding(more)] }), prefix).results ?? []
  if (!result) throw new Error('no result')
  return result
}

const uriOf = (file: string, prefix = ''): unknown =>
  resultOf({ file }, prefix).locations?.[0]?.physicalLocation?.artifactLocation

describe('a SARIF log', () => {
  it('follows the schema with findings, fixes, related places, problems and notices', () => {
    const everything = reportOf({
      findings: [
        finding({
          cause: { file: 'shared.yaml', pointer: '/security', range: range(3, 1) },
          related: [{ file: 'openapi.yaml', pointer: '', range: range(8, 1), message: 'the operation' }],
          fix: {
            title: 'Require `token`',
            kind: 'suggested',
            edits: [{ file: 'openapi.yaml', range: range(12, 5, 13, 1), text: '' }],
          },
        }),
      ],
      problems: [problem(), problem({ code: 'no-file-matched', file: undefined, range: undefined } as never)],
      notices: [{ code: 'waiver-stale', severity: 'info', message: 'Old.' }],
    })
    expect(runOf(everything).results).toHaveLength(1)
  })

  it('tells how each result stands to the base, where there is one', () => {
    const change = {
      kind: 'removed',
      file: 'openapi.yaml',
      pointer: '/security',
      range: range(3, 1),
    } as const
    const findings = [
      finding({ change }),
      finding({ isNew: false, range: range(14, 1) }),
      finding({ baseSeverity: 'warn', range: range(15, 1) }),
    ]
    const base = { kind: 'git', name: 'main', commit: 'a'.repeat(40), fixed: 2 } as const
    const states = (report: Report) => (runOf(report).results ?? []).map((each) => each.baselineState)
    expect(states(reportOf({ findings, base }))).toEqual(['new', 'unchanged', 'updated'])
    expect(states(reportOf({ findings }))).toEqual([undefined, undefined, undefined])
    expect(runOf(reportOf({ findings, base })).results?.[0]?.properties?.change).toBe(
      'since main: `security` at openapi.yaml:3:1 of main was removed',
    )
  })

  it('follows the schema when nothing was found and nothing ran', () => {
    expect(runOf(reportOf({ documents: [], rules: [] })).results).toEqual([])
  })

  it('is the same bytes for the same report', () => {
    const report = reportOf({ findings: [finding()], problems: [problem()] })
    expect(toSarif(report, options)).toBe(toSarif(structuredClone(report), options))
  })

  it('counts undecided checks instead of calling them results', () => {
    const undecided = [
      {
        ruleId: 'no-anonymous-write',
        because: 'it is',
        operations: [],
        file: 'a.yaml',
        pointer: '',
        range: range(1, 1),
      },
    ]
    const run = runOf(reportOf({ undecided }))
    expect([run.results, run.properties?.undecided]).toEqual([[], 1])
    expect(run.properties?.documents).toEqual([{ file: 'openapi.yaml', format: 'oas3.1', digest: '' }])
  })
})

describe('a rule in SARIF', () => {
  const [write, key] = runOf(reportOf()).tool.driver.rules ?? []

  it('is there when it ran and found nothing', () => {
    expect([write?.id, write?.name, key?.id]).toEqual([
      'no-anonymous-write',
      'NoAnonymousWrite',
      'no-duplicate-key',
    ])
  })

  it('has the tags and the severity that GitHub filters by', () => {
    expect(write?.properties).toEqual({
      category: 'authentication',
      tags: [
        'security',
        'authentication',
        'external/owasp/api2-2023',
        'external/owasp/api10-2023',
        'external/cwe/cwe-306',
        'external/cwe/cwe-079',
      ],
      precision: 'medium',
      'problem.severity': 'error',
      'security-severity': '8.0',
    })
  })

  it('is no security rule when it refers to no weakness', () => {
    expect(key?.properties).toEqual({
      category: 'document',
      tags: ['document'],
      precision: 'high',
      'problem.severity': 'warning',
    })
  })

  it('has the security severity of its gravest finding where the policy sets another than the default', () => {
    const findings = [finding({ severity: 'info' }), finding({ severity: 'warn' })]
    const [rule] = runOf(reportOf({ findings })).tool.driver.rules ?? []
    expect(rule?.properties?.['security-severity']).toBe('5.5')
    expect(rule?.defaultConfiguration?.level).toBe('error')
  })

  it('says why, how to fix it, how to switch it off, and links its references', () => {
    const markdown = write?.help?.markdown ?? ''
    expect(markdown).toContain('Whoever finds the URL')
    expect(markdown).toContain('Require a security scheme.')
    expect(markdown).toContain('no-anonymous-write: off')
    expect(markdown).toContain(
      '[CWE-306 Missing Authentication for Critical Function](https://cwe.mitre.org/data/definitions/306.html)',
    )
    expect(write?.help?.text).not.toMatch(/^#|\]\(/m)
  })

  it('is told by its id alone when nobody knows it', () => {
    const run = runOf(reportOf({ findings: [finding({ ruleId: '__proto__' })], rules: [] }))
    expect(run.tool.driver.rules).toEqual([
      { id: '__proto__', name: 'Proto', shortDescription: { text: '__proto__' } },
    ])
    expect(run.results?.[0]?.ruleIndex).toBe(0)
  })

  it('is related to weaknesses that stand in a taxonomy of the run', () => {
    const run = runOf(reportOf())
    const taxa = (run.taxonomies ?? []).map(({ guid, taxa: all }) => [guid, all?.map(({ id }) => id)])
    expect(taxa.map(([, ids]) => ids)).toEqual([
      ['79', '306'].sort((a, b) => +a - +b),
      ['API2:2023', 'API10:2023'],
    ])
    for (const { target } of write?.relationships ?? []) {
      const known = taxa.find(([guid]) => guid === target.toolComponent?.guid)
      expect(known?.[1]).toContain(target.id)
    }
    expect(run.tool.driver.supportedTaxonomies?.map(({ guid }) => guid)).toEqual(taxa.map(([guid]) => guid))
  })
})

describe('a result in SARIF', () => {
  it('has exact columns in UTF-16 code units', () => {
    const run = runOf(reportOf({ findings: [finding({ range: range(12, 5, 14, 9) })] }))
    expect(run.columnKind).toBe('utf16CodeUnits')
    expect(run.results?.[0]?.locations?.[0]?.physicalLocation?.region).toEqual({
      startLine: 12,
      startColumn: 5,
      endLine: 14,
      endColumn: 9,
    })
  })

  it.each([
    ['error', 'error'],
    ['warn', 'warning'],
    ['info', 'note'],
    ['hint', 'note'],
  ] as const)('of severity %s has the level %s', (severity, level) => {
    expect(resultOf({ severity }).level).toBe(level)
  })

  it('names its file from the root of the repository, percent-encoded', () => {
    expect(uriOf('spécs/a b#1%.yaml', 'services/api/')).toEqual({
      uri: 'services/api/sp%C3%A9cs/a%20b%231%25.yaml',
      uriBaseId: '%SRCROOT%',
    })
  })

  it('names a file beside the working directory without going up', () => {
    expect(uriOf('../shared/a.yaml', 'services/api/')).toEqual({
      uri: 'services/shared/a.yaml',
      uriBaseId: '%SRCROOT%',
    })
  })

  it.each([
    ['https://example.com/api/a b.yaml', 'https://example.com/api/a%20b.yaml'],
    ['C:/specs/a.yaml', 'file:///C:/specs/a.yaml'],
    ['/tmp/a b.yaml', 'file:///tmp/a%20b.yaml'],
  ])('names %s in full', (file, uri) => {
    expect(uriOf(file, 'services/api/')).toEqual({ uri })
  })

  it('shows path templates and empty lists as they are', () => {
    expect(resultOf().message.text).toBe(
      '`DELETE /users/{id}` can be called by anyone: its `security` is `[]`.',
    )
  })

  it.each([
    ['`GET /users/{0}/{12}`', '`GET /users/{{0}}/{{12}}`'],
    ['see [here](1) and [there](https://evil.example)', 'see [here] (1) and [there] (https://evil.example)'],
    ['one\ntwo\u202e', 'one\\ntwo\\u202e'],
    ['', '-'],
  ])('takes %j for neither placeholder nor link', (message, text) => {
    expect(resultOf({ message }).message.text).toBe(text)
  })

  it('points to the cause and to what explains it', () => {
    const cause = { file: 'shared.yaml', pointer: '/security', range: range(3, 1) }
    const related = [{ file: 'openapi.yaml', pointer: '', range: range(8, 1), message: 'the operation' }]
    const places = resultOf({ cause, related }).relatedLocations?.map(({ id, physicalLocation, message }) => [
      id,
      physicalLocation?.artifactLocation?.uri,
      physicalLocation?.region?.startLine,
      message?.text,
    ])
    expect(places).toEqual([
      [1, 'shared.yaml', 3, 'The line to change.'],
      [2, 'openapi.yaml', 8, 'the operation'],
    ])
  })

  it('does not point to a cause at which it stands itself', () => {
    const cause = { file: 'openapi.yaml', pointer: '/security', range: range(12, 5) }
    expect(resultOf({ cause }).relatedLocations).toBeUndefined()
  })

  it('brings its fix, by file', () => {
    const edits = [
      { file: 'openapi.yaml', range: range(1, 2, 1, 4), text: 'https' },
      { file: 'b.yaml', range: range(5, 1, 6, 1), text: '' },
    ]
    const [fix] = resultOf({ fix: { title: 'Use HTTPS', kind: 'safe', edits } }).fixes ?? []
    expect(fix?.artifactChanges).toEqual([
      {
        artifactLocation: { uri: 'openapi.yaml', uriBaseId: '%SRCROOT%' },
        replacements: [
          {
            deletedRegion: { startLine: 1, startColumn: 2, endLine: 1, endColumn: 4 },
            insertedContent: { text: 'https' },
          },
        ],
      },
      {
        artifactLocation: { uri: 'b.yaml', uriBaseId: '%SRCROOT%' },
        replacements: [{ deletedRegion: { startLine: 5, startColumn: 1, endLine: 6, endColumn: 1 } }],
      },
    ])
  })
})

describe('what somebody has accepted, in SARIF', () => {
  const waived = {
    kind: 'waiver',
    reason: 'Until the gateway is there.',
    owner: 'jane',
    expires: '2027-01-31',
    ticket: 'SEC-1',
    file: 'specward.waivers.yaml',
    range: range(3, 5),
  } as const
  const inline = { kind: 'inline', reason: 'A probe.', file: 'openapi.yaml', range: range(11, 5) } as const

  it('is suppressed, with who has accepted it, why, until when and where that is said', () => {
    expect(resultOf({ suppressed: waived }).suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'Until the gateway is there. (owner: jane, expires: 2027-01-31, ticket: SEC-1)',
        location: {
          physicalLocation: {
            artifactLocation: { uri: 'specward.waivers.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
          },
        },
        properties: { by: 'waiver', owner: 'jane', expires: '2027-01-31', ticket: 'SEC-1' },
      },
    ])
    expect(resultOf({ suppressed: inline }).suppressions?.[0]).toMatchObject({
      kind: 'inSource',
      status: 'accepted',
      justification: 'A probe.',
    })
  })

  it('stands beside results that nobody has accepted, which say so', () => {
    const run = runOf(
      reportOf({ findings: [finding({ suppressed: inline }), finding({ range: range(20, 1) })] }),
    )
    expect(run.results?.map(({ suppressions }) => suppressions?.length)).toEqual([1, 0])
    expect(resultOf().suppressions).toBeUndefined()
  })
})

describe('fingerprints in SARIF', () => {
  const printsOf = (findings: readonly ReturnType<typeof finding>[]) =>
    (runOf(reportOf({ findings })).results ?? []).map(({ partialFingerprints }) => partialFingerprints)

  it('are those of the findings', () => {
    expect(printsOf([finding()])).toEqual([{ 'specwardFingerprint/v1': '00000000000000aa' }])
  })

  it('tell apart what has one fingerprint in one file, so that no alert hides another', () => {
    const two = printsOf([finding(), finding({ range: range(20, 1) })])
    expect(two.map((each) => each?.['specwardFingerprint/v1'])).toEqual([
      '00000000000000aa',
      '00000000000000aa:2',
    ])
  })

  it('take the place of the line where two results of a rule share one', () => {
    const one = range(1, 10)
    const three = printsOf([
      finding({ range: one }),
      finding({ range: range(1, 90), fingerprint: '00000000000000bb' }),
      finding({ range: one, fingerprint: '00000000000000cc', ruleId: 'no-duplicate-key' }),
    ])
    expect(three.map((each) => each?.primaryLocationLineHash)).toEqual([
      '00000000000000aa',
      '00000000000000bb',
      undefined,
    ])
  })
})

describe('what could not be judged, in SARIF', () => {
  it('is a notification, and the run is no success', () => {
    const [invocation] = runOf(reportOf({ problems: [problem()] })).invocations ?? []
    expect(invocation).toMatchObject({ executionSuccessful: false, exitCode: 3 })
    expect(invocation?.toolExecutionNotifications).toEqual([
      {
        descriptor: { id: 'ref-not-found', index: 0 },
        level: 'error',
        message: { text: '`#/nowhere` leads nowhere.' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'openapi.yaml', uriBaseId: '%SRCROOT%' },
              region: { startLine: 3, startColumn: 7, endLine: 3, endColumn: 11 },
            },
          },
        ],
      },
    ])
  })

  it('leaves a run a success where the organisation lets it', () => {
    const [invocation] = runOf(reportOf({ problems: [problem({ severity: 'warn' })] })).invocations ?? []
    expect(invocation).toMatchObject({ executionSuccessful: true, exitCode: 0 })
  })

  it('has no location where no file is at fault', () => {
    const message = { code: 'no-file-matched', severity: 'error', message: 'None.' } as const
    const [invocation] = runOf(reportOf({ problems: [message] })).invocations ?? []
    expect(invocation?.toolExecutionNotifications?.[0]?.locations).toBeUndefined()
  })

  it('tells what is said about the policy apart from it', () => {
    const notices = [{ code: 'waiver-stale', severity: 'warn', message: 'Old.' } as const]
    const [invocation] = runOf(reportOf({ notices })).invocations ?? []
    expect(invocation?.toolExecutionNotifications).toEqual([])
    expect(invocation?.toolConfigurationNotifications).toHaveLength(1)
  })
})

import { describe, expect, it } from 'vitest'
import { assessedControl, assessedDocument, assessedFinding, assessmentOf } from './assessment.test-kit.ts'
import { CHECKLIST_FORMATS, checklistPieces, renderChecklist } from './checklist/formats.ts'
import { REPORT_FORMATS, renderReport, reportPieces } from './formats.ts'
import { compactPieces } from './json.ts'
import { finding, options, range, reportOf } from './report.test-kit.ts'

/** Longer than what is written at once, whatever the format makes of a finding. */
const MANY = 4_000

/** No text that is made of one finding or one document is longer. */
const LONGEST_PIECE = 140_000

const files = Array.from({ length: 40 }, (_, at) => `apis/${at}.yaml`)
const findings = Array.from({ length: MANY }, (_, at) =>
  finding({
    file: files[at % files.length] ?? '',
    message: `Operation ${at} can be called by anyone.`,
    range: range(at + 1, 5),
    fingerprint: `${at}`,
  }),
)
const documents = files.map((file) => {
  const own = findings.filter((each) => each.file === file).map((each) => assessedFinding(each))
  return assessedDocument({ file, findings: own, controls: [assessedControl()] })
})
const assessment = assessmentOf(...documents)

describe('a long report', () => {
  // bound to what a forge takes of a comment
  const bounded = ['markdown', 'github-summary']
  const report = reportOf({
    findings,
    documents: files.map((file) => ({ file, format: 'oas3.1', digest: '', operations: 1, failOn: 'error' })),
  })

  it.each(REPORT_FORMATS)('is written in pieces as %s', (format) => {
    const given = { ...options, assessment }
    const pieces = [...reportPieces(report, format, given)]
    if (!bounded.includes(format)) {
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(LONGEST_PIECE)
      expect(pieces.length).toBeGreaterThan(1)
    }
    expect(pieces.join('')).toBe(renderReport(report, format, given))
  })
})

describe('a long checklist', () => {
  it.each(CHECKLIST_FORMATS)('is written in pieces as %s', (format) => {
    const many = assessmentOf(...Array.from({ length: 10 }, () => documents).flat())
    const pieces = [...checklistPieces(many, format, { sha256: options.sha256 })]
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(LONGEST_PIECE)
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.join('')).toBe(renderChecklist(many, format, { sha256: options.sha256 }))
  })
})

describe('compact JSON in pieces', () => {
  it.each([
    [{}],
    [[]],
    [[undefined, null, 1, 'é\u2028', { a: undefined, b: [{ c: [[[{ deep: [1, { x: {} }] }]]] }] }]],
    [{ a: undefined }],
    ['text'],
  ])('is what JSON.stringify makes of %j', (value) => {
    expect([...compactPieces(value)].join('')).toBe(JSON.stringify(value))
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessedDocument, assessmentOf } from './assessment.test-kit.ts'
import type { Assessment } from './assessment.ts'
import { toCsv } from './csv.ts'
import { REPORT_FORMATS, renderReport, reportPieces } from './formats.ts'
import { toGitlab } from './gitlab.ts'
import { exposedOperation } from './html/page.test-kit.ts'
import { toJson } from './json.ts'
import { finding, options, problem, range, reportOf } from './report.test-kit.ts'
import type { Report } from './report.ts'
import { toSarif } from './sarif.ts'
import { INVISIBLE, NASTY, shapeOf } from './shape.test-kit.ts'

// T13: output that a description forges

/** A report in which a text stands wherever texts of descriptions can stand. */
function poisoned(text: string): Report {
  const place = { file: text, pointer: text, range: range(3, 1) }
  const edits = [{ file: text, range: range(1, 1), text }]
  return reportOf({
    documents: [{ file: text, format: 'oas3.1', digest: '', operations: 1, failOn: 'error' }],
    skipped: [{ file: text, reason: 'not an API description' }],
    findings: [
      finding({
        message: text,
        file: text,
        pointer: text,
        operations: [text, 'GET /'],
        cause: place,
        related: [{ ...place, message: text }],
        fix: { title: text, kind: 'suggested', edits },
      }),
      finding({ message: `\`${text}\` is bad.`, severity: 'hint' }),
    ],
    undecided: [{ ruleId: 'no-anonymous-write', because: text, operations: [text], ...place }],
    problems: [problem({ message: text, file: text })],
    notices: [{ code: 'waiver-stale', severity: 'error', message: text, file: text, range: range(1, 1) }],
  })
}

/** The same for what only the page shows. */
function poisonedAssessment(text: string): Assessment {
  const field = { name: text, kind: 'personal', where: 'query' }
  const row = {
    id: 'P1',
    kind: 'practice',
    result: 'open',
    standing: 'open',
    because: text,
    controls: [],
    aside: [],
  } as const
  return assessmentOf(
    assessedDocument({
      title: `x${text}`,
      exposure: [
        exposedOperation({
          operation: `GET ${text}`,
          tags: [`x${text}`],
          requires: [[text]],
          takes: [field],
        }),
      ],
      rows: [{ ...row, title: text }],
    }),
  )
}

describe.each(REPORT_FORMATS)('the format %s', (format) => {
  const render = (text: string): string => {
    return renderReport(poisoned(text), format, { ...options, assessment: poisonedAssessment(text) })
  }

  it.each(NASTY)('keeps %j in its place', (text) => {
    const output = render(text)
    expect(INVISIBLE.exec(output)).toBeNull()
    if (text !== '') expect(shapeOf(format, output)).toEqual(shapeOf(format, render('plain')))
    expect(output.endsWith('\n')).toBe(true)
  })

  it('has the same shape and nothing invisible whatever a description says', () => {
    const plain = shapeOf(format, render('plain'))
    const pieces = fc.oneof(
      fc.constantFrom(...NASTY),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '::',
        '`',
        '|',
        '<',
        '>',
        '"',
        "'",
        '\n',
        '\\',
        '=',
        '%',
        ',',
        ';',
        '](',
        '{',
        '-',
        '#',
      ),
    )
    const texts = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((parts) => `x${parts.join('')}`)
    fc.assert(
      fc.property(texts, (text) => {
        const output = render(text)
        expect(INVISIBLE.exec(output)).toBeNull()
        expect(shapeOf(format, output)).toEqual(plain)
      }),
      { numRuns: 150 },
    )
  })
})

describe.each(['json', 'sarif', 'gitlab', 'csv'] as const)('the format %s in pieces', (format) => {
  it.each(NASTY)('is the same text with %j', (text) => {
    const report = poisoned(text)
    const pieces = [...reportPieces(report, format, options)].join('')
    expect(pieces).toBe(renderReport(report, format, options))
    const whole = {
      json: toJson(report),
      sarif: toSarif(report, options),
      gitlab: toGitlab(report, options),
      csv: toCsv(report),
    }
    expect(pieces).toBe(whole[format])
  })
})

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import * as fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { assessedDocument, assessmentOf } from './assessment.test-kit.ts'
import type { Assessment } from './assessment.ts'
import { type FormatName, REPORT_FORMATS, renderReport } from './formats.ts'
import { exposedOperation, tagsOf } from './html/page.test-kit.ts'
import { finding, options, problem, range, reportOf } from './report.test-kit.ts'
import type { Report } from './report.ts'

// T13: output that a description forges

const SCHEMA = createRequire(import.meta.url).resolve('schemastore/schemas/json/sarif-2.1.0.json')
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')),
)

/** What nobody sees, or what moves the cursor, colours, hides or reorders. */
const INVISIBLE = /(?![\n\r])[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u

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

/** What the format looks like with its texts taken out; equal for equal reports, whatever they say. */
function shapeOf(format: FormatName, output: string): unknown {
  if (format === 'json' || format === 'sarif' || format === 'gitlab' || format === 'oscal') {
    const value: unknown = JSON.parse(output)
    if (format === 'sarif') expect(isSarif(value), JSON.stringify(isSarif.errors)).toBe(true)
    return skeleton(value)
  }
  if (format === 'junit') return xmlShape(output)
  if (format === 'github')
    return output
      .split('\n')
      .map((line) => /^::(error|warning|notice) (?=.*::)|^Specward: |^$/.exec(line)?.[0])
  if (format === 'csv')
    return output.split('\r\n').map((line) => line.replace(/"(?:[^"]|"")*"/g, '').split(',').length)
  if (format === 'html') return tagsOf(output)
  return format === 'text' ? output.includes('<details>') : markdownShape(output)
}

function skeleton(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(skeleton)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.entries(value)
    .filter(([key]) => !['uriBaseId', 'insertedContent', 'primaryLocationLineHash'].includes(key))
    .map(([key, inner]) => [key, skeleton(inner)])
}

function xmlShape(output: string): readonly string[] {
  const names: string[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on(
    'opentag',
    ({ name, attributes }) => void names.push(`${name} ${Object.keys(attributes).join(' ')}`),
  )
  parser.write(output).close()
  // suites are sorted by name
  return names.sort()
}

/** Of every line outside of code: the tags, the borders of cells, and what GitHub would link or tell somebody of. */
function markdownShape(output: string): readonly string[] {
  const lines = output.replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, 'block').split('\n')
  return lines.map((line) =>
    [
      ...outsideCode(line)
        .replace(/&#?\w+;/g, '-')
        .matchAll(/<[^>]*>|\||@\w|#\d|GH-\d|:\/\/|www\.|\]\(|\*\*/gi),
    ]
      .map(([all]) => all)
      .join(' '),
  )
}

/** A line without its code spans and backslash escapes (CommonMark 0.31, sections 2.4 and 6.1). */
function outsideCode(line: string): string {
  let rest = ''
  let at = 0
  while (at < line.length) {
    const ticks = /^`+/.exec(line.slice(at))?.[0]
    const after = ticks && new RegExp(`(?<!\`)${ticks}(?!\`)`).exec(line.slice(at + ticks.length))
    if (ticks && after) at += 2 * ticks.length + after.index
    else if (/^\\[!-/:-@[-`{-~]/.test(line.slice(at))) at += 2
    else if (ticks) at += ticks.length
    else rest += line[at++]
  }
  return rest
}

const NASTY: readonly string[] = [
  'line\nbreak\r\nand\rmore',
  ']]>',
  '\u001b[2J\u001b]8;;https://evil.example\u0007click',
  '\u202egpj.exe\u2066\u200b\ufeff',
  '\ud800 lone \udc00',
  '\n::error::fake',
  '%0A::error::fake%0D',
  '::set-output name=x::y',
  'a | b || c',
  '`` ` ```\n```',
  '=cmd|" /C calc"!A0',
  '<script>alert(1)</script>',
  '`<script>',
  '</details><!-- specward -->',
  'nul\u0000 and \u0008',
  '\uffff\ufffe',
  '"quoted", \'single\'; \\ back\\\\slash\\',
  '[text](1) {0} {id} {{x}}',
  '@admin #1 GH-1 https://evil.example',
  '&lt;&#60;&amp;',
  '__proto__',
  `$\{{ secrets.TOKEN }}`,
  '../../../etc/passwd',
  'C:\\Windows',
  '#fragment?query',
  '',
]

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

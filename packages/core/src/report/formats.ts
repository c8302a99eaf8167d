import type { Assessment } from './assessment.ts'
import { csvPieces } from './csv.ts'
import { githubPieces } from './github.ts'
import { gitlabIssues } from './gitlab.ts'
import { htmlPieces } from './html/page.ts'
import { jsonPieces } from './json.ts'
import { junitPieces } from './junit.ts'
import { toGithubSummary, toMarkdown } from './markdown.ts'
import { oscalPieces } from './oscal/index.ts'
import { largerPieces } from './pieces.ts'
import type { Report } from './report.ts'
import type { RepositoryOptions } from './rule-info.ts'
import { sarifLog } from './sarif.ts'
import { type TextOptions, textPieces } from './text.ts'

/** Everything that any format needs beside the report. */
export interface FormatOptions extends RepositoryOptions {
  readonly text: Omit<TextOptions, 'rules'>
  /** What a review comes to, for formats that need it. */
  readonly assessment?: Assessment | undefined
  /** Lower-case hexadecimal SHA-256 of a text as UTF-8. */
  readonly sha256: (text: string) => string
}

interface ReportFormat {
  /** What it is for, in a few words. */
  readonly description: string
  /** Whether it tells of controls, so that they have to be assessed. */
  readonly isReview?: boolean
  /** As one text, or in pieces where it grows with what was found. */
  render(report: Report, options: FormatOptions): string | Iterable<string>
}

const TABLE = {
  text: {
    description: 'for people at a terminal',
    render: (report, { rules, text }) => textPieces(report, { ...text, rules }),
  },
  json: { description: 'the whole report, version 1', render: (report) => jsonPieces(report) },
  sarif: {
    description: 'SARIF 2.1.0, for code scanning and viewers',
    render: (report, options) => jsonPieces(sarifLog(report, options)),
  },
  junit: {
    description: 'JUnit XML, for test reports of CI servers',
    render: (report) => junitPieces(report),
  },
  github: { description: 'annotations of GitHub Actions', render: githubPieces },
  'github-summary': { description: 'job summary of GitHub Actions', render: toGithubSummary },
  gitlab: {
    description: 'Code Quality report of GitLab',
    render: (report, options) => jsonPieces(gitlabIssues(report, options)),
  },
  markdown: { description: 'comment on a pull request', render: toMarkdown },
  html: {
    description: 'one page to look at: exposure, controls, findings',
    isReview: true,
    render: (report, { rules, text: { sources }, assessment, sha256 }) =>
      htmlPieces(report, { assessment, sha256, rules, sources }),
  },
  oscal: {
    description: 'OSCAL assessment results 1.2.1, for compliance tools',
    isReview: true,
    render: (_report, { assessment }) => {
      if (!assessment) throw new TypeError('OSCAL tells of an assessment, and there is none.')
      return oscalPieces(assessment)
    },
  },
  csv: { description: 'for spreadsheets', render: (report) => csvPieces(report) },
} satisfies Record<string, ReportFormat>

export type FormatName = keyof typeof TABLE

const FORMATS_BY_NAME: Readonly<Record<FormatName, ReportFormat>> = TABLE

/** Names of all formats, in the order in which people are told of them. */
export const REPORT_FORMATS = Object.keys(TABLE) as readonly FormatName[]

/** What a format is for, in a few words. */
export function describeFormat(name: FormatName): string {
  return FORMATS_BY_NAME[name].description
}

/** Whether a format needs an assessment. */
export function needsReview(name: FormatName): boolean {
  return FORMATS_BY_NAME[name].isReview === true
}

/**
 * The report in one of the formats: the same bytes for the same report. Ends in a line break.
 * @throws RangeError when it is longer than a text may be; `reportPieces` has no such limit
 */
export function renderReport(report: Report, format: FormatName, options: FormatOptions): string {
  const rendered = FORMATS_BY_NAME[format].render(report, options)
  return typeof rendered === 'string' ? rendered : [...rendered].join('')
}

/** The same in pieces, however long it is. */
export function reportPieces(report: Report, format: FormatName, options: FormatOptions): Generator<string> {
  const rendered = FORMATS_BY_NAME[format].render(report, options)
  return largerPieces(typeof rendered === 'string' ? [rendered] : rendered)
}

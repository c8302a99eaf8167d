import type { ConfigurationError, Report, ReportFinding, ReportProblem } from '@specward/core'
import { type Diagnostic, type DiagnosticRelatedInformation, DiagnosticSeverity } from 'vscode-languageserver'

type Range = Diagnostic['range']
type ReportRange = ReportFinding['range']

const SOURCE = 'specward'

/** Where something stands that belongs to no line of the document: its beginning. */
const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warn: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const

/** By what a diagnostic is known again as a finding; it goes to the editor and comes back with requests for actions. */
export interface FindingData {
  readonly fingerprint: string
  readonly ruleId: string
}

/** From the name of a file in a report to its URI. */
export type UriOf = (file: string) => string

/**
 * What a report says about one document: its findings, what is wrong with remarks in it, and every problem, because what could not be judged in
 * another file was not judged in this one either.
 */
export function diagnosticsOf(report: Report, uri: string, uriOf: UriOf): Diagnostic[] {
  const findings = report.findings.filter(
    (finding) => finding.suppressed === null && uriOf(finding.file) === uri,
  )
  return [
    ...findings.map((finding) => findingDiagnostic(finding, uriOf)),
    ...report.problems.map((problem) => problemDiagnostic(problem, uri, uriOf)),
    ...noticesIn(report, uri, uriOf),
  ]
}

/** What is wrong with remarks in the document itself; what concerns the policy is told by the command line. */
function noticesIn({ notices }: Report, uri: string, uriOf: UriOf): Diagnostic[] {
  return notices.flatMap(({ file, range, severity, code, message }) =>
    file !== undefined && uriOf(file) === uri
      ? [
          {
            range: range ? rangeOf(range) : TOP,
            severity: SEVERITIES[severity],
            source: SOURCE,
            code,
            message,
          },
        ]
      : [],
  )
}

/** A finding as a diagnostic; lines and characters count from 0, in UTF-16 code units. */
export function findingDiagnostic(finding: ReportFinding, uriOf: UriOf): Diagnostic {
  const related = finding.related.map(({ file, range, message }) => ({
    location: { uri: uriOf(file), range: rangeOf(range) },
    message,
  }))
  const { cause } = finding
  if (cause) {
    related.unshift({
      location: { uri: uriOf(cause.file), range: rangeOf(cause.range) },
      message: 'This is the cause.',
    })
  }
  return {
    range: rangeOf(finding.range),
    severity: SEVERITIES[finding.severity],
    source: SOURCE,
    code: finding.ruleId,
    ...(/^https?:/.test(finding.docs) ? { codeDescription: { href: finding.docs } } : {}),
    message: finding.message,
    data: { fingerprint: finding.fingerprint, ruleId: finding.ruleId } satisfies FindingData,
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  }
}

/** A problem as a diagnostic; one that stands in another file is shown at the top, with a link to its place. */
export function problemDiagnostic(problem: ReportProblem, uri: string, uriOf: UriOf): Diagnostic {
  const place = problem.file === undefined ? uri : uriOf(problem.file)
  const range = problem.range ? rangeOf(problem.range) : TOP
  return elsewhere(place, range, uri, {
    severity: SEVERITIES[problem.severity],
    code: problem.code,
    message: problem.message,
  })
}

/** A fault of the configuration: at its line when the configuration itself is open, else atop the document. */
export function configurationDiagnostic(error: ConfigurationError, uri: string): Diagnostic {
  const start = { line: (error.line ?? 1) - 1, character: (error.column ?? 1) - 1 }
  return elsewhere(error.uri ?? uri, { start, end: start }, uri, {
    severity: DiagnosticSeverity.Error,
    code: 'configuration',
    message: error.message,
  })
}

/** A failure of Specward itself. */
export function failureDiagnostic(message: string): Diagnostic {
  return { range: TOP, severity: DiagnosticSeverity.Error, source: SOURCE, code: 'internal-error', message }
}

function elsewhere(
  place: string,
  range: Range,
  uri: string,
  about: Omit<Diagnostic, 'range' | 'source'>,
): Diagnostic {
  if (place === uri) return { range, source: SOURCE, ...about }
  const relatedInformation: DiagnosticRelatedInformation[] = [
    { location: { uri: place, range }, message: 'It stands here.' },
  ]
  const name = place.slice(place.lastIndexOf('/') + 1)
  const message = `${decodeURIComponent(name)}: ${about.message}`
  return { range: TOP, source: SOURCE, ...about, message, relatedInformation }
}

function rangeOf({ start, end }: ReportRange): Range {
  return {
    start: { line: start.line - 1, character: start.column - 1 },
    end: { line: end.line - 1, character: end.column - 1 },
  }
}

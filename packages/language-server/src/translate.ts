import {
  type ConfigurationError,
  type ReportFinding,
  type ReportNotice,
  type ReportProblem,
  visible,
} from '@specward/core'
import { type Diagnostic, type DiagnosticRelatedInformation, DiagnosticSeverity } from 'vscode-languageserver'

type Range = Diagnostic['range']
type ReportRange = ReportFinding['range']

const SOURCE = 'specward'

/** Where something stands that belongs to no line of the document: its beginning. */
export const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }

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

/** A finding as a diagnostic; lines and characters count from 0, in UTF-16 code units. */
export function findingDiagnostic(finding: ReportFinding, uriOf: UriOf): Diagnostic {
  const related = finding.related.map(({ file, range, message }) => ({
    location: { uri: uriOf(file), range: rangeOf(range) },
    message: shownMessage(message),
  }))
  const { cause } = finding
  if (cause && !isAtCause(finding)) {
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
    message: shownMessage(finding.message),
    data: { fingerprint: finding.fingerprint, ruleId: finding.ruleId } satisfies FindingData,
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  }
}

/** Whether a finding points at its cause itself, so that there is nowhere else to look. */
export function isAtCause({ cause, file, range }: ReportFinding): boolean {
  if (!cause || cause.file !== file) return false
  const { start } = cause.range
  return start.line === range.start.line && start.column === range.start.column
}

/** A problem or a notice as a diagnostic of the file that it stands in; at the top where it has no place there. */
export function problemDiagnostic({
  range,
  severity,
  code,
  message,
}: ReportProblem | ReportNotice): Diagnostic {
  return {
    range: range ? rangeOf(range) : TOP,
    severity: SEVERITIES[severity],
    source: SOURCE,
    code,
    message: shownMessage(message),
  }
}

/** Characters of a message that are shown: names in it may be of any length. */
const LONGEST = 2000

/** A message without what hides or reorders text in it. */
function shownMessage(message: string): string {
  const lines = message.slice(0, LONGEST).split('\n').map(visible)
  return message.length > LONGEST ? `${lines.join('\n')}…` : lines.join('\n')
}

/** A fault of the configuration as a diagnostic of the file that is at fault. */
export function configurationDiagnostic({ line = 1, column = 1, message }: ConfigurationError): Diagnostic {
  const start = { line: line - 1, character: column - 1 }
  const severity = DiagnosticSeverity.Error
  return {
    range: { start, end: start },
    severity,
    source: SOURCE,
    code: 'configuration',
    message: shownMessage(message),
  }
}

/** A failure of Specward itself. */
export function failureDiagnostic(message: string): Diagnostic {
  return { range: TOP, severity: DiagnosticSeverity.Error, source: SOURCE, code: 'internal-error', message }
}

/** Something to know about a file as a whole. */
export function hintDiagnostic(code: string, message: string): Diagnostic {
  return { range: TOP, severity: DiagnosticSeverity.Information, source: SOURCE, code, message }
}

/**
 * A diagnostic of one file as it is told in another one that it matters to, with a link to its place.
 * @param place URI of the file that it stands in
 * @param range where it is told
 */
export function toldElsewhere(diagnostic: Diagnostic, place: string, range: Range = TOP): Diagnostic {
  const relatedInformation: DiagnosticRelatedInformation[] = [
    { location: { uri: place, range: diagnostic.range }, message: 'It stands here.' },
    ...(diagnostic.relatedInformation ?? []),
  ]
  return { ...diagnostic, range, message: `${lastName(place)}: ${diagnostic.message}`, relatedInformation }
}

/** The last segment of a URI, for people. */
export function lastName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1)
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function rangeOf({ start, end }: ReportRange): Range {
  return {
    start: { line: start.line - 1, character: start.column - 1 },
    end: { line: end.line - 1, character: end.column - 1 },
  }
}

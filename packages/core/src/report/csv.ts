import type { Range, Report, ReportFinding, ReportNotice, ReportProblem } from './report.ts'
import { visible } from './visible.ts'

const COLUMNS = [
  'kind',
  'severity',
  'rule',
  'message',
  'file',
  'line',
  'column',
  'end_line',
  'end_column',
  'operations',
  'pointer',
  'fingerprint',
  'cause_file',
  'cause_line',
  'owasp',
  'cwe',
  'docs',
  'accepted_by',
  'accepted_reason',
  'accepted_owner',
  'accepted_until',
  'is_new',
  'change',
  'change_file',
  'change_line',
] as const

type Row = Partial<Record<(typeof COLUMNS)[number], string | number>>

/**
 * The report as comma-separated values (RFC 4180): a header, then a row for each problem, notice and finding. `kind`
 * tells which; `rule` is the code of a problem or notice. Cells that a spreadsheet would take for a formula begin
 * with an apostrophe. `accepted_by` says how a finding was accepted; where it is blank, the finding counts.
 */
export function toCsv(report: Report): string {
  return [...csvPieces(report)].join('')
}

/** The same, a row at a time. */
export function csvPieces(report: Report): Iterable<string> {
  return csvLines(COLUMNS, rowsOf(report))
}

function* rowsOf(report: Report): Generator<Row> {
  for (const problem of report.problems) yield messageRow('problem', problem)
  for (const notice of report.notices) yield messageRow('notice', notice)
  for (const finding of report.findings) yield findingRow(finding)
}

/**
 * Rows as RFC 4180 has them, under a header, a row at a time. Cells that a spreadsheet would take for a formula begin with
 * an apostrophe.
 */
export function* csvLines<Column extends string>(
  columns: readonly Column[],
  rows: Iterable<Partial<Record<Column, string | number>>>,
): Generator<string> {
  yield `${columns.join(',')}\r\n`
  for (const row of rows) yield `${columns.map((name) => cell(row[name])).join(',')}\r\n`
}

function messageRow(
  kind: string,
  { severity, code, message, file, range }: ReportProblem | ReportNotice,
): Row {
  return { kind, severity, rule: code, message, ...placeOf(file, range) }
}

function findingRow(finding: ReportFinding): Row {
  const { severity, ruleId, message, file, range, operations, pointer, fingerprint, cause, references } =
    finding
  const { change } = finding
  return {
    kind: 'finding',
    severity,
    rule: ruleId,
    message,
    ...placeOf(file, range),
    operations: operations.join('; '),
    pointer,
    fingerprint,
    ...(cause ? { cause_file: cause.file, cause_line: cause.range.start.line } : {}),
    owasp: references.owasp.join('; '),
    cwe: references.cwe.map((number) => `CWE-${number}`).join('; '),
    docs: finding.docs,
    ...acceptedOf(finding.suppressed),
    is_new: String(finding.isNew),
    ...(change
      ? { change: change.kind, change_file: change.file, change_line: change.range.start.line }
      : {}),
  }
}

function acceptedOf(suppressed: ReportFinding['suppressed']): Row {
  if (!suppressed) return {}
  const { kind, reason, owner, expires } = suppressed
  return {
    accepted_by: kind,
    accepted_reason: reason,
    ...(owner === undefined ? {} : { accepted_owner: owner }),
    ...(expires === undefined ? {} : { accepted_until: expires }),
  }
}

function placeOf(file: string | undefined, range: Range | undefined): Row {
  return {
    ...(file === undefined ? {} : { file }),
    ...(range
      ? {
          line: range.start.line,
          column: range.start.column,
          end_line: range.end.line,
          end_column: range.end.column,
        }
      : {}),
  }
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const safe = harmless(visible(value))
  return /[",;]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/**
 * Text that no spreadsheet computes (OWASP, CSV Injection). Where the list separator is `;`, Excel begins a cell
 * after each of them, whatever the quotes say.
 */
function harmless(text: string): string {
  return text.replace(/(^|;)(\s*)(?=[=+\-@＝＋－＠])/gu, "$1$2'")
}

import { groupBy } from '../group.ts'
import type { Report, ReportFinding, ReportFix, ReportSuppression } from './report.ts'
import { repositoryPath } from './repository-path.ts'
import { artifactLocation, physicalLocation, regionOf, relatedLocation } from './sarif-places.ts'
import { sarifLevel, sarifText } from './sarif-text.ts'
import { changeText } from './since.ts'

/** The findings as SARIF results, in the order of the report. `indexOf` is the place of a rule among the rules. */
export function sarifResults(report: Report, indexOf: (ruleId: string) => number, prefix: string) {
  const fingerprints = fingerprintsOf(report.findings, prefix)
  const tellsSuppressions = report.findings.some(({ suppressed }) => suppressed !== null)
  return report.findings.map((finding, index) => {
    const related = relatedOf(finding, prefix)
    const { fix } = finding
    return {
      ruleId: finding.ruleId,
      ruleIndex: indexOf(finding.ruleId),
      level: sarifLevel(finding.severity),
      message: { text: sarifText(finding.message) },
      locations: [{ physicalLocation: physicalLocation(finding.file, finding.range, prefix) }],
      ...(related.length > 0 ? { relatedLocations: related } : {}),
      ...(report.base ? { baselineState: stateOf(finding) } : {}),
      partialFingerprints: fingerprints[index] ?? {},
      ...(tellsSuppressions ? { suppressions: suppressionsOf(finding.suppressed, prefix) } : {}),
      ...(fix && fix.edits.length > 0 ? { fixes: [sarifFix(fix, prefix)] } : {}),
      properties: {
        severity: finding.severity,
        pointer: finding.pointer,
        operations: [...finding.operations],
        ...(finding.change ? { change: changeText(finding.change, report) } : {}),
      },
    }
  })
}

/** SARIF 2.1.0, section 3.27.24. What is graver than in the base is the same result, with a difference. */
function stateOf({ isNew, baseSeverity }: ReportFinding) {
  if (baseSeverity) return 'updated' as const
  return isNew ? ('new' as const) : ('unchanged' as const)
}

/**
 * Why a result does not count. Where one result of a run has a list of these, all have one (section 3.27.23): an empty
 * one says that nobody has accepted the result.
 */
function suppressionsOf(suppressed: ReportSuppression | null, prefix: string) {
  if (!suppressed) return []
  const { kind, reason, owner, expires, ticket, approver, created, file, range } = suppressed
  const people = { owner, expires, approver, ticket, created }
  const told = Object.entries(people).filter(([, value]) => value !== undefined)
  const who = told.map(([name, value]) => `${name}: ${value}`).join(', ')
  return [
    {
      kind: kind === 'inline' ? ('inSource' as const) : ('external' as const),
      status: 'accepted' as const,
      justification: who === '' ? reason : `${reason} (${who})`,
      location: { physicalLocation: physicalLocation(file, range, prefix) },
      properties: { by: kind, ...Object.fromEntries(told) },
    },
  ]
}

/** The cause first, unless the finding stands there itself, then what the rule points to. */
function relatedOf(finding: ReportFinding, prefix: string) {
  const { cause, file, range } = finding
  const atCause = cause?.file === file && JSON.stringify(cause.range) === JSON.stringify(range)
  const places = [
    ...(cause && !atCause ? [{ ...cause, message: 'The line to change.' }] : []),
    ...finding.related,
  ]
  return places.map((place, index) => relatedLocation(place, place.message, index + 1, prefix))
}

/**
 * What results are known again by. GitHub looks at `primaryLocationLineHash` alone; where a file has none, its upload
 * action makes one of the text of the line, and takes two results of one rule with equal hashes for one. Those that
 * share a line therefore bring their own, and only those: the action warns of every one that is not its own.
 */
function fingerprintsOf(findings: readonly ReportFinding[], prefix: string) {
  const made: Record<string, string>[] = findings.map(() => ({}))
  const numbered = findings.map((finding, index) => ({ finding, index }))
  const fileOf = ({ file }: ReportFinding): string => repositoryPath(file, prefix).uri
  const alike = groupBy(numbered, ({ finding: each }) =>
    JSON.stringify([fileOf(each), each.ruleId, each.fingerprint]),
  )
  const own = new Map<number, string>()
  for (const group of alike.values()) {
    for (const [ordinal, { finding, index }] of group.entries()) {
      own.set(index, ordinal === 0 ? finding.fingerprint : `${finding.fingerprint}:${ordinal + 1}`)
    }
  }
  const lines = groupBy(numbered, ({ finding: each }) =>
    JSON.stringify([fileOf(each), each.ruleId, each.range.start.line]),
  )
  for (const group of lines.values()) {
    for (const { index } of group) {
      const name = own.get(index) ?? ''
      made[index] = {
        ...(group.length > 1 ? { primaryLocationLineHash: name } : {}),
        'specwardFingerprint/v1': name,
      }
    }
  }
  return made
}

function sarifFix(fix: ReportFix, prefix: string) {
  const changes = [...groupBy(fix.edits, ({ file }) => file)].map(([file, edits]) => ({
    artifactLocation: artifactLocation(file, prefix),
    replacements: edits.map(({ range, text }) => ({
      deletedRegion: regionOf(range),
      ...(text === '' ? {} : { insertedContent: { text } }),
    })),
  }))
  return {
    description: { text: sarifText(fix.title) },
    artifactChanges: changes,
    properties: { kind: fix.kind },
  }
}

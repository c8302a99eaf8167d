import type { Report, ReportFinding } from './report.ts'

/** The findings that count: nobody has accepted them. */
export function activeFindings({ findings }: Pick<Report, 'findings'>): readonly ReportFinding[] {
  return findings.filter(({ suppressed }) => suppressed === null)
}

/** Of these, the ones that the base does not have: all of them where there is no base. */
export function newFindings(report: Pick<Report, 'findings'>): readonly ReportFinding[] {
  return activeFindings(report).filter(({ isNew }) => isNew)
}

import type { Report, ReportFinding } from './report.ts'

/** The findings that count: nobody has accepted them. */
export function activeFindings({ findings }: Pick<Report, 'findings'>): readonly ReportFinding[] {
  return findings.filter(({ suppressed }) => suppressed === null)
}

import { count } from '../count.ts'
import type { Report, ReportFinding, ReportSuppression } from './report.ts'

/** The findings that do not count, because somebody has accepted them. */
export function acceptedFindings({ findings }: Pick<Report, 'findings'>): readonly AcceptedFinding[] {
  return findings.flatMap((finding) => {
    const { suppressed } = finding
    return suppressed ? [{ finding, suppressed }] : []
  })
}

export interface AcceptedFinding {
  readonly finding: ReportFinding
  readonly suppressed: ReportSuppression
}

const BY = {
  waiver: 'by waiver',
  inline: 'in the description',
  policy: 'by the policy',
} as const satisfies Record<ReportSuppression['kind'], string>

/** `3 accepted (2 by waiver, 1 in the description)`; '' when there are none. */
export function acceptedLine(report: Pick<Report, 'findings'>): string {
  const how = acceptedHow(report)
  return how === '' ? '' : `${acceptedFindings(report).length} accepted (${how})`
}

/** `2 by waiver, 1 in the description`, `by waiver` where there is one way alone; '' when there are none. */
export function acceptedHow(report: Pick<Report, 'findings'>): string {
  const all = acceptedFindings(report)
  const kinds = Object.entries(BY).flatMap(([kind, words]) => {
    const number = all.filter(({ suppressed }) => suppressed.kind === kind).length
    return number === 0 ? [] : [{ number, words }]
  })
  const [only, ...others] = kinds
  if (others.length === 0) return only?.words ?? ''
  return kinds.map(({ number, words }) => `${number} ${words}`).join(', ')
}

/** `2 accepted findings`. */
export function acceptedCount(report: Pick<Report, 'findings'>): string {
  return count(acceptedFindings(report).length, 'accepted finding')
}

/** `accepted by Kim Rowe, until 2027-01-31, ticket SEC-12: no longer in use (waivers.yaml:3)`: who has accepted a finding, until when, why, and where that is said. */
export function acceptedBecause({ reason, owner, expires, ticket, file, range }: ReportSuppression): string {
  const who = [
    owner === undefined ? '' : `by ${owner}`,
    expires === undefined ? '' : `until ${expires}`,
    ticket === undefined ? '' : `ticket ${ticket}`,
  ].filter((each) => each !== '')
  const where = range ? `${file}:${range.start.line}` : file
  const people = who.length === 0 ? '' : ` ${who.join(', ')}`
  return `accepted${people}: ${reason} (${where})`
}

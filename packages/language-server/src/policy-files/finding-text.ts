import type { ReportFinding, WaiverStatus } from '@specward/core'
import type { Desk, Review } from '../desk.ts'
import { keyOf } from '../files.ts'
import { escaped } from './markup.ts'

/** A finding of a review that is kept. */
export interface FoundNow {
  readonly finding: ReportFinding
  readonly review: Review
}

/** The findings that have a fingerprint, each place once. */
export function findingsWith(
  desk: Desk,
  fingerprint: string,
  ruleId: string | undefined,
): readonly FoundNow[] {
  const found = new Map<string, FoundNow>()
  for (const review of desk.kept) {
    for (const finding of review.result.report.findings) {
      const isMeant = finding.fingerprint === fingerprint || finding.parts?.includes(fingerprint)
      if (!isMeant || (ruleId !== undefined && finding.ruleId !== ruleId)) continue
      const key = `${review.uriOf(finding.file)}\n${finding.ruleId}\n${finding.pointer}`
      if (!found.has(key)) found.set(key, { finding, review })
    }
  }
  return [...found.values()]
}

/** What became of an entry of a waivers file, as far as descriptions were reviewed. */
export function statusOf(desk: Desk, uri: string, index: number): WaiverStatus | undefined {
  const all = desk.kept.flatMap(({ result }) =>
    result.waivers.filter((each) => keyOf(each.uri) === keyOf(uri) && each.waiver.index === index),
  )
  return all.find(({ findings }) => findings > 0) ?? all[0]
}

/** What a fingerprint stands for now, in Markdown. */
export function fingerprintText(desk: Desk, fingerprint: string, ruleId: string | undefined): string {
  const found = findingsWith(desk, fingerprint, ruleId)
  if (found.length > 0) return found.map(findingText).join('\n\n')
  const where =
    desk.kept.length === 0
      ? 'No description has been reviewed yet.'
      : `It was looked for in ${desk.kept.length === 1 ? '1 description' : `${desk.kept.length} descriptions`}.`
  const rule = ruleId === undefined ? '' : ` of \`${ruleId}\``
  return `No finding${rule} has this fingerprint. ${where}`
}

/** A finding with a link to its place. */
export function findingText({ finding, review }: FoundNow): string {
  const { line, column } = finding.range.start
  const link = `${review.uriOf(finding.file)}#L${line},${column}`
  const accepted = finding.suppressed ? 'Accepted' : 'Not accepted'
  const name = `${finding.file}:${line}`
  return `${accepted}: ${escaped(finding.message)}\n\n[${escaped(name)}](${link})`
}

import { count } from '../count.ts'
import type { Severity } from '../policy/rule.ts'
import { acceptedCount, acceptedLine } from './accepted.ts'
import { newFindings } from './active.ts'
import { exitCode } from './exit-code.ts'
import type { Report } from './report.ts'
import { knownLine, sinceOf } from './since.ts'

/** `3 errors, 1 info`, with a base `1 new error`; '' when there are none. */
export function countsOf(report: Report): string {
  const { error, warn, info, hint } = newCounts(report)
  const mark = report.base ? 'new ' : ''
  return [
    error > 0 ? count(error, `${mark}error`) : '',
    warn > 0 ? count(warn, `${mark}warning`) : '',
    info > 0 ? `${info} ${mark}info` : '',
    hint > 0 ? count(hint, `${mark}hint`) : '',
  ]
    .filter((each) => each !== '')
    .join(', ')
}

/** Findings by severity, without those that the base has as well. */
export function newCounts(report: Report): Readonly<Record<Severity, number>> {
  if (!report.base) return report.summary
  const counts = { error: 0, warn: 0, info: 0, hint: 0 }
  for (const { severity } of newFindings(report)) counts[severity]++
  return counts
}

/** `2 documents (14 operations)`. */
export function extentOf(report: Report): string {
  const { documents, operations } = report.summary
  return `${count(documents, 'document')} (${count(operations, 'operation')})`
}

/** In a few words, what the run came to: the counts, or that nothing was found, or that nobody looked. */
export function headlineOf(report: Report): string {
  const counts = countsOf(report)
  const accepted = acceptedLine(report)
  if (counts !== '') return accepted === '' ? counts : `${counts}, ${accepted}`
  if (isUnjudged(report)) return 'nothing was judged'
  const also = accepted === '' ? '' : `, ${accepted}`
  if (report.base) return `nothing new ${sinceOf(report)}${also}`
  if (!report.complete || brokenPolicy(report) > 0) return 'no findings in what was judged'
  return accepted === '' ? 'clean' : `clean but for ${acceptedCount(report)}`
}

/** In a few sentences: what was looked at, whether the run fails and why, and what is missing from it. */
export function verdictOf(report: Report): string {
  const { failed, failOn } = report.gate
  const problems = report.problems.length
  const known = knownLine(report)
  const broken = brokenPolicy(report)
  const sentences = [
    `Looked at ${extentOf(report)}.`,
    known === '' ? '' : `${known}.`,
    failed ? `The run fails (gate: ${failOn}).` : '',
    problems > 0 ? `${count(problems, 'problem')} kept something from being judged.` : '',
    broken > 0 ? `The policy is not kept: ${count(broken, 'error')} about it.` : '',
    exitCode(report) === 0 && !isUnjudged(report) ? `Nothing fails the run (gate: ${failOn}).` : '',
  ]
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

function brokenPolicy(report: Report): number {
  return report.notices.filter((notice) => notice.severity === 'error').length
}

function isUnjudged(report: Report): boolean {
  return report.documents.length === 0 || !report.rules.some((rule) => rule.judged > 0)
}

import { reaches } from './build.ts'
import { groupBy } from './group.ts'
import { count, locationOf, Page, type PageOptions } from './page.ts'
import type { Report, ReportNotice, ReportProblem, ReportUndecided } from './report.ts'
import { printFindings, type RuleAdvice } from './text-findings.ts'
import { printSummary, printTiming } from './text-summary.ts'

export interface TextOptions extends PageOptions {
  /** Leaves out what does not fail the run, and all advice. */
  readonly quiet: boolean
  /** Why a rule exists and what to do, by rule id. */
  readonly rules: (ruleId: string) => RuleAdvice | undefined
}

/** Locations of undecided checks that are named for each rule. */
const NAMED_PLACES = 3

/** The report for a developer at a terminal: what is wrong, where, why, and what to do. Ends in a line break. */
export function toText(report: Report, options: TextOptions): string {
  const page = new Page(options)
  if (options.quiet) {
    const gate = report.gate.failOn === 'never' ? 'error' : report.gate.failOn
    const grave = report.findings.filter((finding) => reaches(finding.severity, gate))
    printFindings(page, grave, () => undefined)
  } else {
    printFindings(page, report.findings, options.rules)
  }
  printMessages(page, 'Could not be judged', report.problems)
  const notices = report.notices.filter((notice) => !options.quiet || notice.severity === 'error')
  printMessages(page, 'About the policy', notices)
  if (!options.quiet) printUndecided(page, report.undecided)
  printTiming(page, report)
  printSummary(page, report)
  return page.toString()
}

function printMessages(page: Page, title: string, messages: readonly (ReportProblem | ReportNotice)[]): void {
  if (messages.length === 0) return
  page.gap()
  page.line(page.ink('strong', title))
  for (const message of messages) {
    const { severity, code, file, range } = message
    const where = file === undefined ? '' : `  ${page.ink('faint', locationOf(message))}`
    page.gap()
    page.line(`  ${page.ink(severity, severity)} ${page.ink('strong', code)}${where}`)
    page.paragraph(message.message, 4)
    if (file !== undefined && range) page.excerpt(file, range, 4, severity)
  }
}

/** Undecided checks by reason, and by rule within a reason. */
function printUndecided(page: Page, undecided: readonly ReportUndecided[]): void {
  for (const [because, all] of groupBy(undecided, (each) => each.because)) {
    const checks = count(all.length, 'check')
    page.gap()
    page.paragraph(`${checks} could not be decided: ${because}`, 0)
    for (const [ruleId, some] of groupBy(all, (each) => each.ruleId)) {
      const places = [...new Set(some.map(locationOf))]
      const more = places.length - NAMED_PLACES
      const named = places.slice(0, NAMED_PLACES).join(', ') + (more > 0 ? ` and ${more} more` : '')
      page.paragraph(named, 2, `${ruleId}  `)
    }
  }
}

import { count } from '../count.ts'
import { groupBy } from '../group.ts'
import { reaches } from '../policy/gate.ts'
import { acceptedBecause, acceptedFindings } from './accepted.ts'
import { activeFindings, newFindings } from './active.ts'
import { locationOf, Page, type PageOptions } from './page.ts'
import type { Report, ReportFix, ReportNotice, ReportProblem, ReportUndecided } from './report.ts'
import { sinceOf } from './since.ts'
import { printFindings, type RuleAdvice } from './text-findings.ts'
import { printAllSkipped } from './text-skipped.ts'
import { printSummary, printTiming } from './text-summary.ts'
import { visible } from './visible.ts'

export interface TextOptions extends PageOptions {
  /** Leaves out what does not fail the run, and all advice. */
  readonly quiet: boolean
  /** Lists every file that was skipped, the fingerprints of findings, what the base knows, and what was accepted. */
  readonly verbose?: boolean | undefined
  /** Kinds of fixes of which the end tells how many there are; undefined for none. */
  readonly fixHint?: readonly ReportFix['kind'][] | undefined
  /** Why a rule exists and what to do, by rule id. */
  readonly rules: (ruleId: string) => RuleAdvice | undefined
}

/** Alike messages that are each told in full; of more, only the first is. */
const MOST_ALIKE = 3

/** Of the others, how many are listed. */
const MOST_LISTED = 10

/** Locations of undecided checks that are named for each rule. */
const NAMED_PLACES = 3

/** The report for a developer at a terminal: what is wrong, where, why, and what to do. Ends in a line break. */
export function toText(report: Report, options: TextOptions): string {
  return [...textPieces(report, options)].join('')
}

/** The same in pieces. */
export function* textPieces(report: Report, options: TextOptions): Generator<string> {
  const page = new Page(options)
  for (const _ of printing(page, report, options)) yield page.take()
}

/** Prints the report on a page part by part, and stops after each, so that it can be taken off. */
function* printing(page: Page, report: Report, options: TextOptions): Generator<void> {
  if (options.quiet) {
    const { failOn, failed } = report.gate
    const grave = failed ? newFindings(report).filter(({ severity }) => reaches(severity, failOn)) : []
    yield* printFindings(page, grave, report, () => undefined)
  } else {
    yield* printFindings(page, newFindings(report), report, options.rules, options.verbose)
  }
  if (options.verbose && !options.quiet) {
    yield* printKnown(page, report)
    yield* printAccepted(page, report)
  }
  yield* printMessages(page, 'Could not be judged', report.problems)
  const notices = report.notices.filter((notice) => !options.quiet || notice.severity === 'error')
  yield* printMessages(page, 'About the policy', notices)
  if (!options.quiet) yield* printUndecided(page, report.undecided)
  if (options.verbose) printAllSkipped(page, report.skipped)
  printTiming(page, report)
  printSummary(page, report, {
    isListed: options.verbose === true,
    fixHint: options.quiet ? [] : options.fixHint,
  })
  yield
}

/** What the base knows as well, each in one line. */
function* printKnown(page: Page, report: Report): Generator<void> {
  const known = activeFindings(report).filter(({ isNew }) => !isNew)
  if (known.length === 0) return
  page.gap()
  page.line(page.ink('strong', `Known ${sinceOf(report)}`))
  for (const finding of known) {
    const { severity, ruleId } = finding
    page.line(
      `  ${page.ink(severity, severity)} ${visible(ruleId)}  ${page.ink('faint', locationOf(finding))}`,
    )
    yield
  }
}

/** What somebody has accepted, with the reason. */
function* printAccepted(page: Page, report: Report): Generator<void> {
  const accepted = acceptedFindings(report)
  if (accepted.length === 0) return
  page.gap()
  page.line(page.ink('strong', 'Accepted'))
  for (const { finding, suppressed } of accepted) {
    page.gap()
    page.line(
      `  ${finding.severity} ${page.ink('strong', finding.ruleId)}  ${page.ink('faint', locationOf(finding))}`,
    )
    page.paragraph(finding.message, 4)
    page.paragraph(acceptedBecause(suppressed), 4)
    yield
  }
}

function* printMessages(
  page: Page,
  title: string,
  messages: readonly (ReportProblem | ReportNotice)[],
): Generator<void> {
  if (messages.length === 0) return
  page.gap()
  page.line(page.ink('strong', title))
  for (const alike of groupBy(messages, similarity).values()) {
    const shown = alike.length > MOST_ALIKE ? alike.slice(0, 1) : alike
    for (const message of shown) printMessage(page, message)
    printRest(page, alike.slice(shown.length))
    yield
  }
}

function printMessage(page: Page, message: ReportProblem | ReportNotice): void {
  const { severity, code, file, range } = message
  const where = file === undefined ? '' : `  ${page.ink('faint', locationOf(message))}`
  page.gap()
  page.line(`  ${page.ink(severity, severity)} ${page.ink('strong', code)}${where}`)
  page.paragraph(message.message, 4)
  if (file !== undefined && range) page.excerpt(file, range, 4, severity)
}

/** What has the same cause as the message before: where it stands, and of which reference it speaks. */
function printRest(page: Page, rest: readonly (ReportProblem | ReportNotice)[]): void {
  if (rest.length === 0) return
  page.gap()
  page.line(`    ${rest.length} more like this in the same file:`)
  for (const message of rest.slice(0, MOST_LISTED)) {
    const line = message.range ? String(message.range.start.line) : ''
    page.line(`    ${page.ink('faint', `${line.padStart(6)} |`)} ${visible(subjectOf(message))}`)
  }
  if (rest.length > MOST_LISTED)
    page.line(`    and ${rest.length - MOST_LISTED} more; \`--format json\` has them all`)
}

/** References that fail alike in one file are told together; anything else stands for itself. */
function similarity(message: ReportProblem | ReportNotice): string {
  const { code, severity, file, range } = message
  if (code.startsWith('ref-')) return `${severity} ${code} ${file}`
  return JSON.stringify([severity, code, file, range, message.message])
}

/** What a message about a reference begins with: the reference, in backticks. */
function subjectOf(message: ReportProblem | ReportNotice): string {
  return /^`([^`]*)`/.exec(message.message)?.[1] ?? message.message
}

/** With the operation, where it is one alone: a line of a large description says little. */
function whereAndWhose(undecided: ReportUndecided): string {
  const [only, ...others] = undecided.operations
  const location = locationOf(undecided)
  return only === undefined || others.length > 0 ? location : `${location} (${only})`
}

/** Undecided checks by reason, and by rule within a reason. */
function* printUndecided(page: Page, undecided: readonly ReportUndecided[]): Generator<void> {
  for (const [because, all] of groupBy(undecided, (each) => each.because)) {
    const checks = count(all.length, 'check')
    page.gap()
    page.paragraph(`${checks} could not be decided: ${because}`, 0)
    for (const [ruleId, some] of groupBy(all, (each) => each.ruleId)) {
      const places = [...new Set(some.map(whereAndWhose))]
      const more = places.length - NAMED_PLACES
      const named = places.slice(0, NAMED_PLACES).join(', ') + (more > 0 ? ` and ${more} more` : '')
      page.paragraph(named, 2, `${ruleId}  `)
    }
    yield
  }
}

import { groupBy } from './group.ts'
import { count, type Page } from './page.ts'
import type { Report } from './report.ts'

/** Rules in the table of times. */
const SLOWEST = 10

/** Skipped files that are named for each reason. */
const MOST_SKIPPED = 5

/** The last lines: what was found in how much, or that nothing was, and by whose judgement. */
export function printSummary(page: Page, report: Report): void {
  page.gap()
  for (const [reason, files] of groupBy(report.skipped, (each) => each.reason)) {
    const names = files.slice(0, MOST_SKIPPED).map(({ file }) => file)
    const more = files.length > names.length ? ` and ${files.length - names.length} more` : ''
    page.line(
      page.ink('faint', `${count(files.length, 'file')} skipped: ${reason} (${names.join(', ')}${more})`),
    )
  }
  if (report.problems.length > 0) {
    const what = `incomplete: ${count(report.problems.length, 'problem')} kept something from being judged`
    const grave = report.problems.some((problem) => problem.severity === 'error')
    page.line(page.ink(grave ? 'error' : 'warn', what))
  }
  if (report.findings.length > 0) page.line(foundLine(page, report))
  else if (report.problems.length === 0) page.line(cleanLine(page, report))
  else page.line(`no findings in what was judged: ${extent(report)}`)
}

function foundLine(page: Page, report: Report): string {
  const { error, warn, info, hint } = report.summary
  const counts = [
    error > 0 ? page.ink('error', count(error, 'error')) : '',
    warn > 0 ? page.ink('warn', count(warn, 'warning')) : '',
    info > 0 ? page.ink('info', `${info} info`) : '',
    hint > 0 ? page.ink('hint', count(hint, 'hint')) : '',
  ]
  const { failOn, failed } = report.gate
  const outcome = failed ? `; the run fails (gate: ${failOn})` : `; none fails the run (gate: ${failOn})`
  return `${counts.filter((each) => each !== '').join(', ')} in ${extent(report)}${page.ink('faint', outcome)}`
}

function cleanLine(page: Page, report: Report): string {
  const rules = report.rules.filter((rule) => rule.judged > 0).length
  if (report.documents.length === 0)
    return page.ink('warn', 'nothing was judged: there was no API description')
  if (report.rules.length === 0) return page.ink('warn', 'nothing was judged: no rule is on')
  if (rules === 0)
    return page.ink('warn', `nothing was judged: no rule found anything to judge in ${extent(report)}`)
  const { operations, documents } = report.summary
  const where = documents === 1 ? '' : ` in ${count(documents, 'document')}`
  const open = report.undecided.length
  const rest = open > 0 ? `; ${count(open, 'check')} could not be decided` : ''
  return `${page.ink('good', 'clean')}: ${count(rules, 'rule')} judged ${count(operations, 'operation')}${where}${rest}`
}

function extent(report: Report): string {
  const { documents, operations } = report.summary
  return `${count(documents, 'document')} (${count(operations, 'operation')})`
}

/** A table of times, when the report has them: the stages, and the rules that took longest. */
export function printTiming(page: Page, report: Report): void {
  if (!report.stages) return
  const stages = Object.entries(report.stages)
  const rules = report.rules
    .map((rule): readonly [string, number] => [rule.id, rule.ms ?? 0])
    .sort((a, b) => b[1] - a[1])
    .slice(0, SLOWEST)
  const width = Math.max(...[...stages, ...rules].map(([name]) => name.length), 0)
  printTable(page, 'Milliseconds by stage', stages, width)
  printTable(page, 'Milliseconds by rule, the slowest first', rules, width)
}

function printTable(
  page: Page,
  title: string,
  rows: readonly (readonly [string, number])[],
  width: number,
): void {
  if (rows.length === 0) return
  page.gap()
  page.line(page.ink('strong', title))
  for (const [name, ms] of rows) {
    page.line(`  ${page.ink('faint', name.padEnd(width))}  ${ms.toFixed(2).padStart(9)}`)
  }
}

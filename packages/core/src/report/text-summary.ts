import { count } from '../count.ts'
import { groupBy } from '../group.ts'
import { UNTOUCHED } from '../resolve/touched.ts'
import { acceptedCount, acceptedHow, acceptedLine } from './accepted.ts'
import { newFindings } from './active.ts'
import type { Page } from './page.ts'
import type { Report, ReportFix } from './report.ts'
import { knownLine, nothingNewLine } from './since.ts'
import { printSkipped } from './text-skipped.ts'
import { extentOf, newCounts } from './verdict.ts'
import { visible } from './visible.ts'

export interface SummaryOptions {
  /** Whether all skipped files were named before. */
  readonly isListed: boolean
  /** Kinds of fixes that are told of. */
  readonly fixHint?: readonly ReportFix['kind'][] | undefined
}

/** Rules in the table of times. */
const SLOWEST = 10

/**
 * The last lines: what was found in how much, or that nothing was, and by whose judgement.
 */
export function printSummary(page: Page, report: Report, { isListed, fixHint }: SummaryOptions): void {
  page.gap()
  printSkipped(page, report.skipped, isListed)
  printDiscovered(page, report)
  if (isListed) printDigests(page, report)
  if (report.problems.length > 0) {
    const what = `incomplete: ${count(report.problems.length, 'problem')} kept something from being judged`
    const grave = report.problems.some((problem) => problem.severity === 'error')
    page.line(page.ink(grave ? 'error' : 'warn', what))
  }
  const broken = report.notices.filter((notice) => notice.severity === 'error').length
  if (broken > 0) {
    page.line(page.ink('error', `the policy is not kept: ${count(broken, 'error')} about it; the run fails`))
  }
  const hint = fixableLine(report, fixHint ?? [])
  if (hint !== '') page.line(page.ink('faint', hint))
  if (newFindings(report).length > 0) page.line(foundLine(page, report))
  else if (report.base) page.line(nothingNew(page, report, broken))
  else if (report.problems.length === 0 && broken === 0) page.line(cleanLine(page, report))
  else page.line(`no findings${andAccepted(report)} in what was judged: ${extentOf(report)}`)
}

/** `3 findings can be fixed by \`--fix\`, 2 more by \`--fix-suggested\`` */
function fixableLine(report: Report, told: readonly ReportFix['kind'][]): string {
  if (told.length === 0) return ''
  const kinds = newFindings(report).flatMap(({ fix }) => (fix && told.includes(fix.kind) ? fix.kind : []))
  const safe = kinds.filter((kind) => kind === 'safe').length
  const suggested = kinds.length - safe
  if (safe === 0)
    return suggested === 0 ? '' : `${count(suggested, 'finding')} can be fixed by \`--fix-suggested\``
  const more = suggested === 0 ? '' : `, ${suggested} more by \`--fix-suggested\``
  return `${count(safe, 'finding')} can be fixed by \`--fix\`${more}`
}

/** A ruleset that nobody named has a say all the same, so that it is told. */
function printDiscovered(page: Page, { policy: { discovered = [] } }: Report): void {
  for (const name of discovered)
    page.line(`${page.ink('strong', visible(name))} was found and is part of the policy`)
}

/** What was judged, and by which policy, so that it can be shown later what a run was about. */
function printDigests(page: Page, { policy, documents }: Report): void {
  page.line(`${page.ink('faint', policy.digest)}  policy`)
  for (const { file, digest } of documents) page.line(`${page.ink('faint', digest)}  ${visible(file)}`)
}

function foundLine(page: Page, report: Report): string {
  const { error, warn, info, hint } = newCounts(report)
  const mark = report.base ? 'new ' : ''
  const counts = [
    error > 0 ? page.ink('error', count(error, `${mark}error`)) : '',
    warn > 0 ? page.ink('warn', count(warn, `${mark}warning`)) : '',
    info > 0 ? page.ink('info', `${info} ${mark}info`) : '',
    hint > 0 ? page.ink('hint', count(hint, `${mark}hint`)) : '',
    visible(knownLine(report)),
  ]
  const gates = [...new Set(report.documents.map(({ failOn }) => failOn))].sort()
  const gate = gates.length > 1 ? `gates: ${gates.join(', ')}` : `gate: ${report.gate.failOn}`
  const outcome = report.gate.failed ? `; the run fails (${gate})` : `; none fails the run (${gate})`
  return `${counts.filter((each) => each !== '').join(', ')}${andAccepted(report)} in ${extentOf(report)}${page.ink('faint', outcome)}`
}

/** Never just `clean`: what is known is there all the same. */
function nothingNew(page: Page, report: Report, broken: number): string {
  const isWhole = report.problems.length === 0
  const isGood = isWhole && broken === 0
  const isClean = isGood && report.findings.length === 0 && report.base?.fixed === 0
  if (isClean || !report.rules.some((rule) => rule.judged > 0)) return cleanLine(page, report)
  const rest = isWhole ? '' : ', as far as it could be judged'
  return `${page.ink(isGood ? 'good' : 'strong', nothingNewLine(report))}${andAccepted(report)}${rest}, in ${extentOf(report)}`
}

function cleanLine(page: Page, report: Report): string {
  const rules = report.rules.filter((rule) => rule.judged > 0).length
  if (report.documents.length === 0) {
    const isUntouched = report.skipped.some(({ reason }) => reason === UNTOUCHED)
    const why = isUntouched ? 'what changed touches no API description' : 'there was no API description'
    return page.ink('warn', `nothing was judged: ${why}`)
  }
  if (report.rules.length === 0) return page.ink('warn', 'nothing was judged: no rule is on')
  if (rules === 0)
    return page.ink('warn', `nothing was judged: no rule found anything to judge in ${extentOf(report)}`)
  const { operations, documents } = report.summary
  const where = documents === 1 ? '' : ` in ${count(documents, 'document')}`
  const open = report.undecided.length
  const rest = open > 0 ? `; ${count(open, 'check')} could not be decided` : ''
  const clean = page.ink('good', 'clean')
  const how = acceptedHow(report)
  const but = how === '' ? clean : `${clean} but for ${acceptedCount(report)} (${how})`
  return `${but}: ${count(rules, 'rule')} judged ${count(operations, 'operation')}${where}${rest}`
}

/** `, 2 accepted (by waiver)`. */
function andAccepted(report: Report): string {
  const accepted = acceptedLine(report)
  return accepted === '' ? '' : `, ${accepted}`
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
  printExcluded(page, report)
  printFallbacks(page, report)
}

/** Rules that judged nothing because no document is of a format that they are for. */
function printExcluded(page: Page, report: Report): void {
  const excluded = report.rules.filter((rule) => (rule.excludes ?? []).length > 0)
  if (excluded.length === 0) return
  page.gap()
  page.line(page.ink('strong', 'Rules that are not for the format of'))
  for (const [files, rules] of groupBy(excluded, (rule) => (rule.excludes ?? []).join(', '))) {
    page.line(`  ${page.ink('faint', files)}`)
    page.list(
      rules.map(({ id }) => id),
      4,
    )
  }
}

/** Expressions that the automaton could not take. */
function printFallbacks(page: Page, { expressions }: Report): void {
  if (!expressions) return
  const { evaluated, fallbacks } = expressions
  page.gap()
  page.line(
    page.ink(
      'strong',
      `${count(fallbacks.length, 'expression')} of ${evaluated} evaluated by the original library`,
    ),
  )
  for (const { expression, because } of fallbacks) {
    page.line(`  ${page.ink('faint', expression)}`)
    page.paragraph(because, 4)
  }
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

import { count } from '../count.ts'
import { groupBy } from '../group.ts'
import { SEVERITIES } from '../policy/words.ts'
import { locationOf, type Page } from './page.ts'
import type { Report, ReportFinding } from './report.ts'
import { changeText } from './since.ts'
import { visible } from './visible.ts'

export interface RuleAdvice {
  /** Blank where nobody has said it. */
  readonly why: string
  readonly fix: string
  /** Where to read on. */
  readonly documentationUrl?: string | undefined
}

/** Findings of one rule with one cause are all told in full up to this number. */
const IN_FULL = 5

/** Places of findings that read the same that are listed. */
const LISTED_PLACES = 12

/** Operations of one finding that are named. */
const NAMED_OPERATIONS = 3

/**
 * Prints findings grouped by file, and in a file those that share a cause under that cause. Stops after each group, so
 * that it can be taken off the page.
 */
export function* printFindings(
  page: Page,
  findings: readonly ReportFinding[],
  report: Pick<Report, 'base'>,
  adviceFor: (ruleId: string) => RuleAdvice | undefined,
  withFingerprints = false,
): Generator<void> {
  for (const [file, inFile] of groupBy(findings, (finding) => finding.file)) {
    const told = new Set<string>()
    const advise = (ruleId: string, indent: number): void => {
      const advice = told.has(ruleId) ? undefined : adviceFor(ruleId)
      told.add(ruleId)
      if (!advice) return
      if (advice.why !== '') page.paragraph(advice.why, indent, 'why  ')
      if (advice.fix !== '') page.paragraph(advice.fix, indent, 'fix  ')
      if (advice.documentationUrl !== undefined) page.paragraph(advice.documentationUrl, indent, 'see  ')
    }
    page.gap()
    page.line(page.ink('strong', file))
    const [added] = inFile
    if (added?.change?.pointer === '') page.line(page.ink('faint', changeText(added.change, report)))
    for (const group of groupBy(inFile, groupKey).values()) {
      const [first, ...others] = group
      if (!first) continue
      page.gap()
      if (first.change && first.change.kind !== 'added' && others.length > 0)
        printChange(page, first, group, report, advise)
      else if (first.cause && others.length > 0) printCause(page, group, advise)
      else printFinding(page, first, others, report, advise)
      if (withFingerprints) printFingerprints(page, group)
      yield
    }
  }
  if (withFingerprints && findings.length > 0) printHint(page)
}

/** What to name a finding by when it is to be accepted. */
function printFingerprints(page: Page, group: readonly ReportFinding[]): void {
  for (const finding of group) {
    const where = group.length === 1 ? '' : ` ${page.ink('faint', placeAndOperations(finding))}`
    page.line(`    ${page.ink('faint', 'fingerprint')}  ${visible(finding.fingerprint)}${where}`)
  }
}

function printHint(page: Page): void {
  page.gap()
  const command = "specward waive '<fingerprint>' --reason '<text>' --owner '<who>' --expires '<date>'"
  page.paragraph(`To accept a finding for a time: ${command}`, 0)
}

type Advise = (ruleId: string, indent: number) => void

/**
 * What one change to old parts brought about is told together, what has one cause, and what reads the same: a hundred operations may
 * declare one API key each.
 */
function groupKey({ change, cause, ruleId, severity, message }: ReportFinding): string {
  if (change && change.kind !== 'added') return `${change.kind} ${change.file}#${change.pointer}`
  return cause ? `${cause.file}#${cause.pointer}` : JSON.stringify([ruleId, severity, message])
}

/** @param others findings that read the same */
function printFinding(
  page: Page,
  finding: ReportFinding,
  others: readonly ReportFinding[],
  report: Pick<Report, 'base'>,
  advise: Advise,
): void {
  const { severity, ruleId, file, range, cause, change, baseSeverity } = finding
  page.line(
    `  ${page.ink(severity, severity)} ${page.ink('strong', ruleId)}  ${page.ink('faint', locationOf(finding))}`,
  )
  page.paragraph(finding.message, 4)
  page.excerpt(file, range, 4, severity)
  const [only] = finding.operations
  if (finding.operations.length > 1) page.paragraph(shortList(finding.operations), 4)
  // what reads the same at several places cannot say whose it is
  else if (only !== undefined && others.length > 0 && !finding.message.includes(only)) page.paragraph(only, 4)
  if (change && change.pointer !== '') page.paragraph(changeText(change, report), 4)
  if (baseSeverity) page.paragraph(graver(baseSeverity, report), 4)
  if (cause && locationOf(cause) !== locationOf(finding)) page.paragraph(locationOf(cause), 4, 'cause  ')
  if (others.length > 0) {
    page.line(`    and in the same way at ${count(others.length, 'more place')}:`)
    page.list(others.slice(0, LISTED_PLACES).map(placeAndOperations), 6)
    const more = others.length - LISTED_PLACES
    if (more > 0) page.line(`      and ${more} more, all of which the other formats list`)
  }
  printRelated(page, [finding, ...others.slice(0, LISTED_PLACES)], 4)
  advise(ruleId, 4)
}

function placeAndOperations(finding: ReportFinding): string {
  const { operations } = finding
  const who = operations.length > 1 ? count(operations.length, 'operation') : operations[0]
  return who === undefined ? locationOf(finding) : `${locationOf(finding)} (${who})`
}

function graver(before: string, { base }: Pick<Report, 'base'>): string {
  return `graver than in ${base?.name ?? 'the base'}, where it is \`${before}\``
}

/** What one change has brought about, by rule. */
function printChange(
  page: Page,
  { change }: ReportFinding,
  group: readonly ReportFinding[],
  report: Pick<Report, 'base'>,
  advise: Advise,
): void {
  if (!change) return
  const gravestFirst = group.toSorted((a, b) => rankOf(a) - rankOf(b))
  page.line(`  ${page.ink('strong', `${count(group.length, 'new finding')} from one change`)}`)
  page.paragraph(changeText(change, report), 4)
  if (change.kind !== 'removed')
    page.excerpt(change.file, change.range, 4, gravestFirst[0]?.severity ?? 'error')
  for (const findings of groupBy(gravestFirst, (each) => `${each.severity} ${each.ruleId}`).values()) {
    printRule(page, findings, '', advise)
  }
}

function printCause(page: Page, group: readonly ReportFinding[], advise: Advise): void {
  const gravestFirst = group.toSorted((a, b) => rankOf(a) - rankOf(b))
  const [gravest] = gravestFirst
  const cause = gravest?.cause
  if (!cause) return
  const what = `${count(group.length, 'finding')} from one cause`
  page.line(`  ${page.ink('strong', what)}  ${page.ink('faint', locationOf(cause))}`)
  page.excerpt(cause.file, cause.range, 4, gravest.severity)
  for (const findings of groupBy(gravestFirst, (each) => `${each.severity} ${each.ruleId}`).values()) {
    printRule(page, findings, locationOf(cause), advise)
  }
}

function rankOf(finding: ReportFinding): number {
  return SEVERITIES.indexOf(finding.severity)
}

/** The findings of one rule that share a cause. */
function printRule(page: Page, findings: readonly ReportFinding[], cause: string, advise: Advise): void {
  const [first] = findings
  if (!first) return
  const operations = new Set(findings.flatMap((finding) => finding.operations)).size
  const how = operations > 0 ? count(operations, 'operation') : count(findings.length, 'finding')
  page.gap()
  page.line(`    ${page.ink(first.severity, first.severity)} ${page.ink('strong', first.ruleId)}  ${how}`)
  const compact =
    findings.length > IN_FULL ? findings.slice(1).filter((each) => each.operations.length === 1) : []
  const inList = new Set(compact)
  const full = findings.filter((finding) => !inList.has(finding))
  for (const finding of full) page.paragraph(finding.message + placeBeside(finding, cause), 6)
  if (compact.length > 0) {
    page.line(`      and in the same way ${compact.length} more:`)
    page.list(
      compact.map((finding) => finding.operations[0] ?? ''),
      8,
    )
  }
  printRelated(page, full, 6)
  advise(first.ruleId, 6)
}

/** The location of a finding that does not stand at its cause. */
function placeBeside(finding: ReportFinding, cause: string): string {
  const location = locationOf(finding)
  return location === cause ? '' : ` (${location})`
}

function printRelated(page: Page, findings: readonly ReportFinding[], indent: number): void {
  const lines = findings.flatMap((finding) =>
    finding.related.map((place) => `${locationOf(place)}: ${place.message}`),
  )
  for (const line of new Set(lines)) page.paragraph(line, indent, 'see  ')
}

/** `12 operations: GET /a, GET /b, GET /c and 9 more`. */
function shortList(operations: readonly string[]): string {
  const named = operations.slice(0, NAMED_OPERATIONS).join(', ')
  const more = operations.length - NAMED_OPERATIONS
  return `${count(operations.length, 'operation')}: ${named}${more > 0 ? ` and ${more} more` : ''}`
}

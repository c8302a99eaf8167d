import { count } from '../count.ts'
import { groupBy } from '../group.ts'
import { SEVERITIES } from '../policy/words.ts'
import { acceptedBecause, acceptedCount, acceptedFindings } from './accepted.ts'
import { newFindings } from './active.ts'
import { code, codeBlock, details, inline, table } from './markdown-text.ts'
import { locationOf } from './page.ts'
import type { Range, Report, ReportFinding, ReportFix, ReportNotice, ReportProblem } from './report.ts'
import { type RuleInfo, type RuleLookup, ruleIdsOf } from './rule-info.ts'
import { changeText } from './since.ts'

/** For each file a table: a line for each finding, those of one rule and one cause in one line. */
export function findingTables(report: Report): readonly string[] {
  return [...groupBy(newFindings(report), ({ file }) => file)].map(([file, inFile]) => {
    const groups = [...groupBy(inFile, sameCause).values()]
    const rows = groups.flatMap((group) => {
      const [first] = group
      return first ? [rowOf(first, group, report)] : []
    })
    return `### ${code(file)}\n\n${table(['Severity', 'Rule', 'Line', 'What is wrong'], rows)}`
  })
}

function sameCause({ ruleId, severity, cause, change }: ReportFinding, index: number): string {
  const changed = change && [change.kind, change.file, change.pointer]
  return JSON.stringify([ruleId, severity, cause ? [cause.file, cause.pointer] : index, changed])
}

function rowOf(first: ReportFinding, group: readonly ReportFinding[], report: Report): readonly string[] {
  const { severity, ruleId, message, range, cause, change } = first
  const since = change ? ` (${inline(changeText(change, report))})` : ''
  if (group.length === 1) return [severity, code(ruleId), String(range.start.line), inline(message) + since]
  const elsewhere = cause && cause.file !== first.file ? ` in ${code(cause.file)}` : ''
  const line = cause?.range.start.line ?? range.start.line
  const what = `${inline(message)} And ${group.length - 1} more from the same cause.${since}`
  return [severity, code(ruleId), `${line}${elsewhere}`, what]
}

/** Every finding with its place and what explains it, folded. */
export function findingDetails(report: Report): readonly string[] {
  if (newFindings(report).length === 0) return []
  const items = newFindings(report).map((finding) =>
    [
      `- ${code(locationOf(finding))} ${finding.severity} ${code(finding.ruleId)}: ${inline(finding.message)}`,
      ...(finding.cause && locationOf(finding.cause) !== locationOf(finding)
        ? [`  - The line to change: ${code(locationOf(finding.cause))}`]
        : []),
      ...(finding.change ? [`  - ${inline(changeText(finding.change, report))}`] : []),
      ...finding.related.map((place) => `  - ${code(locationOf(place))}: ${inline(place.message)}`),
    ].join('\n'),
  )
  return [details(`All ${count(newFindings(report).length, 'finding')}`, items.join('\n'))]
}

/** What somebody has accepted and why, folded. */
export function acceptedDetails(report: Report): readonly string[] {
  const items = acceptedFindings(report).map(({ finding, suppressed }) =>
    [
      `- ${code(locationOf(finding))} ${finding.severity} ${code(finding.ruleId)}: ${inline(finding.message)}`,
      `  - ${inline(acceptedBecause(suppressed))}`,
    ].join('\n'),
  )
  return items.length === 0 ? [] : [details(acceptedCount(report), items.join('\n'))]
}

/** Why the rules that found something exist and what to do, folded. */
export function advice(report: Report, rules: RuleLookup): readonly string[] {
  const found = new Set(newFindings(report).map(({ ruleId }) => ruleId))
  const items = ruleIdsOf(report).flatMap((id) => {
    const info = found.has(id) ? rules(id) : undefined
    return info ? adviceOn(id, info) : []
  })
  return items.length === 0 ? [] : [details('Why this matters, and how to fix it', items.join('\n'))]
}

function adviceOn(id: string, { why, fix, documentationUrl }: RuleInfo): readonly string[] {
  if (why !== '' || fix !== '') return [`- ${code(id)}: ${inline(why)}\n  **Fix:** ${inline(fix)}`]
  return documentationUrl === undefined ? [] : [`- ${code(id)}: ${inline(documentationUrl)}`]
}

/** Changes that would mend findings, folded. */
export function suggestions(report: Report): readonly string[] {
  const fixes = newFindings(report).flatMap((finding) => (finding.fix ? [fixText(finding, finding.fix)] : []))
  return fixes.length === 0 ? [] : [details(`${count(fixes.length, 'suggested change')}`, fixes.join('\n\n'))]
}

function fixText(finding: ReportFinding, { title, edits }: ReportFix): string {
  const changes = edits.map(({ file, range, text }) => {
    const place = `${code(file)} ${placeText(range)}`
    return text === ''
      ? `Delete in ${place}.`
      : `${isEmpty(range) ? 'Insert' : 'Write'} in ${place}:\n\n${codeBlock(text)}`
  })
  return [`**${code(finding.ruleId)}** ${inline(title)}`, ...changes].join('\n\n')
}

function isEmpty({ start, end }: Range): boolean {
  return start.line === end.line && start.column === end.column
}

function placeText(range: Range): string {
  const { start, end } = range
  const from = `${start.line}:${start.column}`
  return isEmpty(range) ? `at ${from}` : `from ${from} to ${end.line}:${end.column}`
}

/** What could not be judged, each with its place. */
export function messageList(
  title: string,
  messages: readonly (ReportProblem | ReportNotice)[],
): readonly string[] {
  if (messages.length === 0) return []
  const items = messages.map((message) => {
    const where = message.file === undefined ? '' : `${code(locationOf(message))} `
    return `- ${where}${message.severity} ${code(message.code)}: ${inline(message.message)}`
  })
  return [`### ${title}\n\n${items.join('\n')}`]
}

/** The same in numbers: a line for each file and code. */
export function messageCounts(
  title: string,
  messages: readonly (ReportProblem | ReportNotice)[],
): readonly string[] {
  if (messages.length === 0) return []
  const groups = groupBy(messages, ({ code: name, severity, file }) => JSON.stringify([file, name, severity]))
  const rows = [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const file = first.file === undefined ? '' : code(first.file)
    return [[first.severity, code(first.code), file, String(group.length)]]
  })
  return [`### ${title}\n\n${table(['Severity', 'Code', 'File', 'How many'], rows)}`]
}

/** Findings in numbers: a line for each rule and severity. */
export function ruleCounts(report: Report): readonly string[] {
  if (newFindings(report).length === 0) return []
  const rank = ({ severity }: ReportFinding): number => SEVERITIES.indexOf(severity)
  const groups = groupBy(newFindings(report), ({ ruleId, severity }) => JSON.stringify([ruleId, severity]))
  const rows = [...groups.values()]
    .flatMap((group) => {
      const [first] = group
      return first ? [{ first, number: group.length }] : []
    })
    .sort((a, b) => rank(a.first) - rank(b.first) || b.number - a.number)
    .map(({ first, number }) => [first.severity, code(first.ruleId), String(number)])
  return [table(['Severity', 'Rule', 'Findings'], rows)]
}

/** The digests of the policy and of what was judged by it, for whoever has to show later what this was about. */
export function judgedList({ policy, documents }: Report): readonly string[] {
  if (documents.length === 0) return []
  const judged = documents.map(({ file, digest }) => `- ${code(file)}: ${code(digest)}`)
  const body = [`- policy: ${code(policy.digest)}`, ...judged].join('\n')
  return [details('What was judged, and by which policy (SHA-256)', body)]
}

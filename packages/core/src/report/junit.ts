import { count } from '../count.ts'
import { groupBy } from '../group.ts'
import { reaches } from '../policy/gate.ts'
import { acceptedBecause, acceptedFindings } from './accepted.ts'
import { activeFindings } from './active.ts'
import { locationOf } from './page.ts'
import type { Report, ReportFinding, ReportNotice, ReportProblem } from './report.ts'
import { visible } from './visible.ts'

/** Where problems and notices stand that no file is at fault for. */
const NO_FILE = 'specward'

interface TestCase {
  readonly suite: string
  readonly name: string
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped'
  readonly message: string
  readonly type: string
  /** Made when it is written: of a large report, all of them are too much to hold. */
  readonly body: () => string
  readonly output: () => string
}

/**
 * The report as JUnit XML, for Jenkins, GitLab and Azure. A test suite for each file, in it a test case for each rule
 * that found something: failed when a new finding reaches the gate, otherwise passed with the findings as its output.
 * What could not be judged is an error, or skipped where it does not fail the run; what somebody has accepted is
 * skipped. A document without any of that is
 * one passed test case, so that it is counted.
 */
export function toJunit(report: Report): string {
  return [...junitPieces(report)].join('')
}

/** The same, a line at a time. */
export function* junitPieces(report: Report): Generator<string> {
  const cases = [
    ...report.problems.map(problemCase),
    ...report.notices.map(noticeCase),
    ...findingCases(report),
    ...acceptedCases(report),
    ...documentCases(report),
  ]
  const suites = [...groupBy(cases, ({ suite }) => suite)].sort(([a], [b]) => (a < b ? -1 : 1))
  yield '<?xml version="1.0" encoding="UTF-8"?>\n'
  yield `<testsuites name="Specward"${totals(cases)} time="0">\n`
  for (const [name, inSuite] of suites) {
    for (const line of suiteLines(name, inSuite, propertiesOf(name, report))) yield `${line}\n`
  }
  yield '</testsuites>\n'
}

function findingCases(report: Report): readonly TestCase[] {
  const fails = (finding: ReportFinding): boolean =>
    finding.isNew && report.gate.failed && reaches(finding.severity, report.gate.failOn)
  const groups = groupBy(activeFindings(report), ({ file, ruleId }) => JSON.stringify([file, ruleId]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const grave = group.filter(fails)
    const rest = group.filter((finding) => !fails(finding))
    const [gravest] = grave
    return {
      suite: first.file,
      name: first.ruleId,
      outcome: gravest ? 'failure' : 'passed',
      message: gravest ? summaryOf(grave, gravest) : '',
      type: gravest?.severity ?? '',
      body: () => grave.map(findingLine).join('\n'),
      output: () => rest.map(findingLine).join('\n'),
    }
  })
}

function acceptedCases(report: Report): readonly TestCase[] {
  const groups = groupBy(acceptedFindings(report), ({ finding: { file, ruleId } }) =>
    JSON.stringify([file, ruleId]),
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { file, ruleId } = first.finding
    const told = group.map(({ suppressed }) => acceptedBecause(suppressed))
    return {
      ...NOTHING,
      suite: file,
      name: `${ruleId} (accepted)`,
      outcome: 'skipped',
      message: [...new Set(told)].join('; '),
      output: () => group.map(({ finding }) => findingLine(finding)).join('\n'),
    }
  })
}

function summaryOf(findings: readonly ReportFinding[], first: ReportFinding): string {
  return findings.length === 1 ? first.message : `${count(findings.length, 'finding')}: ${first.message}`
}

function findingLine(finding: ReportFinding): string {
  const known = finding.isNew ? '' : ' (known)'
  return visible(`${locationOf(finding)}: ${finding.severity} ${finding.ruleId}: ${finding.message}${known}`)
}

/** For every document, the rules that found nothing in it, as one. */
function documentCases(report: Report): readonly TestCase[] {
  return report.documents.map(({ file }) => {
    const found = activeFindings(report).some((finding) => finding.file === file)
    return { ...NOTHING, suite: file, name: found ? 'all other rules' : 'all rules' }
  })
}

const blank = (): string => ''

const NOTHING = { outcome: 'passed', message: '', type: '', body: blank, output: blank } as const

function problemCase(problem: ReportProblem): TestCase {
  return {
    ...NOTHING,
    ...titleOf(problem),
    outcome: problem.severity === 'error' ? 'error' : 'skipped',
    message: problem.message,
    type: problem.code,
    body: () => (problem.severity === 'error' ? messageLine(problem) : ''),
  }
}

function noticeCase(notice: ReportNotice): TestCase {
  const fails = notice.severity === 'error'
  return {
    ...NOTHING,
    ...titleOf(notice),
    outcome: fails ? 'failure' : 'passed',
    message: fails ? notice.message : '',
    type: fails ? notice.code : '',
    body: () => (fails ? messageLine(notice) : ''),
    output: () => (fails ? '' : messageLine(notice)),
  }
}

function titleOf({ code, file, range }: ReportProblem | ReportNotice) {
  const place = range ? ` (line ${range.start.line}, column ${range.start.column})` : ''
  return { suite: file ?? NO_FILE, name: `${code}${place}` }
}

function messageLine(message: ReportProblem | ReportNotice): string {
  const location = locationOf(message)
  return visible(`${location === '' ? '' : `${location}: `}${message.code}: ${message.message}`)
}

/** By what a document was judged, and which text of it. */
function propertiesOf(name: string, { documents, policy }: Report): readonly string[] {
  const document = documents.find(({ file }) => file === name)
  if (!document) return []
  const property = (of: string, value: string): string =>
    `      <property name="${of}" value="${attribute(value)}"/>`
  return [
    '    <properties>',
    property('format', document.format),
    property('digest', document.digest),
    property('policyDigest', policy.digest),
    '    </properties>',
  ]
}

function suiteLines(
  name: string,
  cases: readonly TestCase[],
  properties: readonly string[],
): readonly string[] {
  const skipped = cases.filter(({ outcome }) => outcome === 'skipped').length
  return [
    `  <testsuite name="${attribute(name)}"${totals(cases)} skipped="${skipped}" time="0">`,
    ...properties,
    ...cases.flatMap(caseLines),
    '  </testsuite>',
  ]
}

function totals(cases: readonly TestCase[]): string {
  const number = (outcome: string): number => cases.filter((each) => each.outcome === outcome).length
  return ` tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}"`
}

function caseLines(each: TestCase): readonly string[] {
  const head = `    <testcase classname="${attribute(each.suite)}" name="${attribute(each.name)}" time="0"`
  const inner = [...outcomeLines(each), ...outputLines(each)]
  return inner.length === 0 ? [`${head}/>`] : [`${head}>`, ...inner, '    </testcase>']
}

function outcomeLines({ outcome, message, type, body }: TestCase): readonly string[] {
  if (outcome === 'passed') return []
  if (outcome === 'skipped') return [`      <skipped message="${attribute(message)}"/>`]
  const attributes = `message="${attribute(message)}" type="${attribute(type)}"`
  return [`      <${outcome} ${attributes}>${xml(body())}</${outcome}>`]
}

function outputLines(each: TestCase): readonly string[] {
  const output = each.output()
  return output === '' ? [] : [`      <system-out>${xml(output)}</system-out>`]
}

/** One line of text in double quotes. */
function attribute(text: string): string {
  return xml(visible(text)).replaceAll('"', '&quot;')
}

/** Text that was made visible, which XML 1.0 (section 2.2) takes except for two characters. */
function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\ufffe', '\\ufffe')
    .replaceAll('\uffff', '\\uffff')
}

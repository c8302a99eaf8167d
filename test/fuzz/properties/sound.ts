import { exitCode, type LintResult, type Range, type Report, toJson } from '@specward/core'
import { judge } from '../judge.ts'
import { lineStarts, PlaceOracle } from '../places.ts'
import { type Fault, fault, type Property, type Subject, textOf } from '../property.ts'

/** Codes of problems that are faults of ours, whatever the description holds. The clock stands still, so no rule is late. */
const OURS: ReadonlySet<string> = new Set(['internal-error', 'rule-failed', 'rule-timeout'])

const GRAVITY = ['hint', 'info', 'warn', 'error', 'never'] as const

/** Judges a subject; the presets take turns. */
export function judged({ name, content, variant }: Subject): Promise<LintResult> {
  return judge({ [name]: content }, { presets: [variant % 4 === 0 ? 'recommended' : 'strict'] })
}

/** What holds of a report by itself. */
export function reportFault(report: Report): Fault | undefined {
  const ours = report.problems.find(({ code }) => OURS.has(code))
  if (ours) return fault(ours.code, ours.message)
  const { findings, problems, notices, gate, summary, complete, documents } = report
  const counted = findings.filter(({ suppressed }) => suppressed === null)
  const failed = counted.some(({ severity }) => GRAVITY.indexOf(severity) >= GRAVITY.indexOf(gate.failOn))
  if (failed !== gate.failed) return fault('gate', `failed is ${gate.failed}`)
  for (const severity of ['error', 'warn', 'info', 'hint'] as const)
    if (summary[severity] !== counted.filter((each) => each.severity === severity).length)
      return fault('summary', `wrong count of ${severity}`)
  if (complete && problems.length > 0) return fault('complete', 'there are problems all the same')
  if (documents.length === 0 && !problems.some(({ severity }) => severity === 'error'))
    return fault('silence', 'nothing was judged, and nobody is told')
  const isError = ({ severity }: { readonly severity: string }): boolean => severity === 'error'
  const wanted = notices.some(isError) ? 4 : problems.some(isError) ? 3 : failed ? 1 : 0
  if (exitCode(report) !== wanted) return fault('exit code', `${exitCode(report)} instead of ${wanted}`)
  return messageFault(report)
}

function messageFault({ findings, problems, notices }: Report): Fault | undefined {
  const prints = new Set<string>()
  for (const { ruleId, message, fingerprint } of findings) {
    const print = `${ruleId} ${fingerprint}`
    if (prints.has(print)) return fault('fingerprint', `${ruleId} has the same twice`)
    prints.add(print)
    if (!/^\S.*[.?]$/su.test(message)) return fault('message', `${ruleId}: ${message}`)
  }
  for (const { code, message } of [...problems, ...notices])
    if (!/\S/.test(message) || /\bundefined\b|\[object /.test(message))
      return fault('message', `${code}: ${message}`)
  return undefined
}

/** Every place in a report lies in its file, and what a pointer names stands there. */
export function placesFault(report: Report, file: string, text: string): Fault | undefined {
  const starts = lineStarts(text)
  const oracle = new PlaceOracle(text)
  const isRead = oracle.isReadable && report.documents.length > 0
  for (const { ruleId, pointer, range, related, cause } of report.findings) {
    const places = [{ file, pointer, range }, ...related, ...(cause ? [cause] : [])]
    for (const place of places.filter((each) => each.file === file)) {
      const wrong =
        rangeFault(ruleId, place.range, starts, text) ??
        (isRead ? pointerFault(ruleId, place, starts, oracle) : undefined)
      if (wrong) return wrong
    }
  }
  for (const { code, range } of [...report.problems, ...report.notices]) {
    const wrong = range && rangeFault(code, range, starts, text)
    if (wrong) return wrong
  }
  for (const { ruleId, range, pointer } of report.undecided) {
    const wrong =
      rangeFault(ruleId, range, starts, text) ??
      (isRead ? pointerFault(ruleId, { pointer, range }, starts, oracle) : undefined)
    if (wrong) return wrong
  }
  return undefined
}

function rangeFault(
  id: string,
  { start, end }: Range,
  starts: readonly number[],
  text: string,
): Fault | undefined {
  const words = `${id} at ${start.line}:${start.column}-${end.line}:${end.column}`
  for (const { line, column } of [start, end]) {
    const from = starts[line - 1]
    if (from === undefined || column < 1) return fault('range', `${words} lies in no line`)
    const to = starts[line] ?? text.length
    if (from + column - 1 > to) return fault('range', `${words} lies behind the end of its line`)
  }
  const isOrdered = start.line < end.line || (start.line === end.line && start.column <= end.column)
  return isOrdered ? undefined : fault('range', `${words} ends before it begins`)
}

function pointerFault(
  id: string,
  { pointer, range }: { readonly pointer: string; readonly range: Range },
  starts: readonly number[],
  oracle: PlaceOracle,
): Fault | undefined {
  const extents = oracle.extents(pointer)
  if (extents.length === 0) return fault('pointer', `${id} names '${pointer}', which is not there`)
  const offset = ({ line, column }: Range['start']): number => (starts[line - 1] ?? 0) + column - 1
  const [from, to] = [offset(range.start), offset(range.end)]
  if (extents.some(({ start, end }) => from >= start && to <= end)) return undefined
  return fault(
    'pointer',
    `${id} is told at ${range.start.line}:${range.start.column}, where '${pointer}' is not`,
  )
}

export const sound: Property = {
  name: 'sound',
  input: 'text',
  weight: 45,
  async check(subject) {
    const { report } = await judged(subject)
    return reportFault(report) ?? placesFault(report, subject.name, textOf(subject.content))
  },
}

export const repeatable: Property = {
  name: 'repeatable',
  input: 'text',
  weight: 5,
  async check(subject) {
    const { name, content } = subject
    const [first, second] = [await judged(subject), await judged(subject)]
    if (toJson(first.report) !== toJson(second.report))
      return fault('repeatable', 'other bytes the second time')
    const other = 'openapi: 3.1.0\ninfo: { title: x, version: "1" }\npaths: {}\n'
    const uri = (file: string): string => new URL(file, 'file:///project/').href
    const reports = [
      ['other.yaml', name],
      [name, 'other.yaml'],
    ].map((order) =>
      judge(
        { [name]: content, 'other.yaml': other },
        {
          more: { documents: order.map((file) => ({ uri: uri(file), named: true })) },
        },
      ),
    )
    const [one, two] = await Promise.all(reports)
    const isSame = one && two && withoutOrder(one.report) === withoutOrder(two.report)
    return isSame ? undefined : fault('repeatable', 'other bytes in another order of documents')
  },
}

/** What a report says without the list of documents, which is in the order in which they were named. */
function withoutOrder({ documents: _, ...report }: Report): string {
  return toJson({ ...report, documents: [] })
}

import { didYouMean } from '../policy/suggest.ts'
import type { Report, ReportFinding, ReportUndecided } from '../report/report.ts'
import { relativeName } from '../settle/file-name.ts'
import type { Position } from '../source/types.ts'
import { compareMarks, firstLine, type Said } from './compare.ts'
import type { Expected } from './expected-list.ts'
import { type Mark, markLine } from './marks.ts'
import type { Fault, TestPart } from './policy-test.ts'
import type { ReadTest } from './test-policy.ts'

/** What one test came to. */
export interface TestOutcome {
  /** Name of its file, relative to the working directory. */
  readonly file: string
  readonly passed: boolean
  /** How many expectations were met. */
  readonly met: number
  /** Ids of the rules that it names. */
  readonly rules: readonly string[]
  readonly differences: readonly TestDifference[]
}

export interface TestDifference {
  /** `fault`: the test itself is wrong. */
  readonly kind: 'missing' | 'unexpected' | 'fault'
  /** Name of the file; that of the test as a rule. */
  readonly file: string
  readonly line: number
  readonly rule?: string
  readonly message: string
  /** The line of the test, and the comment that marks (or would mark) the place in it. */
  readonly excerpt?: { readonly text: string; readonly mark: string }
}

/** What all tests were judged by. */
export interface Judged {
  readonly report: Report
  /** Rules that the policy defines itself. */
  readonly own: ReadonlySet<string>
  /** Rules that are on. */
  readonly on: ReadonlySet<string>
  /** False where no test could be judged at all: then nobody knows which rules are on. */
  readonly known: boolean
  readonly all: boolean
  /** URI of the working directory. */
  readonly folder: string
}

interface Place extends Said {
  readonly part: TestPart
  readonly pointer: string
}

/** Holds what was found in the files of a test against what they mark and what its list expects. */
export function judgeTest({ test, list, listName }: ReadTest, judged: Judged): TestOutcome {
  const file = relativeName(judged.folder, test.uri)
  const named = list?.rules ?? test.rules
  const only = Array.isArray(named) && named.length === 1 ? named[0] : undefined
  const marks = test.parts.map((part) => part.marks.map((mark) => ({ ...mark, rule: mark.rule ?? only })))
  const expected = list?.entries ?? []
  const mentioned = [...marks.flat(), ...expected].flatMap(({ rule }) => rule ?? [])
  const rules = [...new Set([...mentioned, ...(Array.isArray(named) ? named : [])])].sort()
  const isUnderTest = (id: string): boolean => {
    if (judged.all || named === 'all') return true
    return Array.isArray(named)
      ? named.includes(id)
      : judged.own.has(id) || rules.includes(id) || test.also?.includes(id) === true
  }
  const isKnown = knownRules(judged)
  const unknown = (id: string, line: number): readonly Fault[] =>
    judged.known ? unknownRule(id, line, isKnown) : []
  const compared = test.parts.map((part, index) => {
    const said = placesIn(part, judged, isUnderTest)
    const wanted = (marks[index] ?? []).filter(({ rule }) => rule !== undefined && isKnown.has(rule))
    return { part, wanted, ...compareMarks(part.text, wanted, said) }
  })
  const listed = compareList(
    expected.filter(({ rule }) => isKnown.has(rule)),
    compared.flatMap(({ unmarked }) => unmarked),
    test.uri,
  )
  const faults = [
    ...test.faults.map((fault) => ({ file, ...fault })),
    ...(list?.faults ?? []).map((fault) => ({ file: listName ?? file, ...fault })),
    ...markFaults(test.parts, marks, unknown).map((fault) => ({ file, ...fault })),
    ...expected
      .flatMap(({ rule, line }) => unknown(rule, line))
      .map((fault) => ({ file: listName ?? file, ...fault })),
    ...(Array.isArray(named) ? named : [])
      .flatMap((id) => unknown(id, 1))
      .map((fault) => ({ file, ...fault })),
    ...(judged.known &&
    !test.also &&
    rules.length === 0 &&
    judged.own.size === 0 &&
    named === undefined &&
    !judged.all
      ? [{ file, line: 1, message: ASKS_NOTHING }]
      : []),
  ]
  const differences: TestDifference[] = [
    ...faults.map((fault) => ({ kind: 'fault' as const, ...fault })),
    ...compared.flatMap(({ part, missing }) => missing.map((mark) => missingMark(mark, part, file))),
    ...listed.missing.map((entry) => missingEntry(entry, listName ?? file)),
    ...listed.unlisted.map((place) => unexpected(place, file)),
  ].sort((a, b) => a.line - b.line)
  const missed = compared.flatMap(({ missing }) => missing).length + listed.missing.length
  const wanted = compared.reduce((sum, each) => sum + each.wanted.length, 0)
  const met = wanted + listed.wanted - missed
  return { file, passed: differences.length === 0, met, rules, differences }
}

const ASKS_NOTHING =
  'This test asks for nothing: mark a finding, or name the rules under test with `# specward test: <rule>`.'

function placesIn(
  part: TestPart,
  { report, folder }: Judged,
  isUnderTest: (id: string) => boolean,
): readonly Place[] {
  const name = relativeName(folder, part.uri)
  const starts = lineStarts(part.text)
  const offset = ({ line, column }: Position): number => (starts[line - 1] ?? part.text.length) + column - 1
  const place = (kind: Mark['kind'], each: ReportFinding | ReportUndecided, message: string): Place => ({
    kind,
    span: { start: offset(each.range.start), end: offset(each.range.end) },
    rule: each.ruleId,
    message,
    part,
    pointer: each.pointer,
  })
  const here = (each: ReportFinding | ReportUndecided): boolean =>
    each.file === name && isUnderTest(each.ruleId)
  return [
    ...report.findings.filter(here).map((each) => place('finding', each, each.message)),
    ...report.undecided.filter(here).map((each) => place('undecided', each, each.because)),
  ]
}

function compareList(expected: readonly Expected[], places: readonly Place[], test: string) {
  const met = new Set<Place>()
  const missing = expected.filter((entry) => {
    const uri = entry.file === undefined ? test : new URL(entry.file, test).href
    const fitting = places.filter(
      (place) =>
        place.kind === entry.kind &&
        place.rule === entry.rule &&
        place.pointer === entry.pointer &&
        (place.part.uri === uri || entry.file === undefined) &&
        (entry.message === undefined || place.message.includes(entry.message)),
    )
    for (const place of fitting) met.add(place)
    return fitting.length === 0
  })
  return { wanted: expected.length, missing, unlisted: places.filter((place) => !met.has(place)) }
}

function markFaults(
  parts: readonly TestPart[],
  marks: readonly (readonly Mark[])[],
  unknown: (id: string, line: number) => readonly Fault[],
): readonly Fault[] {
  return parts.flatMap((part, index) =>
    (marks[index] ?? []).flatMap(({ rule, span }) => {
      const line = lineOf(span.start, part) + part.shift
      return rule === undefined ? [{ line, message: NO_ID }] : unknown(rule, line)
    }),
  )
}

const NO_ID = 'The mark below this line needs the id of its rule: `# ^^^ <rule>`.'

function unknownRule(id: string, line: number, known: ReadonlySet<string>): readonly Fault[] {
  if (known.has(id)) return []
  return [{ line, message: `No rule \`${id}\` is on in the policy.${didYouMean(id, known)}` }]
}

/** Rules that are on, and ids that something was found under. */
function knownRules({ on, report }: Judged): ReadonlySet<string> {
  return new Set([...on, ...report.rules.map(({ id }) => id), ...report.findings.map(({ ruleId }) => ruleId)])
}

function missingMark(mark: Mark, part: TestPart, file: string): TestDifference {
  const what = mark.kind === 'finding' ? 'expected, not found' : 'expected to be undecided, but is not'
  const label = [mark.rule, mark.message].filter((word) => word !== undefined).join(': ')
  const rule = mark.rule === undefined ? {} : { rule: mark.rule }
  return { kind: 'missing', file, ...rule, message: `${what}: ${label}`, ...excerptOf(mark, part, label) }
}

function missingEntry({ kind, rule, pointer, message, line }: Expected, file: string): TestDifference {
  const what = kind === 'finding' ? 'expected, not found' : 'expected to be undecided, but is not'
  const label = [rule, message].filter((word) => word !== undefined).join(': ')
  return { kind: 'missing', file, line, rule, message: `${what} at ${pointer || 'the root'}: ${label}` }
}

function unexpected(place: Place, file: string): TestDifference {
  const { kind, rule, part, pointer } = place
  // in JSON, nothing can be marked: its list names the place
  const message = part.uri.endsWith('.json') ? `${place.message} (${pointer})` : place.message
  const what = kind === 'finding' ? 'found, not expected' : 'undecided, not expected'
  return {
    kind: 'unexpected',
    file,
    rule,
    message: `${what}: ${rule}: ${message}`,
    ...excerptOf(place, part, rule),
  }
}

function excerptOf({ kind, span }: Pick<Said, 'kind' | 'span'>, part: TestPart, label: string) {
  const line = lineOf(span.start, part)
  const start = lineStarts(part.text)[line - 1] ?? 0
  const text = part.text.slice(start).split('\n', 1)[0] ?? ''
  const { end } = firstLine(span, part.text)
  const mark = markLine(kind, span.start - start + 1, end - span.start, label)
  return { line: line + part.shift, excerpt: { text: text.replace(/\r$/u, ''), mark } }
}

function lineOf(offset: number, { text }: TestPart): number {
  return text.slice(0, offset).split('\n').length
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

import type { ReportFinding, ReportNotice, ReportProblem, Severity } from '@specward/core'
import type { Location } from 'vscode-languageserver'
import type { Review } from '../desk.ts'
import { keyOf } from '../files.ts'
import type { FindingItem } from './protocol.ts'

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warn: 1, info: 2, hint: 3 }

const TOP = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }

/** An item with what it can be grouped by. */
export interface Entry {
  readonly item: FindingItem
  readonly controls: readonly string[]
  /** Whether it concerns the description and not some of its operations. */
  readonly isWhole: boolean
}

/** Everything that reviews tell, each once, the gravest first: a file that several descriptions share is told of once. */
export function entriesOf(reviews: readonly Review[]): readonly Entry[] {
  const known = new Map<string, Entry>()
  for (const review of reviews) {
    for (const entry of entriesIn(review)) {
      const key = identityOf(entry.item)
      const before = known.get(key)
      known.set(key, before ? merged(before, entry) : entry)
    }
  }
  return [...known.values()].sort((a, b) => compare(a.item, b.item))
}

function entriesIn(review: Review): readonly Entry[] {
  const { findings, problems, notices } = review.result.report
  return [
    ...findings.filter(({ suppressed }) => suppressed === null).map((each) => findingEntry(each, review)),
    ...problems.map((each) => otherEntry('problem', each, review)),
    ...notices.map((each) => otherEntry('notice', each, review)),
  ]
}

function findingEntry(finding: ReportFinding, review: Review): Entry {
  const { severity, ruleId: code, message, fingerprint, operations, docs, references } = finding
  const item: FindingItem = {
    kind: 'finding',
    severity,
    code,
    message,
    location: locationOf(finding, review),
    description: review.uri,
    fingerprint,
    operations,
    ...(docs === '' ? {} : { docs }),
  }
  const { summary } = review.result.report
  const isWhole =
    operations.length === 0 || (operations.length > 1 && operations.length === summary.operations)
  return { item, controls: references.controls, isWhole }
}

function otherEntry(kind: 'problem' | 'notice', told: ReportProblem | ReportNotice, review: Review): Entry {
  const { severity, code, message } = told
  const location = locationOf(told, review)
  const item = { kind, severity, code, message, location, description: review.uri }
  return { item, controls: [], isWhole: true }
}

function locationOf({ file, range }: Pick<ReportProblem, 'file' | 'range'>, review: Review): Location {
  const uri = file === undefined ? review.uri : review.uriOf(file)
  if (!range) return { uri, range: TOP }
  const { start, end } = range
  return {
    uri,
    range: {
      start: { line: start.line - 1, character: start.column - 1 },
      end: { line: end.line - 1, character: end.column - 1 },
    },
  }
}

function identityOf({ kind, code, location, fingerprint, message }: FindingItem): string {
  return JSON.stringify([kind, code, keyOf(location.uri), location.range, fingerprint ?? '', message])
}

/** What several descriptions have in common concerns the operations of all of them. */
function merged(before: Entry, { item }: Entry): Entry {
  const operations = [...new Set([...(before.item.operations ?? []), ...(item.operations ?? [])])]
  return item.kind === 'finding' ? { ...before, item: { ...before.item, operations } } : before
}

/** By severity, then by place. */
function compare(a: FindingItem, b: FindingItem): number {
  const [from, to] = [a.location, b.location]
  return (
    RANKS[a.severity] - RANKS[b.severity] ||
    byText(from.uri, to.uri) ||
    from.range.start.line - to.range.start.line ||
    from.range.start.character - to.range.start.character ||
    byText(a.code, b.code)
  )
}

/** The gravest first; what has no severity comes last. */
export function rankOf(severity: Severity | undefined): number {
  return severity === undefined ? RANKS.hint + 1 : RANKS[severity]
}

/** The order of code units, which is the same everywhere. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

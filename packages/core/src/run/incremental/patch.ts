import { groupBy } from '../../group.ts'
import { lazy } from '../../lazy.ts'
import { compareFindings } from '../../report/findings.ts'
import { compareRanges } from '../../report/places.ts'
import type { Range, Report, ReportFinding } from '../../report/report.ts'
import type { Move } from './moved.ts'

/** A change of a description, as the reports on two slices of it show it. */
export interface Shown {
  readonly before: Report
  readonly after: Report
  /** Name of the file that was edited. */
  readonly file: string
  /** From the places in its old text to those in the new one. */
  readonly move: Move
}

/**
 * The report on a whole description after a change: what is new in the slices comes in, what is gone from them goes, and the
 * rest stays where it belongs. Counts and the gate are those from before.
 */
export function patchReport(report: Report, { before, after, file, move }: Shown): Report {
  const findings = patch(report.findings, before.findings, after.findings, {
    keyOf: ({ ruleId, fingerprint }) => `${ruleId} ${fingerprint}`,
    moved: (finding) => movedFinding(finding, file, move),
    again: (kept, old, now) => againOf(kept, old, now),
  })
  const problems = patchMessages(report.problems, before.problems, after.problems, file, move)
  const notices = patchMessages(report.notices, before.notices, after.notices, file, move)
  return {
    ...report,
    complete: problems.length === 0,
    findings: [...findings].sort(compareFindings),
    problems,
    notices,
  }
}

interface Message {
  readonly code: string
  readonly message: string
  readonly file?: string
  readonly range?: Range
}

function patchMessages<M extends Message>(
  all: readonly M[],
  before: readonly M[],
  after: readonly M[],
  file: string,
  move: Move,
): readonly M[] {
  return patch(all, before, after, {
    keyOf: ({ code, message }) => `${code} ${message}`,
    moved: (each) => {
      const range = each.file === file && each.range ? move(each.range) : each.range
      return { ...each, ...(range ? { range } : {}) }
    },
    again: (_, __, now) => now,
  })
}

interface How<T> {
  /** The same for the same thing before and after. */
  keyOf(each: T): string
  moved(each: T): T
  /** What the new slice says of something that the old one has as well. */
  again(kept: T, old: T, now: T): Partial<T>
}

/** Things with one key are one after the other in all lists. */
function patch<T extends object>(
  all: readonly T[],
  before: readonly T[],
  after: readonly T[],
  how: How<T>,
): T[] {
  const old = groupBy(before, how.keyOf)
  const now = groupBy(after, how.keyOf)
  const kept = groupBy(all, how.keyOf)
  const result: T[] = []
  for (const [key, each] of kept) {
    const [was, is] = [old.get(key) ?? [], now.get(key) ?? []]
    if (was.length !== is.length)
      result.push(...each.slice(0, Math.max(0, each.length - was.length)).map(how.moved), ...is)
    else if (was.length !== each.length) result.push(...each.map(how.moved))
    else result.push(...each.map((one, index) => together(one, was[index], is[index], how)))
  }
  for (const [key, is] of now) if (!kept.has(key) && !old.has(key)) result.push(...is)
  return result
}

function together<T extends object>(kept: T, old: T | undefined, now: T | undefined, how: How<T>): T {
  return old && now ? withOwn(how.moved(kept), how.again(kept, old, now)) : how.moved(kept)
}

/** A finding stands where the new slice has it if the old one had it where it was. */
function againOf(kept: ReportFinding, old: ReportFinding, now: ReportFinding): Partial<ReportFinding> {
  const isAsBefore = old.file === kept.file && compareRanges(old.range, kept.range) === 0
  const message = now.message === old.message ? kept.message : now.message
  return isAsBefore ? withOwn({ message }, placesOf(now)) : { message }
}

/** Where a finding stands; its fix is worked out only when somebody looks at it. */
function placesOf(finding: ReportFinding): Partial<ReportFinding> {
  const { file, pointer, range, cause, related, suppressed } = finding
  return withOwn(
    { file, pointer, range, cause, related, suppressed },
    fixOf(() => finding.fix),
  )
}

function movedFinding(finding: ReportFinding, file: string, move: Move): ReportFinding {
  const place = <P extends { readonly file: string; readonly range: Range }>(at: P): P => {
    const range = at.file === file ? move(at.range) : at.range
    return range ? { ...at, range } : at
  }
  const { cause, related, range } = finding
  const moved = {
    range: finding.file === file ? (move(range) ?? range) : range,
    cause: cause && place(cause),
    related: related.map(place),
  }
  return withOwn(
    finding,
    withOwn(
      moved,
      fixOf(() => movedFix(finding, file, move)),
    ),
  )
}

/** A fix of which an edit was edited away is none any longer. */
function movedFix({ fix }: ReportFinding, file: string, move: Move): ReportFinding['fix'] {
  if (!fix) return null
  const edits = fix.edits.flatMap((edit) => {
    const range = edit.file === file ? move(edit.range) : edit.range
    return range ? [{ ...edit, range }] : []
  })
  return edits.length === fix.edits.length ? { ...fix, edits } : null
}

function fixOf(make: () => ReportFinding['fix']): Pick<ReportFinding, 'fix'> {
  return Object.defineProperty({ fix: null }, 'fix', { get: lazy(make), enumerable: true })
}

/** A copy with other properties, without looking at any of them. */
function withOwn<T extends object, U extends object>(one: T, other: U): T & U {
  const properties = { ...Object.getOwnPropertyDescriptors(one), ...Object.getOwnPropertyDescriptors(other) }
  return Object.defineProperties({}, properties) as T & U
}

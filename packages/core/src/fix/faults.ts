import { activeFindings } from '../report/active.ts'
import type { Report, ReportFinding } from '../report/report.ts'
import type { PlannedFix } from './types.ts'

/** What speaks against fixes once their texts have been judged. */
export interface Faults {
  /** Fixes whose findings are there all the same. */
  readonly unmended: readonly PlannedFix[]
  /** What was not there before, in words: the rule of a finding, or the code of a problem. */
  readonly added: readonly string[]
}

/** What is said by a rule about a file. */
type Placed = Pick<ReportFinding, 'file' | 'ruleId'>

type Known = Pick<ReportFinding, 'file' | 'ruleId' | 'fingerprint'>

/** Name of a finding by which it is known from one run to the next. */
export function keyOf({ file, ruleId, fingerprint }: Known): string {
  return `${file}\n${ruleId}\n${fingerprint}`
}

/** Compares a run with the one before its fixes. Documents that were not judged again are left alone. */
export function faultsOf(before: Report, after: Report, fixes: readonly PlannedFix[]): Faults {
  return {
    unmended: unmended(before, after, fixes),
    added: [
      ...addedFindings(before, after, fixes),
      ...addedProblems(before, after),
      ...addedUndecided(before, after, fixes),
    ],
  }
}

/**
 * Findings that were not there. A fix may give a thing another name, and what is found of it is known by that: as many
 * as have gone, of the same rule in the same file, without anybody having mended them, may have come.
 */
function addedFindings(before: Report, after: Report, fixes: readonly PlannedFix[]): readonly string[] {
  const [were, are] = [activeFindings(before), activeFindings(after)]
  const known = new Set(were.flatMap((finding) => [keyOf(finding), ...partsOf(finding)]))
  const still = new Set(are.flatMap((finding) => [keyOf(finding), ...partsOf(finding)]))
  const mended = new Set(fixes.flatMap(({ findings }) => findings.map(keyOf)))
  const judged = new Set(after.documents.map(({ file }) => file))
  const isJudged = ({ documents, file }: ReportFinding): boolean =>
    (documents ?? [file]).some((name) => judged.has(name))
  const gone = countsOf(
    were.filter((each) => isJudged(each) && !still.has(keyOf(each)) && !mended.has(keyOf(each))),
  )
  const left = new Map(gone)
  const fresh = are.filter((finding) => !known.has(keyOf(finding)) && !isSmaller(finding, known))
  const added = fresh.filter((finding) => {
    const count = left.get(kindOf(finding)) ?? 0
    left.set(kindOf(finding), count - 1)
    return count <= 0
  })
  return added.map(({ ruleId, file, range }) => `${ruleId} (${file}:${range.start.line})`)
}

function partsOf({ file, ruleId, parts = [] }: ReportFinding): readonly string[] {
  return parts.map((fingerprint) => keyOf({ file, ruleId, fingerprint }))
}

/** Of a group that has become smaller, all parts are known. */
function isSmaller(finding: ReportFinding, known: ReadonlySet<string>): boolean {
  const parts = partsOf(finding)
  return parts.length > 0 && parts.every((part) => known.has(part))
}

function addedProblems(before: Report, after: Report): readonly string[] {
  const counts = new Map<string, number>()
  for (const { file, code } of before.problems)
    counts.set(`${file} ${code}`, (counts.get(`${file} ${code}`) ?? 0) + 1)
  return after.problems.flatMap(({ file, code }) => {
    const count = counts.get(`${file} ${code}`) ?? 0
    counts.set(`${file} ${code}`, count - 1)
    return count > 0 ? [] : [code]
  })
}

/** Rules that find no fault any more because they cannot tell. */
function addedUndecided(before: Report, after: Report, fixes: readonly PlannedFix[]): readonly string[] {
  const rules = new Set(fixes.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId)))
  const [were, are] = [countsOf(before.undecided), countsOf(after.undecided)]
  const more = after.undecided.filter(
    (each) => rules.has(each.ruleId) && (are.get(kindOf(each)) ?? 0) > (were.get(kindOf(each)) ?? 0),
  )
  return [...new Set(more.map(({ ruleId }) => `${ruleId}, which cannot be decided then`))]
}

/**
 * Fixes that have done nothing for their findings. Of findings that only a number tells apart, the numbers may have
 * moved up: then there are as many fewer as were fixed.
 */
function unmended(before: Report, after: Report, fixes: readonly PlannedFix[]): readonly PlannedFix[] {
  const there = new Set(activeFindings(after).map(keyOf))
  const [were, are] = [countsOf(activeFindings(before)), countsOf(activeFindings(after))]
  const planned = countsOf(fixes.flatMap(({ findings }) => findings))
  const isMended = (finding: ReportFinding): boolean => {
    const kind = kindOf(finding)
    const fewer = (were.get(kind) ?? 0) - (are.get(kind) ?? 0)
    return !there.has(keyOf(finding)) || fewer >= (planned.get(kind) ?? 0)
  }
  return fixes.filter(({ findings }) => !findings.every(isMended))
}

function countsOf(findings: readonly Placed[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const finding of findings) counts.set(kindOf(finding), (counts.get(kindOf(finding)) ?? 0) + 1)
  return counts
}

function kindOf({ file, ruleId }: Placed): string {
  return `${file}\n${ruleId}`
}

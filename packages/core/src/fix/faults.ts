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

type Known = Pick<ReportFinding, 'file' | 'ruleId' | 'fingerprint'>

/** Name of a finding by which it is known from one run to the next. */
export function keyOf({ file, ruleId, fingerprint }: Known): string {
  return `${file}\n${ruleId}\n${fingerprint}`
}

/** Compares a run with the one before its fixes. Documents that were not judged again are left alone. */
export function faultsOf(before: Report, after: Report, fixes: readonly PlannedFix[]): Faults {
  return {
    unmended: unmended(before, after, fixes),
    added: [...addedFindings(before, after), ...addedProblems(before, after)],
  }
}

function addedFindings(before: Report, after: Report): readonly string[] {
  const partsOf = ({ file, ruleId, parts = [] }: ReportFinding): readonly string[] =>
    parts.map((fingerprint) => keyOf({ file, ruleId, fingerprint }))
  const known = new Set(activeFindings(before).flatMap((finding) => [keyOf(finding), ...partsOf(finding)]))
  // of a group that has become smaller, all parts are known
  const isSmaller = (parts: readonly string[]): boolean =>
    parts.length > 0 && parts.every((part) => known.has(part))
  const isKnown = (finding: ReportFinding): boolean =>
    known.has(keyOf(finding)) || isSmaller(partsOf(finding))
  return activeFindings(after)
    .filter((finding) => !isKnown(finding))
    .map(({ ruleId, file, range }) => `${ruleId} (${file}:${range.start.line})`)
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

function countsOf(findings: readonly ReportFinding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const finding of findings) counts.set(kindOf(finding), (counts.get(kindOf(finding)) ?? 0) + 1)
  return counts
}

function kindOf({ file, ruleId }: ReportFinding): string {
  return `${file}\n${ruleId}`
}

import type { Report } from '@specward/core'
import { type Fault, fault } from '../property.ts'

/** Rules about the text itself, which is another text when it is written anew or spread over files. */
export const ABOUT_TEXT: ReadonlySet<string> = new Set([
  'no-duplicate-key',
  'no-unsafe-yaml-tag',
  'spec-conformance',
])

/** What is found, without where it stands: one line for each finding, sorted. */
export function findingLines(
  { findings }: Report,
  more: (finding: Report['findings'][number]) => string,
): string[] {
  return findings
    .filter(({ ruleId }) => !ABOUT_TEXT.has(ruleId))
    .map(
      (finding) =>
        `${finding.ruleId} ${finding.severity} [${[...finding.operations].sort().join(', ')}] ${more(finding)}`,
    )
    .sort()
}

/** With what a finding is known by. */
export const byFingerprint = ({ fingerprint }: { readonly fingerprint: string }): string => fingerprint

/** The first thing that one list has and the other does not. */
export function differenceOf(
  what: string,
  before: readonly string[],
  after: readonly string[],
): Fault | undefined {
  const extra = without(after, before)[0]
  if (extra !== undefined) return tell(what, 'added', extra)
  const missing = without(before, after)[0]
  return missing === undefined ? undefined : tell(what, 'lost', missing)
}

/** The rule is the signature of it; what it found is for people. */
function tell(what: string, how: string, line: string): Fault {
  return { ...fault(what, `${how} ${line.split(' ')[0]}`), message: `${what}: ${how} ${line}` }
}

/** What is left of a list when each of the others is taken away once. */
export function without(from: readonly string[], others: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const each of others) counts.set(each, (counts.get(each) ?? 0) + 1)
  return from.filter((each) => {
    const left = counts.get(each) ?? 0
    if (left > 0) counts.set(each, left - 1)
    return left === 0
  })
}

/** Codes of what could not be judged, sorted. */
export function problemLines({ problems }: Report): readonly string[] {
  return problems.map(({ code, severity }) => `${code} ${severity}`).sort()
}

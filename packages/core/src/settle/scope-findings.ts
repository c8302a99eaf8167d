import { nodeOf } from '../policy/at.ts'
import type { Policy } from '../policy/policy.ts'
import type { At, Severity } from '../policy/rule.ts'

/**
 * Gives findings the severity that overrides set for the places where they stand, and leaves out what is off
 * there.
 */
export function scopeFindings<
  Finding extends { readonly ruleId: string; readonly at: At; readonly severity: Severity },
>(findings: readonly Finding[], { severityAt }: Policy): readonly Finding[] {
  if (!severityAt) return findings
  return findings.flatMap((finding) => {
    const severity = severityAt(finding.ruleId, placeOf(finding.at)) ?? finding.severity
    if (severity === 'off') return []
    return [severity === finding.severity ? finding : { ...finding, severity }]
  })
}

/** Leaves out what a rule could not decide where it is off. */
export function scopeUndecided<Undecided extends { readonly ruleId: string; readonly at: At }>(
  undecided: readonly Undecided[],
  { severityAt }: Policy,
): readonly Undecided[] {
  if (!severityAt) return undecided
  return undecided.filter(({ ruleId, at }) => severityAt(ruleId, placeOf(at)) !== 'off')
}

function placeOf(at: At) {
  const { file, path } = nodeOf(at)
  return { uri: file.uri, path }
}

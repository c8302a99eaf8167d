import type { ActiveRule, Policy, PolicyNotice } from '../policy/policy.ts'
import type { RuleTally } from './types.ts'

/** A document that was judged, as far as conditions of rules go. */
interface Judged {
  readonly policy: Policy
  readonly rules: readonly RuleTally[]
}

/** Rules of the policy's own whose `where` left out whatever there was in all documents, each told once. */
export function unmatchedWhere(documents: readonly Judged[]): readonly PolicyNotice[] {
  const left = new Map<string, ActiveRule>()
  const asked = new Set<string>()
  for (const { policy, rules } of documents) {
    const own = new Map(policy.rules.flatMap((each) => (each.own ? [[each.rule.id, each] as const] : [])))
    for (const { id, judged, undecided, notApplicable, stopped } of rules) {
      const active = own.get(id)
      if (!active) continue
      if (judged + undecided > 0 || stopped) asked.add(id)
      else if (notApplicable > 0) left.set(id, active)
    }
  }
  return [...left].flatMap(([id, { rule, own }]) => {
    if (asked.has(id) || !own || JSON.parse(own.source).where === undefined) return []
    const message = `The \`where\` of \`${id}\` leaves out every ${rule.select} of this run, so that the rule judged nothing.`
    const { source: uri, place } = own.origin
    return [
      { code: 'where-unmatched', severity: 'info', message, uri, ...(place ? { span: place.span } : {}) },
    ]
  })
}

import type { Policy } from '../policy/policy.ts'
import { RULESET_CATEGORY } from '../policy/rulesets.ts'
import type { ForeignRule } from '../ruleset-engine.ts'
import type { RuleInfo } from './rule-info.ts'

/** What formats can tell about rules that are none of Specward's, by id: of rulesets, and of the policy itself. */
export function rulesetRules(policies: readonly Policy[]): ReadonlyMap<string, RuleInfo> {
  const rules = policies.flatMap((policy) => policy.rulesets?.loaded.rules ?? [])
  const own = policies.flatMap((policy) =>
    policy.rules.flatMap(({ rule, category, severity, own }) =>
      own ? [[rule.id, { ...rule, presets: { recommended: severity }, category }] as const] : [],
    ),
  )
  return new Map<string, RuleInfo>([...rules.map((rule) => [rule.id, infoOf(rule)] as const), ...own])
}

function infoOf({ id, description, severity, documentationUrl }: ForeignRule): RuleInfo {
  return {
    title: description ?? id,
    why: '',
    fix: '',
    presets: { recommended: severity },
    references: { owasp: [], cwe: [], controls: [] },
    category: RULESET_CATEGORY,
    documentationUrl,
  }
}

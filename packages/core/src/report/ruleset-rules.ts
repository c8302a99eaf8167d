import type { Policy } from '../policy/policy.ts'
import { RULESET_CATEGORY } from '../policy/rulesets.ts'
import type { ForeignRule } from '../ruleset-engine.ts'
import type { RuleInfo } from './rule-info.ts'

/** What formats can tell about the rules of rulesets, by id. */
export function rulesetRules(policies: readonly Policy[]): ReadonlyMap<string, RuleInfo> {
  const rules = policies.flatMap((policy) => policy.rulesets?.loaded.rules ?? [])
  return new Map(rules.map((rule) => [rule.id, infoOf(rule)]))
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

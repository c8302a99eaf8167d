import { evaluateWaiting, withoutWaiting } from '../evaluate/conformance.ts'
import { type EvaluateOptions, evaluate } from '../evaluate/evaluate.ts'
import type { Model } from '../model/model.ts'
import { withDefaults } from '../policy/options.ts'
import type { ActiveRule, Policy } from '../policy/policy.ts'
import { type SettleOptions, settle } from '../settle/settle.ts'
import type { AssessmentBasis, OffRule } from './api.ts'
import type { AssessPlan } from './plan.ts'

/**
 * The rules that speak for a control and are off because no preset in use has them: nobody says so. They are run for
 * the assessment alone, with the severity that they have in `strict`.
 */
export function rulesAside(
  { rules }: AssessPlan,
  policy: Policy,
  off: ReadonlyMap<string, OffRule>,
): readonly ActiveRule[] {
  const active = new Set(policy.rules.map(({ rule }) => rule.id))
  return [...rules.values()]
    .filter(({ rule }) => !active.has(rule.id) && !off.has(rule.id))
    .map(({ rule, category }) => ({
      rule,
      category,
      severity: rule.presets.strict ?? rule.presets.recommended ?? 'warn',
      options: withDefaults(rule, {}),
    }))
}

/** Runs rules for the assessment alone: what they do, and where they fail, is no part of the report. */
export function judgeAside(
  model: Model,
  policy: Policy,
  rules: readonly ActiveRule[],
  options: EvaluateOptions & SettleOptions,
): Pick<AssessmentBasis, 'findings' | 'undecided' | 'rules'> {
  const aside = { ...policy, rules }
  const atOnce = evaluate(model, withoutWaiting(aside), options)
  const done = evaluateWaiting(atOnce, model, aside, options)
  const undecided = [...done.undecided, ...done.assumed]
  return { findings: settle(done.findings, options), undecided, rules: done.rules }
}

import { withDefaults } from '../policy/options.ts'
import type { ActiveRule } from '../policy/policy.ts'
import type { Registry, Rule, Severity } from '../policy/rule.ts'
import type { Task } from '../policy/task.ts'

/**
 * A task with rules of the registry on that are off, with their default options.
 * @param rules ids with the severity asked for; undefined for that of the presets
 * @returns undefined where the registry has none of them
 */
export function withRules(
  task: Task,
  rules: ReadonlyMap<string, Severity | undefined>,
  registry: Registry,
): Task | undefined {
  const added = registry.rules.flatMap(({ rule, category }): readonly ActiveRule[] => {
    const severity = rules.has(rule.id) ? (rules.get(rule.id) ?? usual(rule)) : undefined
    return severity ? [{ rule, category, severity, options: withDefaults(rule, {}) }] : []
  })
  if (added.length === 0) return undefined
  const { policy } = task
  const all = [...policy.rules, ...added].sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1))
  const { severityAt } = policy
  const at = severityAt && {
    severityAt: ((id, place) => (rules.has(id) ? undefined : severityAt(id, place))) as typeof severityAt,
  }
  return { ...task, policy: { ...policy, rules: all, ...at } }
}

function usual({ presets }: Rule): Severity | undefined {
  return presets.recommended ?? presets.strict
}

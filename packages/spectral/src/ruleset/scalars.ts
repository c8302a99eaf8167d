import { didYouMean, type Path } from '@specward/core'

import { ruleNames, type Unit } from './unit.ts'
import { isObject, quote } from './values.ts'

/**
 * Severities for rules that no ruleset defines: told where they are written, or left out where the rule may be one
 * of those that were lost.
 */
export function checkScalars(unit: Unit): void {
  const { definition } = unit
  const { overrides } = definition
  const known = ruleNames(definition)
  const isOpen = hasGaps(unit)
  if ('rules' in definition) definition.rules = checked(unit, definition.rules, ['rules'], known, isOpen)
  // a rule of an override may come from another one, and the override may apply to no document
  if (!Array.isArray(overrides) || !isOpen) return
  for (const [index, each] of overrides.entries()) {
    if (!isObject(each) || !isObject(each.rules)) continue
    const names = new Set([...known, ...ruleNames(each)])
    const rules = checked(unit, each.rules, ['overrides', String(index), 'rules'], names, isOpen)
    Object.assign(each, { rules })
  }
}

function checked(
  { text, written }: Unit,
  rules: unknown,
  path: Path,
  known: ReadonlySet<string>,
  isOpen: boolean,
): unknown {
  if (!isObject(rules)) return rules
  const unknown = Object.keys(rules).filter((name) => !isObject(rules[name]) && !known.has(name))
  if (unknown.length === 0) return rules
  if (!isOpen) {
    for (const name of unknown) {
      const at = written([...path, name])
      const old = at.at(-1) === name ? '' : `, as ${quote(at.at(-1) ?? '')} is called today,`
      const hint = didYouMean(name, known)
      const advice =
        hint === '' ? ' Extend a ruleset that has it, or define it with `given` and `then`.' : hint
      text?.fail(at, `There is no rule ${quote(name)}${old} here.${advice}`, 'key')
    }
  }
  return Object.fromEntries(Object.entries(rules).filter(([name]) => !unknown.includes(name)))
}

/** Whether rules of it, or of what it extends, may be missing. */
function hasGaps(unit: Unit): boolean {
  const seen = new Set<Unit>()
  const stack = [unit]
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    if (next.hasGaps) return true
    stack.push(...next.extended)
  }
  return false
}

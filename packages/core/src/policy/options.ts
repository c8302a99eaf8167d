import type { Rule } from './rule.ts'

/** The options of a rule: those that are set, and the defaults of all others. */
export function withDefaults(
  rule: Rule,
  set: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const options: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(rule.options ?? {})) {
    options[name] = Object.hasOwn(set, name) ? set[name] : (schema as { default: unknown }).default
  }
  return options
}

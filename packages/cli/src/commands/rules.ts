import type { RegisteredRule } from '@specward/core'
import { registry } from '@specward/rulesets'
import type { Io } from '../io.ts'
import { oneOf } from '../usage.ts'

/** Lists every rule with its category and its severity in each preset. */
export function rulesCommand(options: { readonly format: string }, io: Io): number {
  const format = oneOf('--format', options.format, ['text', 'json'])
  const rules = registry.rules.map(describe)
  io.out(format === 'json' ? `${JSON.stringify({ version: 1, rules }, null, 2)}\n` : table(rules))
  return 0
}

interface RuleLine {
  readonly id: string
  readonly category: string
  readonly title: string
  readonly formats: readonly string[]
  readonly presets: Readonly<Record<string, string>>
}

function describe({ rule, category }: RegisteredRule): RuleLine {
  const presets = registry.presets.map(({ name, rules }) => [name, rules[rule.id] ?? 'off'] as const)
  return {
    id: rule.id,
    category,
    title: rule.title,
    formats: rule.formats,
    presets: Object.fromEntries(presets),
  }
}

function table(rules: readonly RuleLine[]): string {
  const names = registry.presets.map(({ name }) => name)
  const rows = [
    ['RULE', 'CATEGORY', ...names.map((name) => name.toUpperCase()), 'TITLE'],
    ...rules.map((rule) => [
      rule.id,
      rule.category,
      ...names.map((name) => rule.presets[name] ?? ''),
      rule.title,
    ]),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n\n${rules.length} rules. \`specward explain <rule>\` says more about one.\n`
}

import { type RegisteredRule, visible } from '@specward/core'
import { registry } from '@specward/rulesets'
import type { Io } from '../io.ts'
import type { RulesetOptions } from '../rulesets.ts'
import { nameOf } from '../uris.ts'
import { oneOf } from '../usage.ts'
import { policyHere } from './explain.ts'

export interface RulesOptions extends RulesetOptions {
  readonly format: string
}

/** Lists every rule with its category and its severity in each preset, or the rules of rulesets. Returns the exit code. */
export async function rulesCommand(options: RulesOptions, io: Io, version: string): Promise<number> {
  const format = oneOf('--format', options.format, ['text', 'json'])
  if (options.ruleset) return listForeign(options, format, io, version)
  const rules = registry.rules.map(describe)
  io.out(format === 'json' ? `${JSON.stringify({ version: 1, rules }, null, 2)}\n` : table(rules))
  return 0
}

/** The rules of rulesets that are on. */
async function listForeign(
  options: RulesOptions,
  format: 'text' | 'json',
  io: Io,
  version: string,
): Promise<number> {
  const policy = await policyHere(options, io, version)
  if (!policy) return 2
  const rules = (policy.rulesets?.rules ?? []).map(
    ({ id, severity, formats, source, description, message }) => ({
      id,
      severity,
      formats: formats.length > 0 ? formats : ['all'],
      source: nameOf(source, io.cwd),
      title: description ?? message ?? '',
    }),
  )
  if (format === 'json') {
    io.out(`${JSON.stringify({ version: 1, rules }, null, 2)}\n`)
    return 0
  }
  const rows = rules.map(({ id, severity, formats, source, title }) => {
    return [id, severity, formats.join(' '), source, title].map(visible)
  })
  io.out(columns([['RULE', 'SEVERITY', 'FORMATS', 'RULESET', 'TITLE'], ...rows]))
  io.out(`\n${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}.\n`)
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
  return `${columns(rows)}\n${rules.length} rules. \`specward explain <rule>\` says more about one.\n`
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

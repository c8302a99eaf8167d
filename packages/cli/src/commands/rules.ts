import { jsonText, type RegisteredRule, visible } from '@specward/core'
import { registry } from '@specward/rulesets'
import { columns } from '../columns.ts'
import type { Io } from '../io.ts'
import type { RulesetOptions } from '../rulesets.ts'
import { nameOf } from '../uris.ts'
import { oneOf } from '../usage.ts'
import { policyHere } from './explain.ts'

export interface RulesOptions extends RulesetOptions {
  readonly format: string
  readonly preset?: string
}

/** Presets for which the list of all rules has a column; the others are asked for by name. */
const SHOWN = ['recommended', 'strict']

/** Lists every rule with its category and its severity in each preset, or the rules of rulesets. Returns the exit code. */
export async function rulesCommand(options: RulesOptions, io: Io, version: string): Promise<number> {
  const format = oneOf('--format', options.format, ['text', 'json'])
  if (options.ruleset) return listForeign(options, format, io, version)
  const preset = options.preset === undefined ? undefined : presetNamed(options.preset)
  const all = registry.rules.map(describe)
  const rules = preset === undefined ? all : all.filter((rule) => rule.presets[preset] !== 'off')
  if (format === 'json') io.out(jsonText({ version: 1, rules }))
  else io.out(table(rules, preset === undefined ? SHOWN : [preset]))
  return 0
}

/** With or without the prefix that it has in `extends`. */
function presetNamed(name: string): string {
  const names = registry.presets.map((preset) => preset.name)
  return oneOf('--preset', name.replace(/^specward:/, ''), names)
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
    io.out(jsonText({ version: 1, rules }))
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

function table(rules: readonly RuleLine[], names: readonly string[]): string {
  const rows = [
    ['RULE', 'CATEGORY', ...names.map((name) => name.toUpperCase()), 'TITLE'],
    ...rules.map((rule) => [
      rule.id,
      rule.category,
      ...names.map((name) => rule.presets[name] ?? ''),
      rule.title,
    ]),
  ]
  const others = registry.presets.map(({ name }) => name).filter((name) => !names.includes(name))
  return [
    columns(rows),
    `${rules.length} rules. \`specward explain <rule>\` says more about one.`,
    `\`--preset\` lists those of one preset: ${others.join(', ')}.`,
    '',
  ].join('\n')
}

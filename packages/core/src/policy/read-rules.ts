import type { Node } from '../source/node.ts'
import type { Checker } from './checker.ts'
import type { RuleSetting } from './layers.ts'
import type { OptionSchema, Registry, Rule } from './rule.ts'
import { RULE_LEVELS } from './words.ts'

/** Reads `rules:`: a severity, or a mapping with `severity` and `options`, for each rule id. */
export function readRules(
  check: Checker,
  node: Node | undefined,
  registry: Registry,
): ReadonlyMap<string, RuleSetting> {
  const settings = new Map<string, RuleSetting>()
  if (!node) return settings
  const known = new Map(registry.rules.map(({ rule }) => [rule.id, rule]))
  for (const entry of check.namedEntries(node, '`rules`')) {
    const rule = known.get(entry.key)
    if (!rule) check.unknown({ node: entry, part: 'key' }, 'rule', entry.key, [...known.keys()])
    const setting = rule && readSetting(check, entry, rule)
    if (setting) settings.set(entry.key, setting)
  }
  return settings
}

function readSetting(check: Checker, node: Node, rule: Rule): RuleSetting | undefined {
  if (!node.isObject) {
    const level = check.word(node, `\`${rule.id}\``, RULE_LEVELS)
    return level && { level, options: {} }
  }
  const entries = check.entries(node, `\`${rule.id}\``, ['severity', 'options'])
  if (!entries) return undefined
  if (Object.keys(node.value as object).length === 0) {
    check.fail(node, `\`${rule.id}\` is an empty mapping; give it \`severity\` or \`options\`.`)
  }
  const level = entries.severity && check.word(entries.severity, '`severity`', RULE_LEVELS)
  const options = entries.options ? readOptions(check, entries.options, rule) : {}
  return { level, options }
}

function readOptions(check: Checker, node: Node, rule: Rule): Readonly<Record<string, unknown>> {
  const schemas: Readonly<Record<string, OptionSchema>> = rule.options ?? {}
  const options: Record<string, unknown> = {}
  const names = Object.keys(schemas)
  for (const entry of check.namedEntries(node, '`options`')) {
    const schema = Object.hasOwn(schemas, entry.key) ? schemas[entry.key] : undefined
    if (schema) {
      if (fitsOption(check, entry, schema)) options[entry.key] = entry.value
    } else if (names.length > 0) {
      check.unknown({ node: entry, part: 'key' }, `option of \`${rule.id}\``, entry.key, names)
    } else {
      check.fail({ node: entry, part: 'key' }, `\`${rule.id}\` takes no options.`)
    }
  }
  return options
}

function fitsOption(check: Checker, node: Node, schema: OptionSchema): boolean {
  const name = `\`${node.key}\``
  const value = node.value
  switch (schema.type) {
    case 'boolean':
      if (typeof value === 'boolean') return true
      check.wrongType(node, name, '`true` or `false`')
      return false
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) {
        check.wrongType(node, name, 'a whole number')
        return false
      }
      if (schema.minimum === undefined || value >= schema.minimum) return true
      check.fail(node, `${name} must be ${schema.minimum} or more, not ${value}.`)
      return false
    case 'string':
      if (schema.enum) return check.word(node, name, schema.enum) !== undefined
      return check.text(node, name) !== undefined
    case 'string-list': {
      const items = check.items(node, name)
      const good = items.filter((item) => check.text(item, `An item of ${name}`) !== undefined)
      return node.isList && good.length === items.length
    }
  }
}

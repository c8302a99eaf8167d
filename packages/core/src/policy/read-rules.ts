import type { Node } from '../source/node.ts'
import type { Checker } from './checker.ts'
import { type Origin, originOf } from './origin.ts'
import { isDefinition, levelStatement } from './own/definition.ts'
import { readSelectRule } from './own/read-definition.ts'
import type { OptionSchema, Registry, Rule } from './rule.ts'
import type { LevelStatement, RuleStatement, Scope } from './statements.ts'
import { RULE_LEVELS } from './words.ts'

/** What `then` of a rule may hold. */
const STEP_KEYS = ['field', 'function', 'functionOptions'] as const

/** Reads `rules:`: a severity, or a mapping with `severity` and `options`, for each rule id. */
export function readRules(
  check: Checker,
  node: Node | undefined,
  registry: Registry,
  scope?: Scope | undefined,
): readonly RuleStatement[] {
  if (!node) return []
  const known = new Map(registry.rules.map(({ rule }) => [rule.id, rule]))
  return check.namedEntries(node, '`rules`').flatMap((entry) => {
    if (isDefinition(entry)) return readDefinition(check, entry, registry, scope)
    const rule = known.get(entry.key)
    if (rule) return readSetting(check, entry, rule, scope)
    if (registry.unchecked || registry.definedAt?.has(entry.key)) return []
    check.unknown({ node: entry, part: 'key' }, 'rule', entry.key, [...known.keys()])
    return []
  })
}

/** Reads a rule that the policy defines itself: what it says of its own severity. */
function readDefinition(
  check: Checker,
  entry: Node,
  registry: Registry,
  scope: Scope | undefined,
): readonly LevelStatement[] {
  const at = { node: entry, part: 'key' } as const
  const id = `\`${entry.key}\``
  if (scope) {
    check.fail(
      at,
      `${id} cannot be defined in an override: define it under \`rules\`, and set its severity here.`,
    )
    return []
  }
  const first = registry.definedAt?.get(entry.key)
  if (first && !isHere(first, check, entry)) {
    const where = `${first.source.replace(/^.*\//u, '')}:${first.place?.line}`
    check.fail(at, `The rule ${id} is defined twice: here and in ${where}. Give one of them another name.`)
    return []
  }
  if (isRegistered(registry, entry.key)) {
    check.fail(at, `Specward has a rule ${id} of its own. Give this one another name.`)
    return []
  }
  if (!entry.child('select')) return readGiven(check, entry)
  if (entry.child('given')) {
    check.fail(at, `${id} has both \`select\` and \`given\`; leave one of them.`)
    return []
  }
  const read = readSelectRule(check, entry)
  return read ? [levelStatement(check, entry, read.level)] : []
}

/**
 * A rule in the syntax of Spectral is checked by who runs it, who also knows its severity; but Spectral takes any key
 * in `then`, and a misspelt one would be ignored.
 */
function readGiven(check: Checker, entry: Node): readonly LevelStatement[] {
  const then = entry.child('then')
  for (const step of then?.isList ? then.children() : then ? [then] : []) {
    if (step.isObject) check.entries(step, '`then`', STEP_KEYS)
  }
  if (!entry.child('given')) {
    check.fail(
      entry,
      `\`${entry.key}\` judges nothing: give it \`select\` with a concept, or \`given\` with JSONPath.`,
    )
  }
  return []
}

function isHere({ source, place }: Origin, check: Checker, entry: Node): boolean {
  const here = originOf(check.file, { node: entry, part: 'key' })
  return source === here.source && place?.span.start === here.place?.span.start
}

/** Whether a rule of that name is there without the policy defining it. */
function isRegistered({ rules }: Registry, id: string): boolean {
  return rules.some(({ rule, own, category }) => rule.id === id && !own && category !== 'ruleset')
}

function readSetting(
  check: Checker,
  node: Node,
  rule: Rule,
  scope: Scope | undefined,
): readonly RuleStatement[] {
  if (!node.isObject) return readLevel(check, node, rule, `\`${rule.id}\``, scope)
  const entries = check.entries(node, `\`${rule.id}\``, ['severity', 'options'])
  if (!entries) return []
  if (Object.keys(node.value as object).length === 0) {
    check.fail(node, `\`${rule.id}\` is an empty mapping; give it \`severity\` or \`options\`.`)
  }
  if (entries.options && scope?.pointers) {
    const advice = 'options hold for a whole document. Set them without `pointers`.'
    check.fail(
      { node: entries.options, part: 'key' },
      `With \`pointers\`, only a severity can be set: ${advice}`,
    )
    return []
  }
  const level = entries.severity ? readLevel(check, entries.severity, rule, '`severity`', scope) : []
  return [...level, ...(entries.options ? readOptions(check, entries.options, rule, scope) : [])]
}

function readLevel(
  check: Checker,
  node: Node,
  rule: Rule,
  name: string,
  scope: Scope | undefined,
): readonly LevelStatement[] {
  const level = check.word(node, name, RULE_LEVELS)
  if (level === undefined) return []
  return [{ kind: 'level', rule: rule.id, level, scope, origin: originOf(check.file, node) }]
}

function readOptions(
  check: Checker,
  node: Node,
  rule: Rule,
  scope: Scope | undefined,
): readonly RuleStatement[] {
  const schemas: Readonly<Record<string, OptionSchema>> = rule.options ?? {}
  const names = Object.keys(schemas)
  const ruleOrigin = originOf(check.file, { node: node.parent ?? node, part: 'key' })
  return check.namedEntries(node, '`options`').flatMap((entry): readonly RuleStatement[] => {
    const at = { node: entry, part: 'key' } as const
    const schema = Object.hasOwn(schemas, entry.key) ? schemas[entry.key] : undefined
    if (!schema && names.length > 0) check.unknown(at, `option of \`${rule.id}\``, entry.key, names)
    else if (!schema) check.fail(at, `\`${rule.id}\` takes no options.`)
    if (!schema || !fitsOption(check, entry, schema)) return []
    const origin = originOf(check.file, at)
    return [{ kind: 'option', rule: rule.id, name: entry.key, value: entry.value, scope, origin, ruleOrigin }]
  })
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

import { didYouMean, type Path } from '@specward/core'

import { endlessAlias } from './alias-size.ts'
import type { RulesetText } from './text.ts'
import { isObject, type Mapping, own, quote } from './values.ts'

const RULESET_KEYS = [
  ...['extends', 'rules', 'overrides', 'aliases', 'formats', 'parserOptions', 'functions', 'functionsDir'],
  ...['documentationUrl', 'description', 'except'],
]
const RULE_KEYS = [
  ...['given', 'then', 'message', 'description', 'severity', 'formats', 'recommended', 'resolved'],
  ...['documentationUrl', 'tags', 'type', 'extensions'],
]
const PARSER_KEYS = ['duplicateKeys', 'incompatibleValues']
const MODES = ['off', 'recommended', 'all']

/**
 * Tells what is wrong with the shape of a definition where Spectral has no good words for it; false when nothing can
 * be made of it. What Spectral accepts is never told.
 */
export function checkShape(text: RulesetText): boolean {
  const { value } = text
  if (!isObject(value)) {
    text.fail([], 'A ruleset is a mapping with `extends`, `rules` or `overrides`.')
    return false
  }
  unknownKeys(text, [], value, RULESET_KEYS, 'A ruleset')
  if (!['extends', 'rules', 'overrides', 'except'].some((key) => Object.hasOwn(value, key))) {
    text.fail([], 'A ruleset needs `extends`, `rules` or `overrides`.')
  }
  checkLostNames(text, value)
  checkRules(text, value.rules, ['rules'])
  checkNames(text, value)
  return checkAliases(text, value, []) && checkOverrides(text, value)
}

/** Names that Spectral loses, or takes for what every object of JavaScript has. */
function checkLostNames(text: RulesetText, { rules }: Mapping): void {
  // its parser has lost these already
  for (const [key, what] of text.base.length === 0 ? LISTS : []) {
    if (own(own(text.file.value, key), '__proto__') === undefined) continue
    text.fail([key, '__proto__'], `${what} cannot be called \`__proto__\`: it would be lost.`, 'key')
  }
  for (const name of isObject(rules) ? Object.keys(rules) : []) {
    if (!Object.hasOwn(Object.prototype, name)) continue
    text.fail(
      ['rules', name],
      `A rule cannot be called ${quote(name)}: Spectral cannot tell it from what every object has.`,
      'key',
    )
  }
}

const LISTS = [
  ['rules', 'A rule'],
  ['aliases', 'An alias'],
] as const

/** False for aliases that Spectral would never come to an end with. */
function checkAliases(text: RulesetText, { aliases }: Mapping, path: Path): boolean {
  const name = isObject(aliases) ? endlessAlias(aliases) : undefined
  if (name === undefined) return true
  const what = 'stands for itself, or for more expressions than can be evaluated'
  text.fail([...path, 'aliases', name], `The alias ${quote(name)} ${what}.`, 'key')
  return false
}

function checkOverrides(text: RulesetText, { aliases, overrides }: Mapping): boolean {
  const list: readonly unknown[] = Array.isArray(overrides) ? overrides : []
  return list.every((each, index) => {
    if (!isObject(each) || !isObject(each.aliases)) return true
    const both = { ...(isObject(aliases) ? aliases : {}), ...each.aliases }
    return checkAliases(text, { aliases: both }, ['overrides', String(index)])
  })
}

function checkRules(text: RulesetText, rules: unknown, path: Path): void {
  if (rules === undefined) return
  if (!isObject(rules)) {
    text.fail(path, '`rules` is a mapping from names of rules to rules.')
    return
  }
  for (const [name, rule] of Object.entries(rules)) checkRule(text, rule, [...path, name], name)
}

function checkRule(text: RulesetText, rule: unknown, path: Path, name: string): void {
  if (isObject(rule)) {
    unknownKeys(text, path, rule, RULE_KEYS, `The rule ${quote(name)}`)
    const missing = ['given', 'then'].filter((key) => !Object.hasOwn(rule, key))
    if (missing.length > 0) {
      text.fail(path, `The rule ${quote(name)} needs ${missing.map(quote).join(' and ')}.`, 'key')
    }
    return
  }
  const levels = ['error', 'warn', 'info', 'hint', 'off']
  if (typeof rule === 'boolean' || (typeof rule === 'string' && levels.includes(rule))) return
  const hint = typeof rule === 'string' ? didYouMean(rule, levels) : ''
  const known = `\`error\`, \`warn\`, \`info\`, \`hint\`, \`off\`, \`true\` or \`false\``
  text.fail(path, `The rule ${quote(name)} is a mapping, or one of ${known}.${hint}`)
}

function unknownKeys(
  text: RulesetText,
  path: Path,
  value: Mapping,
  known: readonly string[],
  what: string,
): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key) || (key.startsWith('x-') && known !== PARSER_KEYS)) continue
    const hint = didYouMean(key, known)
    const keys =
      hint === '' ? ` It may have ${known.map(quote).join(', ')} and keys that begin with \`x-\`.` : hint
    text.fail([...path, key], `${what} has no key ${quote(key)}.${keys}`, 'key')
  }
}

function checkNames(text: RulesetText, definition: Mapping): void {
  const { functions, functionsDir, except, overrides, parserOptions, aliases } = definition
  if (isObject(parserOptions))
    unknownKeys(text, ['parserOptions'], parserOptions, PARSER_KEYS, '`parserOptions`')
  for (const name of isObject(aliases) ? Object.keys(aliases) : []) {
    if (/^[A-Za-z][A-Za-z0-9_-]*$/u.test(name)) continue
    const rule = 'begins with a letter, and has letters, digits, `_` and `-` only'
    text.fail(['aliases', name], `The name of an alias ${rule}; ${quote(name)} does not.`, 'key')
  }
  if (functionsDir !== undefined && typeof functionsDir !== 'string') {
    text.fail(['functionsDir'], '`functionsDir` is the name of a folder.')
  }
  if (functions !== undefined && !Array.isArray(functions)) {
    text.fail(['functions'], '`functions` is a list of names of files, without their ending.')
  }
  if (except !== undefined && !isObject(except)) {
    text.fail(['except'], '`except` is a mapping from places to lists of names of rules.')
  } else if (except) {
    for (const [place, rules] of Object.entries(except)) {
      const fits = Array.isArray(rules) && rules.every((each) => typeof each === 'string')
      if (!fits) text.fail(['except', place], 'An exception is a list of names of rules.')
    }
  }
  if (overrides !== undefined && !Array.isArray(overrides)) {
    text.fail(['overrides'], '`overrides` is a list.')
  }
}

/** One entry of `extends`. */
export interface Extension {
  readonly name: string
  readonly mode: string | undefined
  readonly path: Path
}

/** The entries of `extends`; what is none of them is told. */
export function extensionsOf(value: unknown, path: Path, text: RulesetText): readonly Extension[] {
  if (typeof value === 'string' && value !== '') return [{ name: value, mode: undefined, path }]
  if (!Array.isArray(value)) {
    text.fail(
      path,
      '`extends` is a name or a list of names: `spectral:oas`, a file, a package of npm, a URL.',
    )
    return []
  }
  return value.flatMap((item: unknown, index): readonly Extension[] => {
    const at = [...path, String(index)]
    if (typeof item === 'string' && item !== '') return [{ name: item, mode: undefined, path: at }]
    const [name, mode, ...more] = Array.isArray(item) ? item : []
    if (typeof name !== 'string' || typeof mode !== 'string' || more.length > 0) {
      text.fail(at, 'An item of `extends` is a name, or a list of a name and `off`, `recommended` or `all`.')
      return []
    }
    if (MODES.includes(mode)) return [{ name, mode, path: at }]
    const hint = didYouMean(mode, MODES)
    text.fail([...at, '1'], `${quote(mode)} is not one of \`off\`, \`recommended\` and \`all\`.${hint}`)
    return []
  })
}

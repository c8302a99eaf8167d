import type { Path } from '@specward/core'

import { FORMAT_NAMES, formatByName } from './formats.ts'
import type { SpectralFormat, SpectralFunction } from './spectral.ts'
import { isObject, type Mapping, mapEntries } from './values.ts'

/** What a name of a function stands for; `refused` when its code may not run. */
export type FoundFunction = SpectralFunction | 'refused' | undefined

/** What the conversion of a definition asks for, and tells. */
export interface ConversionContext {
  functionByName(name: string): FoundFunction
  fail(path: Path, message: string, part?: 'key' | 'value'): void
  /** Names of functions and formats, for hints. */
  unknownFunction(path: Path, name: string): void
  /** A rule that cannot run because the code of one of its functions may not. */
  lost(rule: string, functionName: string): void
  didYouMean(word: string, candidates: Iterable<string>): string
}

/** Rules, with functions and formats for their names. */
function convertRules(rules: unknown, path: Path, context: ConversionContext): unknown {
  if (!isObject(rules)) return rules
  return mapEntries(rules, (rule, name) => convertRule(rule, [...path, name], name, context))
}

function convertRule(rule: unknown, path: Path, name: string, context: ConversionContext): unknown {
  if (!isObject(rule)) return rule
  const { then } = rule
  const thens = Array.isArray(then) ? then : [then]
  for (const each of thens) {
    const called = isObject(each) ? each.function : undefined
    if (typeof called === 'string' && context.functionByName(called) === 'refused') {
      context.lost(name, called)
      return undefined
    }
  }
  const converted = Array.isArray(then)
    ? then.map((each, index) => convertThen(each, [...path, 'then', String(index)], context))
    : convertThen(then, [...path, 'then'], context)
  return {
    ...rule,
    ...('then' in rule ? { then: converted } : {}),
    ...('formats' in rule ? { formats: convertFormats(rule.formats, [...path, 'formats'], context) } : {}),
  }
}

function convertThen(then: unknown, path: Path, context: ConversionContext): unknown {
  if (!isObject(then) || !('function' in then)) return then
  const name = then.function
  if (typeof name !== 'string') {
    context.fail([...path, 'function'], 'The function of a rule is given by its name.')
    return then
  }
  const found = context.functionByName(name)
  if (typeof found !== 'function') context.unknownFunction([...path, 'function'], name)
  return { ...then, function: found }
}

/** Formats for their names, each once. */
function convertFormats(formats: unknown, path: Path, context: ConversionContext): unknown {
  if (!Array.isArray(formats)) return formats
  const found = new Set<SpectralFormat>()
  for (const [index, name] of formats.entries()) {
    const format = typeof name === 'string' ? formatByName(name) : undefined
    if (format) found.add(format)
    else failFormat(name, [...path, String(index)], context)
  }
  return [...found]
}

function failFormat(name: unknown, path: Path, context: ConversionContext): void {
  if (typeof name !== 'string') {
    context.fail(path, 'A format is given by its name, as `oas3`.')
    return
  }
  const hint = context.didYouMean(name, FORMAT_NAMES)
  const known = FORMAT_NAMES.filter((each) => !/^aas|draft/u.test(each)).map((each) => `\`${each}\``)
  context.fail(
    path,
    `Unknown format \`${name}\`.${hint === '' ? ` Known are ${known.join(', ')} and more.` : hint}`,
  )
}

/** Aliases, with formats for their names. */
function convertAliases(aliases: unknown, path: Path, context: ConversionContext): unknown {
  if (!isObject(aliases)) return aliases
  return mapEntries(aliases, (alias, name) => {
    const targets = isObject(alias) ? alias.targets : undefined
    if (!isObject(alias) || !Array.isArray(targets)) return alias
    const at = [...path, name, 'targets']
    return {
      ...alias,
      targets: targets.map((each, index) => convertTarget(each, [...at, String(index)], context)),
    }
  })
}

function convertTarget(target: unknown, path: Path, context: ConversionContext): unknown {
  if (!isObject(target) || !('formats' in target)) return target
  return { ...target, formats: convertFormats(target.formats, [...path, 'formats'], context) }
}

/** The parts of a definition, or of an override, that hold names of functions and formats. */
export function convertParts(definition: Mapping, path: Path, context: ConversionContext): Mapping {
  return mapEntries(definition, (value, key) => {
    if (key === 'rules') return convertRules(value, [...path, key], context)
    if (key === 'formats') return convertFormats(value, [...path, key], context)
    if (key === 'aliases') return convertAliases(value, [...path, key], context)
    return value
  })
}

import core from '@stoplight/spectral-core'

import { putOff } from './put-off.ts'
import { isObject, type Mapping } from './values.ts'

const LEVELS: readonly unknown[] = ['error', 'warn', 'info', 'hint', 'off']
const NUMBERS: readonly unknown[] = [-1, 0, 1, 2, 3]
const URL_SHAPE = /^https:\/\/([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}(\/[\w.~#/-]*)?$/u

type Check = (value: unknown) => boolean
type Checks = Readonly<Record<string, Check>>

let isPrepared = false
/** Definitions that are known to be good, by their rules. */
const trusted = new WeakMap<object, Mapping>()

/** Takes a definition for good. */
export function trust(definition: unknown): void {
  if (isObject(definition) && isObject(definition.rules)) trusted.set(definition.rules, definition)
}

/**
 * Lets Spectral hold definitions against its schema of rulesets only where a look at them does not show that they are
 * good: to compile that schema takes longer than most runs.
 */
export function prepareValidation(): void {
  if (isPrepared) return
  isPrepared = true
  const restore = putOff((genuine) => {
    function validate(this: unknown, ...parameters: Parameters<typeof genuine>): boolean {
      if (isSurelyValid(parameters[0])) return true
      const isValid: unknown = Reflect.apply(genuine, this, parameters)
      validator.errors = genuine.errors ?? null
      return isValid === true
    }
    const validator = validate as unknown as typeof genuine
    validator.errors = null
    return validator
  })
  try {
    core.assertValidRuleset({ rules: {} })
  } finally {
    restore()
  }
}

/** Whether Spectral surely accepts a definition. False tells nothing. */
export function isSurelyValid(definition: unknown): boolean {
  if (!isObject(definition)) return false
  if (isTrusted(definition)) return true
  const aliases = isObject(definition.aliases) ? definition.aliases : {}
  const isGiven = givenCheck(aliases)
  const rules = rulesCheck(isGiven)
  const checks: Checks = {
    extends: (value) => Array.isArray(value) && value.length === 0,
    rules,
    aliases: (value) => areAliases(value, isGiven),
    overrides: (value) =>
      isList(value, (each) => isOverride(each, aliases)) && Array.isArray(value) && value.length > 0,
    formats: areFormats,
    parserOptions: (value) => has(value, { duplicateKeys: isSeverity, incompatibleValues: isSeverity }),
    documentationUrl: isUrl,
    description: isText,
  }
  return (
    has(definition, checks, true) &&
    ['rules', 'extends', 'overrides'].some((key) => Object.hasOwn(definition, key))
  )
}

function isTrusted(definition: Mapping): boolean {
  const known = isObject(definition.rules) ? trusted.get(definition.rules) : undefined
  return (
    known !== undefined &&
    Object.entries(definition).every(([key, value]) => known[key] === value || key === 'extends')
  )
}

function rulesCheck(isGiven: Check): Check {
  const checks: Checks = {
    given: (value) => (Array.isArray(value) ? value.length > 0 && value.every(isGiven) : isGiven(value)),
    then: (value) => (Array.isArray(value) ? value.every(isThen) : isThen(value)),
    message: isText,
    description: isText,
    documentationUrl: isUrl,
    severity: isSeverity,
    formats: areFormats,
    recommended: isFlag,
    resolved: isFlag,
    tags: (value) => isList(value, isText),
    type: (value) => value === 'style' || value === 'validation',
    extensions: isObject,
  }
  const isRule: Check = (value) =>
    isObject(value)
      ? has(value, checks, true) && Object.hasOwn(value, 'given') && Object.hasOwn(value, 'then')
      : isFlag(value) || LEVELS.includes(value)
  return (value) => isObject(value) && Object.values(value).every(isRule)
}

const isText: Check = (value) => typeof value === 'string'
const isFlag: Check = (value) => typeof value === 'boolean'
const isUrl: Check = (value) => typeof value === 'string' && URL_SHAPE.test(value)
const isSeverity: Check = (value) => LEVELS.includes(value) || NUMBERS.includes(value)
const areFormats: Check = (value) => isList(value, (each) => typeof each === 'function')

function isList(value: unknown, isItem: Check): boolean {
  return Array.isArray(value) && value.every(isItem)
}

/** Whether a mapping has no keys but those that are checked, and `x-` where that may be. */
function has(value: unknown, checks: Checks, mayExtend = false): boolean {
  if (!isObject(value)) return false
  return Object.entries(value).every(([key, item]) => {
    if (Object.hasOwn(checks, key)) return checks[key]?.(item) === true
    return mayExtend && key.startsWith('x-')
  })
}

function isThen(value: unknown): boolean {
  if (!isObject(value) || typeof value.function !== 'function') return false
  if (value.field !== undefined && typeof value.field !== 'string') return false
  const called: unknown = value.function
  if (typeof called !== 'function' || !('validator' in called)) return true
  try {
    Reflect.apply(called.validator as () => void, called, [
      value.functionOptions === undefined ? null : value.functionOptions,
    ])
    return true
  } catch {
    return false
  }
}

/** An expression, or the name of an alias that stands for expressions alone. */
function givenCheck(aliases: Mapping): Check {
  return (value) => {
    if (typeof value !== 'string') return false
    if (isExpression(value)) return true
    const name = /^#([A-Za-z0-9_-]+)/u.exec(value)?.[1]
    const alias = name !== undefined && Object.hasOwn(aliases, name) ? aliases[name] : undefined
    return isAlias(alias, isExpression)
  }
}

const isExpression: Check = (value) => typeof value === 'string' && value.startsWith('$')

function areAliases(value: unknown, isGiven: Check): boolean {
  return (
    isObject(value) &&
    Object.entries(value).every(
      ([name, alias]) => /^[A-Za-z][A-Za-z0-9_-]*$/u.test(name) && isAlias(alias, isGiven),
    )
  )
}

/** A list, or lists for formats. */
function isAlias(value: unknown, isGiven: Check): boolean {
  const isTarget: Check = (target) =>
    has(target, { formats: areFormats, given: (given) => isFilled(given, isGiven) }) &&
    Object.keys(target as Mapping).length === 2
  return (
    isFilled(value, isGiven) ||
    (isObject(value) &&
      Object.hasOwn(value, 'targets') &&
      has(value, { description: isText, targets: (targets) => isFilled(targets, isTarget) }))
  )
}

function isFilled(value: unknown, isItem: Check): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isItem)
}

function isOverride(value: unknown, aliases: Mapping): boolean {
  if (!isObject(value) || !Array.isArray(value.files) || value.files.length === 0) return false
  const files: readonly unknown[] = value.files
  if (files.every((each) => typeof each === 'string' && /^[^#]+#/u.test(each))) {
    const rules: Check = (each) => isObject(each) && Object.values(each).every(isSeverity)
    return has(value, { files: () => true, rules }) && Object.hasOwn(value, 'rules')
  }
  if (!files.every((each) => typeof each === 'string' && /^[^#]+$/u.test(each))) return false
  const own = isObject(value.aliases) ? value.aliases : {}
  const isGiven = givenCheck({ ...aliases, ...own })
  const checks: Checks = {
    files: () => true,
    rules: rulesCheck(isGiven),
    aliases: (each) => areAliases(each, isGiven),
    formats: areFormats,
  }
  return has(value, checks) && Object.hasOwn(value, 'rules')
}

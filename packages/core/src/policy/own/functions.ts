import { isObject, own } from '../../json.ts'
import type { SchemaFunction } from '../../ruleset-engine.ts'
import { fitsCase } from './casing.ts'
import type { FunctionOptions } from './function-options.ts'

/** What a function finds wrong with a value. */
export interface Failure {
  readonly message: string
  /** From the value down to what is at fault. */
  readonly path?: readonly string[]
}

/** A value with what messages call it. */
export interface Subject {
  readonly value: unknown
  /** Name of the field; undefined when the function judges the concept as a whole. */
  readonly property: string | undefined
}

/**
 * Judges one value by one function. The functions mean what those of the same name mean in Spectral rulesets; a test
 * holds each against the original.
 */
export function judge(
  subject: Subject,
  options: FunctionOptions,
  schema?: SchemaFunction | undefined,
): readonly Failure[] {
  const { value } = subject
  switch (options.function) {
    case 'truthy':
      return when(!value, `${nameOf(subject)}must be truthy`)
    case 'falsy':
      return when(Boolean(value), `${nameOf(subject)}must be falsy`)
    case 'defined':
      return when(value === undefined, `${nameOf(subject)}must be defined`)
    case 'undefined':
      return when(value !== undefined, `${nameOf(subject)}must be undefined`)
    case 'enumeration':
      return enumeration(subject, options.values)
    case 'length':
      return length(subject, options.min, options.max)
    case 'pattern':
      return pattern(subject, options.match, options.notMatch)
    case 'casing':
      return when(
        typeof value === 'string' && value !== '' && !fitsCase(value, options),
        `must be ${options.type} case`,
      )
    case 'alphabetical':
      return alphabetical(subject, options.keyedBy)
    case 'schema':
      if (!schema) throw new Error('nobody is there who knows JSON Schema')
      return schema.judge(value, subject.property, options.options)
    case 'xor':
    case 'or':
      return oneOf(value, options.properties, options.function === 'xor')
  }
}

function when(wrong: boolean, message: string): readonly Failure[] {
  return wrong ? [{ message }] : []
}

/** `"operationId" property `, with the blank; nothing where there is no name. */
function nameOf({ property }: Subject): string {
  return property === undefined ? '' : `"${property}" property `
}

/** A value as messages print it. */
export function printed(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return 'Array[]'
  return isObject(value) ? 'Object{}' : String(value)
}

function enumeration({ value }: Subject, values: readonly unknown[]): readonly Failure[] {
  if (value === undefined || (typeof value === 'object' && value !== null)) return []
  const allowed = values.map(printed).join(', ')
  return when(
    !values.includes(value),
    `${printed(value)} must be equal to one of the allowed values: ${allowed}`,
  )
}

function length(subject: Subject, min: number | undefined, max: number | undefined): readonly Failure[] {
  const size = sizeOf(subject.value)
  if (size === undefined) return []
  return [
    ...when(min !== undefined && size < min, `${nameOf(subject)}must be longer than ${min}`),
    ...when(max !== undefined && size > max, `${nameOf(subject)}must be shorter than ${max}`),
  ]
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return isObject(value) ? Object.keys(value).length : undefined
}

function pattern(
  { value }: Subject,
  match: Pattern | undefined,
  notMatch: Pattern | undefined,
): readonly Failure[] {
  if (typeof value !== 'string') return []
  const matches = match === undefined || match.test(value)
  const clashes = notMatch?.test(value) === true
  return [
    ...when(!matches, `${printed(value)} must match the pattern "${match?.source}"`),
    ...when(clashes, `${printed(value)} must not match the pattern "${notMatch?.source}"`),
  ]
}

/** A regular expression as written: bare, or `/between slashes/` with flags. */
export interface Pattern {
  readonly source: string
  test(text: string): boolean
}

/** @throws SyntaxError when it is no regular expression */
export function patternOf(source: string): Pattern {
  const [, body, flags] = /^\/(.+)\/([a-z]*)$/su.exec(source) ?? []
  const regex = body === undefined ? new RegExp(source) : new RegExp(body, flags)
  return {
    source,
    test(text) {
      regex.lastIndex = 0
      return regex.test(text)
    },
  }
}

function alphabetical({ value, property }: Subject, keyedBy: string | undefined): readonly Failure[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : isObject(value) ? Object.keys(value) : []
  if (items.length < 2) return []
  const named = nameOf({ value, property })
  const isHolder = (item: unknown): boolean => typeof item === 'object' && item !== null
  if (keyedBy !== undefined && !items.every(isHolder)) return [{ message: `${named}must be an object` }]
  const compared = keyedBy === undefined ? items : items.map((item) => own(item, keyedBy))
  if (!compared.every((item) => typeof item === 'string' || typeof item === 'number')) {
    return [{ message: `${named}must be one of the allowed types: number, string` }]
  }
  const at = compared.findIndex((item, index) => belongsBehind(item, compared[index + 1]))
  if (at < 0) return []
  if (keyedBy !== undefined) return [{ message: 'properties must follow the alphabetical order' }]
  const path = [Array.isArray(value) ? String(at) : String(items[at])]
  return [{ message: `${printed(compared[at])} must be placed after ${printed(compared[at + 1])}`, path }]
}

/** Numbers go by size, texts by the alphabet; what is neither alike stays where it is. */
function belongsBehind(a: unknown, b: unknown): boolean {
  if (typeof a === 'number') {
    return (typeof b === 'number' || (typeof b === 'string' && !Number.isNaN(Number(b)))) && a > Number(b)
  }
  if (typeof a !== 'string' || typeof b !== 'string') return false
  if (Number.isNaN(Number(a)) && !Number.isNaN(Number(b))) return false
  return a.localeCompare(b, 'en') > 0
}

function oneOf(value: unknown, names: readonly string[], justOne: boolean): readonly Failure[] {
  if (!isObject(value)) return []
  const there = Object.keys(value).filter((key) => names.includes(key))
  if (there.length === 0) return [{ message: `At least one of ${listed(names, 'or')} must be defined` }]
  return when(justOne && there.length > 1, `Just one of ${listed(there, 'and')} must be defined`)
}

/** At most four names; of more, three and how many others. */
function listed(names: readonly string[], word: string): string {
  const shown = names.length > 4 ? names.slice(0, 3) : names
  const rest = names.length - shown.length
  const more = rest > 0 ? ` ${word} ${rest} other properties` : ''
  return shown.map(printed).join(` ${word} `) + more
}

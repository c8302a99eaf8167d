import type { Schema } from '@specward/core'
import { longestMatch } from '../patterns/analyse.ts'
import { declaredTypes } from '../schemas/types.ts'
import { has, holdsEveryWay, openWays } from './ways.ts'

/** Formats of texts that cannot be long, or that a server reads into a value of a fixed size. */
const SHORT_FORMATS: ReadonlySet<string> = new Set([
  // RFC 9562, section 4: 36 characters
  ...['uuid', 'guid'],
  // RFC 3339, section 5.6 and appendix A; RFC 9110, section 5.6.7
  ...['date', 'date-time', 'date-time-local', 'time', 'time-local', 'duration', 'http-date', 'unixtime'],
  // RFC 4291, section 2.2: 45 characters with an IPv4 address at the end
  ...['ipv4', 'ipv6'],
  // RFC 1035, section 2.3.4: 255 octets; RFC 5321, section 4.5.3.1: 254 with its host
  ...['hostname', 'idn-hostname', 'email', 'idn-email'],
  // OpenAPI Format Registry: numbers that are written as texts, and a single character
  ...['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'],
  ...['float', 'double', 'decimal', 'decimal128', 'numeric', 'char'],
])

/** Formats of numbers with the least and the greatest that they can hold (OpenAPI Format Registry). */
const NUMBER_FORMATS: ReadonlyMap<string, Range> = new Map([
  ['int8', { least: -(2 ** 7), most: 2 ** 7 - 1 }],
  ['int16', { least: -(2 ** 15), most: 2 ** 15 - 1 }],
  ['int32', { least: -(2 ** 31), most: 2 ** 31 - 1 }],
  ['int64', { least: -(2 ** 63), most: 2 ** 63 - 1 }],
  ['uint8', { least: 0, most: 2 ** 8 - 1 }],
  ['uint16', { least: 0, most: 2 ** 16 - 1 }],
  ['uint32', { least: 0, most: 2 ** 32 - 1 }],
  ['uint64', { least: 0, most: 2 ** 64 - 1 }],
])

export interface Range {
  readonly least: number
  readonly most: number
}

/**
 * Schemas that take texts of any length: the given one, or those of its alternatives that do. A limit above `most` is
 * none.
 */
export function openTexts(schema: Schema, most = Number.POSITIVE_INFINITY): readonly Schema[] {
  return openWays(schema, 'string', (each) => isOther(each, 'string') || isShort(each, most))
}

/** Schemas that take lists with any number of items. A limit above `most` is none. */
export function openLists(schema: Schema, most = Number.POSITIVE_INFINITY): readonly Schema[] {
  return openWays(schema, 'array', (each) => isOther(each, 'array') || isShortList(each, most))
}

/** Schemas that take objects with any number of keys that are not known beforehand, each with a value that is described. */
export function openMaps(schema: Schema): readonly Schema[] {
  return openWays(schema, 'object', (each) => isOther(each, 'object') || isSmallObject(each)).filter(isMap)
}

/** The least and the greatest number that every value of a schema keeps to; infinite where there is none. */
export function rangeOf(schema: Schema): Range {
  const formats = schema.all('format').map(({ string }) => NUMBER_FORMATS.get(string ?? ''))
  const listed = schema
    .all('enum')
    .flatMap(({ value }) => (Array.isArray(value) ? value.slice(0, 1_000) : []))
  const numbers = numbersAmong([...schema.all('const').map(({ value }) => value), ...listed])
  const fixed = numbers.length > 0 ? [{ least: smallest(numbers), most: greatest(numbers) }] : []
  const ranges = [...formats.filter((format) => format !== undefined), ...fixed]
  const limits = (...keywords: readonly string[]) =>
    numbersAmong(keywords.flatMap((keyword) => schema.all(keyword).map(({ value }) => value)))
  return {
    least: greatest([...ranges.map(({ least }) => least), ...limits('minimum', 'exclusiveMinimum')]),
    most: smallest([...ranges.map(({ most }) => most), ...limits('maximum', 'exclusiveMaximum')]),
  }
}

function numbersAmong(values: readonly unknown[]): readonly number[] {
  return values.filter((value) => typeof value === 'number')
}

function smallest(numbers: readonly number[]): number {
  return numbers.reduce((least, number) => Math.min(least, number), Number.POSITIVE_INFINITY)
}

function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), Number.NEGATIVE_INFINITY)
}

/** Schemas that take numbers of which no range is good enough: the given one, or those of its alternatives that do. */
export function openNumbers(schema: Schema, isEnough: (range: Range) => boolean): readonly Schema[] {
  const open = (type: string) => openWays(schema, type, (each) => isNoNumber(each) || isEnough(rangeOf(each)))
  return [...new Set([...open('integer'), ...open('number')])]
}

/** True when every value is one of those that are listed. */
export function isListed(schema: Schema): boolean {
  return holdsEveryWay(schema, (each) => has(each, 'enum', 'const') || isOnly(each, 'boolean'))
}

function isNoNumber(schema: Schema): boolean {
  const types = declaredTypes(schema)?.types
  return types !== undefined && !types.has('integer') && !types.has('number')
}

function isOther(schema: Schema, type: string): boolean {
  const types = declaredTypes(schema)?.types
  return types !== undefined && !types.has(type)
}

function isOnly(schema: Schema, type: string): boolean {
  const types = [...(declaredTypes(schema)?.types ?? [])].filter((each) => each !== 'null')
  return types.length === 1 && types[0] === type
}

/** True where a limit is written that is no more than `most`. */
function isLimited(schema: Schema, keyword: string, most: number): boolean {
  return schema.all(keyword).some(({ value }) => typeof value !== 'number' || value <= most)
}

/** A limit that is as good as none, as it is written: `maxLength: 1000000000`. */
export function vainLimit(schema: Schema, keyword: string): string | undefined {
  const value = schema.all(keyword)[0]?.value
  return typeof value === 'number' ? `\`${keyword}: ${value}\`` : undefined
}

function isShort(schema: Schema, most: number): boolean {
  if (isLimited(schema, 'maxLength', most) || has(schema, 'enum', 'const')) return true
  if (schema.all('format').some(({ string }) => SHORT_FORMATS.has(string ?? ''))) return true
  return schema
    .all('pattern')
    .some(({ string }) => string !== undefined && longestMatch(string) < Number.POSITIVE_INFINITY)
}

function isShortList(schema: Schema, most: number): boolean {
  if (isLimited(schema, 'maxItems', most) || has(schema, 'enum', 'const')) return true
  const isClosed = (keyword: string) => schema.all(keyword).some(({ value }) => value === false)
  // JSON Schema 2020-12, section 10.3.1; before it, `items` was a list and `additionalItems` came after it
  if (isClosed('items') || isClosed('additionalItems') || isClosed('unevaluatedItems')) return true
  const areDistinct = schema.all('uniqueItems').some(({ value }) => value === true)
  return areDistinct && schema.items !== undefined && isListed(schema.items)
}

function isSmallObject(schema: Schema): boolean {
  if (schema.isClosed || has(schema, 'maxProperties', 'enum', 'const')) return true
  return schema.all('propertyNames').some((names) => names.child('enum') ?? names.child('const'))
}

/** An object of which no key is listed, and that says what stands under those that come. */
function isMap(schema: Schema): boolean {
  if (schema.properties.length > 0 || has(schema, 'oneOf', 'anyOf')) return false
  return ['additionalProperties', 'patternProperties'].some((keyword) =>
    schema.all(keyword).some(({ value }) => !isAnything(value)),
  )
}

/** What leaves a value open altogether. */
export function isAnything(value: unknown): boolean {
  if (value === true) return true
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
  )
}

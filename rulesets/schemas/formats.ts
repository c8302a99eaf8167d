import type { Schema } from '@specward/core'
import { has, typesOf } from './composition.ts'

/** Formats of texts (JSON Schema 2020-12 Validation, section 7.3, and the OpenAPI Format Registry). */
const TEXT = [
  ...['date-time', 'date', 'time', 'duration', 'email', 'idn-email', 'hostname', 'idn-hostname'],
  ...['ipv4', 'ipv6', 'uri', 'uri-reference', 'iri', 'iri-reference', 'uuid', 'uri-template'],
  ...['json-pointer', 'relative-json-pointer', 'regex'],
  ...['base64url', 'binary', 'byte', 'char', 'commonmark', 'date-time-local', 'html', 'http-date'],
  ...[
    'ipv4-cidr',
    'ipv6-cidr',
    'language',
    'media-range',
    'password',
    'time-local',
    'sf-binary',
    'sf-boolean',
    'sf-string',
    'sf-token',
  ],
]

const NUMBER = [
  ...['int8', 'int16', 'int32', 'uint8', 'uint16', 'uint32', 'float', 'double', 'double-int'],
  ...['sf-decimal', 'sf-integer'],
]

/** Numbers that may be written as text. */
const EITHER = ['int64', 'uint64', 'decimal', 'decimal128', 'unixtime']

const KNOWN: ReadonlyMap<string, 'text' | 'number' | 'either'> = new Map([
  ...TEXT.map((name) => [name, 'text'] as const),
  ...NUMBER.map((name) => [name, 'number'] as const),
  ...EITHER.map((name) => [name, 'either'] as const),
])

/** The same without case and separators: `DateTime`, `date_time`. */
const BY_LETTERS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>(
  [...KNOWN.keys()].map((name) => [letters(name), [name]]),
)

/** Names of other languages and tools for formats that have a name, or for what several are for. */
const OTHER_NAMES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...['iso8601', 'rfc3339', 'isodatetime', 'datetimerfc3339'].map((name) => [name, ['date-time']] as const),
  ...['isodate', 'fulldate'].map((name) => [name, ['date']] as const),
  ...['guid', 'uuid4', 'uuidv4'].map((name) => [name, ['uuid']] as const),
  ['url', ['uri']],
  ['mail', ['email']],
  ['emailaddress', ['email']],
  ['ipaddress', ['ipv4', 'ipv6']],
  ['ipv4address', ['ipv4']],
  ['ipv6address', ['ipv6']],
  ['domain', ['hostname']],
  ['domainname', ['hostname']],
  ['base64', ['byte']],
  ['bytes', ['byte']],
  ['regexp', ['regex']],
  ['int', ['int32']],
  ['long', ['int64']],
])

function letters(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '')
}

/** Why a format checks nothing; undefined where it does. */
export type Ineffective =
  | { readonly kind: 'misspelt'; readonly meant: readonly string[] }
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'unknown' }

export function ineffectiveness(format: string, schema: Schema): Ineffective | undefined {
  const types = [...typesOf(schema)].filter((type) => typeof type === 'string')
  const family = KNOWN.get(format)
  if (family !== undefined) {
    const [type] = types
    if (type === undefined || types.some((each) => isFor(family, each))) return undefined
    return { kind: 'type', type }
  }
  const meant = BY_LETTERS.get(letters(format)) ?? OTHER_NAMES.get(letters(format))
  const target = KNOWN.get(meant?.[0] ?? '')
  // `int` may be what a list of programming languages calls it, where the type says the same
  if (meant !== undefined && target && types.some((type) => isFor(target, type)))
    return { kind: 'misspelt', meant }
  if (types.includes(format) || types.length === 0) return undefined
  return { kind: 'unknown' }
}

function isFor(family: 'text' | 'number' | 'either', type: string): boolean {
  if (type === 'string') return family !== 'number'
  if (type === 'number' || type === 'integer') return family !== 'text'
  // OpenAPI 2.0 has a type for uploads
  return type === 'file'
}

/** Whether something else says what a value may be. */
export function isLimitedOtherwise(schema: Schema): boolean {
  return has(
    schema,
    ...['pattern', 'enum', 'const', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
    ...['contentEncoding', 'contentMediaType'],
  )
}

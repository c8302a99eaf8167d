import type { Format, Node } from '@specward/core'
import { clipped } from '../wording.ts'
import { TYPES } from './types.ts'

/** Words that other languages have for a type. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['int', 'int32', 'int64', 'long', 'short'].map((word) => [word, 'integer'])),
  ...Object.fromEntries(['float', 'double', 'decimal', 'numeric', 'num'].map((word) => [word, 'number'])),
  ...Object.fromEntries(['bool'].map((word) => [word, 'boolean'])),
  ...Object.fromEntries(['list', 'set', 'tuple'].map((word) => [word, 'array'])),
  ...Object.fromEntries(['dict', 'map', 'hash', 'json'].map((word) => [word, 'object'])),
  ...Object.fromEntries(
    ['str', 'text', 'date', 'datetime', 'date-time', 'uuid', 'file', 'binary', 'email', 'url', 'uri'].map(
      (word) => [word, 'string'],
    ),
  ),
}

/** What replaced the words of older drafts, where they limit something. */
const OLD: Readonly<Record<string, string>> = {
  divisibleBy: 'Write `multipleOf`.',
  disallow: 'Write `not`.',
  extends: 'Write `allOf`.',
  dependencies: 'Write `dependentRequired` or `dependentSchemas`.',
}

/** Words of drafts that are newer than draft 7, which AsyncAPI is built on. */
const NEWER: Readonly<Record<string, string>> = {
  unevaluatedProperties: 'Write `additionalProperties` beside all properties.',
  unevaluatedItems: 'Write `additionalItems` beside a list under `items`.',
  prefixItems: 'Write the list under `items`.',
  dependentRequired: 'Write `dependencies`.',
  dependentSchemas: 'Write `dependencies`.',
  minContains: 'Draft 7 has no word for it.',
  maxContains: 'Draft 7 has no word for it.',
}

const NUMBERS: ReadonlySet<string> = new Set([
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'multipleOf'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
])

const FLAGS: ReadonlySet<string> = new Set(['readOnly', 'writeOnly', 'uniqueItems'])

/** Why a keyword limits nothing although it looks as if it did, with what to do; undefined where it is read. */
export function whyUnread(node: Node, format: Format): string | undefined {
  if (format === 'asyncapi2' || format === 'asyncapi3') {
    const instead = own(NEWER, node.key)
    return instead === undefined ? undefined : `is newer than draft 7, which AsyncAPI is built on. ${instead}`
  }
  const instead = own(OLD, node.key)
  if (instead !== undefined && isUsed(node.value))
    return `is of an older draft of JSON Schema than that of OpenAPI 3.1. ${instead}`
  return NUMBERS.has(node.key) ? oddNumber(node) : oddValue(node)
}

function oddNumber({ key, value }: Node): string | undefined {
  if (value === true && /^exclusive/.test(key)) {
    const plain = key === 'exclusiveMinimum' ? 'minimum' : 'maximum'
    return `is a number from OpenAPI 3.1 on, not \`true\`. Write the number of \`${plain}\` here and remove that.`
  }
  return typeof value === 'string' && /^-?\d/.test(value) ? 'has to be a number, not a text.' : undefined
}

function oddValue({ key, value }: Node): string | undefined {
  if (key === 'type') return oddTypes(value)
  if (key === 'required' && value === true)
    return 'is no flag in a schema. Name the property in the `required` list of the object around it.'
  if (key === 'required' && typeof value === 'string' && value !== '')
    return 'has to be a list of names, not a text.'
  if (key === 'enum' && !Array.isArray(value) && value !== null) return 'has to be a list of values.'
  if (key === 'items' && Array.isArray(value))
    return 'is one schema from OpenAPI 3.1 on, not a list. Write `prefixItems`, or the one schema that is meant.'
  if (/^(?:additional|unevaluated)Properties$/.test(key) && typeof value === 'string')
    return 'has to be `false`, `true` or a schema, not a text.'
  return FLAGS.has(key) && value === 'true' ? 'has to be `true`, not a text.' : undefined
}

function oddTypes(value: unknown): string | undefined {
  const types: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (Array.isArray(value) && types.includes(null))
    return "holds an empty value, which is no type. Write `'null'` in quotes where null is meant."
  const odd = types.find((type) => typeof type === 'string' && !TYPES.has(type))
  return typeof odd === 'string' ? oddType(odd) : undefined
}

function oddType(type: string): string {
  const plain = type.toLowerCase()
  const meant = own(TYPE_WORDS, plain) ?? (TYPES.has(plain) ? plain : undefined)
  const advice = meant === undefined ? 'Leave it out if any value is meant.' : `Write \`${meant}\`.`
  return `says \`${clipped(type)}\`, which is no type of JSON Schema. ${advice}`
}

function isUsed(value: unknown): boolean {
  return value !== null && value !== false && !(typeof value === 'object' && Object.keys(value).length === 0)
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

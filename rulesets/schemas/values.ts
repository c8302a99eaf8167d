import type { Format, Node, Schema } from '@specward/core'
import { atLeast, atMost, type Bound, leastOf, mostOf } from './bounds.ts'
import { declaredTypes, isOfType, typeOf, typesInWords } from './types.ts'

/** Why a schema does not accept a value, as a clause: "is a text, not an `integer`". Patterns are not tried. */
export function misfit(value: unknown, schema: Schema, format: Format): string | undefined {
  return misfitOfType(value, schema) ?? misfitOfEnum(value, schema) ?? misfitOfLimits(value, schema, format)
}

/** The same without a look at `enum` and `const`. */
export function misfitOfTypeOrLimits(value: unknown, schema: Schema, format: Format): string | undefined {
  return misfitOfType(value, schema) ?? misfitOfLimits(value, schema, format)
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a number',
  boolean: 'a boolean',
  array: 'a list',
  object: 'an object',
  null: '`null`',
}

function misfitOfType(value: unknown, schema: Schema): string | undefined {
  const declared = declaredTypes(schema)
  if (!declared || declared.types.size === 0 || isOfType(value, declared.types)) return undefined
  const { types } = declared
  if (typeOf(value) === 'number' && types.has('integer')) return 'is no whole number'
  return `is ${WORDS[typeOf(value)] ?? 'something else'}, not ${typesInWords(types)}`
}

/** Values that are looked through. */
const MOST_VALUES = 5_000

function misfitOfEnum(value: unknown, schema: Schema): string | undefined {
  for (const { value: values } of schema.all('enum')) {
    if (!Array.isArray(values) || values.length === 0 || values.length > MOST_VALUES) continue
    if (!values.some((each) => isSame(each, value)))
      return value === null ? 'is `null`, which `enum` does not list' : 'is none of the values of `enum`'
  }
  return schema.all('const').some(({ value: only }) => !isSame(only, value))
    ? 'is not the `const`'
    : undefined
}

function misfitOfLimits(value: unknown, schema: Schema, format: Format): string | undefined {
  if (typeof value === 'number') return outOfRange(value, leastOf(schema, format), mostOf(schema, format))
  const [low, high] =
    typeof value === 'string'
      ? ['minLength', 'maxLength']
      : Array.isArray(value)
        ? ['minItems', 'maxItems']
        : []
  if (low === undefined || high === undefined) return undefined
  const length = typeof value === 'string' ? lengthOf(value) : (value as readonly unknown[]).length
  return outOfRange(length, atLeast(schema, low), atMost(schema, high))
}

function outOfRange(value: number, least: Bound | undefined, most: Bound | undefined): string | undefined {
  if (least && (value < least.value || (value === least.value && least.isExclusive))) return breaks(least)
  if (most && (value > most.value || (value === most.value && most.isExclusive))) return breaks(most)
  return undefined
}

function breaks({ node, value }: Bound): string {
  return `does not keep to \`${node.key}: ${value}\``
}

/** In characters, as JSON Schema counts: those beyond the basic plane once. */
function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}

export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object') return false
  return JSON.stringify(left) === JSON.stringify(right)
}

/** A value as messages show it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``
}

/** The items of a list; none of what is no list. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.isList ? [...node.children()] : []
}

import type { Limit } from './schema-set.ts'
import { isObject } from './values.ts'

/** True when a value keeps to a limit, or the limit is for values of another kind. */
export function keeps({ of, kind, value: limit }: Limit, value: unknown): boolean {
  const size = sizeOf(of, value)
  if (size === undefined) return true
  if (kind === 'least') return size >= limit
  if (kind === 'most') return size <= limit
  if (kind === 'above') return size > limit
  if (kind === 'below') return size < limit
  return Number.isInteger(size / limit)
}

function sizeOf(of: Limit['of'], value: unknown): number | undefined {
  if (of === 'number') return typeof value === 'number' ? value : undefined
  if (of === 'items') return Array.isArray(value) ? value.length : undefined
  if (of === 'properties') return isObject(value) ? Object.keys(value).length : undefined
  return typeof value === 'string' ? [...value].length : undefined
}

/** True when a value is one of those of an `enum` or a `const`, which are short. */
export function isOneOf(values: readonly unknown[], value: unknown): boolean {
  return values.some((each) => equal(each, value))
}

function equal(wanted: unknown, value: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return wanted === value
  return JSON.stringify(wanted) === JSON.stringify(value)
}

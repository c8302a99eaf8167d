import { isObject } from '../../json.ts'

/** Tells whether a value that was read from anywhere is what it has to be, in all its parts. */
export type Shape<T> = (value: unknown) => value is T

export const text: Shape<string> = (value): value is string => typeof value === 'string'

export const flag: Shape<boolean> = (value): value is boolean => typeof value === 'boolean'

/** A whole number, such as an index or an offset. */
export const count: Shape<number> = (value): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

export const whole: Shape<number> = (value): value is number => Number.isSafeInteger(value)

export const finite: Shape<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value)

export const anything: Shape<unknown> = (_value): _value is unknown => true

export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value): value is T | undefined => value === undefined || shape(value)
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value): value is T | null => value === null || shape(value)
}

export function either<A, B>(one: Shape<A>, other: Shape<B>): Shape<A | B> {
  return (value): value is A | B => one(value) || other(value)
}

export function word<const T extends string>(...words: readonly T[]): Shape<T> {
  const known: ReadonlySet<unknown> = new Set(words)
  return (value): value is T => known.has(value)
}

export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(item)
}

/** A list of fixed length. */
export function row<T extends readonly unknown[]>(
  ...items: { readonly [K in keyof T]: Shape<T[K]> }
): Shape<T> {
  return (value): value is T =>
    Array.isArray(value) &&
    value.length === items.length &&
    items.every((item: Shape<unknown>, index) => item(value[index]))
}

/** An object with these fields and no others. */
export function object<T extends object>(fields: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  const shapes = new Map<string, Shape<unknown>>(Object.entries(fields))
  return (value): value is T => {
    if (!isObject(value)) return false
    for (const key of Object.keys(value)) if (!shapes.has(key)) return false
    for (const [key, shape] of shapes) {
      if (!shape(Object.hasOwn(value, key) ? value[key] : undefined)) return false
    }
    return true
  }
}

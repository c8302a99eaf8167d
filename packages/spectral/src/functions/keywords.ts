import { fullFormats } from 'ajv-formats/dist/formats.js'

export type Json = Readonly<Record<string, unknown>>

export interface Format {
  readonly of: 'string' | 'number'
  accepts(value: unknown): boolean
}

/** Thrown inside this folder: nothing is known for sure, and the library has to say. */
export class Unsure extends Error {}

/** Keywords below which schemas stand. */
const TRAVERSED = new Set(
  [
    'additionalItems items contains additionalProperties propertyNames not if then else allOf anyOf oneOf',
    '$defs definitions properties patternProperties dependencies',
  ]
    .join(' ')
    .split(' '),
)

export function formatOf(name: unknown): Format | undefined {
  if (typeof name !== 'string' || name in Object.prototype) throw new Unsure()
  const format: unknown = Object.hasOwn(fullFormats, name) ? Reflect.get(fullFormats, name) : undefined
  if (format === undefined || format === true) return undefined
  const definition: { readonly type?: unknown; readonly validate?: unknown } =
    isObject(format) && !(format instanceof RegExp) ? format : { validate: format }
  const { type = 'string', validate } = definition
  if (type !== 'string' && type !== 'number') throw new Unsure()
  if (validate instanceof RegExp) return { of: type, accepts: (value) => matches(validate, String(value)) }
  if (typeof validate !== 'function') throw new Unsure()
  return { of: type, accepts: (value) => validate(value) === true }
}

/** Expressions may remember where they left off. */
export function matches(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0
  return pattern.test(text)
}

export function regularExpression(pattern: unknown): RegExp {
  const check: unknown = fullFormats.regex
  if (typeof pattern !== 'string' || typeof check !== 'function' || check(pattern) !== true)
    throw new Unsure()
  return new RegExp(pattern)
}

/** True when an object below a keyword without meaning could be taken for a schema with a name of its own. */
export function holdsIds(keyword: string, value: unknown): boolean {
  const stack: (readonly [string, unknown])[] = [[keyword, value]]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [key, each] = next
    if (typeof each !== 'object' || each === null) continue
    if (['$id', '$anchor', '$dynamicAnchor'].some((name) => name in each)) return true
    if ('id' in each && typeof each.id === 'string' && TRAVERSED.has(key)) return true
    // what stands in a list or a map of schemas has the keyword of that
    for (const [name, child] of Object.entries(each)) {
      if (typeof child !== 'object' || child === null) continue
      if (TRAVERSED.has(key) && 'id' in child) return true
      stack.push([name, child])
      if (stack.length > 10_000) return true
    }
  }
  return false
}

export function number(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Unsure()
  return value
}

export function count(value: unknown, otherwise: number): number {
  const found = number(value, otherwise)
  sure(value === undefined || (Number.isInteger(found) && found >= 0))
  return found
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isPrimitive(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

/** Every object has it, whatever the text says. */
export function isInherited(name: string): boolean {
  return name in Object.prototype
}

export function sure(is: boolean): void {
  if (!is) throw new Unsure()
}

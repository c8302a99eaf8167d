export type JsonObject = Readonly<Record<string, unknown>>

/** True for a mapping: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Own property of a mapping; undefined for anything else, so that `constructor` and the like never leak in. */
export function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

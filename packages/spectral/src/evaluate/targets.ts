import toPath from 'lodash.topath'
import { queryLikePlus } from '../jsonpath/index.ts'
import type { Segment } from '../jsonpath/types.ts'

export interface Target {
  readonly path: readonly Segment[]
  readonly value: unknown
}

/** What of a value a function is called for, by the `field` of its `then`. */
export type TargetsOf = (value: unknown) => readonly Target[]

/** Reads a `field` once, so that nothing is parsed per value. */
export function targetsFor(field: string | undefined): TargetsOf {
  if (typeof field !== 'string') return whole
  if (field === '@key') return (value) => (isObject(value) ? orNothing(keysOf(value)) : whole(value))
  if (field.startsWith('$')) {
    return (value) => (isObject(value) ? orNothing(queried(value, field)) : whole(value))
  }
  const path = toPath(field)
  const isDeep = DEEP.test(field)
  return (value) => {
    if (!isObject(value)) return whole(value)
    // a key that is spelled like a path comes first
    if (field in value) return [{ path, value: Reflect.get(value, field) }]
    return [{ path, value: isDeep ? read(value, path) : undefined }]
  }
}

/** What lodash reads as more than one key. */
const DEEP = /\.|\[[^[\]]*\]|\[(["'])(?:\\.|(?!\1)[^\\])*\1\]/

function whole(value: unknown): readonly Target[] {
  return [{ path: [], value }]
}

function orNothing(targets: readonly Target[]): readonly Target[] {
  return targets.length > 0 ? targets : [{ path: [], value: undefined }]
}

function keysOf(value: object): readonly Target[] {
  return Object.keys(value).map((key) => ({ path: [key], value: key }))
}

function queried(value: object, expression: string): readonly Target[] {
  const targets: Target[] = []
  queryLikePlus(expression, value, (found, path) => targets.push({ path: [...path], value: found }))
  return targets
}

function read(value: object, path: readonly string[]): unknown {
  let found: unknown = value
  for (const key of path) {
    if (found === null || found === undefined) return undefined
    found = (found as Record<string, unknown>)[key]
  }
  return path.length > 0 ? found : undefined
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

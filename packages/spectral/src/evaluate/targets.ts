import { JSONPath } from 'jsonpath-plus'
import lodash from 'lodash'
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
  if (field.startsWith('$'))
    return (value) => (isObject(value) ? orNothing(queried(value, field)) : whole(value))
  const path = lodash.toPath(field)
  return (value) => (isObject(value) ? [{ path, value: lodash.get(value, field) }] : whole(value))
}

function whole(value: unknown): readonly Target[] {
  return [{ path: [], value }]
}

function orNothing(targets: readonly Target[]): readonly Target[] {
  return targets.length > 0 ? targets : [{ path: [], value: undefined }]
}

function keysOf(value: object): readonly Target[] {
  return Object.keys(value).map((key) => ({ path: [key], value: key }))
}

function queried(value: object, path: string): readonly Target[] {
  const targets: Target[] = []
  JSONPath({
    path,
    json: value,
    resultType: 'all',
    callback(result: { readonly path: readonly unknown[]; readonly value: unknown }) {
      targets.push({ path: lodash.toPath(result.path.slice(1)), value: result.value })
    },
  })
  return targets
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

import { type Judge, schemasFor } from './judge.ts'
import { isOneOf, keeps } from './limits.ts'
import type { Schema } from './schema-set.ts'
import { isObject, isOfType, type JsonObject } from './values.ts'
import { namesIn, partsOf, typesOf, valuesOf } from './vocabulary.ts'

export type Choice =
  /** The way to conform that was probably meant. */
  | { readonly branch: Schema }
  /** None of them is for a value of this type. */
  | { readonly types: readonly string[] }
  /** They differ in what they require, and nothing of it is there. */
  | { readonly lacks: readonly string[] }
  /** They differ in the value of a field, which is that of none of them. */
  | { readonly key: string; readonly values: readonly unknown[] }

/** Which of several ways to conform a value was meant to take, when it conforms to none. */
export function chooseBranch(branches: readonly Schema[], value: unknown, judge: Judge): Choice {
  const meant = branches.filter((branch) => !isForReferences(branch) || (isObject(value) && '$ref' in value))
  const candidates = meant.length > 0 ? meant : branches
  const types = candidates.map(typesOf)
  if (types.every((each) => each && !each.some((type) => isOfType(value, type)))) {
    return { types: [...new Set(branches.flatMap((branch) => typesOf(branch) ?? []))] }
  }
  if (!isObject(value)) return { branch: nearest(candidates, value, judge) }
  const meantByField = ofKind(candidates, value)
  if (meantByField.length < candidates.length) return { branch: nearest(meantByField, value, judge) }
  return chooseByField(candidates, value) ?? { branch: nearest(candidates, value, judge) }
}

/** The candidates that a field speaks for which has other values in each of them: `in` of parameters. */
function ofKind(candidates: readonly Schema[], value: JsonObject): readonly Schema[] {
  for (const key of fieldsOf(candidates[0])) {
    if (!Object.hasOwn(value, key)) continue
    const values = candidates.map((candidate) => valuesOf(candidate, key))
    if (!values.every((each) => each !== undefined)) continue
    const all = values.flat()
    if (new Set(all).size < all.length) continue
    const meant = candidates.filter((_, index) => isOneOf(values[index] ?? [], value[key]))
    if (meant.length > 0) return meant
  }
  return candidates
}

function chooseByField(candidates: readonly Schema[], value: JsonObject): Choice | undefined {
  if (candidates.length < 2 && !candidates[0]?.oneOf.length) return undefined
  if (candidates.every(isAboutPresence) && candidates.every(({ required }) => !has(value, required))) {
    return { lacks: [...new Set(candidates.flatMap(({ required }) => required))] }
  }
  for (const key of fieldsOf(candidates[0])) {
    const values = candidates.map((candidate) => valuesOf(candidate, key))
    if (!values.every((each) => each !== undefined)) continue
    const all = [...new Set(values.flat())]
    if (all.length < 2) continue
    if (!Object.hasOwn(value, key)) {
      if (candidates.every((candidate) => requires(candidate, key))) return { lacks: [key] }
    } else if (!isOneOf(all, value[key])) return { key, values: all }
  }
  return undefined
}

function fieldsOf(schema: Schema | undefined): Iterable<string> {
  return schema ? namesIn(schema) : []
}

function has(value: JsonObject, names: readonly string[]): boolean {
  return names.every((name) => Object.hasOwn(value, name))
}

/** True for a branch that asks first of all for fields, whatever they hold. */
function isAboutPresence(schema: Schema): boolean {
  return schema.required.length > 0 && !schema.properties && !schema.types && schema.refs.length === 0
}

function requires(schema: Schema, key: string): boolean {
  return partsOf(schema).some((part) => part.required.includes(key))
}

function isForReferences(schema: Schema): boolean {
  return partsOf(schema).some((part) => part.required.includes('$ref'))
}

function nearest(candidates: readonly Schema[], value: unknown, judge: Judge): Schema {
  const [first, ...others] = candidates.map((branch) => ({
    branch,
    distance: distance(branch, value, judge),
  }))
  if (!first) throw new Error('A choice has to have branches.')
  return others.reduce((best, each) => (each.distance < best.distance ? each : best), first).branch
}

const COST = { type: 1000, value: 100, lack: 10, unknown: 3, child: 1 } as const

/** How much would have to be changed so that a value conforms; a field that tells kinds apart counts most. */
function distance(schema: Schema, value: unknown, judge: Judge): number {
  if (schema.always || judge.accepts(schema, value)) return 0
  if (schema.types && !schema.types.some((type) => isOfType(value, type))) return COST.type
  let sum = schema.never || (schema.enum && !isOneOf(schema.enum, value)) ? COST.value : 0
  for (const part of [...schema.refs, ...schema.allOf]) sum += distance(part, value, judge)
  for (const branches of [schema.oneOf, schema.anyOf]) {
    if (branches.length > 0) sum += Math.min(...branches.map((branch) => distance(branch, value, judge)))
  }
  if (isObject(value)) sum += distanceOfObject(schema, value, judge)
  else if (Array.isArray(value)) sum += distanceOfList(schema, value, judge)
  else if (!schema.limits.every((limit) => keeps(limit, value))) sum += COST.value
  if (schema.not && judge.accepts(schema.not, value)) sum += COST.lack
  return Math.max(sum, COST.child)
}

function distanceOfObject(schema: Schema, value: JsonObject, judge: Judge): number {
  let sum = COST.lack * schema.required.filter((name) => !Object.hasOwn(value, name)).length
  const known = schema.unevaluated?.never ? namesIn(schema) : undefined
  for (const key of Object.keys(value)) {
    if (known && !known.has(key) && !key.startsWith('x-')) sum += COST.unknown
    for (const each of schemasFor(schema, key)) {
      if (each.never) sum += COST.unknown
      else if (!judge.acceptsChild(each, value, key)) sum += each.enum ? COST.value : COST.child
    }
  }
  return sum
}

function distanceOfList(schema: Schema, list: readonly unknown[], judge: Judge): number {
  const bad = list.filter((_, index) => {
    const each = schema.firstItems[index] ?? schema.items
    return each !== undefined && !judge.acceptsChild(each, list, index)
  })
  return bad.length * COST.child
}

import type { Schema } from '@specward/core'
import { declaredTypes } from '../schemas/types.ts'

/** Schemas that are looked at for one value. */
const MOST = 500

/** True when a keyword holds for every value of a schema. */
export function has(schema: Schema, ...keywords: readonly string[]): boolean {
  return keywords.some((keyword) => schema.all(keyword).length > 0)
}

/** A schema and all between which it lets choose, each before those that it consists of. */
function choicesOf(top: Schema): readonly Schema[] {
  if (top.alternatives.length === 0) return [top]
  const found = new Set([top])
  for (const schema of found) {
    for (const members of schema.alternatives) {
      for (const member of members) if (found.size < MOST) found.add(member)
    }
  }
  return [...found]
}

/** Those of a schema and its alternatives for which something holds, by themselves or in each of the ways that they leave. */
function settledBy(top: Schema, holds: (schema: Schema) => boolean): ReadonlySet<Schema> {
  const settled = new Set<Schema>()
  for (const schema of [...choicesOf(top)].reverse()) {
    const isLeft = schema.alternatives.some((members) => members.every((member) => settled.has(member)))
    if (isLeft || holds(schema)) settled.add(schema)
  }
  return settled
}

/** Whether something holds for a schema, or else for every one of the ways in which it lets a value be. */
export function holdsEveryWay(top: Schema, holds: (schema: Schema) => boolean): boolean {
  return settledBy(top, holds).has(top)
}

/**
 * Where values of a type have no bound: the schema itself, or those of its alternatives that declare the type and leave
 * it open. Empty when all have a bound, and when none says that it is of the type.
 */
export function openWays(
  top: Schema,
  type: string,
  isBounded: (schema: Schema) => boolean,
): readonly Schema[] {
  if (top.alternatives.length === 0)
    return declaredTypes(top)?.types.has(type) && !isBounded(top) ? [top] : []
  const settled = settledBy(top, isBounded)
  if (settled.has(top)) return []
  const found: Schema[] = []
  const seen = new Set([top])
  for (const schema of seen) {
    if (declaredTypes(schema)?.types.has(type)) found.push(schema)
    else {
      for (const members of schema.alternatives) {
        for (const member of members) if (seen.size < MOST && !settled.has(member)) seen.add(member)
      }
    }
  }
  return found
}

import type { Schema } from '@specward/core'
import { conjuncts, isTooLarge } from './composition.ts'

/**
 * Whether something that holds for every value of a schema is not known, so that it may say anything: a `$ref`, a
 * `$dynamicRef` or a member of `allOf` that leads nowhere, or more than is looked at.
 */
export function isUnread(schema: Schema): boolean {
  return isTooLarge(schema) || conjuncts(schema).some((part) => part.parts.length < countOfParts(part))
}

/** `true` and `false` are schemas without keywords. */
function countOfParts(schema: Schema): number {
  const members = schema.own('allOf')?.value
  const objects = Array.isArray(members) ? members.filter((each) => typeof each !== 'boolean') : []
  return objects.length + (schema.own('$ref') || schema.own('$dynamicRef') ? 1 : 0)
}

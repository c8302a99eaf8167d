import type { Node } from '../source/node.ts'
import { CONTAINED, CONTAINED_SEVERAL, IN_PLACE, IN_PLACE_SEVERAL } from '../spec/applicators.ts'

/** Keywords through which the properties of another schema become those of this one. */
export const COMPOSITION = ['allOf', 'oneOf', 'anyOf'] as const

/** Keywords of which a value has to keep to one member. */
export const CHOICE = ['oneOf', 'anyOf'] as const

/** Keywords that say of members without a name of their own whether there may be any. */
export const CLOSING = ['additionalProperties', 'unevaluatedProperties'] as const

/** Keywords that hold one schema for the same or for a contained value. */
export const APPLIED: ReadonlySet<string> = new Set([...IN_PLACE, ...CONTAINED])
/** Those that hold several. */
export const APPLIED_SEVERAL: ReadonlySet<string> = new Set([...IN_PLACE_SEVERAL, ...CONTAINED_SEVERAL])

/** What a schema is made of beside its words: most are made of nothing, and need not be gone through again. */
export const MADE = { allOf: 1, choice: 2, applied: 4, dynamic: 8, closing: 16, mapping: 32 } as const

const MADE_OF: ReadonlyMap<string, number> = new Map<string, number>([
  ['allOf', MADE.allOf],
  ...CHOICE.map((keyword) => [keyword, MADE.choice] as const),
  ...[...APPLIED, ...APPLIED_SEVERAL].map((keyword) => [keyword, MADE.applied] as const),
  ...CLOSING.map((keyword) => [keyword, MADE.applied | MADE.closing] as const),
  ['$dynamicRef', MADE.dynamic],
  ['discriminator', MADE.mapping],
])

/** All of it, as bits. */
export function madeOf({ value }: Node): number {
  let made = 0
  for (const key in value as object) made |= MADE_OF.get(key) ?? 0
  return made
}

/** One, and how many other schemas a schema lists. */
export function sizeOf(value: object): number {
  let size = 1
  for (const [keyword, list] of Object.entries(value)) {
    const lists = keyword === 'properties' || APPLIED_SEVERAL.has(keyword)
    if (lists && typeof list === 'object' && list !== null) size += Object.keys(list).length
  }
  return size
}

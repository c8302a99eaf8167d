/**
 * Keywords of JSON Schema that hold schemas (2020-12, section 10), by what they apply to. `properties` and the
 * composition by `allOf`, `oneOf` and `anyOf` are left to those who care for names.
 */

/** One schema that holds for the same value. */
export const IN_PLACE = ['if', 'then', 'else'] as const

/** One schema that holds for a contained value: list items, and members of a mapping whose names are open. */
export const CONTAINED = [
  'items',
  'additionalItems',
  'unevaluatedItems',
  'contains',
  'additionalProperties',
  'unevaluatedProperties',
  'contentSchema',
] as const

/** Several schemas, in a list or mapping, that hold for contained values. */
export const CONTAINED_SEVERAL = ['prefixItems', 'patternProperties'] as const

/** Several schemas, in a mapping, that hold for the same value. */
export const IN_PLACE_SEVERAL = ['dependentSchemas'] as const

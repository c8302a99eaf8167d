import { TEXT_PATTERN } from './words.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/** A text that is not blank. */
export const text = (description: string): JsonSchema => ({
  type: 'string',
  pattern: TEXT_PATTERN,
  description,
})

export const listOf = (items: JsonSchema, description: string): JsonSchema => ({
  type: 'array',
  items,
  description,
})

/** Holds where a key is there. */
export const needs = (key: string): JsonSchema => ({ required: [key], properties: { [key]: true } })

/** A mapping that takes the given keys and no other. */
export function closed(
  properties: Readonly<Record<string, JsonSchema>>,
  description: string,
  required: readonly string[] = [],
): JsonSchema {
  return {
    type: 'object',
    description,
    properties,
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
  }
}

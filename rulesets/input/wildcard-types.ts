import type { Model, Operation } from '@specward/core'
import { essenceOf, type WrittenType, writtenTypes } from './media-types.ts'

/** These say nothing about what is sent; `image/*` still tells pictures from scripts. */
const WILDCARDS: ReadonlySet<string> = new Set(['*/*', '*', 'application/*', 'text/*'])

/** Wildcards of one direction that say nothing, of operations that callers call. */
export function wildcardsIn(model: Model, direction: WrittenType['direction']): readonly WrittenType[] {
  return writtenTypes(model).filter(
    (written) =>
      written.direction === direction &&
      WILDCARDS.has(essenceOf(written.text)) &&
      written.operations.some(({ kind }) => kind === 'http'),
  )
}

/** All operations of several places, each once. */
export function operationsOf(places: readonly WrittenType[]): readonly Operation[] {
  return [...new Set(places.flatMap(({ operations }) => operations))].filter(({ kind }) => kind === 'http')
}

import type { Node } from '@specward/core'
import type { PatternPlace } from './places.ts'

/** A text that a schema shows or prescribes, and that its pattern certainly refuses. */
export interface Misfit {
  readonly keyword: string
  readonly value: string
  readonly node: Node
}

const LISTS: ReadonlySet<string> = new Set(['enum', 'examples'])

/** What is not written out says nothing of the rest. */
const ABRIDGED = /\.\.\.|…/

/** Values under the given keywords, as far as they are texts. */
function valuesOf({ schema, of }: PatternPlace, keywords: readonly string[]): readonly Misfit[] {
  if (of === 'names') return []
  return keywords.flatMap((keyword) =>
    schema.all(keyword).flatMap((node) => {
      const nodes = LISTS.has(keyword) ? (node.isList ? [...node.children()] : []) : [node]
      return nodes.flatMap((each) =>
        each.string === undefined || ABRIDGED.test(each.string)
          ? []
          : { keyword, value: each.string, node: each },
      )
    }),
  )
}

/** What the values under some keywords have that cannot be, and whether none of them can. */
export function misfitsOf(place: PatternPlace, keywords: readonly string[]) {
  const { reading } = place
  const values = valuesOf(place, keywords)
  const misfits = 'tree' in reading ? values.filter(({ value }) => reading.refuses(value)) : []
  return { misfits, isAll: values.length > 0 && misfits.length === values.length }
}

import type { Fix, Format, Node, Schema } from '@specward/core'
import { insert, set } from '../edits.ts'

/** An object that takes what is not declared. */
export interface Open {
  readonly schema: Schema
  /** Where it says so, if it does. */
  readonly saidAt: Node | undefined
  /** Put together of several schemas, so that one of them alone must not refuse what the others declare. */
  readonly isComposed: boolean
  /** Others are built on it, which declare more. */
  readonly isBase: boolean
}

/**
 * Closes an object: by `additionalProperties`, and by `unevaluatedProperties` where it is put together and the format
 * knows that. Undefined where no keyword at this place would do.
 */
export function closed({ schema, saidAt, isComposed, isBase }: Open, format: Format): Fix | undefined {
  const { node } = schema
  const seesParts = format === 'oas3.1' || format === 'oas3.2'
  if (isBase || !node.isObject || (node.child('$ref') && !seesParts)) return undefined
  const keyword = isComposed || node.child('$ref') ? 'unevaluatedProperties' : 'additionalProperties'
  if (keyword === 'unevaluatedProperties' && !seesParts) return undefined
  if (!saidAt)
    return {
      title: `Add \`${keyword}: false\``,
      kind: 'suggested',
      edits: [insert(node, keyword, false)],
    }
  // what lets them in by the other keyword would still do so
  if (saidAt.parent !== node || saidAt.key !== keyword) return undefined
  return { title: `Set \`${keyword}\` to \`false\``, kind: 'suggested', edits: [set(saidAt, false)] }
}

import type { Fix, FixEdit, Format, Schema } from '@specward/core'
import { insert, remove, rename } from '../edits.ts'
import { conjuncts } from './composition.ts'
import type { Refuser } from './refusals.ts'

/** What to do with what closes a part of a composition, in a sentence. */
export function remedyFor(refuser: Refuser, format: Format): string {
  const isBeside = refuser.refusals.some(({ whole }) => whole === refuser.part)
  if (format === 'oas3.1' || format === 'oas3.2')
    return isBeside
      ? 'Write `unevaluatedProperties: false` in its place, which sees all parts.'
      : closingAround(refuser)
  return isBeside ? closingInside(refuser) : oneSchema(refuser)
}

/** The same as edits; undefined before OpenAPI 3.1, where no keyword sees into the parts. */
export function remedyAsFix(refuser: Refuser, format: Format): Fix | undefined {
  const { part, node, others, refusals } = refuser
  if ((format !== 'oas3.1' && format !== 'oas3.2') || node.key !== 'additionalProperties') return undefined
  const title = 'Close the whole by `unevaluatedProperties: false`'
  const wholes = [...new Set(refusals.map(({ whole }) => whole))]
  if (wholes.includes(part)) {
    if (wholes.length > 1 || part.own('unevaluatedProperties')) return undefined
    return { title, kind: 'suggested', edits: [rename(node, 'unevaluatedProperties')] }
  }
  const closing = wholes.map(closeWhole)
  if (closing.some((edits) => edits === undefined)) return undefined
  return {
    title,
    kind: 'suggested',
    edits: [node, ...others].map(remove).concat(closing.flatMap((each) => each ?? [])),
  }
}

function closeWhole(whole: Schema): readonly FixEdit[] | undefined {
  const other = whole.own('unevaluatedProperties')
  if (other) return other.value === false ? [] : undefined
  const plain = whole.own('additionalProperties')
  if (plain) return plain.value === false ? [rename(plain, 'unevaluatedProperties')] : undefined
  return whole.node.isObject ? [insert(whole.node, 'unevaluatedProperties', false)] : undefined
}

/** `unevaluatedProperties` sees what the parts declare, as long as none of them refuses it. */
function closingAround({ others, refusals }: Refuser): string {
  const take = others.length > 0 ? 'Take it away in each branch' : 'Take it away here'
  const wholes = refusals.map(({ whole }) => whole)
  const closes = (keyword: string) => wholes.every((whole) => whole.own(keyword)?.value === false)
  if (closes('additionalProperties'))
    return `${take}, and on the whole write \`unevaluatedProperties: false\` in place of \`additionalProperties: false\`.`
  if (closes('unevaluatedProperties')) return `${take}: the whole is closed already.`
  return `${take}, and close the whole with \`unevaluatedProperties: false\`.`
}

/** Where no keyword sees into the parts: for a choice, each branch can close itself. */
function closingInside({ part, refusals }: Refuser): string {
  const certain = new Set(conjuncts(part))
  const isOfBranches = refusals.every(({ properties }) =>
    properties.every(({ owner }) => !certain.has(owner)),
  )
  if (!isOfBranches || listsProperties(part))
    return 'List these properties beside it as well, or take it away.'
  if (part.alternatives.every((members) => members.every(isClosedItself)))
    return 'Take it away: each branch is closed already.'
  return 'Close each branch instead, or list these properties beside it as well.'
}

function oneSchema({ others, refusals }: Refuser): string {
  if (others.length > 0) return 'List these properties in each branch as well.'
  const isClosed = refusals.every(({ whole }) => whole.own('additionalProperties')?.value === false)
  const where = isClosed ? 'here and on the whole' : 'here'
  return `Take it away ${where}, or write all properties into one schema that is closed.`
}

function listsProperties(schema: Schema): boolean {
  return Object.keys((schema.own('properties')?.value ?? {}) as object).length > 0
}

function isClosedItself(schema: Schema): boolean {
  return schema.own('additionalProperties')?.value === false
}

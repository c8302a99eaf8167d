import type { Direction, Format, Model, Node, Property, Schema } from '@specward/core'
import { conjuncts, has, isTooLarge, typesOf } from './composition.ts'

/** A schema that is put together so that one of its parts refuses properties of the others. */
export interface Refusal {
  readonly whole: Schema
  readonly direction: Direction
  /** Declared beside the part, and refused by it. */
  readonly properties: readonly Property[]
  /** Names of those that have to be there all the same: no object is valid. */
  readonly required: readonly string[]
  /** Those that all members of a choice ask for; none where each asks for others, undefined where some ask for none. */
  readonly askedInEach: readonly string[] | undefined
}

/** What closes, with everything that it closes by mistake. */
export interface Refuser {
  readonly part: Schema
  /** `additionalProperties: false`, or its like. */
  readonly node: Node
  /** The same in the other members of a choice, where it takes all of them to refuse a property. */
  readonly others: readonly Node[]
  readonly refusals: readonly Refusal[]
}

/** Keywords by which a part may accept what it does not list. */
const MORE = ['patternProperties', 'if', 'then', 'else', 'dependentSchemas', '$dynamicRef']

const known = new WeakMap<Model, ReadonlyMap<Schema, Refuser>>()

export function refusersOf(model: Model, format: Format): ReadonlyMap<Schema, Refuser> {
  let refusers = known.get(model)
  if (!refusers) {
    refusers = readRefusers(model, format)
    known.set(model, refusers)
  }
  return refusers
}

function readRefusers(model: Model, format: Format): ReadonlyMap<Schema, Refuser> {
  const found = new Map<Schema, Refuser & { readonly refusals: Refusal[] }>()
  for (const whole of model.select('schema')) {
    if (whole.parts.length === 0 && whole.alternatives.length === 0) continue
    for (const { closed, refusal } of refusalsIn(whole, format)) {
      const [first, ...more] = closed
      if (!first) continue
      const refuser = found.get(first.part)
      if (refuser) refuser.refusals.push(refusal)
      else found.set(first.part, { ...first, others: more.map(({ node }) => node), refusals: [refusal] })
    }
  }
  return found
}

interface Closed {
  readonly part: Schema
  readonly node: Node
  readonly allowed: ReadonlySet<string>
}

/** How a part closes for what stands beside it; undefined when it does not, or when that cannot be told. */
function closingOf(part: Schema, whole: Schema, format: Format): Closed | undefined {
  if (MORE.some((keyword) => part.own(keyword))) return undefined
  const listed = Object.keys((part.own('properties')?.value ?? {}) as object)
  const plain = part.own('additionalProperties')
  if (plain?.value === false) return { part, node: plain, allowed: new Set(listed) }
  const other = part.own('unevaluatedProperties')
  const isKnown = format === 'oas3.1' || format === 'oas3.2'
  // around the whole it sees all that is declared inside
  if (!isKnown || part === whole || other?.value !== false || has(part, ...MORE)) return undefined
  return { part, node: other, allowed: new Set([...listed, ...part.propertyNames]) }
}

function refusalsIn(
  whole: Schema,
  format: Format,
): readonly { readonly closed: readonly Closed[]; readonly refusal: Refusal }[] {
  const parts = conjuncts(whole)
  const types = typesOf(whole)
  if (isTooLarge(whole) || (types.size > 0 && !types.has('object'))) return []
  const closings: Closed[][] = parts.flatMap((part) => {
    const closed = closingOf(part, whole, format)
    return closed ? [[closed]] : []
  })
  for (const members of whole.alternatives) {
    const closed = members.map((member) => closingOf(member, whole, format))
    if (closed.every((each) => each !== undefined)) closings.push(closed)
  }
  return closings.flatMap((closed) => {
    const refusal = refusalOf(whole, parts, closed)
    return refusal ? [{ closed, refusal }] : []
  })
}

/** What is declared beside some parts and refused by each of them. */
function refusalOf(whole: Schema, parts: readonly Schema[], closed: readonly Closed[]): Refusal | undefined {
  const refusing = new Set(closed.map(({ part }) => part))
  const isChoice = closed.length > 1 || !parts.includes(closed[0]?.part ?? whole)
  // one choice says nothing of what another declares
  const owners = new Set(isChoice ? parts : [...parts, ...whole.alternatives.flat().flatMap(conjuncts)])
  const refused = whole.properties.filter(
    ({ owner, name, schema }) =>
      owners.has(owner) &&
      !refusing.has(owner) &&
      closed.every(({ allowed }) => !allowed.has(name)) &&
      !schema.own('not'),
  )
  const directions = new Set(whole.uses.map(({ direction }) => direction))
  for (const direction of ['request', 'response'] as const) {
    const properties = refused.filter((each) => !(direction === 'request' ? each.readOnly : each.writeOnly))
    if (!directions.has(direction) || properties.length === 0) continue
    const names = new Set(properties.map(({ name }) => name))
    return {
      whole,
      direction,
      properties,
      required: askedOf(whole, names),
      askedInEach: askedInEach(whole, names),
    }
  }
  return undefined
}

/** Those of some names that a schema requires. */
function askedOf(schema: Schema, names: ReadonlySet<string>): readonly string[] {
  const asked = new Set(schema.all('required').flatMap(({ value }) => (Array.isArray(value) ? value : [])))
  return [...names].filter((name) => asked.has(name))
}

function askedInEach({ alternatives }: Schema, names: ReadonlySet<string>): readonly string[] | undefined {
  for (const members of alternatives) {
    const asked = members.map((member) => askedOf(member, names))
    if (asked.every(({ length }) => length > 0))
      return [...names].filter((name) => asked.every((each) => each.includes(name)))
  }
  return undefined
}

import type { At, FixEdit, Model, Node, Schema } from '@specward/core'
import { analyse, type Reading } from './analyse.ts'

/** Where a pattern stands. */
export interface PatternPlace {
  readonly pattern: string
  readonly reading: Reading
  /** The value of `pattern`, or the entry of `patternProperties`, of which the key is the pattern. */
  readonly node: Node
  readonly at: At
  /** What has to fit: the text itself, or the names of properties. */
  readonly of: 'text' | 'names'
  readonly schema: Schema
  /** All schemas for which it holds: that in which it stands, and those that are composed of it. */
  readonly holders: readonly Schema[]
}

/** The same pattern, wherever it stands. */
export interface PatternGroup {
  readonly first: PatternPlace
  readonly others: readonly PatternPlace[]
  /** Labels of all operations that are concerned. */
  readonly operations: readonly string[]
}

const places = new WeakMap<Model, readonly PatternPlace[]>()

/** All patterns of a description, each place once, with the schema that says the most about what has to fit. */
export function patternsIn(model: Model): readonly PatternPlace[] {
  let found = places.get(model)
  if (!found) {
    found = collect(model)
    places.set(model, found)
  }
  return found
}

function collect(model: Model): readonly PatternPlace[] {
  const found = new Map<Node, PatternPlace>()
  const holdersOf = new Map<Node, Schema[]>()
  const add = (place: Omit<PatternPlace, 'reading' | 'holders'>) => {
    const known = found.get(place.node)
    const holders = holdersOf.get(place.node) ?? []
    holders.push(place.schema)
    if (known && !goesBefore(place, known)) return
    holdersOf.set(place.node, holders)
    found.set(place.node, { ...place, holders, reading: known?.reading ?? analyse(place.pattern) })
  }
  for (const schema of model.select('schema')) {
    if (schema.node.key === 'propertyNames') continue
    const forNames = schema.all('propertyNames')
    const forValues = schema.all('pattern')
    const forMembers = schema.all('patternProperties')
    if (forNames.length + forValues.length + forMembers.length === 0) continue
    const names = forNames.flatMap((each) => each.child('pattern') ?? [])
    const values = schema.types.length === 0 || schema.types.includes('string') ? forValues : []
    for (const node of [...values, ...names]) {
      const of = values.includes(node) ? 'text' : 'names'
      if (node.string !== undefined) add({ pattern: node.string, node, at: node, of, schema })
    }
    for (const node of forMembers.flatMap((each) => each.children()))
      add({ pattern: node.key, node, at: { node, part: 'key' }, of: 'names', schema })
  }
  return [...found.values()]
}

const bySchema = new WeakMap<Model, ReadonlyMap<Schema, readonly PatternPlace[]>>()

/** Patterns of one schema. */
export function patternsOf(schema: Schema, model: Model): readonly PatternPlace[] {
  let known = bySchema.get(model)
  if (!known) {
    const found = new Map<Schema, PatternPlace[]>()
    for (const place of patternsIn(model)) {
      const others = found.get(place.schema)
      if (others) others.push(place)
      else found.set(place.schema, [place])
    }
    known = found
    bySchema.set(model, known)
  }
  return known.get(schema) ?? []
}

/** The schema in which it stands goes before those that are composed of it, and of these the first by what it is. */
function goesBefore(place: Pick<PatternPlace, 'node' | 'schema'>, known: PatternPlace): boolean {
  if (isDirect(place) !== isDirect(known)) return isDirect(place)
  return !isDirect(place) && place.schema.identity < known.schema.identity
}

function isDirect({ node, schema }: Pick<PatternPlace, 'node' | 'schema'>): boolean {
  return node.parent === schema.node || node.parent?.parent === schema.node
}

type Filter = (place: PatternPlace, model: Model) => boolean

const groups = new WeakMap<Model, Map<Filter, ReadonlyMap<Schema, readonly PatternGroup[]>>>()

/** Patterns of a kind, each text once, under the schema in which it stands first. */
export function patternGroups(model: Model, isMeant: Filter): ReadonlyMap<Schema, readonly PatternGroup[]> {
  const known = groups.get(model) ?? new Map()
  groups.set(model, known)
  let found = known.get(isMeant)
  if (!found) {
    found = group(patternsIn(model).filter((place) => isMeant(place, model)))
    known.set(isMeant, found)
  }
  return found
}

function group(all: readonly PatternPlace[]): ReadonlyMap<Schema, readonly PatternGroup[]> {
  const same = new Map<string, PatternPlace[]>()
  for (const place of all) {
    const others = same.get(place.pattern)
    if (others) others.push(place)
    else same.set(place.pattern, [place])
  }
  const bySchema = new Map<Schema, PatternGroup[]>()
  for (const [first, ...others] of same.values()) {
    if (!first) continue
    const labels = new Set([first, ...others].flatMap(({ schema }) => operationsOf(schema)))
    const one = { first, others, operations: [...labels] }
    const before = bySchema.get(first.schema)
    if (before) before.push(one)
    else bySchema.set(first.schema, [one])
  }
  return bySchema
}

function operationsOf({ uses }: Schema): readonly string[] {
  return uses.map(({ operation }) => operation.label)
}

/** Whether callers choose what has to fit. */
export function isSent({ schema }: PatternPlace): boolean {
  return schema.uses.some(({ direction }) => direction === 'request')
}

/** Puts another pattern at all of the places. */
export function rewritten(all: readonly PatternPlace[], value: string): readonly FixEdit[] {
  return all.map(({ node, pattern }) => {
    // the pattern is a key of `patternProperties`, or the value of `pattern`
    const edit =
      node.string === pattern
        ? ({ op: 'set', path: node.path, value } as const)
        : ({ op: 'rename', path: node.path, to: value } as const)
    return { node, edit }
  })
}

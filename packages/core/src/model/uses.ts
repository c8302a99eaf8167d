import type { Direction, Operation, SchemaUse } from './concepts.ts'
import type { SchemaView } from './schemas.ts'

/** A schema at which data of an operation begins. */
export interface Entry {
  readonly operation: Operation
  readonly direction: Direction
  readonly schema: SchemaView
}

type Ways = Readonly<Record<Direction, boolean>>

/** A schema that holds another one, and which way data gets from one to the other. */
interface Holder {
  readonly schema: SchemaView
  readonly ways: Ways
}

const BOTH: Ways = { request: true, response: true }

/**
 * For any schema, the operations that reach it and in which direction: through references, composition, properties
 * and items, but not through `readOnly` on the way in nor `writeOnly` on the way out. By node, never by name.
 * Looked up from the schema upwards, since rules ask about few of many schemas.
 */
export class Uses {
  readonly #starts = new Map<SchemaView, Record<Direction, Set<Operation>>>()
  readonly #holders: ReadonlyMap<SchemaView, readonly Holder[]>
  /** Operations in the order of the document. */
  readonly #order = new Map<Operation, number>()
  readonly #known = new Map<SchemaView, readonly SchemaUse[]>()

  constructor(entries: readonly Entry[]) {
    for (const { operation, direction, schema } of entries.flatMap(withMapped)) {
      let of = this.#starts.get(schema)
      if (!of) {
        of = { request: new Set(), response: new Set() }
        this.#starts.set(schema, of)
      }
      of[direction].add(operation)
      if (!this.#order.has(operation)) this.#order.set(operation, this.#order.size)
    }
    this.#holders = holdersBelow(this.#starts.keys())
  }

  /** Those that take it first, then those that give it out; each in the order of the document. */
  of(schema: SchemaView): readonly SchemaUse[] {
    let uses = this.#known.get(schema)
    if (!uses) {
      uses = [...this.#operations(schema, 'request'), ...this.#operations(schema, 'response')]
      this.#known.set(schema, uses)
    }
    return uses
  }

  #operations(schema: SchemaView, direction: Direction): readonly SchemaUse[] {
    const operations = new Set<Operation>()
    const seen = new Set([schema])
    // grows while it is gone through
    for (const each of seen) {
      for (const operation of this.#starts.get(each)?.[direction] ?? []) operations.add(operation)
      for (const holder of this.#holders.get(each) ?? []) {
        if (holder.ways[direction]) seen.add(holder.schema)
      }
    }
    const place = (operation: Operation): number => this.#order.get(operation) ?? 0
    return [...operations].sort((a, b) => place(a) - place(b)).map((operation) => ({ operation, direction }))
  }
}

/** Every schema below the given ones, with all that hold it. */
function holdersBelow(starts: Iterable<SchemaView>): ReadonlyMap<SchemaView, readonly Holder[]> {
  const holders = new Map<SchemaView, Holder[]>()
  const seen = new Set(starts)
  for (const schema of seen) {
    const hold = (held: SchemaView, ways: Ways): void => {
      const known = holders.get(held)
      if (known) known.push({ schema, ways })
      else holders.set(held, [{ schema, ways }])
      seen.add(held)
    }
    const holdAny = (held: SchemaView, ways: Ways): void => {
      for (const each of alternativesOf(held)) hold(each, ways)
    }
    for (const { schema: held, readOnly, writeOnly } of schema.ownProperties) {
      holdAny(held, readOnly || writeOnly ? { request: !readOnly, response: !writeOnly } : BOTH)
    }
    // what is built on another one by `allOf` is itself, and nothing else that the other one can be
    const bases = new Set(schema.listUnder('allOf'))
    for (const member of schema.members) bases.has(member) ? hold(member, BOTH) : holdAny(member, BOTH)
    for (const applied of schema.applied) holdAny(applied, BOTH)
  }
  return holders
}

/** A schema, and all that its discriminator lets stand in its place. */
function alternativesOf(schema: SchemaView): Iterable<SchemaView> {
  if (schema.mapped.length === 0) return [schema]
  const found = new Set([schema])
  // grows while it is gone through
  for (const each of found) for (const mapped of each.mapped) found.add(mapped)
  return found
}

function withMapped(entry: Entry): readonly Entry[] {
  return [...alternativesOf(entry.schema)].map((schema) => ({ ...entry, schema }))
}

import type { Direction, Operation, SchemaUse } from './concepts.ts'
import type { SchemaView } from './schemas.ts'

/** A schema at which data of an operation begins. */
export interface Entry {
  readonly operation: Operation
  readonly direction: Direction
  readonly schema: SchemaView
}

type Ways = Readonly<Record<Direction, boolean>>

/**
 * What a value can be where its schema has a discriminator with a `mapping`: the schema itself or one that it maps to.
 * What is built on the schema by `allOf` is itself alone, so it holds the schema and not the choice.
 */
class Choice {
  readonly of: SchemaView

  constructor(of: SchemaView) {
    this.of = of
  }
}

type Holdable = SchemaView | Choice

/** What holds a schema, and which way data gets from one to the other. */
interface Holder {
  readonly schema: Holdable
  readonly ways: Ways
}

const BOTH: Ways = { request: true, response: true }

/**
 * For any schema, the operations that reach it and in which direction: through references, composition, properties
 * and items, but not through `readOnly` on the way in nor `writeOnly` on the way out. By node, never by name.
 * Looked up from the schema upwards, since rules ask about few of many schemas.
 */
export class Uses {
  readonly #starts = new Map<Holdable, Record<Direction, Set<Operation>>>()
  readonly #holders: ReadonlyMap<Holdable, readonly Holder[]>
  /** Operations in the order of the document. */
  readonly #order = new Map<Operation, number>()
  readonly #known = new Map<SchemaView, readonly SchemaUse[]>()

  constructor(entries: readonly Entry[]) {
    const below = new Below()
    for (const { operation, direction, schema: start } of entries) {
      const schema = below.choiceOf(start)
      let of = this.#starts.get(schema)
      if (!of) {
        of = { request: new Set(), response: new Set() }
        this.#starts.set(schema, of)
      }
      of[direction].add(operation)
      if (!this.#order.has(operation)) this.#order.set(operation, this.#order.size)
    }
    this.#holders = below.read(this.#starts.keys())
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
    const seen = new Set<Holdable>([schema])
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

/** Finds every schema below some, with all that hold it. */
class Below {
  readonly #holders = new Map<Holdable, Holder[]>()
  readonly #choices = new Map<SchemaView, Choice>()
  readonly #seen = new Set<Holdable>()

  read(starts: Iterable<Holdable>): ReadonlyMap<Holdable, readonly Holder[]> {
    for (const start of starts) this.#seen.add(start)
    // grows while it is gone through
    for (const each of this.#seen) {
      if (each instanceof Choice) this.#readChoice(each)
      else this.#readSchema(each)
    }
    return this.#holders
  }

  /** The schema itself where there is nothing to choose. */
  choiceOf(schema: SchemaView): Holdable {
    if (schema.mapped.length === 0) return schema
    let choice = this.#choices.get(schema)
    if (!choice) {
      choice = new Choice(schema)
      this.#choices.set(schema, choice)
    }
    return choice
  }

  #readChoice(choice: Choice): void {
    this.#hold(choice.of, choice, BOTH)
    for (const mapped of choice.of.mapped) this.#hold(this.choiceOf(mapped), choice, BOTH)
  }

  #readSchema(schema: SchemaView): void {
    for (const { schema: held, readOnly, writeOnly } of schema.ownProperties) {
      const ways = readOnly || writeOnly ? { request: !readOnly, response: !writeOnly } : BOTH
      this.#hold(this.choiceOf(held), schema, ways)
    }
    const bases = new Set(schema.listUnder('allOf'))
    for (const member of schema.members) {
      this.#hold(bases.has(member) ? member : this.choiceOf(member), schema, BOTH)
    }
    for (const applied of schema.applied) this.#hold(this.choiceOf(applied), schema, BOTH)
  }

  #hold(held: Holdable, schema: Holdable, ways: Ways): void {
    const known = this.#holders.get(held)
    if (known) known.push({ schema, ways })
    else this.#holders.set(held, [{ schema, ways }])
    this.#seen.add(held)
  }
}

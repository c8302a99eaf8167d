import type { Direction, Operation } from './concepts.ts'
import type { SchemaView } from './schemas.ts'

/** A schema at which data of an operation begins. `By` is what is asked for: the operation, or a part of it. */
export interface Entry<By = Operation> {
  readonly operation: By
  readonly direction: Direction
  readonly schema: SchemaView
}

interface Use<By> {
  readonly operation: By
  readonly direction: Direction
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
 * Looked up from the schema upwards, each schema once for all that ask.
 */
export class Uses<By = Operation> {
  readonly #known = new Map<SchemaView, readonly Use<By>[]>()
  readonly #reach: Readonly<Record<Direction, Reach<By>>>

  constructor(entries: readonly Entry<By>[]) {
    const below = new Below()
    const starts = { request: new Map<Holdable, By[]>(), response: new Map<Holdable, By[]>() }
    const order = new Map<By, number>()
    for (const { operation, direction, schema } of entries) {
      const start = below.choiceOf(schema)
      const operations = starts[direction].get(start)
      if (operations) operations.push(operation)
      else starts[direction].set(start, [operation])
      if (!order.has(operation)) order.set(operation, order.size)
    }
    const holders = below.read([...starts.request.keys(), ...starts.response.keys()])
    this.#reach = {
      request: new Reach('request', starts.request, holders, order),
      response: new Reach('response', starts.response, holders, order),
    }
  }

  /** Those that take it first, then those that give it out; each in the order of the document. */
  of(schema: SchemaView): readonly Use<By>[] {
    let uses = this.#known.get(schema)
    if (!uses) {
      const [taking, giving] = [this.#reach.request.of(schema), this.#reach.response.of(schema)]
      uses = taking.length === 0 ? giving : giving.length === 0 ? taking : [...taking, ...giving]
      this.#known.set(schema, uses)
    }
    return uses
  }
}

/** A schema on the way up, while it is not known yet what reaches it (Tarjan, "Depth-first search", 1972). */
interface Visit {
  readonly schema: Holdable
  readonly index: number
  low: number
  /** Its holders that have not been looked at. */
  readonly holders: Iterator<Holder>
}

/**
 * The operations above each schema, in one direction. Schemas that hold each other in a circle are reached by the same
 * operations, so each circle is worked out once.
 */
class Reach<By> {
  readonly #direction: Direction
  readonly #starts: ReadonlyMap<Holdable, readonly By[]>
  readonly #holders: ReadonlyMap<Holdable, readonly Holder[]>
  readonly #order: ReadonlyMap<By, number>
  readonly #known = new Map<Holdable, readonly Use<By>[]>()
  #visited = 0

  constructor(
    direction: Direction,
    starts: ReadonlyMap<Holdable, readonly By[]>,
    holders: ReadonlyMap<Holdable, readonly Holder[]>,
    order: ReadonlyMap<By, number>,
  ) {
    this.#direction = direction
    this.#starts = starts
    this.#holders = holders
    this.#order = order
  }

  of(schema: Holdable): readonly Use<By>[] {
    if (!this.#known.has(schema)) this.#climb(schema)
    return this.#known.get(schema) ?? []
  }

  #climb(from: Holdable): void {
    const way: Visit[] = []
    const open: Visit[] = []
    const visits = new Map<Holdable, Visit>()
    const enter = (schema: Holdable) => {
      const index = this.#visited++
      const holders = (this.#holders.get(schema) ?? [])[Symbol.iterator]()
      const visit = { schema, index, low: index, holders }
      visits.set(schema, visit)
      way.push(visit)
      open.push(visit)
    }
    enter(from)
    for (let visit = way.at(-1); visit; visit = way.at(-1)) {
      const step = visit.holders.next()
      if (!step.done) {
        const { schema, ways } = step.value
        if (!ways[this.#direction] || this.#known.has(schema)) continue
        const seen = visits.get(schema)
        if (seen) visit.low = Math.min(visit.low, seen.index)
        else enter(schema)
        continue
      }
      way.pop()
      const below = way.at(-1)
      if (below) below.low = Math.min(below.low, visit.low)
      if (visit.low === visit.index) this.#settle(open.splice(open.lastIndexOf(visit)))
    }
  }

  /** Schemas that hold each other, with all above them known. */
  #settle(circle: readonly Visit[]): void {
    const above = new Set<readonly Use<By>[]>()
    const own = new Set<By>()
    for (const { schema } of circle) {
      for (const operation of this.#starts.get(schema) ?? []) own.add(operation)
      for (const holder of this.#holders.get(schema) ?? []) {
        const uses = holder.ways[this.#direction] ? this.#known.get(holder.schema) : undefined
        if (uses && uses.length > 0) above.add(uses)
      }
    }
    const [only] = above
    const uses = only && above.size === 1 && own.size === 0 ? only : this.#unite(own, above)
    for (const { schema } of circle) this.#known.set(schema, uses)
  }

  #unite(operations: Set<By>, above: Iterable<readonly Use<By>[]>): readonly Use<By>[] {
    for (const uses of above) for (const { operation } of uses) operations.add(operation)
    const place = (operation: By): number => this.#order.get(operation) ?? 0
    const direction = this.#direction
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

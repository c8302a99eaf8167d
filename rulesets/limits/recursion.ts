import type { Model, Schema } from '@specward/core'
import { openLists, openMaps } from './bounds.ts'
import { type Content, contentsOf, type Input, inputsOf } from './inputs.ts'

/** A circle of schemas that hold each other, of which at least one takes any number of the next. */
export interface Circle {
  /** The open lists and maps by which it branches, in document order. */
  readonly branches: readonly Branch[]
}

export interface Branch {
  readonly input: Input
  /** Where the limit is missing. */
  readonly schemas: readonly Schema[]
}

const known = new WeakMap<Model, readonly Circle[]>()

/** Circles in what callers send, each once. */
export function circlesIn(model: Model): readonly Circle[] {
  let circles = known.get(model)
  if (!circles) {
    circles = read(model)
    known.set(model, circles)
  }
  return circles
}

const branching = new WeakMap<Model, ReadonlySet<Schema>>()

/** Lists and maps by which circles branch: told of as such, and not once more as lists. */
export function branchesIn(model: Model): ReadonlySet<Schema> {
  let schemas = branching.get(model)
  if (!schemas) {
    schemas = new Set(circlesIn(model).flatMap(({ branches }) => branches.map(({ input }) => input.schema)))
    branching.set(model, schemas)
  }
  return schemas
}

function read(model: Model): readonly Circle[] {
  const inputs = inputsOf(model)
  const circleOf = circlesAmong(inputs.map(({ schema }) => schema))
  const found = new Map<number, Branch[]>()
  for (const input of inputs) {
    const circle = circleOf.get(input.schema)
    if (circle === undefined) continue
    const schemas = openingsOf(input.schema, ({ schema }) => circleOf.get(schema) === circle)
    if (schemas.length === 0) continue
    const branches = found.get(circle)
    if (branches) branches.push({ input, schemas })
    else found.set(circle, [{ input, schemas }])
  }
  return [...found.values()].map((branches) => ({ branches }))
}

/** Where a value takes any number of what leads back to it. */
function openingsOf(schema: Schema, leadsBack: (content: Content) => boolean): readonly Schema[] {
  const relations = new Set<string>()
  for (const content of contentsOf(schema)) if (leadsBack(content)) relations.add(content.relation)
  return [
    ...(relations.has('item') ? openLists(schema) : []),
    ...(relations.has('member') ? openMaps(schema) : []),
  ]
}

interface Visit {
  readonly schema: Schema
  readonly index: number
  low: number
  readonly contents: Iterator<Content>
}

/** The number of the circle in which a schema stands, for those that stand in one. */
function circlesAmong(starts: readonly Schema[]): ReadonlyMap<Schema, number> {
  const search = new CircleSearch()
  for (const start of starts) search.from(start)
  return search.circleOf
}

/** Finds schemas that lead back to themselves (Tarjan, "Depth-first search", 1972). */
class CircleSearch {
  readonly circleOf = new Map<Schema, number>()
  readonly #visits = new Map<Schema, Visit>()
  readonly #settled = new Set<Schema>()
  readonly #open: Visit[] = []
  readonly #way: Visit[] = []

  from(start: Schema): void {
    if (!this.#visits.has(start)) this.#enter(start)
    for (let visit = this.#way.at(-1); visit; visit = this.#way.at(-1)) {
      const step = visit.contents.next()
      if (step.done) this.#leave(visit)
      else this.#look(visit, step.value.schema)
    }
  }

  #enter(schema: Schema): void {
    const index = this.#visits.size
    const visit = { schema, index, low: index, contents: contentsOf(schema) }
    this.#visits.set(schema, visit)
    this.#way.push(visit)
    this.#open.push(visit)
  }

  #look(visit: Visit, schema: Schema): void {
    const seen = this.#visits.get(schema)
    if (!seen) this.#enter(schema)
    else if (!this.#settled.has(schema)) visit.low = Math.min(visit.low, seen.index)
  }

  #leave(visit: Visit): void {
    this.#way.pop()
    const below = this.#way.at(-1)
    if (below) below.low = Math.min(below.low, visit.low)
    if (visit.low !== visit.index) return
    const circle = this.#open.splice(this.#open.lastIndexOf(visit))
    for (const { schema } of circle) this.#settled.add(schema)
    if (circle.length === 1 && !holdsItself(visit.schema)) return
    for (const { schema } of circle) this.circleOf.set(schema, visit.index)
  }
}

function holdsItself(schema: Schema): boolean {
  for (const content of contentsOf(schema)) if (content.schema === schema) return true
  return false
}

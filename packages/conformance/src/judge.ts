import { type Description, MISSING } from './description.ts'
import { isOneOf, keeps } from './limits.ts'
import { isReference } from './references.ts'
import type { Schema } from './schema-set.ts'
import { isOfType, type JsonObject } from './values.ts'

/** Named schemas that may be at work within one another before the judge begins afresh further down. */
const MOST_NESTED = 60

/** Thrown inside this file only: a value has to be judged first, or the call stack would grow with the description. */
class First {
  readonly schema: Schema
  readonly value: object
  constructor(schema: Schema, value: object) {
    this.schema = schema
    this.value = value
  }
}

/**
 * Tells whether values conform to schemas, by the rules of JSON Schema. Every object of the description is judged by
 * each named schema once, however many references lead to it: the time grows with the text and not with the tree that
 * following all references would give.
 */
export class Judge {
  readonly #description: Description
  #nested = 0
  /** By the ids of schemas: what is known of objects, and which are being judged. */
  readonly #known: Map<object, boolean>[] = []
  readonly #active: Set<object>[] = []
  /** References that had to be judged and lead nowhere. */
  readonly missing = new Set<JsonObject>()

  constructor(description: Description) {
    this.#description = description
  }

  /** True when a value conforms. A reference whose target is missing does: nothing is known of it. */
  accepts(schema: Schema, value: unknown): boolean {
    return this.#inSteps(() => this.#accepts(schema, value))
  }

  /** Judges the value under a key: what stands for the reference in its place, unless a reference is what has to be there. */
  acceptsChild(schema: Schema, parent: object, key: string | number): boolean {
    return this.#inSteps(() => this.#acceptsChild(schema, parent, key))
  }

  /** True when as many items as `contains` wants conform to its schema. */
  contains(wanted: NonNullable<Schema['contains']>, list: readonly unknown[]): boolean {
    return this.#inSteps(() => this.#contains(wanted, list))
  }

  /** The names of an object that a schema looks at, by itself or through what it is composed of; `undefined` for all. */
  covered(schema: Schema, value: JsonObject): ReadonlySet<string> | undefined {
    return this.#inSteps(() => {
      const names = new Set<string>()
      return this.#cover(schema, value, names, true) ? undefined : names
    })
  }

  /** Does what judges; what lies too deep for that is judged first, and the work begun again. */
  #inSteps<Result>(work: () => Result): Result {
    const tasks: First[] = []
    const waiting = new Set<object>()
    for (;;) {
      const task = tasks.at(-1)
      try {
        this.#nested = 0
        if (!task) return work()
        this.#accepts(task.schema, task.value)
        tasks.pop()
        waiting.delete(task.value)
      } catch (error) {
        if (!(error instanceof First)) throw error
        for (const active of this.#active) active?.clear()
        // a circle of files: what it comes back to is judged where it began
        if (waiting.has(error.value)) this.#remember(error.schema, error.value, true)
        else tasks.push(error)
        waiting.add(error.value)
      }
    }
  }

  #accepts(schema: Schema, value: unknown): boolean {
    if (schema.always || value === MISSING) return true
    if (schema.never) return false
    if (schema.id < 0 || typeof value !== 'object' || value === null) return this.#judge(schema, value)
    const known = this.#known[schema.id]?.get(value)
    if (known !== undefined) return known
    return this.#judgeOnce(schema, value)
  }

  #judgeOnce(schema: Schema, value: object): boolean {
    if (this.#nested > MOST_NESTED) throw new First(schema, value)
    const active = this.#active[schema.id] ?? new Set()
    this.#active[schema.id] = active
    if (active.has(value)) return true
    active.add(value)
    this.#nested++
    const verdict = this.#judge(schema, value)
    this.#nested--
    active.delete(value)
    this.#remember(schema, value, verdict)
    return verdict
  }

  #remember(schema: Schema, value: object, verdict: boolean): void {
    const known = this.#known[schema.id] ?? new Map()
    this.#known[schema.id] = known.set(value, verdict)
  }

  #judge(schema: Schema, value: unknown): boolean {
    if (schema.types && !schema.types.some((type) => isOfType(value, type))) return false
    if (schema.enum && !isOneOf(schema.enum, value)) return false
    for (const each of schema.refs) if (!this.#accepts(each, value)) return false
    for (const each of schema.allOf) if (!this.#accepts(each, value)) return false
    if (typeof value === 'object' && value !== null) {
      if (
        Array.isArray(value)
          ? !this.#judgeList(schema, value)
          : !this.#judgeObject(schema, value as JsonObject)
      )
        return false
    } else if (!fits(schema, value)) return false
    return this.#judgeChoices(schema, value)
  }

  #judgeChoices(schema: Schema, value: unknown): boolean {
    if (schema.anyOf.length > 0 && !schema.anyOf.some((each) => this.#accepts(each, value))) return false
    if (schema.oneOf.length > 0) {
      let accepted = 0
      for (const each of schema.oneOf) if (this.#accepts(each, value) && ++accepted > 1) return false
      if (accepted === 0) return false
    }
    if (schema.not && this.#accepts(schema.not, value)) return false
    if (!schema.if) return true
    const branch = this.#accepts(schema.if, value) ? schema.then : schema.else
    return branch === undefined || this.#accepts(branch, value)
  }

  #judgeObject(schema: Schema, value: JsonObject): boolean {
    for (const key of schema.required) if (!Object.hasOwn(value, key)) return false
    for (const [key, each] of schema.dependencies) {
      if (Object.hasOwn(value, key) && !this.#accepts(each, value)) return false
    }
    const { properties, patterns, additional, propertyNames } = schema
    if (properties || patterns.length > 0 || (additional && !additional.always) || propertyNames) {
      for (const key of Object.keys(value)) if (!this.#judgeProperty(schema, value, key)) return false
    }
    if (!schema.limits.every((limit) => keeps(limit, value))) return false
    return !schema.unevaluated || this.#judgeUnevaluated(schema, schema.unevaluated, value)
  }

  #judgeProperty(schema: Schema, value: JsonObject, key: string): boolean {
    if (schema.propertyNames && !this.#accepts(schema.propertyNames, key)) return false
    for (const each of schemasFor(schema, key)) if (!this.#acceptsChild(each, value, key)) return false
    return true
  }

  #acceptsChild(schema: Schema, parent: object, key: string | number): boolean {
    if (schema.always) return true
    const child = this.childFor(schema, parent, key)
    if (child === MISSING) this.missing.add((parent as Record<string, JsonObject>)[key] as JsonObject)
    return this.#accepts(schema, child)
  }

  /** What of the value under a key a schema is about. */
  childFor(schema: Schema, parent: object, key: string | number): unknown {
    const written = (parent as JsonObject)[key]
    if (!isReference(written)) return written
    if (!this.#description.merges && wantsReference(schema)) return written
    return this.#description.follow(written)
  }

  #judgeUnevaluated(schema: Schema, rest: Schema, value: JsonObject): boolean {
    const names = new Set<string>()
    if (this.#cover(schema, value, names, false)) return true
    return Object.keys(value).every((key) => names.has(key) || this.#acceptsChild(rest, value, key))
  }

  #judgeList(schema: Schema, list: readonly unknown[]): boolean {
    if (!schema.limits.every((limit) => keeps(limit, list))) return false
    for (let index = 0; index < list.length; index++) {
      const each = schema.firstItems[index] ?? schema.items
      if (each && !this.#acceptsChild(each, list, index)) return false
    }
    if (schema.contains && !this.#contains(schema.contains, list)) return false
    return !schema.unique || this.repetition(list) === undefined
  }

  #contains({ schema, min, max }: NonNullable<Schema['contains']>, list: readonly unknown[]): boolean {
    const found = list.filter((_, index) => this.#acceptsChild(schema, list, index)).length
    return found >= min && found <= max
  }

  /** The indices of two equal items of a list. */
  repetition(list: readonly unknown[]): readonly [number, number] | undefined {
    const seen = new Map<string, number[]>()
    for (let index = 0; index < list.length; index++) {
      const item = this.#description.child(list, index)
      const alike = seen.get(outline(item)) ?? []
      for (const other of alike) {
        if (item !== MISSING && this.#same(this.#description.child(list, other), item)) return [other, index]
      }
      alike.push(index)
      seen.set(outline(item), alike)
    }
    return undefined
  }

  /** Equality of all that two values hold, behind references. A pair that was compared is not compared again. */
  #same(one: unknown, other: unknown): boolean {
    const compared = new Map<object, Set<object>>()
    const stack: (readonly [unknown, unknown])[] = [[one, other]]
    for (let pair = stack.pop(); pair; pair = stack.pop()) {
      const [a, b] = pair
      if (a === b && a !== MISSING) continue
      if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
      if (Array.isArray(a) !== Array.isArray(b)) return false
      const keys = Object.keys(a)
      if (keys.length !== Object.keys(b).length) return false
      const known = compared.get(a) ?? new Set()
      if (known.has(b)) continue
      compared.set(a, known.add(b))
      for (const key of keys) {
        if (!Object.hasOwn(b, key)) return false
        stack.push([this.#description.child(a, key), this.#description.child(b, key)])
      }
    }
    return true
  }

  /** Adds the names that a schema and what it is composed of look at; true when it is all of them. */
  #cover(schema: Schema, value: JsonObject, names: Set<string>, withRest: boolean): boolean {
    if (schema.additional || (withRest && schema.unevaluated)) return true
    for (const key of Object.keys(value)) {
      if (schema.properties?.has(key) || schema.patterns.some(([pattern]) => pattern.test(key)))
        names.add(key)
    }
    const parts = [...schema.refs, ...schema.allOf]
    for (const each of [...schema.anyOf, ...schema.oneOf]) if (this.#accepts(each, value)) parts.push(each)
    for (const [key, each] of schema.dependencies) if (Object.hasOwn(value, key)) parts.push(each)
    if (schema.if) {
      const holds = this.#accepts(schema.if, value)
      if (holds) parts.push(schema.if)
      const branch = holds ? schema.then : schema.else
      if (branch) parts.push(branch)
    }
    return parts.some((each) => this.#cover(each, value, names, true))
  }
}

/** The schemas that a property is judged by. */
export function schemasFor(schema: Schema, key: string): readonly Schema[] {
  const found: Schema[] = []
  const property = schema.properties?.get(key)
  if (property) found.push(property)
  for (const [pattern, each] of schema.patterns) if (pattern.test(key)) found.push(each)
  if (found.length === 0 && schema.additional) found.push(schema.additional)
  return found
}

/** True for a schema that accepts references alone: what it stands for is a link and not a copy. */
export function wantsReference(schema: Schema): boolean {
  for (let each: Schema | undefined = schema; each; each = each.refs[0]) {
    if (each.name !== undefined && /^reference$/i.test(each.name)) return true
  }
  return false
}

/** True when a scalar keeps to what a schema says of texts and numbers. */
function fits(schema: Schema, value: unknown): boolean {
  if (schema.pattern && typeof value === 'string' && !schema.pattern.test(value)) return false
  return schema.limits.every((limit) => keeps(limit, value))
}

/** What equal values have in common, at the price of a look at their first level. */
function outline(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`
  const entries = Object.entries(value).map(([key, each]) =>
    typeof each === 'object' || key === '$ref' ? key : `${key}=${each}`,
  )
  return entries.sort().join(' ')
}

import { nearest, type Violation } from '@specward/core'
import { chooseBranch } from './branches.ts'
import { type Description, MISSING, type Place } from './description.ts'
import { type Judge, schemasFor } from './judge.ts'
import { isOneOf, keeps } from './limits.ts'
import { isReference } from './references.ts'
import type { Schema } from './schema-set.ts'
import { isObject, isOfType, type JsonObject } from './values.ts'
import { namesIn } from './vocabulary.ts'
import * as words from './words.ts'

/** A value together with where one found it; `parent` is undefined at the root. */
export interface Spot {
  readonly value: unknown
  readonly parent: object | undefined
  readonly key: string | number
  /** Key of the parent. */
  readonly of: string | number
  /** From the root of the entry file, for an object that stands there. */
  readonly path?: readonly (string | number)[]
}

interface Task {
  readonly schema: Schema
  readonly spot: Spot
  /** Name of the schema that describes the object as a whole. */
  readonly owner: string | undefined
}

/** Finds the words for why a description does not conform: one violation for each place and cause. */
export class Explainer {
  readonly #description: Description
  readonly #judge: Judge
  /** `OpenAPI 3.1` */
  readonly #specification: string
  readonly #found = new Map<string, Violation>()
  readonly #tasks: Task[] = []

  constructor(description: Description, judge: Judge, specification: string) {
    this.#description = description
    this.#judge = judge
    this.#specification = specification
  }

  /** Every violation of a schema, in no particular order. */
  explain(schema: Schema): readonly Violation[] {
    this.#tasks.push({
      schema,
      spot: { value: this.#description.root, parent: undefined, key: '', of: '' },
      owner: undefined,
    })
    const seen = new Map<Schema, Set<object>>()
    for (let task = this.#tasks.pop(); task; task = this.#tasks.pop()) {
      const { value } = task.spot
      if (isObject(value) && task.schema.id >= 0) {
        const known = seen.get(task.schema) ?? new Set()
        if (known.has(value)) continue
        seen.set(task.schema, known.add(value))
      }
      if (!this.#judge.accepts(task.schema, value)) this.#explain(task)
    }
    return [...this.#found.values()]
  }

  #explain(task: Task): void {
    const { schema } = task
    const spot = this.#atHome(task.spot)
    const { value } = spot
    const owner = task.owner ?? (describesObjects(schema) ? schema.name : undefined)
    const inner = { schema, spot, owner }
    if (schema.never) this.#at(spot, words.notAllowed(spot.key), 'not allowed')
    else if (schema.types && !schema.types.some((type) => isOfType(value, type))) {
      this.#at(spot, words.wrongType(spot, owner, schema.types), 'type')
    } else if (schema.enum && !isOneOf(schema.enum, value)) {
      this.#at(spot, words.notOneOf(spot, owner, schema.enum), 'enum')
    } else this.#explainParts(inner)
  }

  #explainParts(inner: Task): void {
    const { schema, spot } = inner
    const { value } = spot
    const before = this.#count
    for (const part of [...schema.refs, ...schema.allOf]) this.#push({ ...inner, schema: part })
    if (Array.isArray(value)) this.#explainList(inner, value)
    else if (isObject(value)) this.#explainObject(inner, value, before)
    else this.#explainScalar(inner)
    this.#explainChoices(inner)
  }

  /** Called by the name that it has where it stands, and not by that of a reference to it. */
  #atHome(spot: Spot): Spot {
    const { value, parent } = spot
    if (typeof value !== 'object' || value === null || parent === undefined) return spot
    const place = this.#description.placeOfObject(value)
    const [of = '', key] = place?.path.slice(-2) ?? []
    if (key === undefined) return { ...spot, key: of === '' ? spot.key : of }
    const isInEntry = place?.uri === this.#description.start.uri
    return isInEntry ? { ...spot, key, of, path: place.path } : { ...spot, key, of }
  }

  get #count(): number {
    return this.#found.size + this.#tasks.length
  }

  #push(task: Task): void {
    if (!this.#judge.accepts(task.schema, task.spot.value)) this.#tasks.push(task)
  }

  #pushChild(task: Task, schema: Schema, parent: object, key: string | number): void {
    if (this.#judge.acceptsChild(schema, parent, key)) return
    const value = this.#judge.childFor(schema, parent, key)
    const spot = { value, parent, key, of: task.spot.key }
    this.#tasks.push({ schema, spot, owner: undefined })
  }

  #explainObject(task: Task, value: JsonObject, before: number): void {
    const { schema, spot, owner } = task
    if (isReference(value) && describesObjects(schema) && schema.properties?.has('$ref') !== true) {
      // one that leads into a circle and so stays as it is
      this.#atKey(value, '$ref', words.noReference(spot, owner, this.#specification), 'reference')
      return
    }
    const misspelt = misspeltNames(schema, value)
    for (const name of schema.required) {
      if (Object.hasOwn(value, name) || misspelt.has(name) || isWrapped(schema, value, [name])) continue
      this.#at(spot, words.lacks(spot, owner, name, this.#specification), `required ${name}`)
    }
    for (const [name, part] of schema.dependencies) {
      if (Object.hasOwn(value, name)) this.#push({ ...task, schema: part })
    }
    for (const key of Object.keys(value)) this.#explainProperty(task, value, key)
    this.#explainLimits(task)
    if (schema.unevaluated) this.#explainUnevaluated(task, schema.unevaluated, value, before)
  }

  #explainProperty(task: Task, value: JsonObject, key: string): void {
    const { schema } = task
    if (schema.propertyNames && !this.#judge.accepts(schema.propertyNames, key)) {
      this.#atKey(value, key, words.badName(task.spot, key), 'name')
    }
    for (const each of schemasFor(schema, key)) {
      if (each.never) this.#unknown(task, value, key)
      else this.#pushChild(task, each, value, key)
    }
  }

  #unknown({ schema, spot, owner }: Task, value: JsonObject, key: string): void {
    const known = schema.properties?.get(key)
    if (known?.never) this.#atKey(value, key, words.notAllowed(key), 'not allowed')
    else {
      const meant = words.meantBy(owner, key, namesIn(schema))
      this.#atKey(
        value,
        key,
        words.unknownField(spot, owner, key, meant, this.#specification),
        'unknown',
        meant,
      )
    }
  }

  /**
   * What nothing has looked at. A name that some part knows was not looked at because that part failed, or does not
   * apply: it is worth a word only where nothing else is wrong.
   */
  #explainUnevaluated(task: Task, rest: Schema, value: JsonObject, before: number): void {
    const { schema } = task
    const covered = this.#judge.covered({ ...schema, refs: schema.refs, unevaluated: undefined }, value)
    if (!covered) return
    const known = namesIn(schema)
    for (const key of Object.keys(value)) {
      if (covered.has(key)) continue
      if (!rest.never) this.#pushChild(task, rest, value, key)
      else if (!known.has(key)) this.#unknown(task, value, key)
      else if (this.#count === before) {
        this.#atKey(value, key, words.notAllowed(key), 'not allowed')
      }
    }
  }

  #explainList(task: Task, list: readonly unknown[]): void {
    const { schema, spot } = task
    for (let index = 0; index < list.length; index++) {
      const each = schema.firstItems[index] ?? schema.items
      if (each) this.#pushChild(task, each, list, index)
    }
    this.#explainLimits(task)
    const twice = schema.unique ? this.#judge.repetition(list) : undefined
    if (twice) {
      const at = this.#description.placeOfObject(list)
      if (at)
        this.#add({ ...at, path: [...at.path, twice[1]] }, 'value', words.repeated(spot, twice), 'repeated')
    }
    if (schema.contains && !this.#judge.contains(schema.contains, list)) {
      this.#at(spot, words.badContent(spot, this.#specification), 'contains')
    }
  }

  #explainScalar(task: Task): void {
    const { schema, spot } = task
    const { value } = spot
    if (schema.pattern && typeof value === 'string' && !schema.pattern.test(value)) {
      this.#at(spot, words.badForm(spot, schema.pattern, this.#specification), 'pattern')
    }
    this.#explainLimits(task)
  }

  #explainLimits({ schema, spot }: Task): void {
    for (const limit of schema.limits) {
      if (!keeps(limit, spot.value))
        this.#at(spot, words.beyondLimit(spot, limit), `${limit.of} ${limit.kind}`)
    }
  }

  #explainChoices(task: Task): void {
    const { schema, spot, owner } = task
    const { value } = spot
    for (const branches of [schema.anyOf, schema.oneOf]) {
      if (branches.length === 0) continue
      const accepted = branches.filter((branch) => this.#judge.accepts(branch, value))
      if (accepted.length === 0) this.#explainBranches(task, branches)
      else if (accepted.length > 1 && branches === schema.oneOf) {
        this.#at(spot, words.fitsSeveral(spot, owner, accepted), 'several')
      }
    }
    if (schema.not && this.#judge.accepts(schema.not, value)) this.#explainNot(task, schema.not)
    if (!schema.if) return
    const branch = this.#judge.accepts(schema.if, value) ? schema.then : schema.else
    if (branch) this.#push({ ...task, schema: branch })
  }

  #explainBranches(task: Task, branches: readonly Schema[]): void {
    const { spot, owner } = task
    const choice = chooseBranch(branches, spot.value, this.#judge)
    if ('branch' in choice) this.#push({ ...task, schema: choice.branch })
    else if ('types' in choice) this.#at(spot, words.wrongType(spot, owner, choice.types), 'type')
    else if ('lacks' in choice) {
      const { lacks } = choice
      if (isObject(spot.value) && isWrapped(task.schema, spot.value, lacks)) return
      const mayHaveAll = branches === task.schema.anyOf
      const message = words.lacksOneOf(spot, owner, lacks, this.#specification, mayHaveAll)
      this.#at(spot, message, `required ${lacks.join(' ')}`)
    } else {
      const parent = spot.value as JsonObject
      const { key } = choice
      const child = this.#description.child(parent, key)
      const at = { value: child === MISSING ? parent[key] : child, parent, key, of: spot.key }
      this.#at(at, words.notOneOf(at, owner, choice.values), 'enum')
    }
  }

  #explainNot({ spot, owner }: Task, not: Schema): void {
    const { value } = spot
    const last = not.required.at(-1)
    if (isObject(value) && last !== undefined) {
      this.#atKey(value, last, words.notTogether(spot, owner, not.required), `not ${not.required.join(' ')}`)
    } else this.#at(spot, words.forbidden(spot, owner, not.enum), 'not')
  }

  /** At the value, wherever the reference in its place leads. */
  #at(spot: Spot, message: string, discriminator: string): void {
    const { value, parent, key } = spot
    const place =
      (typeof value === 'object' && value !== null ? this.#description.placeOfObject(value) : undefined) ??
      (parent && this.#description.placeOf(parent, key)) ??
      this.#description.start
    this.#add(place, 'value', message, discriminator)
  }

  #atKey(parent: JsonObject, key: string, message: string, discriminator: string, meant?: string): void {
    const place = this.#description.placeOfObject(parent, key) ?? this.#description.start
    this.#add({ ...place, path: [...place.path, key] }, 'key', message, discriminator, meant)
  }

  #add(
    { uri, path }: Place,
    part: Violation['part'],
    message: string,
    discriminator: string,
    meant?: string,
  ): void {
    const id = JSON.stringify([uri, path, part, discriminator])
    if (this.#found.has(id)) return
    const violation = { uri, path, part, message, discriminator }
    this.#found.set(id, meant === undefined ? violation : { ...violation, meant })
  }
}

/** Fields that are there under names that are not known: the unknown name is told of, and that is enough. */
function misspeltNames(schema: Schema, value: JsonObject): ReadonlySet<string | undefined> {
  if (!schema.additional?.never && !schema.unevaluated?.never) return new Set()
  const known = namesIn(schema)
  const unknown = Object.keys(value).filter((key) => !known.has(key) && !key.startsWith('x-'))
  return new Set(unknown.map((key) => nearest(key, known)))
}

/** Whether an unknown key holds what is lacking, or is all that there is; that it is unknown is told, and enough. */
function isWrapped(schema: Schema, value: JsonObject, lacking: readonly string[]): boolean {
  if (!schema.additional?.never && !schema.unevaluated?.never) return false
  const known = namesIn(schema)
  const keys = Object.keys(value)
  return keys.some((key) => {
    const inner = value[key]
    if (known.has(key) || key.startsWith('x-') || !isObject(inner)) return false
    return keys.length === 1 || lacking.some((name) => Object.hasOwn(inner, name))
  })
}

function describesObjects(schema: Schema): boolean {
  return schema.properties !== undefined || schema.patterns.length > 0
}

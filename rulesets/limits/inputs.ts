import type { MediaType, Model, Operation, Parameter, Schema } from '@specward/core'
import { byIdentity, byKeyword, byName, byType } from '../in-order.ts'
import { type Home, type Homes, homesOf } from './homes.ts'

/** A value that callers send. */
export interface Input {
  readonly schema: Schema
  /** The last name that leads to it: of a property or a parameter; '' for a body. */
  readonly name: string
  /** All names that lead to it from where it is written: `lines[].note`; '' for what is written there itself. */
  readonly way: string
  readonly home: Home
  /** Undefined in a body. */
  readonly parameter: Parameter | undefined
  /** One that sends it, in a body as a whole or as part of something. */
  readonly operation: Operation
  /** Media type of the body, where it is the body itself. */
  readonly mediaType: string | undefined
  /** The value that holds it, and how. */
  readonly holder: Input | undefined
  readonly relation: Relation
  /** Its place when everything is gone through by name: the same in whatever order a description is written. */
  readonly rank: number
}

export type Relation = 'start' | 'property' | 'item' | 'member'

/** What is to be looked at. Some schemas hold for a value that another stands for: `then`, or one that a discriminator names. */
interface Step extends Omit<Input, 'home' | 'rank'> {
  readonly isValue: boolean
}

const LISTS: ReadonlySet<string> = new Set(['items', 'prefixItems', 'additionalItems', 'unevaluatedItems'])
const MAPS: ReadonlySet<string> = new Set([
  'additionalProperties',
  'patternProperties',
  'unevaluatedProperties',
])
const IN_PLACE: ReadonlySet<string> = new Set(['then', 'else', 'dependentSchemas', 'discriminator'])

const known = new WeakMap<Model, readonly Input[]>()

/**
 * All that callers of HTTP operations can send in parameters and bodies, each schema once, in the order in which operations
 * come to it. By which way it is known, where several lead to it, does not depend on that order. What is only read
 * (`readOnly`) is no input.
 */
export function inputsOf(model: Model): readonly Input[] {
  let inputs = known.get(model)
  if (!inputs) {
    inputs = read(model)
    known.set(model, inputs)
  }
  return inputs
}

function read(model: Model): readonly Input[] {
  const operations = model.document.operations.filter(({ kind }) => kind === 'http')
  const inputs = byNames(operations, homesOf(model))
  return valuesAsWritten(operations)
    .map((schema) => inputs.get(schema))
    .filter((each) => each !== undefined)
}

/** Goes through operations, media types and properties by what they are called, and takes the first way to each schema. */
function byNames(operations: readonly Operation[], homes: Homes): ReadonlyMap<Schema, Input> {
  const inputs = new Map<Schema, Input>()
  const walked = new Set<Schema>()
  const queue = operations.toSorted(byIdentity).flatMap(startsOf)
  // grows while it is gone through
  for (const step of queue) {
    const { schema, isValue, ...rest } = step
    const isNew = isValue && !inputs.has(schema)
    if (!isNew && walked.has(schema)) continue
    const home = homes.of(schema.node)
    // what is written elsewhere has names of its own
    const way = home.node === schema.node ? '' : step.way
    const input: Input = { ...rest, schema, way, home, rank: inputs.size }
    if (isNew) inputs.set(schema, input)
    if (walked.has(schema)) continue
    walked.add(schema)
    for (const next of heldBy(input, homes)) queue.push(next)
  }
  return inputs
}

/** The schemas of values in the order in which operations come to them. */
function valuesAsWritten(operations: readonly Operation[]): readonly Schema[] {
  const values = new Set<Schema>()
  const walked = new Set<Schema>()
  const queue: Pick<Step, 'schema' | 'isValue'>[] = operations.flatMap((each) => [...startsOf(each)])
  // grows while it is gone through
  for (const { schema, isValue } of queue) {
    if (isValue) values.add(schema)
    if (walked.has(schema)) continue
    walked.add(schema)
    for (const { schema: held, relation } of contentsOf(schema))
      queue.push({ schema: held, isValue: relation !== 'itself' })
  }
  return [...values]
}

function startsOf(operation: Operation): readonly Step[] {
  const common = { operation, way: '', isValue: true, holder: undefined, relation: 'start' } as const
  const starts: Step[] = []
  for (const parameter of operation.parameters) {
    const { schema, name } = parameter
    // OpenAPI 2.0: the body is there as such
    if (!schema || parameter.in === 'body') continue
    starts.push({ ...common, schema, name, parameter, mediaType: undefined })
  }
  for (const media of operation.requestBody?.content.toSorted(byType) ?? []) {
    for (const schema of schemasOf(media)) {
      starts.push({ ...common, schema, name: '', parameter: undefined, mediaType: media.type })
    }
  }
  return starts
}

function schemasOf({ schema, itemSchema }: MediaType): readonly Schema[] {
  return [schema, itemSchema].filter((each) => each !== undefined)
}

function* heldBy(holder: Input, homes: Homes): Generator<Step> {
  const { schema, way, operation, parameter } = holder
  const common = { operation, parameter, mediaType: undefined, holder } as const
  const before = way === '' ? '' : `${way}.`
  for (const { schema: held, name = holder.name, relation, owner } of contentsOf(sorted(schema))) {
    if (relation === 'property') {
      const isElsewhere = owner && homes.of(owner.node) !== holder.home
      yield {
        ...common,
        schema: held,
        name,
        relation,
        isValue: true,
        way: isElsewhere ? name : before + name,
      }
    } else if (relation === 'itself') {
      yield { ...common, schema: held, name, relation: holder.relation, isValue: false, way }
    } else {
      const added = relation === 'item' ? `${way}[]` : `${before}*`
      yield { ...common, schema: held, name, relation, isValue: true, way: added }
    }
  }
}

type Parts = Pick<Schema, 'properties' | 'contained'>

function sorted({ properties, contained }: Parts): Parts {
  return { properties: properties.toSorted(byName), contained: contained.toSorted(byKeyword) }
}

/** What a value can hold, or be: `itself` is a schema that holds for the same value. */
export interface Content {
  readonly schema: Schema
  readonly relation: Exclude<Relation, 'start'> | 'itself'
  /** Of a property. */
  readonly name?: string
  readonly owner?: Schema
}

/** What callers can put into a value of a schema. */
export function* contentsOf({ properties, contained }: Parts): Generator<Content> {
  for (const { name, owner, readOnly, schema: held } of properties) {
    if (!readOnly) yield { schema: held, relation: 'property', name, owner }
  }
  for (const { keyword, schema: held } of contained) {
    if (LISTS.has(keyword)) yield { schema: held, relation: 'item' }
    else if (MAPS.has(keyword)) yield { schema: held, relation: 'member' }
    else if (IN_PLACE.has(keyword)) yield { schema: held, relation: 'itself' }
  }
}

import type { Model, Node, Schema } from '@specward/core'
import { openTwin } from '../requests/twins.ts'
import { acceptsAnything, certainProperties, has, typesOf } from './composition.ts'
import { type InputValue, undressed } from './inputs.ts'

/** Keywords that say of other properties that they are welcome. */
const OPENING = ['additionalProperties', 'unevaluatedProperties'] as const

/** An object with declared properties that takes others as well. */
export interface OpenObject extends InputValue {
  /** Where it says so, if it does. */
  readonly saidAt: Node | undefined
  /** Put together of several schemas, or part of another: to close one of them would refuse what the others declare. */
  readonly isComposed: boolean
  readonly isBase: boolean
}

interface Facts {
  /** Schemas on which others are built by `allOf`. */
  readonly bases: ReadonlySet<Schema>
  /** Bodies of which `require-closed-request` speaks. */
  readonly told: ReadonlySet<Node>
}

const known = new WeakMap<Model, Facts>()

function factsOf(model: Model): Facts {
  let facts = known.get(model)
  if (!facts) {
    const { operations } = model.document
    const twins = operations.map((each) => openTwin(each, operations, []))
    facts = {
      bases: new Set(model.select('schema').flatMap((each) => (undressed(each) === each ? each.parts : []))),
      told: new Set(twins.flatMap((twin) => (twin ? [twin.body.node] : []))),
    }
    known.set(model, facts)
  }
  return facts
}

export function openObjects(values: readonly InputValue[], model: Model): readonly OpenObject[] {
  const { bases, told } = factsOf(model)
  return values.flatMap((value) => {
    const { schema } = value
    if (value.source !== 'json' || told.has(schema.node) || !isOpen(value)) return []
    // what it stands for is one of those that are built on it
    if (bases.has(schema) && has(schema, 'discriminator')) return []
    const saidAt = OPENING.flatMap((key) => schema.all(key))[0]
    const owners = new Set(schema.properties.map(({ owner }) => owner))
    const isBase = bases.has(schema)
    return [{ ...value, saidAt, isBase, isComposed: isBase || owners.size > 1 }]
  })
}

function isOpen({ schema, isChoice }: InputValue): boolean {
  const types = typesOf(schema)
  if (types.size > 0 && !types.has('object')) return false
  if (schema.isClosed || has(schema, 'enum', 'const', 'propertyNames', 'not')) return false
  if (certainProperties(schema).length === 0) return false
  // a choice that only narrows what stands beside it is no object of its own
  if (isChoice && types.size === 0) return false
  if (areAllClosed(schema)) return false
  return OPENING.flatMap((key) => schema.all(key)).every((node) => acceptsAnything(node))
}

/** Whether each member of a choice refuses what is not listed, by what it is composed of. */
function areAllClosed(schema: Schema): boolean {
  return schema.alternatives.some((members) => members.every(({ isClosed }) => isClosed))
}

import type { Model, Node, Schema } from '@specward/core'
import { openTwin } from '../requests/twins.ts'
import type { Open } from './closing.ts'
import { acceptsAnything, certainProperties, has, typesOf } from './composition.ts'
import { type InputValue, undressed } from './inputs.ts'

/** Keywords that say of other properties that they are welcome. */
const OPENING = ['additionalProperties', 'unevaluatedProperties'] as const

/** An object with declared properties that takes others as well. */
export type OpenObject = InputValue & Open

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
    const isBase = bases.has(schema)
    return [{ ...value, saidAt, isBase, isComposed: isBase || isPutTogether(schema) }]
  })
}

/** How a body that `require-closed-request` tells of is open. */
export function openBody(schema: Schema, model: Model): Open {
  const saidAt = OPENING.flatMap((key) => schema.all(key))[0]
  const isBase = factsOf(model).bases.has(schema)
  return { schema, saidAt, isBase, isComposed: isBase || isPutTogether(schema) }
}

/** Whether something is declared in a part, which a keyword beside the list of parts does not see. */
function isPutTogether(schema: Schema): boolean {
  const own = undressed(schema)
  return own.properties.some(({ owner }) => owner !== own)
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

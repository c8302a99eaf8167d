import type { JsonObject } from '../json.ts'
import type { Node } from '../source/node.ts'
import type { Property, SchemaUse } from './concepts.ts'
import type { ModelContext } from './context.ts'
import type { SchemaView } from './schemas.ts'
import {
  classifyField,
  classifyName,
  type FieldFacts,
  isTelling,
  needsExample,
  type Sensitivity,
} from './sensitivity.ts'

/** See {@link Property}. */
export class PropertyView implements Property {
  readonly concept = 'property'
  readonly node: Node
  readonly schema: SchemaView
  readonly owner: SchemaView
  readonly #context: ModelContext
  /** null until somebody asks. */
  #sensitivity: Sensitivity | undefined | null = null

  constructor(context: ModelContext, node: Node, schema: SchemaView, owner: SchemaView) {
    this.#context = context
    this.node = node
    this.schema = schema
    this.owner = owner
  }

  get name(): string {
    return this.node.key
  }

  get identity(): string {
    return `${this.owner.identity}.${this.name}`
  }

  get readOnly(): boolean {
    return this.schema.view.isTrue('readOnly')
  }

  get writeOnly(): boolean {
    return this.schema.view.isTrue('writeOnly')
  }

  get required(): boolean {
    return this.owner.view.layers.some((layer) => {
      const required = layer.child('required')?.value
      return Array.isArray(required) && required.includes(this.name)
    })
  }

  get sensitivity(): Sensitivity | undefined {
    // several rules ask this of every property
    if (this.#sensitivity === null) this.#sensitivity = classify(this.#context, this.name, this.schema)
    return this.#sensitivity
  }

  get uses(): readonly SchemaUse[] {
    const uses = this.owner.uses
    if (!this.readOnly && !this.writeOnly) return uses
    const hidden = this.readOnly ? 'request' : 'response'
    return uses.filter((use) => use.direction !== hidden)
  }
}

/** Sensitivity of a value by its name and what its schema says of it. */
export function classify(
  context: ModelContext,
  name: string,
  schema: SchemaView | undefined,
): Sensitivity | undefined {
  const { sensitiveNames } = context.facts
  // most names tell nothing, and most schemas add nothing to them
  const named = classifyName(name, sensitiveNames)
  if (!named && !(schema && (tellsMore(schema) || needsExample(name)))) return undefined
  return classifyField(name, schema ? fieldFacts(schema) : {}, sensitiveNames)
}

/** Whether a schema has what makes data sensitive whatever its name. */
function tellsMore({ view }: SchemaView): boolean {
  for (const { value } of view.layers) {
    for (const key in value as object) {
      if (key.startsWith('x-')) return true
      if (key === 'format' && isTelling((value as JsonObject)[key])) return true
    }
  }
  return false
}

function fieldFacts(schema: SchemaView): FieldFacts {
  const extensions: Record<`x-${string}`, unknown> = {}
  for (const layer of schema.view.layers) {
    for (const key of Object.keys(layer.value as object)) {
      if (key.startsWith('x-')) extensions[key as `x-${string}`] = layer.child(key)?.value
    }
  }
  const values = schema.view.get('enum')?.value
  return {
    ...extensions,
    format: schema.format,
    type: schema.types,
    enum: Array.isArray(values) ? values : undefined,
    examples: examplesOf(schema),
  }
}

function examplesOf({ view }: SchemaView): readonly unknown[] | undefined {
  const example = view.get('example')?.value
  const several = view.get('examples')?.value
  const values = [...(example === undefined ? [] : [example]), ...(Array.isArray(several) ? several : [])]
  return values.length > 0 ? values : undefined
}

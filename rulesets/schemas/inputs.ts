import type { At, Model, Node, Operation, Schema } from '@specward/core'
import { byKeyword, byName } from '../in-order.ts'
import { counted } from '../wording.ts'
import { isAnnotation, isTooLarge } from './composition.ts'
import { byKey, type Source, type Start, startsOf } from './input-starts.ts'

/** A schema to which a value that callers send keeps as a whole: a body, a parameter, a property or an item. */
export interface InputValue {
  readonly schema: Schema
  /** The component, body or parameter in which the schema stands. */
  readonly holder: Schema
  /** Names that lead to it from its holder: `address.lines[]`; '' for the holder itself. */
  readonly way: string
  /** Last name on the way: of a property or parameter; '' where it has none. */
  readonly name: string
  /** One of several that the value may keep to; what holds for all of them stands in another schema. */
  readonly isChoice: boolean
  readonly source: Source
}

/** Where values come in, beside what they are. */
export interface InputHolder {
  readonly schema: Schema
  readonly values: readonly InputValue[]
  /** Whether it is the whole of some body. */
  readonly isBody: boolean
  /** What to call it: "`Address`", "The body of `POST /users`". */
  readonly label: string
  readonly at: At
}

/** Keywords of what has no name of its own but is a value; what is added to the way. */
const CONTAINED: ReadonlyMap<string, string> = new Map([
  ['items', '[]'],
  ['prefixItems', '[]'],
  ['additionalItems', '[]'],
  ['unevaluatedItems', '[]'],
  ['additionalProperties', '.*'],
  ['unevaluatedProperties', '.*'],
  ['patternProperties', '.*'],
])

const known = new WeakMap<Model, ReadonlyMap<Schema, InputHolder>>()

/** All that callers of the API send in bodies and parameters, by the component or body in which it is described. */
export function inputsOf(model: Model): ReadonlyMap<Schema, InputHolder> {
  let holders = known.get(model)
  if (!holders) {
    holders = holdersOf(model)
    known.set(model, holders)
  }
  return holders
}

/**
 * By which way a value is known, where several lead to it, is found out by going through everything by name; the values of
 * a holder are in the order in which they are written.
 */
function holdersOf(model: Model): ReadonlyMap<Schema, InputHolder> {
  const schemas = new Map(
    model.select('schema').flatMap((each) => (each.own('$ref') ? [] : [[each.node, each] as const])),
  )
  const starts = startsOf(model)
  const named = new Walk(schemas, AS_NAMED).through(starts.toSorted(byKey))
  const written = new Walk(schemas, AS_WRITTEN).through(starts)
  return grouped(
    [...written.keys()].flatMap((schema) => named.get(schema) ?? []),
    labelsOf(starts),
  )
}

/** Who takes a component, for the middle of a sentence: ", sent to `POST /users`,"; '' where its label says so. */
export function sentTo({ label }: InputHolder, takers: readonly Operation[]): string {
  const [first] = takers
  if (!first || !label.startsWith('`')) return ''
  const to = takers.length === 1 ? `\`${first.label}\`` : counted(takers.length, 'operation')
  return `, sent to ${to},`
}

/** A label in the middle of a sentence. */
export function within({ label }: { readonly label: string }): string {
  return label.charAt(0).toLowerCase() + label.slice(1)
}

/** Operations that take a schema from their callers. */
export function takersOf({ uses }: Schema): readonly Operation[] {
  const takers = uses.flatMap(({ operation, direction }) =>
    direction === 'request' && operation.kind === 'http' ? [operation] : [],
  )
  return [...new Set(takers)]
}

interface Step {
  readonly schema: Schema
  readonly holder: Schema
  readonly way: string
  readonly name: string
  readonly isChoice: boolean
  readonly source: Source
}

type Parts = Pick<Schema, 'properties' | 'contained'>

const AS_WRITTEN = (schema: Schema): Parts => schema

const AS_NAMED = ({ properties, contained }: Schema): Parts => ({
  properties: properties.toSorted(byName),
  contained: contained.toSorted(byKeyword),
})

function labelsOf(starts: readonly Start[]): ReadonlyMap<Schema, Start> {
  const labels = new Map<Schema, Start>()
  for (const start of starts.toSorted(byKey)) {
    const schema = undressed(start.schema)
    if (!labels.has(schema)) labels.set(schema, start)
  }
  return labels
}

function grouped(
  all: readonly InputValue[],
  labels: ReadonlyMap<Schema, Start>,
): ReadonlyMap<Schema, InputHolder> {
  const values = new Map<Schema, InputValue[]>()
  for (const value of all) {
    const others = values.get(value.holder)
    if (others) others.push(value)
    else values.set(value.holder, [value])
  }
  return new Map([...values].map(([schema, list]) => [schema, holderOf(schema, list, labels.get(schema))]))
}

function holderOf(schema: Schema, values: readonly InputValue[], start: Start | undefined): InputHolder {
  const isBody = start?.isBody ?? false
  if (schema.name !== undefined || !start)
    return {
      schema,
      values,
      isBody,
      label: `\`${schema.name ?? ''}\``,
      at: { node: schema.node, part: 'key' },
    }
  return { schema, values, isBody, label: start.label, at: start.at }
}

/** Goes through all that is sent, each schema once. */
class Walk {
  readonly #schemas: ReadonlyMap<Node, Schema>
  readonly #partsOf: (schema: Schema) => Parts
  readonly #values = new Map<Schema, InputValue>()
  readonly #properties = new Set<Node>()
  /** Of places that were asked for: the outermost schema around them. */
  readonly #outermost = new Map<Node, Schema | null>()
  #steps: Step[] = []

  constructor(schemas: ReadonlyMap<Node, Schema>, partsOf: (schema: Schema) => Parts) {
    this.#schemas = schemas
    this.#partsOf = partsOf
  }

  through(starts: readonly Start[]): ReadonlyMap<Schema, InputValue> {
    for (const { schema: dressed, name, source } of starts) {
      const schema = undressed(dressed)
      this.#steps.push({ schema, holder: schema, way: '', name, isChoice: false, source })
    }
    for (const step of this.#steps) this.#take(step)
    this.#steps = []
    return this.#values
  }

  #take(step: Step): void {
    const seen = this.#values.get(step.schema)
    if (seen) {
      if (seen.isChoice && !step.isChoice) this.#values.set(step.schema, { ...seen, isChoice: false })
      return
    }
    if (isTooLarge(step.schema)) return
    this.#values.set(step.schema, step)
    const { properties, contained } = this.#partsOf(step.schema)
    for (const property of properties) {
      // what many are built on shows in all of them
      if (this.#properties.has(property.node) || property.readOnly) continue
      this.#properties.add(property.node)
      const holder = this.#componentOf(property.owner) ?? step.holder
      const before = holder === step.holder ? step.way : ''
      const way = before === '' ? property.name : `${before}.${property.name}`
      this.#push(property.schema, { ...step, holder, way, name: property.name, isChoice: false })
    }
    for (const { keyword, schema } of contained) {
      const more = CONTAINED.get(keyword)
      if (more !== undefined) this.#push(schema, { ...step, way: `${step.way}${more}`, isChoice: false })
      else if (keyword === 'discriminator') this.#push(schema, { ...step, isChoice: false })
    }
    for (const choice of step.schema.alternatives.flat()) this.#push(choice, { ...step, isChoice: true })
  }

  #push(found: Schema, step: Step): void {
    const schema = undressed(found)
    this.#steps.push(
      this.#componentOf(schema) === schema
        ? { ...step, schema, holder: schema, way: '' }
        : { ...step, schema },
    )
  }

  /** The component in which a schema stands: the outermost schema around it, where that has a name. */
  #componentOf({ node }: Schema): Schema | undefined {
    const way: Node[] = []
    let outermost: Schema | undefined
    for (let at: Node | undefined = node; at; at = at.parent) {
      const known = this.#outermost.get(at)
      if (known !== undefined) {
        outermost = known ?? undefined
        break
      }
      way.push(at)
    }
    for (const at of way.reverse()) {
      outermost ??= this.#schemas.get(at)
      this.#outermost.set(at, outermost ?? null)
    }
    return outermost?.name === undefined ? undefined : outermost
  }
}

/** What a `$ref` leads to beside which nothing stands but annotations. */
export function undressed(schema: Schema): Schema {
  let inner = schema
  for (const seen = new Set<Schema>(); !seen.has(inner); ) {
    seen.add(inner)
    const holder = inner.own('$ref')?.parent
    const [target, ...more] = inner.parts
    if (!holder || !target || more.length > 0) break
    const siblings = [...holder.children()].filter(({ key }) => key !== '$ref')
    if (siblings.some(({ key }) => !isAnnotation(key))) break
    inner = target
  }
  return inner
}

import {
  type At,
  append,
  type Concepts,
  type MediaType,
  type Model,
  type Node,
  type Operation,
  type Parameter,
  type Schema,
} from '@specward/core'
import { counted } from '../wording.ts'
import { isAnnotation, isTooLarge } from './composition.ts'

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

/** What a value is a part of. */
export type Source = 'json' | 'form' | 'multipart' | 'parameter'

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

export const isJsonType = (type: string) => /[/+]json(?:l|-seq)?$|ndjson$/.test(type)

export const isFormType = (type: string) => /^(?:multipart\/|application\/x-www-form-urlencoded$)/.test(type)

const isOfJson = ({ source }: { readonly source: Source }) => source === 'json'

interface Start {
  readonly schema: Schema
  readonly isBody: boolean
  readonly label: string
  readonly at: At
  readonly name: string
  readonly source: Source
}

const known = new WeakMap<Model, ReadonlyMap<Schema, InputHolder>>()

/** All that callers of the API send in bodies and parameters, by the component or body in which it is described. */
export function inputsOf(model: Model): ReadonlyMap<Schema, InputHolder> {
  let holders = known.get(model)
  if (!holders) {
    holders = new Walk(model).holders()
    known.set(model, holders)
  }
  return holders
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

function startsOf(model: Model): readonly Start[] {
  const starts: Start[] = []
  for (const body of model.select('requestBody')) {
    for (const media of body.content) append(starts, startsOfMedia(media, body))
  }
  for (const parameter of model.select('parameter')) append(starts, startsOfParameter(parameter))
  // what JSON says is looked at first where a form takes the same
  return [...starts.filter(isOfJson), ...starts.filter((each) => !isOfJson(each))]
}

function startsOfMedia(media: MediaType, body: Concepts['requestBody']): readonly Start[] {
  const operation = body.operations.find(({ kind }) => kind === 'http')
  if (!operation) return []
  // OpenAPI 2.0 may leave the type open
  const isJson = isJsonType(media.type) || media.type === ''
  if (!isJson && !isFormType(media.type)) return []
  const form = media.type.startsWith('multipart/') ? 'multipart' : 'form'
  const source = isJson ? 'json' : form
  const label = `The body of \`${operation.label}\``
  return [media.schema, media.itemSchema].flatMap((schema) =>
    schema
      ? [{ schema, isBody: true, label, at: { node: schema.node, part: 'key' } as const, name: '', source }]
      : [],
  )
}

function startsOfParameter({ schema, operations, node, name, in: where }: Parameter): readonly Start[] {
  const operation = operations.find(({ kind }) => kind === 'http')
  if (!schema || !operation || where === 'body') return []
  const at =
    node === schema.node ? (node.child('name') ?? node) : ({ node: schema.node, part: 'key' } as const)
  return [
    {
      schema,
      isBody: false,
      label: `Parameter \`${name}\` of \`${operation.label}\``,
      at,
      name,
      source: 'parameter',
    },
  ]
}

interface Step {
  readonly schema: Schema
  readonly holder: Schema
  readonly way: string
  readonly name: string
  readonly isChoice: boolean
  readonly source: Source
}

/** Goes through all that is sent, each schema once. */
class Walk {
  readonly #model: Model
  readonly #schemas: ReadonlyMap<Node, Schema>
  readonly #values = new Map<Schema, InputValue>()
  readonly #labels = new Map<Schema, Start>()
  readonly #properties = new Set<Node>()
  /** Of places that were asked for: the outermost schema around them. */
  readonly #outermost = new Map<Node, Schema | null>()
  #steps: Step[] = []

  constructor(model: Model) {
    this.#model = model
    const plain = model.select('schema').filter((each) => !each.own('$ref'))
    this.#schemas = new Map(plain.map((each) => [each.node, each]))
  }

  holders(): ReadonlyMap<Schema, InputHolder> {
    for (const start of startsOf(this.#model)) {
      const schema = undressed(start.schema)
      if (!this.#labels.has(schema)) this.#labels.set(schema, start)
      this.#steps.push({ ...start, schema, holder: schema, way: '', isChoice: false })
    }
    for (const step of this.#steps) this.#take(step)
    this.#steps = []
    const values = new Map<Schema, InputValue[]>()
    for (const value of this.#values.values()) {
      const others = values.get(value.holder)
      if (others) others.push(value)
      else values.set(value.holder, [value])
    }
    return new Map([...values].map(([schema, list]) => [schema, this.#holder(schema, list)]))
  }

  #holder(schema: Schema, values: readonly InputValue[]): InputHolder {
    const start = this.#labels.get(schema)
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

  #take(step: Step): void {
    const seen = this.#values.get(step.schema)
    if (seen) {
      if (seen.isChoice && !step.isChoice) this.#values.set(step.schema, { ...seen, isChoice: false })
      return
    }
    if (isTooLarge(step.schema)) return
    this.#values.set(step.schema, step)
    for (const property of step.schema.properties) {
      // what many are built on shows in all of them
      if (this.#properties.has(property.node) || property.readOnly) continue
      this.#properties.add(property.node)
      const holder = this.#componentOf(property.owner) ?? step.holder
      const before = holder === step.holder ? step.way : ''
      const way = before === '' ? property.name : `${before}.${property.name}`
      this.#push(property.schema, { ...step, holder, way, name: property.name, isChoice: false })
    }
    for (const { keyword, schema } of step.schema.contained) {
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

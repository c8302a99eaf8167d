import { append } from '../append.ts'
import { lazy } from '../lazy.ts'
import type { Node } from '../source/node.ts'
import type { Operation, Parameter, ParameterField, ParameterLocation } from './concepts.ts'
import type { ModelContext } from './context.ts'
import type { PayloadReader } from './payloads.ts'
import { classify } from './property.ts'
import type { SchemaView } from './schemas.ts'
import type { View } from './view.ts'

const LOCATIONS: ReadonlySet<string> = new Set<ParameterLocation>([
  'query',
  'header',
  'path',
  'cookie',
  'querystring',
  'formData',
  'body',
])

/** Reads parameters, each definition once. */
export class ParameterReader {
  readonly #context: ModelContext
  readonly #payloads: PayloadReader
  readonly #parameters = new Map<Node, Parameter>()
  /** Set by the model once operations are known. */
  users: (parameter: Parameter) => readonly Operation[] = () => []

  constructor(context: ModelContext, payloads: PayloadReader) {
    this.#context = context
    this.#payloads = payloads
  }

  /**
   * Parameters of an operation: its own, and those of the path item that it does not override. Name and location
   * decide (OpenAPI, Parameter Object); header names are compared without case (RFC 9110, section 5.1).
   */
  merge(
    pathItem: Node | undefined,
    path: string,
    operation: Node | undefined,
    label: string,
  ): readonly Parameter[] {
    const merged = new Map<string, Parameter>()
    for (const [list, owner] of [
      [pathItem, path],
      [operation, label],
    ] as const) {
      if (!list?.isList) continue
      for (const node of list.children()) {
        const parameter = this.read(node, owner)
        if (!parameter) continue
        const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name
        merged.set(`${parameter.in}:${name}`, parameter)
      }
    }
    return [...merged.values()]
  }

  read(node: Node, owner: string): Parameter | undefined {
    const view = this.#context.view(node)
    if (!view) return undefined
    const location = view.string('in')
    if (location === undefined || !LOCATIONS.has(location)) {
      const says = location === undefined ? 'does not say' : `says \`in: ${location}\`, which is not a place`
      const name = view.string('name')
      const subject = name === undefined ? 'A parameter' : `Parameter \`${name}\``
      this.#context.unreadable(
        view.get('in') ?? view.node,
        `${subject} ${says} where it is sent. Write \`in: query\`, \`header\`, \`path\` or \`cookie\`.`,
      )
      return undefined
    }
    const known = this.#parameters.get(view.node)
    if (known) return known
    const where = location as ParameterLocation
    const name = view.string('name') ?? ''
    const written = where === 'header' ? name.toLowerCase() : name
    const component = this.#context.graph.nameOf(view.node)
    // an item of a list that others refer to has no name but its own
    const shared = /^\d+$/.test(component) ? 'parameter' : `parameter ${component}`
    const identity = `${view.node === node ? owner : shared} ${where}:${written}`
    return this.#build(view, identity, name, where)
  }

  /** AsyncAPI: a parameter of a channel address; its name is the key under `parameters`. */
  ofAddress(node: Node, owner: string): Parameter | undefined {
    const view = this.#context.view(node)
    if (!view) return undefined
    const known = this.#parameters.get(node)
    if (known) return known
    return this.#build(view, `${owner} address:${node.key}`, node.key, 'address', node)
  }

  #build(
    view: View,
    identity: string,
    name: string,
    where: ParameterLocation,
    node: Node = view.node,
  ): Parameter {
    const users = (parameter: Parameter) => this.users(parameter)
    const schema = lazy(() => this.#schema(view, identity, where))
    const fields = lazy(() => this.#fields(node, view, name, where, schema(), identity))
    const parameter: Parameter = {
      concept: 'parameter',
      node,
      identity,
      name,
      in: where,
      required: view.isTrue('required'),
      deprecated: view.isTrue('deprecated'),
      get schema() {
        return schema()
      },
      get fields() {
        return fields()
      },
      get operations() {
        return users(parameter)
      },
    }
    this.#parameters.set(node, parameter)
    return parameter
  }

  #schema(view: View, identity: string, where: ParameterLocation): SchemaView | undefined {
    if (this.#context.graph.format === 'oas2' && where !== 'body') {
      // the keywords of the schema stand in the parameter itself
      return this.#context.schemas.read(view.node)
    }
    const declared = this.#context.schemas.read(view.get('schema'))
    return declared ?? this.#payloads.content(view, identity)[0]?.schema
  }

  #fields(
    node: Node,
    view: View,
    name: string,
    where: ParameterLocation,
    schema: SchemaView | undefined,
    identity: string,
  ): readonly ParameterField[] {
    const fields: ParameterField[] = []
    if (where !== 'querystring') {
      const nameNode = view.get('name') ?? node
      fields.push({ label: name, name, node: nameNode, sensitivity: classify(this.#context, name, schema) })
    }
    const content = this.#payloads.content(view, identity)
    for (const start of content.length > 0 ? content.map((media) => media.schema) : [schema]) {
      if (start) this.#addObject(fields, start, where === 'querystring' ? '' : name)
    }
    return fields
  }

  /** Adds the properties of an object, and of objects in it, under the labels that a caller would write. */
  #addObject(fields: ParameterField[], start: SchemaView, prefix: string): void {
    const seen = new Set<SchemaView>()
    const queue: { schema: SchemaView; prefix: string }[] = [{ schema: start, prefix }]
    for (const { schema, prefix: before } of queue) {
      if (seen.has(schema)) continue
      seen.add(schema)
      for (const property of schema.properties) {
        if (property.readOnly) continue
        const label = before === '' ? property.name : `${before}[${property.name}]`
        const { node, name, sensitivity } = property
        fields.push({ label, name, node, sensitivity })
        queue.push({ schema: property.schema as SchemaView, prefix: label })
      }
      // `properties` has gone through composition; the other keywords are those of each member
      for (const part of [schema, ...allMembers(schema)]) {
        for (const inner of part.applied) queue.push({ schema: inner, prefix: before })
      }
    }
  }
}

/** Members of a schema, their members, and so on; each once. */
function allMembers(schema: SchemaView): readonly SchemaView[] {
  const found = new Set<SchemaView>()
  const stack = [...schema.members]
  for (let member = stack.pop(); member; member = stack.pop()) {
    if (found.has(member)) continue
    found.add(member)
    append(stack, member.members)
  }
  return [...found]
}

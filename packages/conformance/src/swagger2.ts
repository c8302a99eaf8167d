import { append, type Violation } from '@specward/core'
import type { Description, Place } from './description.ts'
import { isObject, type JsonObject, own } from './values.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']
const PRIMITIVES: readonly unknown[] = ['array', 'boolean', 'integer', 'number', 'string']
const SCHEMA_TYPES: readonly unknown[] = [...PRIMITIVES, 'object', 'null', undefined]
const FORM_TYPES = /multipart\/(.*\+)?form-data|application\/(.*\+)?x-www-form-urlencoded/

/** A parameter where it is used: `parent[key]`. */
interface Parameter {
  readonly value: JsonObject
  readonly parent: object
  readonly key: number
}

interface Operation {
  readonly value: JsonObject
  readonly path: string
  readonly method: string
  readonly item: JsonObject
}

/**
 * What OpenAPI 2.0 says beyond its schema, as far as swagger-parser checks it (`lib/validators/spec.js`): unique
 * operation ids and parameters, parameters for each placeholder of a path, types, and required properties.
 */
export class Swagger2 {
  readonly #description: Description
  readonly #root: JsonObject
  readonly #found: Violation[] = []

  constructor(description: Description) {
    this.#description = description
    this.#root = isObject(description.root) ? description.root : {}
  }

  /** For a description that conforms to its schema. */
  violations(): readonly Violation[] {
    const ids = new Set<unknown>()
    for (const [path, item] of this.#entries(this.#child(this.#root, 'paths'))) {
      if (!path.startsWith('/')) continue
      for (const method of METHODS) {
        const value = this.#child(item, method)
        if (value) this.#operation({ value, path, method, item }, ids)
      }
    }
    for (const [name, definition] of this.#entries(this.#child(this.#root, 'definitions'))) {
      this.#required(definition, name)
    }
    return this.#found
  }

  #operation(operation: Operation, ids: Set<unknown>): void {
    const { value, path, method, item } = operation
    const id = own(value, 'operationId')
    if (id && ids.has(id))
      this.#add(
        value,
        'operationId',
        `The \`operationId\` \`${id}\` is that of another operation.`,
        'operationId',
      )
    ids.add(id)
    const ownParameters = this.#parameters(value)
    const shared = this.#parameters(item)
    this.#duplicates(shared)
    this.#duplicates(ownParameters)
    const all = [
      ...ownParameters,
      ...shared.filter((each) => !ownParameters.some((other) => isSame(each, other))),
    ]
    this.#body(all, operation)
    this.#placeholders(all, operation)
    for (const parameter of all) this.#parameter(parameter, operation)
    for (const [status, response] of this.#entries(this.#child(value, 'responses'))) {
      const label = `${method.toUpperCase()} ${path}`
      if (Number(status) < 100 || Number(status) > 599) {
        this.#addKey(this.#child(value, 'responses'), status, `\`${status}\` is no status code.`, 'status')
      }
      this.#response(response, `${label} ${status}`)
    }
  }

  #parameters(holder: JsonObject): readonly Parameter[] {
    const parent = this.#description.child(holder, 'parameters')
    if (!Array.isArray(parent)) return []
    return parent.flatMap((_, key) => {
      const value = this.#description.child(parent, key)
      return isObject(value) ? [{ value, parent, key }] : []
    })
  }

  #duplicates(parameters: readonly Parameter[]): void {
    const seen = new Set<string>()
    for (const { value, parent, key } of parameters) {
      const id = JSON.stringify([value.in, value.name])
      if (seen.has(id))
        this.#addAt(
          parent,
          key,
          `There is another ${value.in} parameter \`${value.name}\` in this list.`,
          'twice',
        )
      seen.add(id)
    }
  }

  #body(parameters: readonly Parameter[], { value, path, method }: Operation): void {
    const bodies = parameters.filter(({ value }) => value.in === 'body')
    const label = `\`${method.toUpperCase()} ${path}\``
    if (bodies.length > 1) {
      this.#addObject(
        value,
        `${label} has ${bodies.length} body parameters, but only one is allowed.`,
        'bodies',
      )
    } else if (bodies.length > 0 && parameters.some(({ value }) => value.in === 'formData')) {
      this.#addObject(
        value,
        `${label} has a body parameter and form parameters, which exclude each other.`,
        'body and form',
      )
    }
  }

  #placeholders(parameters: readonly Parameter[], { value, path, method }: Operation): void {
    const names = [...path.matchAll(/\{([^/}]+)\}/g)].map(([, name]) => name ?? '')
    const open = new Set(names)
    if (open.size < names.length) {
      const twice = names.find((name, index) => names.indexOf(name) !== index)
      this.#addKey(
        this.#child(this.#root, 'paths'),
        path,
        `\`{${twice}}\` stands twice in this path.`,
        'placeholder twice',
      )
    }
    for (const { value: parameter, parent, key } of parameters) {
      if (parameter.in !== 'path') continue
      const name = String(parameter.name)
      if (!names.includes(name)) {
        this.#addAt(
          parent,
          key,
          `Path parameter \`${name}\` has no \`{${name}}\` in \`${path}\`.`,
          `placeholder ${path}`,
        )
      }
      open.delete(name)
    }
    const label = `\`${method.toUpperCase()} ${path}\``
    for (const name of open) {
      this.#addObject(value, `${label} lacks a path parameter for \`{${name}}\`.`, `path parameter ${name}`)
    }
  }

  #parameter({ value, parent, key }: Parameter, operation: Operation): void {
    const name = String(value.name)
    const isBody = value.in === 'body'
    const schema = isBody ? this.#child(value, 'schema') : value
    if (!schema) return
    const types = isBody ? SCHEMA_TYPES : value.in === 'formData' ? [...PRIMITIVES, 'file'] : PRIMITIVES
    this.#type(schema, types, `Parameter \`${name}\``)
    this.#required(schema, name)
    if (schema.type !== 'file') return
    const consumes = own(operation.value, 'consumes') ?? own(this.#root, 'consumes')
    if (Array.isArray(consumes) && consumes.some((each) => FORM_TYPES.test(String(each)))) return
    const label = `\`${operation.method.toUpperCase()} ${operation.path}\``
    this.#addAt(
      parent,
      key,
      `${label} takes a file, so it must consume \`multipart/form-data\` or \`application/x-www-form-urlencoded\`.`,
      `file ${label}`,
    )
  }

  #response(response: JsonObject, name: string): void {
    for (const [header, value] of this.#entries(this.#child(response, 'headers'))) {
      this.#type(value, PRIMITIVES, `Header \`${header}\``)
    }
    const schema = this.#child(response, 'schema')
    if (schema) this.#type(schema, [...SCHEMA_TYPES, 'file'], `The schema of \`${name}\``)
  }

  #type(schema: JsonObject, types: readonly unknown[], name: string): void {
    const type = own(schema, 'type')
    if (!types.includes(type)) {
      const said = type === undefined ? 'has no type' : `has the type \`${JSON.stringify(type)}\``
      this.#addObject(
        schema,
        `${name} ${said}, but must have one of ${types
          .filter(Boolean)
          .map((each) => `\`${each}\``)
          .join(', ')}.`,
        'type',
      )
    } else if (type === 'array' && !own(schema, 'items')) {
      this.#addObject(schema, `${name} is an array and lacks \`items\`.`, 'items')
    }
  }

  /** Every required property of an object has to be among its properties or those of what it is composed of. */
  #required(schema: JsonObject, name: string): void {
    const type = own(schema, 'type')
    const required = own(schema, 'required')
    const isForObjects = Array.isArray(type) ? type.includes('object') : type === 'object'
    if (!isForObjects || !Array.isArray(required)) return
    const known = this.#properties(schema)
    for (const [index, property] of required.entries()) {
      if (known.has(String(property))) continue
      this.#addAt(
        required,
        index,
        `\`${name}\` requires \`${property}\`, which is none of its properties.`,
        `required ${property}`,
      )
    }
  }

  #properties(schema: JsonObject): ReadonlySet<string> {
    const names = new Set<string>()
    const seen = new Set<object>()
    const stack: unknown[] = [schema]
    while (stack.length > 0) {
      const each = stack.pop()
      const value = this.#description.deepen(each)
      if (!isObject(value) || seen.has(value)) continue
      seen.add(value)
      for (const name of Object.keys(this.#child(value, 'properties') ?? {})) names.add(name)
      const parents = this.#description.child(value, 'allOf')
      if (Array.isArray(parents)) append(stack, parents)
    }
    return names
  }

  /** Also through a reference that stays as it is because it leads into a circle. */
  #child(holder: JsonObject, key: string): JsonObject | undefined {
    const child = Object.hasOwn(holder, key) ? this.#description.deepen(holder[key]) : undefined
    return isObject(child) ? child : undefined
  }

  #entries(holder: JsonObject | undefined): readonly (readonly [string, JsonObject])[] {
    if (!holder) return []
    return Object.keys(holder).flatMap((key) => {
      const child = this.#child(holder, key)
      return child ? [[key, child] as const] : []
    })
  }

  #addObject(value: JsonObject, message: string, discriminator: string): void {
    this.#put(this.#description.placeOfObject(value), 'value', message, discriminator)
  }

  #add(holder: JsonObject, key: string, message: string, discriminator: string): void {
    this.#put(this.#description.placeOf(holder, key), 'value', message, discriminator)
  }

  /** At an item of a list, as it stands there. */
  #addAt(list: object, index: number, message: string, discriminator: string): void {
    const at = this.#description.placeOfObject(list)
    this.#put(at && { ...at, path: [...at.path, index] }, 'value', message, discriminator)
  }

  #addKey(holder: JsonObject | undefined, key: string, message: string, discriminator: string): void {
    const at = holder && this.#description.placeOfObject(holder, key)
    this.#put(at && { ...at, path: [...at.path, key] }, 'key', message, discriminator)
  }

  #put(place: Place | undefined, part: 'key' | 'value', message: string, discriminator: string): void {
    this.#found.push({ ...(place ?? this.#description.start), part, message, discriminator })
  }
}

function isSame(one: Parameter, other: Parameter): boolean {
  return one.value.in === other.value.in && one.value.name === other.value.name
}

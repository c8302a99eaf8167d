import { isObject, type JsonObject, own } from './values.ts'

/** A schema made ready: keywords read, references looked up on demand, regular expressions compiled. */
export interface Schema {
  /** Last part of the name under which the schema set holds it: `operation`, `SecurityScheme`; undefined for one in passing. */
  readonly name: string | undefined
  /** The schema that accepts nothing. */
  readonly never: boolean
  /** True when no keyword constrains anything. */
  readonly always: boolean
  /** Looked up on demand, so copies have to name it. */
  readonly refs: readonly Schema[]
  readonly types: readonly string[] | undefined
  readonly enum: readonly unknown[] | undefined
  readonly properties: ReadonlyMap<string, Schema> | undefined
  readonly patterns: readonly (readonly [RegExp, Schema])[]
  readonly additional: Schema | undefined
  readonly unevaluated: Schema | undefined
  readonly propertyNames: Schema | undefined
  readonly required: readonly string[]
  /** `dependencies`, `dependentSchemas` and `dependentRequired` alike. */
  readonly dependencies: readonly (readonly [string, Schema])[]
  readonly items: Schema | undefined
  /** Schemas of the first items, one for each. */
  readonly firstItems: readonly Schema[]
  readonly contains: { readonly schema: Schema; readonly min: number; readonly max: number } | undefined
  readonly unique: boolean
  readonly allOf: readonly Schema[]
  readonly anyOf: readonly Schema[]
  readonly oneOf: readonly Schema[]
  readonly not: Schema | undefined
  readonly if: Schema | undefined
  readonly then: Schema | undefined
  readonly else: Schema | undefined
  readonly pattern: RegExp | undefined
  readonly limits: readonly Limit[]
  /** Tells named schemas of a set apart, counted from 0; -1 for all others. */
  readonly id: number
}

export interface Limit {
  readonly of: 'length' | 'items' | 'properties' | 'number'
  readonly kind: 'least' | 'most' | 'above' | 'below' | 'multiple'
  readonly value: number
}

/** A JSON Schema (draft 4, draft 7 or 2020-12) with all schemas that it holds or is given along. */
export class SchemaSet {
  readonly root: Schema
  readonly #documents = new Map<string, unknown>()
  readonly #anchors = new Map<string, unknown>()
  readonly #bases = new Map<object, string>()
  readonly #made = new Map<object, Schema>()
  #named = 0

  /** @param more further schemas that the first may refer to, by absolute URI */
  constructor(schema: JsonObject, more: Readonly<Record<string, JsonObject>> = {}) {
    for (const [uri, document] of Object.entries(more)) this.#index(document, uri)
    const id = own(schema, '$id') ?? own(schema, 'id')
    const base = typeof id === 'string' ? withoutFragment(id) : 'schema:'
    this.#index(schema, base)
    this.root = this.#schema(schema)
  }

  /** Remembers every embedded schema by its `$id`, and for every object the base of its references. */
  #index(root: JsonObject, uri: string): void {
    this.#documents.set(uri, root)
    const stack: (readonly [unknown, string])[] = [[root, uri]]
    for (let entry = stack.pop(); entry; entry = stack.pop()) {
      const [value, above] = entry
      if (typeof value !== 'object' || value === null) continue
      const id = own(value, '$id')
      const base = typeof id === 'string' ? withoutFragment(resolve(id, above)) : above
      if (base !== above) this.#documents.set(base, value)
      const anchor = own(value, '$dynamicAnchor') ?? own(value, '$anchor')
      if (typeof anchor === 'string') this.#anchors.set(`${base}#${anchor}`, value)
      this.#bases.set(value, base)
      for (const child of Object.values(value)) stack.push([child, base])
    }
  }

  #schema(value: unknown, name?: string): Schema {
    if (!isObject(value)) return value === false ? NEVER : ALWAYS
    const known = this.#made.get(value)
    if (known) return known
    const made = new ReadSchema(name, name === undefined ? -1 : this.#named++)
    this.#made.set(value, made)
    this.#read(value, made)
    return made
  }

  #read(value: JsonObject, made: ReadSchema): void {
    const one = (key: string) => (Object.hasOwn(value, key) ? this.#schema(value[key]) : undefined)
    const list = (key: string) => asList(own(value, key)).map((each) => this.#schema(each))
    const entries = (key: string) =>
      Object.entries(asObject(own(value, key))).map(([each, schema]) => [each, this.#schema(schema)] as const)
    const has = (key: string) => Object.hasOwn(value, key)
    const { items, type, pattern } = value
    const properties = entries('properties')
    if (properties.length > 0) made.properties = new Map(properties)
    if (has('$ref') || has('$dynamicRef')) made.setReferences(() => this.#references(value))
    if (has('type')) made.types = asList(typeof type === 'string' ? [type] : type).map(String)
    if (has('const')) made.enum = [value.const]
    else if (has('enum')) made.enum = value.enum as readonly unknown[]
    if (has('patternProperties'))
      made.patterns = entries('patternProperties').map(([each, of]) => [new RegExp(each, 'u'), of] as const)
    made.additional = one('additionalProperties')
    made.unevaluated = one('unevaluatedProperties')
    made.propertyNames = one('propertyNames')
    if (has('required')) made.required = asList(value.required).map(String)
    if (DEPENDENCIES.some(has))
      made.dependencies = [...this.#dependencies(value), ...entries('dependentSchemas')]
    made.items = Array.isArray(items) ? one('additionalItems') : one('items')
    if (has('items') || has('prefixItems'))
      made.firstItems = Array.isArray(items) ? list('items') : list('prefixItems')
    made.contains = containsOf(value, one('contains'))
    made.unique = own(value, 'uniqueItems') === true
    if (has('allOf')) made.allOf = list('allOf')
    if (has('anyOf')) made.anyOf = list('anyOf')
    if (has('oneOf')) made.oneOf = list('oneOf')
    made.not = one('not')
    made.if = one('if')
    // biome-ignore lint/suspicious/noThenProperty: the keyword is called so
    made.then = one('then')
    made.else = one('else')
    if (has('pattern') && typeof pattern === 'string') made.pattern = new RegExp(pattern, 'u')
    made.limits = limitsOf(value)
    made.always = !has('$ref') && !has('$dynamicRef') && constrainsNothing(made)
  }

  #dependencies(value: JsonObject): readonly (readonly [string, Schema])[] {
    const both = { ...asObject(own(value, 'dependencies')), ...asObject(own(value, 'dependentRequired')) }
    return Object.entries(both).map(
      ([key, needs]) => [key, this.#schema(Array.isArray(needs) ? { required: needs } : needs)] as const,
    )
  }

  #references(value: JsonObject): readonly Schema[] {
    const references = [own(value, '$ref'), own(value, '$dynamicRef')]
    return references
      .filter((reference) => typeof reference === 'string')
      .map((reference) => this.#lookUp(reference, this.#bases.get(value) ?? ''))
  }

  #lookUp(reference: string, base: string): Schema {
    const uri = resolve(reference, base)
    const [document = '', fragment = ''] = uri.split('#')
    let value = this.#anchors.get(uri) ?? this.#documents.get(document)
    if (value === undefined) throw new Error(`A schema refers to ${uri}, which does not exist.`)
    let name: string | undefined = nameOfDocument(document)
    if (!this.#anchors.has(uri)) {
      for (const token of fragment.split('/').slice(1)) {
        name = decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~')
        value = own(value, name)
      }
    } else name = fragment
    return this.#schema(value, name)
  }
}

const DEPENDENCIES = ['dependencies', 'dependentRequired', 'dependentSchemas']

/** A schema as it is read: one without keywords accepts everything. */
class ReadSchema implements Schema {
  never = false
  always = true
  types: Schema['types'] = undefined
  enum: Schema['enum'] = undefined
  properties: Schema['properties'] = undefined
  patterns: Schema['patterns'] = []
  additional: Schema | undefined = undefined
  unevaluated: Schema | undefined = undefined
  propertyNames: Schema | undefined = undefined
  required: readonly string[] = []
  dependencies: Schema['dependencies'] = []
  items: Schema | undefined = undefined
  firstItems: readonly Schema[] = []
  contains: Schema['contains'] = undefined
  unique = false
  allOf: readonly Schema[] = []
  anyOf: readonly Schema[] = []
  oneOf: readonly Schema[] = []
  not: Schema | undefined = undefined
  if: Schema | undefined = undefined
  // biome-ignore lint/suspicious/noThenProperty: the keyword is called so
  then: Schema | undefined = undefined
  else: Schema | undefined = undefined
  pattern: RegExp | undefined = undefined
  limits: readonly Limit[] = []
  readonly name: string | undefined
  readonly id: number
  #refs: readonly Schema[] = []
  #referTo: (() => readonly Schema[]) | undefined

  constructor(name: string | undefined, id: number) {
    this.name = name
    this.id = id
  }

  /** Looked up when they are asked for: a small description has a use for few schemas of its specification. */
  get refs(): readonly Schema[] {
    if (this.#referTo) {
      this.#refs = this.#referTo()
      this.#referTo = undefined
    }
    return this.#refs
  }

  setReferences(lookUp: () => readonly Schema[]): void {
    this.#referTo = lookUp
  }
}

const NEVER: Schema = Object.assign(new ReadSchema(undefined, -1), { never: true, always: false })
const ALWAYS: Schema = new ReadSchema(undefined, -1)

const APART = new Set(['name', 'id', 'never', 'always', 'then', 'else'])

function constrainsNothing(schema: ReadSchema): boolean {
  return Object.entries(schema).every(
    ([key, value]) =>
      APART.has(key) ||
      value === undefined ||
      value === false ||
      (Array.isArray(value) && value.length === 0),
  )
}

const LIMITS: readonly (readonly [string, Limit['of'], Limit['kind']])[] = [
  ['minLength', 'length', 'least'],
  ['maxLength', 'length', 'most'],
  ['minItems', 'items', 'least'],
  ['maxItems', 'items', 'most'],
  ['minProperties', 'properties', 'least'],
  ['maxProperties', 'properties', 'most'],
  ['multipleOf', 'number', 'multiple'],
]

/** Draft 4 has `exclusiveMinimum: true` beside `minimum`; later drafts have a number of its own. */
function limitsOf(value: JsonObject): readonly Limit[] {
  const limits: Limit[] = []
  const add = (of: Limit['of'], kind: Limit['kind'], limit: unknown): void => {
    if (typeof limit === 'number') limits.push({ of, kind, value: limit })
  }
  for (const [key, of, kind] of LIMITS) add(of, kind, own(value, key))
  const [above, below] = [own(value, 'exclusiveMinimum'), own(value, 'exclusiveMaximum')]
  add('number', above === true ? 'above' : 'least', own(value, 'minimum'))
  add('number', below === true ? 'below' : 'most', own(value, 'maximum'))
  add('number', 'above', above)
  add('number', 'below', below)
  return limits
}

function containsOf(value: JsonObject, schema: Schema | undefined): Schema['contains'] {
  if (!schema) return undefined
  const [min, max] = [own(value, 'minContains'), own(value, 'maxContains')]
  return {
    schema,
    min: typeof min === 'number' ? min : 1,
    max: typeof max === 'number' ? max : Number.POSITIVE_INFINITY,
  }
}

/** `operation` of `…/operation.json`, `mqtt server binding` of `…/bindings/mqtt/0.2.0/server.json`. */
function nameOfDocument(uri: string): string | undefined {
  const [, protocol, part] = /\/bindings\/([^/]+)\/[^/]+\/([^/]+)\.json$/.exec(uri) ?? []
  return protocol ? `${protocol} ${part} binding` : /([^/]+?)(?:\.json)?$/.exec(uri)?.[1]
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

function withoutFragment(uri: string): string {
  return uri.split('#')[0] ?? ''
}

function resolve(reference: string, base: string): string {
  if (reference.startsWith('#')) return `${base}${reference === '#' ? '' : reference}`
  const uri = URL.canParse(reference, base) ? new URL(reference, base).href : reference
  return uri.endsWith('#') ? uri.slice(0, -1) : uri
}

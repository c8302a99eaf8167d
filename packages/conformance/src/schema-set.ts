import { isObject, type JsonObject, own } from './values.ts'

/** A schema made ready: keywords read, references looked up on demand, regular expressions compiled. */
export interface Schema {
  /** Last part of the name under which the schema set holds it: `operation`, `SecurityScheme`; undefined for one in passing. */
  readonly name: string | undefined
  /** The schema that accepts nothing. */
  readonly never: boolean
  /** True when no keyword constrains anything. */
  readonly always: boolean
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
    const made = { name } as Schema
    this.#made.set(value, made)
    return Object.assign(made, this.#read(value, name))
  }

  #read(value: JsonObject, name: string | undefined): Schema {
    const one = (key: string) => (Object.hasOwn(value, key) ? this.#schema(value[key]) : undefined)
    const list = (key: string) => asList(own(value, key)).map((each) => this.#schema(each))
    const entries = (key: string) =>
      Object.entries(asObject(own(value, key))).map(([each, schema]) => [each, this.#schema(schema)] as const)
    const items = own(value, 'items')
    const type = own(value, 'type')
    const properties = entries('properties')
    const pattern = own(value, 'pattern')
    const schema = {
      name,
      never: false,
      refs: this.#references(value),
      types: type === undefined ? undefined : asList(typeof type === 'string' ? [type] : type).map(String),
      enum: Object.hasOwn(value, 'const')
        ? [value.const]
        : (own(value, 'enum') as readonly unknown[] | undefined),
      properties: properties.length > 0 ? new Map(properties) : undefined,
      patterns: entries('patternProperties').map(([each, of]) => [new RegExp(each, 'u'), of] as const),
      additional: one('additionalProperties'),
      unevaluated: one('unevaluatedProperties'),
      propertyNames: one('propertyNames'),
      required: asList(own(value, 'required')).map(String),
      dependencies: [...this.#dependencies(value), ...entries('dependentSchemas')],
      items: Array.isArray(items) ? one('additionalItems') : one('items'),
      firstItems: Array.isArray(items) ? list('items') : list('prefixItems'),
      contains: containsOf(value, one('contains')),
      unique: own(value, 'uniqueItems') === true,
      allOf: list('allOf'),
      anyOf: list('anyOf'),
      oneOf: list('oneOf'),
      not: one('not'),
      if: one('if'),
      // biome-ignore lint/suspicious/noThenProperty: the keyword is called so
      then: one('then'),
      else: one('else'),
      pattern: typeof pattern === 'string' ? new RegExp(pattern, 'u') : undefined,
      limits: limitsOf(value),
      id: name === undefined ? -1 : this.#named++,
    }
    return { ...schema, always: constrainsNothing(schema) }
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

const NOTHING: Omit<Schema, 'never' | 'always'> = {
  name: undefined,
  refs: [],
  types: undefined,
  enum: undefined,
  properties: undefined,
  patterns: [],
  additional: undefined,
  unevaluated: undefined,
  propertyNames: undefined,
  required: [],
  dependencies: [],
  items: undefined,
  firstItems: [],
  contains: undefined,
  unique: false,
  allOf: [],
  anyOf: [],
  oneOf: [],
  not: undefined,
  if: undefined,
  // biome-ignore lint/suspicious/noThenProperty: the keyword is called so
  then: undefined,
  else: undefined,
  pattern: undefined,
  limits: [],
  id: -1,
}
const NEVER: Schema = { ...NOTHING, never: true, always: false }
const ALWAYS: Schema = { ...NOTHING, never: false, always: true }

const APART = new Set(['name', 'id', 'never', 'always', 'then', 'else'])

function constrainsNothing(schema: object): boolean {
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

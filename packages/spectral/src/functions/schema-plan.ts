import {
  count,
  type Format,
  formatOf,
  holdsIds,
  isInherited,
  isObject,
  isPrimitive,
  type Json,
  number,
  regularExpression,
  sure,
  Unsure,
} from './keywords.ts'

/** The dialects that are judged here; the others are left to the library. */
export type Dialect = 'draft4' | 'draft2020-12'

/** A schema that the library compiles without complaint, in a form that is quick to judge by. */
export interface SchemaPlan {
  readonly types: ReadonlySet<string> | undefined
  readonly allowed: ReadonlySet<unknown> | undefined
  readonly minimum: number
  readonly maximum: number
  readonly isMinimumExclusive: boolean
  readonly isMaximumExclusive: boolean
  readonly multipleOf: number | undefined
  readonly minLength: number
  readonly maxLength: number
  readonly minItems: number
  readonly maxItems: number
  readonly minProperties: number
  readonly maxProperties: number
  readonly pattern: RegExp | undefined
  readonly format: Format | undefined
  readonly uniqueItems: boolean
  readonly required: readonly string[]
  readonly properties: ReadonlyMap<string, PropertyPlan>
  readonly patternProperties: readonly (readonly [RegExp, AnyPlan])[]
  readonly additionalProperties: AnyPlan
  readonly items: AnyPlan
  readonly allOf: readonly AnyPlan[]
  readonly anyOf: readonly AnyPlan[]
  readonly oneOf: readonly AnyPlan[]
  readonly not: AnyPlan | undefined
}

export type AnyPlan = SchemaPlan | boolean

interface PropertyPlan {
  readonly plan: AnyPlan
  readonly isReadOnly: boolean
  readonly isWriteOnly: boolean
}

const MOST_NESTED = 150
const TYPES = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'])
/** Keywords that say nothing about values, with what a schema has to have there. */
const TEXTS = new Set(['title', 'description'])
const FLAGS_2020 = new Set(['deprecated', 'readOnly', 'writeOnly'])
/** Keywords with a meaning that is judged. */
export const JUDGED = new Set(
  [
    'type nullable enum const minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength',
    'minItems maxItems minProperties maxProperties pattern format uniqueItems required properties',
    'patternProperties additionalProperties items allOf anyOf oneOf not default',
  ]
    .join(' ')
    .split(' '),
)
/** Keywords with a meaning that is not judged here. */
const LEFT = new Set(
  [
    'id definitions if then else propertyNames dependencies additionalItems contains prefixItems errorMessage',
    'dependentRequired dependentSchemas minContains maxContains unevaluatedProperties unevaluatedItems',
    'contentSchema contentMediaType contentEncoding',
  ]
    .join(' ')
    .split(' '),
)

/** Reads schemas, each object once. */
export class SchemaPlans {
  readonly #dialect: Dialect
  readonly #nullable: readonly string[]
  readonly #passedOver: readonly string[]
  readonly #known = new Map<object, SchemaPlan | undefined>()

  /** `nullable` names the keywords that allow `null`, `passedOver` those that say nothing of whether a value conforms. */
  constructor(dialect: Dialect, nullable: readonly string[], passedOver: readonly string[] = []) {
    this.#dialect = dialect
    this.#nullable = nullable
    this.#passedOver = passedOver
  }

  /** @throws {Unsure} for a schema that the library may refuse, or that says what is not judged here */
  plan(schema: unknown, nested = 0): AnyPlan {
    if (typeof schema === 'boolean' && this.#dialect !== 'draft4') return schema
    if (!isObject(schema) || nested > MOST_NESTED) throw new Unsure()
    if (this.#known.has(schema)) {
      const known = this.#known.get(schema)
      if (known) return known
      throw new Unsure()
    }
    this.#known.set(schema, undefined)
    const plan = this.#read(schema, nested + 1)
    this.#known.set(schema, plan)
    return plan
  }

  /** True for what has a plan. */
  isSound(schema: unknown): boolean {
    try {
      this.plan(schema)
      return true
    } catch (error) {
      if (error instanceof Unsure) return false
      throw error
    }
  }

  /** True for a schema with keywords of which nothing is known here. */
  isLeft(schema: object): boolean {
    return Object.entries(schema).some(
      ([key, value]) =>
        key.startsWith('$') ||
        key in Object.prototype ||
        LEFT.has(key) ||
        (!JUDGED.has(key) && holdsIds(key, value)),
    )
  }

  #read(schema: Json, nested: number): SchemaPlan {
    for (const key of Object.keys(schema)) this.#checkKeyword(schema, key)
    const { types, allowed } = this.#values(schema)
    const numbers = this.#numbers(schema)
    const size = sizes(schema)
    const members = this.#members(schema, nested)
    // spelled out: there are very many, and spreading is slow
    return {
      types,
      allowed,
      minimum: numbers.minimum,
      maximum: numbers.maximum,
      isMinimumExclusive: numbers.isMinimumExclusive,
      isMaximumExclusive: numbers.isMaximumExclusive,
      multipleOf: numbers.multipleOf,
      minLength: size.minLength,
      maxLength: size.maxLength,
      minItems: size.minItems,
      maxItems: size.maxItems,
      minProperties: size.minProperties,
      maxProperties: size.maxProperties,
      pattern: size.pattern,
      format: size.format,
      uniqueItems: size.uniqueItems,
      required: members.required,
      properties: members.properties,
      patternProperties: members.patternProperties,
      additionalProperties: members.additionalProperties,
      items: members.items,
      allOf: this.#list(schema, 'allOf', nested),
      anyOf: this.#list(schema, 'anyOf', nested),
      oneOf: this.#list(schema, 'oneOf', nested),
      not: Object.hasOwn(schema, 'not') ? this.plan(schema.not, nested) : undefined,
    }
  }

  #checkKeyword(schema: Json, key: string): void {
    if (this.#passedOver.includes(key)) return
    if (key.startsWith('$') || key in Object.prototype || LEFT.has(key)) throw new Unsure()
    const value = schema[key]
    if (JUDGED.has(key)) return
    if (TEXTS.has(key)) sure(typeof value === 'string')
    else if (this.#dialect === 'draft2020-12' && FLAGS_2020.has(key)) sure(typeof value === 'boolean')
    else if (this.#dialect === 'draft2020-12' && key === 'examples') sure(Array.isArray(value))
    else sure(!holdsIds(key, value))
  }

  #values(schema: Json) {
    const { enum: allowed } = schema
    if (allowed !== undefined) {
      sure(Array.isArray(allowed) && allowed.length > 0 && allowed.every(isPrimitive))
      sure(new Set(allowed as unknown[]).size === (allowed as unknown[]).length)
    }
    if (Object.hasOwn(schema, 'const')) sure(isPrimitive(schema.const) && allowed === undefined)
    const values = Object.hasOwn(schema, 'const')
      ? [schema.const]
      : (allowed as readonly unknown[] | undefined)
    return { types: this.#types(schema), allowed: values && new Set(values) }
  }

  #types(schema: Json): ReadonlySet<string> | undefined {
    const nullable = this.#nullable.filter((key) => Object.hasOwn(schema, key)).map((key) => schema[key])
    sure(nullable.every((value) => typeof value === 'boolean') && nullable.length < 2)
    if (schema.type === undefined) {
      sure(nullable.length === 0)
      return undefined
    }
    const types = [schema.type].flat()
    sure(types.length > 0 && types.every((type) => typeof type === 'string' && TYPES.has(type)))
    const found = new Set(types as string[])
    sure(found.size === types.length && !(found.has('null') && nullable.length > 0))
    if (nullable[0] === true) found.add('null')
    return found
  }

  #numbers(schema: Json) {
    const { exclusiveMinimum: above, exclusiveMaximum: below } = schema
    const isDraft4 = this.#dialect === 'draft4'
    let minimum = number(schema.minimum, Number.NEGATIVE_INFINITY)
    let maximum = number(schema.maximum, Number.POSITIVE_INFINITY)
    if (isDraft4) {
      sure(above === undefined || (typeof above === 'boolean' && schema.minimum !== undefined))
      sure(below === undefined || (typeof below === 'boolean' && schema.maximum !== undefined))
    } else {
      sure(above === undefined || schema.minimum === undefined)
      sure(below === undefined || schema.maximum === undefined)
      minimum = number(above, minimum)
      maximum = number(below, maximum)
    }
    const multipleOf = schema.multipleOf === undefined ? undefined : number(schema.multipleOf, 0)
    sure(multipleOf === undefined || multipleOf > 0)
    return {
      minimum,
      maximum,
      isMinimumExclusive: isDraft4 ? above === true : above !== undefined,
      isMaximumExclusive: isDraft4 ? below === true : below !== undefined,
      multipleOf,
    }
  }

  #members(schema: Json, nested: number) {
    const { required = [], properties = {}, patternProperties = {}, additionalProperties = true } = schema
    sure(Array.isArray(required) && required.every((name) => typeof name === 'string'))
    const names = required as readonly string[]
    sure(new Set(names).size === names.length && !names.some(isInherited))
    sure(this.#dialect !== 'draft4' || schema.required === undefined || names.length > 0)
    sure(isObject(properties) && isObject(patternProperties))
    const found = new Map<string, PropertyPlan>()
    for (const [name, value] of Object.entries(properties as Json)) {
      sure(!isInherited(name))
      const plan = this.plan(value, nested)
      const flags: Json = isObject(value) ? value : {}
      found.set(name, { plan, isReadOnly: flags.readOnly === true, isWriteOnly: flags.writeOnly === true })
    }
    const patterns = Object.entries(patternProperties as Json).map(
      ([pattern, value]) => [regularExpression(pattern), this.plan(value, nested)] as const,
    )
    return {
      required: names,
      properties: found,
      patternProperties: patterns,
      additionalProperties:
        typeof additionalProperties === 'boolean'
          ? additionalProperties
          : this.plan(additionalProperties, nested),
      items: Object.hasOwn(schema, 'items') ? this.plan(schema.items, nested) : true,
    }
  }

  #list(schema: Json, key: string, nested: number): readonly AnyPlan[] {
    if (!Object.hasOwn(schema, key)) return []
    const list = schema[key]
    if (!Array.isArray(list) || list.length === 0) throw new Unsure()
    return list.map((each) => this.plan(each, nested))
  }
}

function sizes(schema: Json) {
  const { uniqueItems = false } = schema
  sure(typeof uniqueItems === 'boolean')
  return {
    minLength: count(schema.minLength, 0),
    maxLength: count(schema.maxLength, Number.POSITIVE_INFINITY),
    minItems: count(schema.minItems, 0),
    maxItems: count(schema.maxItems, Number.POSITIVE_INFINITY),
    minProperties: count(schema.minProperties, 0),
    maxProperties: count(schema.maxProperties, Number.POSITIVE_INFINITY),
    pattern: schema.pattern === undefined ? undefined : regularExpression(schema.pattern),
    format: schema.format === undefined ? undefined : formatOf(schema.format),
    uniqueItems: uniqueItems === true,
  }
}

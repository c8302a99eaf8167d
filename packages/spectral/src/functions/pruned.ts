import { Unsure } from './keywords.ts'
import { mayBeNamed } from './names.ts'
import { accepts, type Relaxed } from './schema-judge.ts'
import { JUDGED, type SchemaPlans } from './schema-plan.ts'

type Json = Readonly<Record<string, unknown>>

const LISTS = new Set(['allOf', 'anyOf', 'oneOf'])
/** What only describes, and all that schemas do not know, is left out. */
const KEPT = new Set(
  [
    'type nullable x-nullable enum const minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength',
    'maxLength minItems maxItems minProperties maxProperties pattern format uniqueItems required readOnly',
    'writeOnly',
  ]
    .join(' ')
    .split(' '),
)

/** Further down, schemas are taken as they are. */
const MOST_NESTED = 150

/**
 * Leaves of schemas what can have a part in what a library says of some values, so that it has little to compile: what
 * the values conform to is left out, and what the library may refuse stays where it is, to be refused in the same words.
 */
export class Pruning {
  readonly #plans: SchemaPlans

  constructor(plans: SchemaPlans) {
    this.#plans = plans
  }

  /** @throws {Unsure} where schemas may have names, by which they would be known elsewhere */
  pruned(schema: unknown, values: readonly unknown[], relaxed: Relaxed, nested = 0): unknown {
    if (!isObject(schema)) return schema
    const isSound = this.#plans.isSound(schema)
    if (!isSound && (nested > MOST_NESTED || this.#plans.isLeft(schema))) {
      if (mayBeNamed(schema)) throw new Unsure()
      return schema
    }
    const kept: Record<string, unknown> = {}
    for (const key of Object.keys(schema)) {
      const part = this.#part(schema, key, values, relaxed, nested + 1)
      if (part !== undefined) kept[key] = part
      else if (!isSound || KEPT.has(key)) kept[key] = schema[key]
    }
    return kept
  }

  /** What is left of the schemas under a keyword; undefined where there are none. */
  #part(schema: Json, key: string, values: readonly unknown[], relaxed: Relaxed, nested: number): unknown {
    const part = schema[key]
    const within = (child: unknown, found: readonly unknown[]) => this.#child(child, found, relaxed, nested)
    if (LISTS.has(key) && Array.isArray(part)) return part.map((each) => within(each, values))
    if (key === 'not') return this.pruned(part, values, undefined, nested)
    if (key === 'items') {
      const items = values.flatMap(itemsOf)
      return Array.isArray(part) ? part.map((each) => within(each, items)) : within(part, items)
    }
    if (key === 'additionalProperties') return within(part, values.flatMap(membersOf))
    if (!isObject(part)) return undefined
    const objects = values.filter(isObject)
    if (key === 'patternProperties') return mapped(part, (child) => within(child, objects.flatMap(membersOf)))
    if (key !== 'properties') return undefined
    return mapped(part, (child, name) => {
      const having = objects.filter((value) => Object.hasOwn(value, name)).map((value) => value[name])
      // without any rule, which costs a library nothing: only its name may still matter
      return isObject(child) && this.#accept(child, having, relaxed) ? flags(child) : within(child, having)
    })
  }

  #child(schema: unknown, values: readonly unknown[], relaxed: Relaxed, nested: number): unknown {
    if (!isObject(schema) || !this.#accept(schema, values, relaxed)) {
      return this.pruned(schema, values, relaxed, nested)
    }
    return conforming(schema)
  }

  #accept(schema: Json, values: readonly unknown[], relaxed: Relaxed): boolean {
    try {
      const plan = this.#plans.plan(schema)
      return values.every((value) => accepts(plan, value, relaxed))
    } catch (error) {
      if (error instanceof Unsure) return false
      throw error
    }
  }
}

/**
 * A schema to which everything conforms, in place of one to which all that matters does. Libraries skip whole
 * alternatives where one of them says nothing, so it says something where the other did.
 */
function conforming(schema: Json): Json {
  const hasRules = Object.keys(schema).some((key) => JUDGED.has(key) && key !== 'default')
  return { ...(hasRules && { minItems: 0 }), ...flags(schema) }
}

/** Whether a property may be missing in requests or responses. */
function flags({ readOnly, writeOnly }: Json): Json {
  return { ...(readOnly === true && { readOnly }), ...(writeOnly === true && { writeOnly }) }
}

function mapped(map: Json, each: (value: unknown, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, each(value, key)]))
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function membersOf(value: unknown): readonly unknown[] {
  return isObject(value) ? Object.values(value) : []
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { matches, Unsure } from './keywords.ts'
import type { AnyPlan, SchemaPlan } from './schema-plan.ts'

/** Which properties a schema requires all the same: of requests none that are read only, of responses none that are write only. */
export type Relaxed = 'readOnly' | 'writeOnly' | undefined

const MOST_STEPS = 200_000
const MOST_NESTED = 300

/**
 * Whether a value conforms to a schema.
 * @throws {Unsure} where only the library can tell
 */
export function accepts(plan: AnyPlan, value: unknown, relaxed: Relaxed): boolean {
  return new Judgement().accepts(plan, value, relaxed, 0)
}

class Judgement {
  #steps = 0

  accepts(plan: AnyPlan, value: unknown, relaxed: Relaxed, nested: number): boolean {
    if (typeof plan === 'boolean') return plan
    if (++this.#steps > MOST_STEPS || nested > MOST_NESTED) throw new Unsure()
    if (plan.types && !isOfTypes(value, plan.types)) return false
    if (plan.allowed && !plan.allowed.has(value)) return false
    return this.#content(plan, value, relaxed, nested) && this.#composition(plan, value, relaxed, nested)
  }

  #content(plan: SchemaPlan, value: unknown, relaxed: Relaxed, nested: number): boolean {
    if (typeof value === 'string') return acceptsText(plan, value)
    if (typeof value === 'number') return acceptsNumber(plan, value)
    if (Array.isArray(value)) return this.#list(plan, value, relaxed, nested)
    if (typeof value === 'object' && value !== null) return this.#object(plan, value, relaxed, nested)
    return true
  }

  #composition(plan: SchemaPlan, value: unknown, relaxed: Relaxed, nested: number): boolean {
    const holds = (each: AnyPlan) => this.accepts(each, value, relaxed, nested + 1)
    if (!plan.allOf.every(holds)) return false
    if (plan.anyOf.length > 0 && !plan.anyOf.some(holds)) return false
    if (plan.oneOf.length > 0 && plan.oneOf.filter(holds).length !== 1) return false
    return plan.not === undefined || !this.accepts(plan.not, value, undefined, nested + 1)
  }

  #list(plan: SchemaPlan, list: readonly unknown[], relaxed: Relaxed, nested: number): boolean {
    if (list.length < plan.minItems || list.length > plan.maxItems) return false
    if (plan.uniqueItems && list.length > 1) {
      if (list.some((each) => typeof each === 'object' && each !== null)) throw new Unsure()
      if (new Set(list).size !== list.length) return false
    }
    if (plan.items === true) return true
    return list.every((each) => this.accepts(plan.items, each, relaxed, nested + 1))
  }

  #object(plan: SchemaPlan, value: object, relaxed: Relaxed, nested: number): boolean {
    const keys = Object.keys(value)
    if (keys.length < plan.minProperties || keys.length > plan.maxProperties) return false
    for (const name of plan.required) {
      if (!Object.hasOwn(value, name) && !isRelaxed(plan, name, relaxed)) return false
    }
    return keys.every((key) => {
      const child: unknown = Reflect.get(value, key)
      return plansFor(plan, key).every((each) => this.accepts(each, child, relaxed, nested + 1))
    })
  }
}

function isRelaxed(plan: SchemaPlan, name: string, relaxed: Relaxed): boolean {
  const property = plan.properties.get(name)
  if (!property || relaxed === undefined) return false
  return relaxed === 'readOnly' ? property.isReadOnly : property.isWriteOnly
}

function plansFor(plan: SchemaPlan, key: string): readonly AnyPlan[] {
  const property = plan.properties.get(key)
  if (plan.patternProperties.length === 0) return [property?.plan ?? plan.additionalProperties]
  const found = plan.patternProperties.filter(([pattern]) => matches(pattern, key)).map(([, each]) => each)
  if (property) found.push(property.plan)
  return found.length > 0 ? found : [plan.additionalProperties]
}

function acceptsText(plan: SchemaPlan, text: string): boolean {
  if (plan.minLength > 0 || plan.maxLength < text.length) {
    const length = lengthOf(text)
    if (length < plan.minLength || length > plan.maxLength) return false
  }
  if (plan.pattern && !matches(plan.pattern, text)) return false
  return plan.format?.of !== 'string' || plan.format.accepts(text)
}

/** In characters, where two surrogates are one. */
function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}

function acceptsNumber(plan: SchemaPlan, value: number): boolean {
  if (!Number.isFinite(value)) throw new Unsure()
  if (plan.isMinimumExclusive ? value <= plan.minimum : value < plan.minimum) return false
  if (plan.isMaximumExclusive ? value >= plan.maximum : value > plan.maximum) return false
  if (plan.multipleOf !== undefined && !isWhole(value / plan.multipleOf)) return false
  return plan.format?.of !== 'number' || plan.format.accepts(value)
}

/** As the library has it, for which very large quotients are none. */
function isWhole(quotient: number): boolean {
  return quotient === Number.parseInt(String(quotient), 10)
}

function isOfTypes(value: unknown, types: ReadonlySet<string>): boolean {
  if (value === null) return types.has('null')
  if (Array.isArray(value)) return types.has('array')
  if (typeof value === 'number')
    return types.has('number') || (types.has('integer') && Number.isInteger(value))
  return types.has(typeof value)
}

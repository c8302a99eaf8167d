import { Unsure } from './keywords.ts'
import { accepts } from './schema-judge.ts'
import { type AnyPlan, SchemaPlans } from './schema-plan.ts'

/** From how many values on compiled code is worth its price. */
const MOST_VALUES = 100
const MOST_PARTS = 200

/** Tells of a few values that they conform to a schema of a function, without compiling it. */
export class QuickValidator {
  readonly #schema: unknown
  #plan: AnyPlan | undefined
  #left = MOST_VALUES

  constructor(schema: unknown) {
    this.#schema = schema
  }

  /** Whether a value surely conforms. False tells nothing. */
  accepts(value: unknown): boolean {
    if (this.#left-- <= 0 || !isPlain(value)) return false
    try {
      this.#plan ??= new SchemaPlans('draft2020-12', ['nullable'], ['errorMessage', 'x-internal']).plan(
        this.#schema,
      )
      return accepts(this.#plan, value, undefined)
    } catch (error) {
      if (!(error instanceof Unsure)) throw error
      this.#left = 0
      return false
    }
  }
}

/** Whether a value is data of no great size, with nothing that is inherited. */
function isPlain(value: unknown): boolean {
  const stack = [value]
  let parts = 0
  for (let top = stack.pop(); stack.length > 0 || top !== undefined; top = stack.pop()) {
    if (++parts > MOST_PARTS) return false
    if (typeof top !== 'object' || top === null) continue
    const prototype: unknown = Object.getPrototypeOf(top)
    if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) return false
    for (const child of Object.values(top)) stack.push(child)
  }
  return true
}

import type { IFunctionResult, RulesetFunction, RulesetFunctionContext } from '@stoplight/spectral-core'
import formats from '@stoplight/spectral-formats'
import type { Segment } from '../jsonpath/types.ts'
import { CompiledCopies } from './compiled-copies.ts'
import { Unsure } from './keywords.ts'
import { Pruning } from './pruned.ts'
import { accepts, type Relaxed } from './schema-judge.ts'
import { SchemaPlans } from './schema-plan.ts'

const { oas2, oas3_1, oas3_2 } = formats

const EXAMPLE_FIELDS = ['example', 'examples', 'x-example', 'default']

type Json = Readonly<Record<string, unknown>>

type Call = RulesetFunction<unknown, unknown>
type Context = Parameters<Call>[2]
type Found = ReturnType<Call>

/** Texts of what was said are kept up to this many characters. */
const MOST_KEPT = 20_000_000

/** Calls Spectral's `oasExample` where it has something to say, and once for all that are equal to it. */
export class Examples {
  readonly #judge: ExampleJudge
  readonly #copies: CompiledCopies
  readonly #said = new Map<unknown, Map<string, IFunctionResult[] | undefined>>()
  #kept = 0

  constructor(document: Context['document'], inventory: Context['documentInventory']) {
    this.#judge = new ExampleJudge(document)
    this.#copies = new CompiledCopies(inventory)
  }

  /** What the function says of a target. */
  judge(call: Call, target: unknown, options: unknown, context: Context): Found {
    const input = this.#judge.failing(target, options, context.path)
    if (input === undefined) return undefined
    if (input === target) return call(target, options, context)
    const said = this.#saidWith(options)
    // of the path, the function reads only that
    const key = `${roleOf(options, context.path) ?? ''}${textOf(input)}`
    if (!said.has(key)) {
      const results = call(input, options, { ...context, documentInventory: this.#copies.next() })
      if (results !== undefined && 'then' in results) return results
      said.set(
        key,
        results?.map(({ message, path = context.path }) => ({
          message,
          path: path.slice(context.path.length),
        })),
      )
      this.#kept += key.length
    }
    return said.get(key)?.map(({ message, path = [] }) => ({ message, path: [...context.path, ...path] }))
  }

  #saidWith(options: unknown): Map<string, IFunctionResult[] | undefined> {
    if (this.#kept > MOST_KEPT) {
      this.#said.clear()
      this.#kept = 0
    }
    const said = this.#said.get(options) ?? new Map<string, IFunctionResult[] | undefined>()
    this.#said.set(options, said)
    return said
  }
}

/** Equal for equal values. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'number' && !Number.isFinite(each) ? { '': String(each) } : each,
  )
}

function roleOf(options: unknown, path: readonly Segment[]): Relaxed {
  const kind = kindOf(options)
  return kind?.isMedia ? relaxedAt(path, kind.version) : undefined
}

/**
 * Tells whether all examples of an object conform to its schema, at a fraction of what Spectral's `oasExample` takes
 * to: that copies and compiles the schema with all that it refers to for each object. It is still the one to say
 * what is wrong.
 */
class ExampleJudge {
  readonly #plans: SchemaPlans | undefined
  readonly #isOas2: boolean
  readonly #withoutRequired = new Map<object, object>()

  constructor({ formats: found, data }: RulesetFunctionContext['document']) {
    this.#isOas2 = found?.has(oas2) === true
    this.#plans = plansFor(found, data)
  }

  /**
   * `undefined` where all conform. Otherwise, what to call the function for: as much of the target as has a part in
   * what it says of it, or all of it where nothing is known for sure.
   */
  failing(target: unknown, options: unknown, path: readonly Segment[]): unknown {
    const kind = kindOf(options)
    if (!kind || !this.#plans || !isObject(target)) return target
    const schema = kind.schemaField === '$' ? target : target[kind.schemaField]
    if (!isObject(schema)) return target
    const values = kind.isMedia ? mediaExamples(target, kind.version) : schemaExamples(target, kind.version)
    const relaxed = kind.isMedia ? relaxedAt(path, kind.version) : undefined
    try {
      const plan = this.#plans.plan(this.#bare(schema))
      if (values.every((value) => value !== undefined && accepts(plan, value, relaxed))) return undefined
    } catch (error) {
      if (!(error instanceof Unsure)) throw error
    }
    return reduced(target, kind, schema, values, relaxed, this.#plans)
  }

  /** In OpenAPI 2.0, a parameter is a schema but for the flag that it is required. */
  #bare(schema: Json): Json {
    if (!this.#isOas2 || typeof schema.required !== 'boolean') return schema
    const known = this.#withoutRequired.get(schema)
    if (known) return known as Json
    const { required: _, ...rest } = schema
    this.#withoutRequired.set(schema, rest)
    return rest
  }
}

function plansFor(found: ReadonlySet<unknown> | null | undefined, data: unknown): SchemaPlans | undefined {
  if (!found) return undefined
  if (found.has(oas3_1) || found.has(oas3_2)) {
    const hasDialect = isObject(data) && typeof data.jsonSchemaDialect === 'string'
    return hasDialect ? undefined : new SchemaPlans('draft2020-12', ['nullable'])
  }
  return new SchemaPlans('draft4', found.has(oas2) ? ['nullable', 'x-nullable'] : ['nullable'])
}

function reduced(
  target: Json,
  kind: Kind,
  schema: Json,
  values: readonly unknown[],
  relaxed: Relaxed,
  plans: SchemaPlans,
): Json {
  let kept: unknown
  try {
    kept = new Pruning(plans).pruned(schema, values, relaxed)
  } catch (error) {
    if (error instanceof Unsure) return target
    throw error
  }
  if (kept === schema) return target
  if (kind.schemaField !== '$') return { ...target, [kind.schemaField]: kept }
  const examples = EXAMPLE_FIELDS.filter((field) => field in target).map((field) => [field, target[field]])
  return { ...(isObject(kept) ? kept : {}), ...Object.fromEntries(examples) }
}

interface Kind {
  readonly version: 2 | 3
  readonly schemaField: string
  readonly isMedia: boolean
}

function kindOf(options: unknown): Kind | undefined {
  if (!isObject(options)) return undefined
  const { oasVersion: version, schemaField, type } = options
  if ((version !== 2 && version !== 3) || typeof schemaField !== 'string') return undefined
  if (type !== 'media' && type !== 'schema') return undefined
  return { version, schemaField, isMedia: type === 'media' }
}

function schemaExamples(target: Json, version: 2 | 3): unknown[] {
  const fields = version === 2 ? ['example', 'x-example', 'default'] : ['example', 'default']
  return fields.filter((field) => field in target).map((field) => target[field])
}

function mediaExamples(target: Json, version: 2 | 3): unknown[] {
  if (version === 3 && 'example' in target) return [target.example]
  const { examples } = target
  if (typeof examples !== 'object' || examples === null) return []
  const all: unknown[] = Object.values(examples)
  if (version === 2) return all
  return all
    .filter((each) => typeof each === 'object' && each !== null && !('externalValue' in each))
    .map((each) => Reflect.get(Object(each), 'value'))
}

function relaxedAt(path: readonly Segment[], version: 2 | 3): Relaxed {
  const [first, second, , fourth] = path
  if (version === 2) {
    return first === 'responses' || (first === 'paths' && fourth === 'responses') ? 'writeOnly' : undefined
  }
  const part = first === 'components' ? second : first === 'paths' ? fourth : undefined
  if (part === 'responses') return 'writeOnly'
  return part === (first === 'paths' ? 'requestBody' : 'requestBodies') ? 'readOnly' : undefined
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

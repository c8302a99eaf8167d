import { Ajv } from 'ajv'

import { QuickValidator } from '../functions/quick-validator.ts'
import { SchemaPlans } from '../functions/schema-plan.ts'

type Validator = ReturnType<Ajv['compile']>

/**
 * Runs work during which schemas are not compiled but kept until they are first used. Spectral compiles some fifty
 * while its modules load, a third of a second of work, and a run uses few of them. They are compiled as they would have
 * been, and are known to be good, so that they need not be held against the schema of schemas.
 */
export async function puttingOff<T>(work: () => Promise<T>): Promise<T> {
  if (underWay++ === 0) {
    trustSoundSchemas()
    restoreAll = putOff((validator) => validator)
  }
  try {
    return await work()
  } finally {
    if (--underWay === 0) restoreAll()
  }
}

/** Of several that overlap, the last to end restores what the first replaced. */
let underWay = 0
let restoreAll = (): void => {}

/** Replaces what is compiled, until it is restored. Asks `replace` for each schema, with what compiles it. */
export function putOff(replace: (validator: Validator) => Validator): () => void {
  const { compile } = PROTOTYPE
  function later(this: unknown, ...parameters: unknown[]): Validator {
    const [schema] = parameters
    return replace(lazily(schema, () => unchecked(() => Reflect.apply(compile, this, parameters))))
  }
  return override({ compile: later, validateSchema: () => true })
}

/** Of the validators of all dialects. */
const PROTOTYPE: Ajv = Object.getPrototypeOf(Ajv.prototype)

refuseAsynchronous()

/**
 * `$async` in a schema makes its validator give a promise in place of an answer. Nobody waits for it: any value would
 * pass, and what does not conform would end the process. Such a schema is an error like any that cannot be compiled.
 */
function refuseAsynchronous(): void {
  const { compile, getSchema } = PROTOTYPE
  const refusal = 'the keyword "$async" is not supported'
  function compileSynchronous(this: unknown, ...parameters: unknown[]): unknown {
    const [schema] = parameters
    if (typeof schema === 'object' && schema !== null && '$async' in schema) throw new Error(refusal)
    return noting(() => Reflect.apply(compile, this, parameters))
  }
  function getSynchronous(this: unknown, ...parameters: unknown[]): unknown {
    const found: unknown = noting(() => Reflect.apply(getSchema, this, parameters))
    if (typeof found === 'function' && '$async' in found) throw new Error(refusal)
    return found
  }
  Object.assign(PROTOTYPE, { compile: compileSynchronous, getSchema: getSynchronous })
}

let missing: string | undefined

/**
 * What the last schema that could not be compiled refers to without having it, told once. Spectral's functions pass
 * over it in silence, and whatever the schema asks for is not judged.
 */
export function takeMissingReference(): string | undefined {
  const taken = missing
  missing = undefined
  return taken
}

function noting<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error && 'missingRef' in error) missing = String(error.missingRef)
    throw error
  }
}

function unchecked<T>(work: () => T): T {
  const restore = override({ validateSchema: () => true })
  try {
    return work()
  } finally {
    restore()
  }
}

function override(methods: object): () => void {
  const { compile, validateSchema } = PROTOTYPE
  Object.assign(PROTOTYPE, methods)
  return () => {
    Object.assign(PROTOTYPE, { compile, validateSchema })
  }
}

/** Compiled only for a value that does not surely conform, or for many values. */
function lazily(schema: unknown, compile: () => Validator): Validator {
  let compiled: Validator | undefined
  const quick = new QuickValidator(schema)
  function validate(this: unknown, ...parameters: Parameters<Validator>): boolean {
    if (!compiled && quick.accepts(parameters[0])) {
      validator.errors = null
      return true
    }
    compiled ??= compile()
    const isValid: unknown = Reflect.apply(compiled, this, parameters)
    validator.errors = compiled.errors ?? null
    return isValid === true
  }
  const validator = validate as unknown as Validator
  validator.errors = null
  return validator
}

let trusts = false

/**
 * Holds schemas against the schema of schemas, which has to be compiled for that, only where a look at them does not show
 * that they are good. Those that Spectral itself adds to the libraries are.
 */
function trustSoundSchemas(): void {
  if (trusts) return
  trusts = true
  const { addSchema, validateSchema } = PROTOTYPE
  Object.assign(PROTOTYPE, {
    addSchema(this: Ajv, ...[schema, key, isMeta]: Parameters<typeof addSchema>): Ajv {
      return Reflect.apply(addSchema, this, [schema, key, isMeta, false])
    },
    validateSchema(this: Ajv, ...parameters: Parameters<typeof validateSchema>): unknown {
      const dialect = this.opts.schemaId === undefined ? 'draft2020-12' : 'draft4'
      if (new SchemaPlans(dialect, ['nullable']).isSound(parameters[0])) return true
      return Reflect.apply(validateSchema, this, parameters)
    },
  })
}

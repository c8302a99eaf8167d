import { Ajv } from 'ajv'

type Validator = ReturnType<Ajv['compile']>

/**
 * Runs work during which schemas are not compiled but kept until they are first used. Spectral compiles some fifty
 * while its modules load, a third of a second of work, and a run uses few of them. They are compiled as they would have
 * been, and are known to be good, so that they need not be held against the schema of schemas.
 */
export async function puttingOff<T>(work: () => Promise<T>): Promise<T> {
  if (underWay++ === 0) restoreAll = putOff((validator) => validator)
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
    return replace(lazily(() => unchecked(() => Reflect.apply(compile, this, parameters))))
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

function lazily(compile: () => Validator): Validator {
  let compiled: Validator | undefined
  function validate(this: unknown, ...parameters: Parameters<Validator>): boolean {
    compiled ??= compile()
    const isValid: unknown = Reflect.apply(compiled, this, parameters)
    validator.errors = compiled.errors ?? null
    return isValid === true
  }
  const validator = validate as unknown as Validator
  validator.errors = null
  return validator
}

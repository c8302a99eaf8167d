import { Ajv } from 'ajv'

type Validator = ReturnType<Ajv['compile']>

/**
 * Runs work during which schemas are not compiled but kept until they are first used. Spectral compiles some fifty
 * while its modules load, a third of a second of work, and a run uses few of them. They are compiled as they would have
 * been, and are known to be good, so that they need not be held against the schema of schemas.
 */
export async function puttingOff<T>(work: () => Promise<T>): Promise<T> {
  const restore = putOff((compile) => compile)
  try {
    return await work()
  } finally {
    restore()
  }
}

/** Replaces what is compiled, until it is restored. Asks `replace` for each schema, with what compiles it. */
export function putOff(replace: (validator: Validator) => Validator): () => void {
  const prototype: Ajv = Object.getPrototypeOf(Ajv.prototype) // of all dialects
  const { compile, validateSchema } = prototype
  function later(this: unknown, ...parameters: unknown[]): Validator {
    return replace(lazily(() => Reflect.apply(compile, this, parameters)))
  }
  Object.assign(prototype, { compile: later, validateSchema: () => true })
  return () => {
    Object.assign(prototype, { compile, validateSchema })
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

import type { ConfigurationError } from './policy.ts'

/** A run that a broken configuration ended before anything was judged. */
export class ConfigurationFailure extends Error {
  readonly errors: readonly ConfigurationError[]
  constructor(errors: readonly ConfigurationError[]) {
    super(errors.map((error) => error.message).join('\n'))
    this.name = 'ConfigurationFailure'
    this.errors = errors
  }
}

import type { Format } from './spec/format.ts'

/**
 * Decides whether a description conforms to its specification. Faces bring one along, because it needs engines
 * and threads that core does not know. It reads nothing from disk or network.
 */
export interface ConformanceChecker {
  /** Begins at once and never rejects: what goes wrong is told by `unknown`. */
  check(request: ConformanceRequest): Promise<ConformanceResult>
}

export interface ConformanceRequest {
  readonly format: Format
  /** The version as written: `3.1.0`. */
  readonly version: string
  /** URI of the entry file, which is the first of `files`. */
  readonly entry: string
  /** Every file that the reference graph reached, by absolute URI. References to other files could not be read. */
  readonly files: readonly { readonly uri: string; readonly text: string }[]
}

export type ConformanceResult =
  | { readonly violations: readonly Violation[] }
  /** Neither yes nor no; `because` is a clause: "a file that it refers to could not be read". */
  | { readonly unknown: { readonly because: string } }

/** One departure from the specification. */
export interface Violation {
  readonly uri: string
  /** Keys and indices from the root of that file to the value at fault. */
  readonly path: readonly (string | number)[]
  /** The name at fault where it is the key and not the value: a field that the specification does not know. */
  readonly part: 'key' | 'value'
  /** A sentence: "`info` lacks `version`, which OpenAPI 3.1 requires." */
  readonly message: string
  /** Tells violations of one place apart, by meaning: `required version`. */
  readonly discriminator: string
}

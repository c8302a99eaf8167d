import type { ApiFormat } from './spec/format.ts'

/**
 * Decides whether a description conforms to its specification. Faces bring one along, because it needs schemas
 * and threads that core does not know. It reads nothing from disk or network.
 */
export interface ConformanceChecker {
  /** Begins at once and never rejects: what goes wrong is told by `failed`. */
  check(request: ConformanceRequest): Promise<ConformanceResult>
}

export interface ConformanceRequest {
  readonly format: ApiFormat
  /** The version as written: `3.1.0`. */
  readonly version: string
  /**
   * Every file that the reference graph reached, by absolute URI, the entry first. References to other files could
   * not be read.
   */
  readonly files: readonly ConformanceFile[]
}

export interface ConformanceFile {
  readonly uri: string
  readonly text: string
  readonly language: 'json' | 'yaml'
  /** Not to be changed. */
  readonly value: unknown
}

export type ConformanceResult =
  | {
      readonly violations: readonly Violation[]
      /** What could not be checked, such as what stands behind a reference that leads nowhere. */
      readonly unread: readonly Unread[]
    }
  /** Neither yes nor no; a clause: "it ran out of memory". */
  | { readonly failed: string }

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
  /** The name that was probably meant, where the one that is written is not known. */
  readonly meant?: string
}

export interface Unread {
  readonly uri: string
  readonly path: readonly (string | number)[]
  /** A clause: "`./pets.yaml` could not be read". */
  readonly because: string
}

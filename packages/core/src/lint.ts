import type { Host } from './host.ts'
import type { ConfigurationError, Policy } from './policy/policy.ts'
import type { Registry, Severity } from './policy/rule.ts'
import type { Report } from './report/report.ts'

export interface LintRequest {
  readonly documents: readonly DocumentRequest[]
  readonly registry: Registry
  /** Version of the tool, for the report. */
  readonly version: string
  /** URI of a folder, ending in `/`: file names in the report are relative to it. */
  readonly workingDirectory: string
  /** URI of a configuration that replaces the nearest `specward.yaml`. */
  readonly config?: string | undefined
  /** Presets in place of those that the configuration extends. */
  readonly presets?: readonly string[] | undefined
  readonly failOn?: Severity | 'never' | undefined
  /** Adds milliseconds per stage and rule to the report. */
  readonly timing?: boolean | undefined
  /** Checked between slices of work; an `AbortSignal` fits. */
  readonly signal?: { readonly aborted: boolean } | undefined
}

export interface DocumentRequest {
  readonly uri: string
  /** True when somebody asked for this very file: if it is not an API description, that is a problem. Otherwise it is skipped and counted. */
  readonly named: boolean
}

/** A run that a broken configuration ended before anything was judged. */
export class ConfigurationFailure extends Error {
  readonly errors: readonly ConfigurationError[]
  constructor(errors: readonly ConfigurationError[]) {
    super(errors.map((error) => error.message).join('\n'))
    this.errors = errors
  }
}

export type { Host, Policy, Report }

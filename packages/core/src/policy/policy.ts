import type { Facts } from '../model/model.ts'
import type { ProblemCode } from '../problem.ts'
import type { Rule, Severity } from './rule.ts'

/** Everything that decides how one document is judged; read, checked and merged. */
export interface Policy {
  /** Rules that are on, sorted by id. */
  readonly rules: readonly ActiveRule[]
  readonly facts: Facts
  /** Hosts from which `$ref` may be read over http(s). */
  readonly refHosts: readonly string[]
  readonly problems: readonly ProblemOverride[]
  /** What the policy was made from, in order: `specward:recommended`, URIs of files. */
  readonly sources: readonly string[]
  /** Of all settings that can change a result. */
  readonly digest: string
}

export interface ActiveRule {
  readonly rule: Rule
  readonly category: string
  readonly severity: Severity
  readonly options: Readonly<Record<string, unknown>>
}

/** Severity of a problem, set by the organisation with a reason. */
export interface ProblemOverride {
  readonly code: ProblemCode
  /** Glob over file names relative to the configuration; undefined for all files. */
  readonly files: string | undefined
  readonly severity: 'error' | 'warn'
  readonly reason: string
}

/** Something wrong with the configuration: ends the run with exit code 2. */
export interface ConfigurationError {
  readonly message: string
  readonly uri: string
  /** 1-based; absent when the file as a whole is at fault. */
  readonly line?: number
  readonly column?: number
}

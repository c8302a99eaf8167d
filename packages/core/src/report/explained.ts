import type { Severity } from '../policy/rule.ts'

/** The policy for one document with the origin of everything in it; version 1. Fields may be added. */
export interface ExplainedPolicy {
  readonly version: 1
  /** Relative to the working directory, as all names; null for a folder. */
  readonly document: string | null
  /** Null where there is none. */
  readonly configuration: string | null
  readonly digest: string
  /** In the order in which they are laid over each other. */
  readonly sources: readonly ExplainedSource[]
  /** Every registered rule, sorted by id. */
  readonly rules: readonly ExplainedRule[]
  /** Entries of `policy`, of `refs.allow`, of `problems`, of `limits`, of `attestations` and of `waivers`. */
  readonly settings: readonly ExplainedSetting[]
  readonly failOn: ExplainedValue<Severity | 'never'>
  readonly overrides: readonly ExplainedOverride[]
  readonly locks: readonly ExplainedLock[]
  readonly exceptions: readonly ExplainedException[]
  readonly notices: readonly ExplainedNotice[]
}

/** Where something was said. */
export interface ExplainedOrigin {
  /** Name of a file or of a preset. */
  readonly source: string
  /** 1-based; null for presets. */
  readonly line: number | null
  /** Whether it stands in an override. */
  readonly inOverride: boolean
}

/** A value with where it comes from: null for what holds when nobody says anything. */
export interface ExplainedValue<Value> {
  readonly value: Value
  readonly from: ExplainedOrigin | null
  /** What was said before and does not hold, in that order. */
  readonly before: readonly { readonly value: Value; readonly from: ExplainedOrigin | null }[]
}

export interface ExplainedSource {
  readonly name: string
  /** Where it is extended; null for the configuration itself and for presets that no file names. */
  readonly from: ExplainedOrigin | null
  /** A preset or ruleset of the command line. */
  readonly asked: boolean
  /** A ruleset that nobody named: it was found near the document. */
  readonly discovered?: true
}

export interface ExplainedRule extends ExplainedValue<Severity | 'off'> {
  readonly id: string
  readonly category: string
  readonly options: readonly (ExplainedValue<unknown> & { readonly name: string })[]
  /** Where it is locked; null where it is not. */
  readonly locked: ExplainedOrigin | null
  /** Severities that overrides set for places. */
  readonly places: readonly {
    readonly pointers: readonly string[]
    readonly files: readonly string[] | null
    readonly value: Severity | 'off'
    readonly from: ExplainedOrigin
  }[]
}

export interface ExplainedSetting {
  /** `policy.allowedHosts`, `policy.gateway.tls`, `refs.allow`, `problems`, `attestations.longest`, `waivers.longest.error`. */
  readonly setting: string
  readonly value: unknown
  readonly from: ExplainedOrigin
}

export interface ExplainedOverride {
  readonly files: readonly string[] | null
  readonly pointers: readonly string[] | null
  readonly reason: string | null
  readonly from: ExplainedOrigin
  /** Whether it can concern the document. */
  readonly inForce: boolean
}

export interface ExplainedLock {
  readonly kind: 'rule' | 'setting'
  readonly subject: string
  readonly from: ExplainedOrigin
}

export interface ExplainedException {
  readonly subject: string
  readonly reason: string
  readonly owner: string
  readonly expires: string
  readonly approver: string | null
  readonly ticket: string | null
  readonly files: readonly string[] | null
  readonly from: ExplainedOrigin
}

export interface ExplainedNotice {
  readonly code: string
  readonly severity: 'error' | 'warn' | 'info'
  readonly message: string
  /** Null for what no file says: a preset that the command line names. */
  readonly file: string | null
  readonly line: number | null
}

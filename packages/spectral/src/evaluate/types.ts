import type {
  IRuleResult,
  ISpectralDiagnostic,
  Ruleset,
  RulesetFunctionContext,
} from '@stoplight/spectral-core'

import type { Guard } from '../guard/types.ts'

export interface RunRequest {
  readonly ruleset: Ruleset
  /** As `openDocument` gives it: resolved, and the document has its formats. */
  readonly inventory: RulesetFunctionContext['documentInventory']
  readonly document: RulesetFunctionContext['document']
  /** Of parser and resolver; they are among the results. */
  readonly diagnostics: readonly ISpectralDiagnostic[]
  readonly guard: Guard
  now(): number
  /** Ways through the document that are told apart at most; what needs more of them is lost. */
  readonly mostWays?: number | undefined
  readonly signal?: { readonly aborted: boolean } | undefined
}

/** What spectral-core's own run would have returned, and what it does not tell. */
export interface RunResult {
  /** Each once, in Spectral's order. */
  readonly results: readonly IRuleResult[]
  readonly rules: readonly RuleOutcome[]
  readonly expressions: readonly ExpressionOutcome[]
}

export interface RuleOutcome {
  readonly name: string
  /** Targets that its functions were called for; equal ones are counted once. */
  readonly targets: number
  readonly ms: number
  /** Its formats exclude the document. */
  readonly excluded: boolean
  /** Why the rule gave no results: nobody may take its silence for a pass. */
  readonly lost?: { readonly why: 'failed' | 'timeout'; readonly error: unknown }
  /** How many targets could not be judged, with a clause that tells why; what was found beside them stands. */
  readonly doubts?: { readonly count: number; readonly because: string } | undefined
}

export interface ExpressionOutcome {
  readonly expression: string
  /** Rules that use it. */
  readonly rules: readonly string[]
  readonly matches: number
  readonly fallback?: string
}

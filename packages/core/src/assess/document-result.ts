import type { RuleTally, Undecided } from '../evaluate/types.ts'
import type { Model } from '../model/model.ts'
import type { Policy, PolicyNotice } from '../policy/policy.ts'
import type { Graph } from '../resolve/graph.ts'
import type { SettledFinding } from '../settle/types.ts'
import type { AssessmentBasis } from './api.ts'

/** What the stages up to here have made of one document. */
export interface DocumentResult {
  readonly uri: string
  readonly format: string
  /** SHA-256 of what was read. */
  readonly digest: string
  readonly operations: number
  readonly policy: Policy
  readonly findings: readonly SettledFinding[]
  readonly undecided: readonly Undecided[]
  readonly rules: readonly RuleTally[]
  /** URIs of the document and of what it refers to. */
  readonly files?: readonly string[] | undefined
  /** How the expressions of rulesets were evaluated. */
  readonly expressions?: ExpressionCounts | undefined
  /** Of an API description in a run that is assessed. */
  readonly assessed?: AssessmentBasis
  /** What is to be told of the answers of people about it. */
  readonly attested?: readonly PolicyNotice[]
  /** Of a description that could be read, in a run that keeps it. */
  readonly understood?: Understood | undefined
}

/** An API description as the stages see it: its files with the references between them, and what they mean. */
export interface Understood {
  readonly graph: Graph
  readonly model: Model
}

export interface ExpressionCounts {
  readonly expressions: number
  readonly fallbacks: readonly { readonly expression: string; readonly because: string }[]
}

import type { At, Fix, References, Severity } from '../policy/rule.ts'
import type { Problem } from '../problem.ts'
import type { Node } from '../source/node.ts'
import type { Position } from '../source/types.ts'

/** A finding as a rule made it, before it is settled. */
export interface RawFinding {
  readonly ruleId: string
  readonly category: string
  readonly severity: Severity
  readonly message: string
  readonly at: At
  /** Node of the concept that was judged. */
  readonly node: Node
  readonly operations: readonly string[]
  /** Identity of the concept and the discriminator: what the fingerprint is made of. */
  readonly identity: string
  readonly discriminator: string | undefined
  /** See {@link RuleReport.covers}. */
  readonly covers?: readonly (At | string)[] | undefined
  readonly cause: At | undefined
  readonly related: readonly { readonly at: At; readonly message: string }[]
  readonly fix: Fix | undefined
  readonly references: References
  /** URI of the page of a rule that is none of Specward's own, or of the file that defines it. */
  readonly documentation?: string | undefined
  /** Texts that no output may show; the span of the finding holds one. */
  readonly secrets?: readonly string[] | undefined
  /** Of a finding by another tool: the place as that tool tells it. */
  readonly foreign?: ForeignPlace | undefined
}

export interface ForeignPlace {
  /** JSON Pointer; may lead on where there is nothing. */
  readonly pointer: string
  readonly range: { readonly start: Position; readonly end: Position }
  readonly documentationUrl: string | undefined
}

export interface Undecided {
  readonly ruleId: string
  readonly at: At
  readonly because: string
  /** Labels of the operations concerned. */
  readonly operations: readonly string[]
}

/** What one rule did with one document. */
export interface RuleTally {
  readonly id: string
  readonly judged: number
  /** Of these, nodes that it reported something about; undefined where nobody counted. */
  readonly flagged?: number
  readonly undecided: number
  readonly notApplicable: number
  readonly ms: number
  /** Present when the rule did not get through the document; a problem says why. */
  readonly stopped?: 'failed' | 'timeout'
  /** URIs of documents of a format that the rule is not for. */
  readonly excludes?: readonly string[]
}

export interface Evaluation {
  readonly findings: readonly RawFinding[]
  readonly undecided: readonly Undecided[]
  /** What was taken to be well without that being shown. */
  readonly assumed: readonly Undecided[]
  readonly rules: readonly RuleTally[]
  /** Rules that threw or ran past their budget. */
  readonly problems: readonly Problem[]
}

import type { RawFinding } from '../evaluate/types.ts'
import type { Severity } from '../policy/rule.ts'
import type { Position, Span } from '../source/types.ts'

/** A finding that survived: placed in the text, and known again by its fingerprint. */
export interface SettledFinding extends RawFinding {
  /** Of `at`, in the file of its node. */
  readonly span: Span
  /** 16 hexadecimal digits; free of lines, list indices and file names. Unique in a document. */
  readonly fingerprint: string
  /** Of a finding that tells of several things, what each alone would have as its fingerprint; sorted. */
  readonly parts?: readonly string[]
  /** Who has accepted it; undefined for what counts. */
  readonly suppressed?: Suppression | undefined
  /** True when the run has a base to compare with and the finding is there as well: then it does not fail the run. */
  readonly isKnown?: boolean | undefined
  /** The severity that the base knows it with, where it is graver now: then it is no known finding. */
  readonly baseSeverity?: Severity | undefined
  /** Of a finding that the base does not have: what was changed that brought it about, where that can be told. */
  readonly change?: Change | undefined
}

/** A finding that does not count, with whoever answers for that. */
export interface Suppression {
  /** An entry of the waivers file, a remark in the description, or a setting that is softer than in the base. */
  readonly kind: 'waiver' | 'inline' | 'policy'
  readonly reason: string
  readonly owner?: string | undefined
  /** Last day on which it holds: `2027-01-31`. */
  readonly expires?: string | undefined
  readonly ticket?: string | undefined
  readonly approver?: string | undefined
  /** Day on which it was written. */
  readonly created?: string | undefined
  /** Where it is said. */
  readonly uri: string
  readonly span: Span
}

/** A difference between the base and what was judged. */
export interface Change {
  readonly kind: 'removed' | 'changed' | 'added'
  /** URI of the file; of what was removed, in the base. */
  readonly uri: string
  readonly pointer: string
  /** In the base where it was removed, else in what was judged. */
  readonly range: { readonly start: Position; readonly end: Position }
}

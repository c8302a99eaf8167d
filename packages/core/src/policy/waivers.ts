import type { Path, SourceFile, Span } from '../source/types.ts'
import type { PolicyNotice } from './policy.ts'

/** An entry of `specward.waivers.yaml` that says all that it has to. */
export interface Waiver {
  readonly rule: string
  /** Of its scope, at least one is there; several narrow it. */
  readonly scope: WaiverScope
  readonly reason: string
  readonly owner: string
  /** Last day on which it holds: `2027-01-31`. */
  readonly expires: string
  readonly ticket: string | undefined
  readonly approver: string | undefined
  /** Day on which it was written. */
  readonly created: string | undefined
  /** Place in the list `waivers`. */
  readonly index: number
  /** URI of the file that it stands in. */
  readonly uri: string
  /** First line of the entry. */
  readonly span: Span
  /** The same, 1-based. */
  readonly line: number
}

export interface WaiverScope {
  readonly fingerprint?: string | undefined
  /** With a fingerprint, of a finding that tells of several things: what each alone is known by. */
  readonly parts?: readonly string[] | undefined
  /** Keys of a JSON Pointer, `*` for any: the place and all below it. */
  readonly pointer?: Path | undefined
  /** Label of an operation, in which `*` stands for any run of characters. */
  readonly operation?: string | undefined
  /** Glob, relative to the folder of the waivers. */
  readonly file?: string | undefined
}

/** An entry that says too little or too much to accept anything. */
export interface BrokenWaiver {
  readonly index: number
  /** Line of the entry, 1-based. */
  readonly line: number
  /** As far as they can be read. */
  readonly rule: string | undefined
  readonly owner: string | undefined
  readonly expires: string | undefined
  readonly notice: PolicyNotice & { readonly span: Span }
}

/** What a waivers file holds. */
export interface WaiverBook {
  readonly file: SourceFile
  readonly waivers: readonly Waiver[]
  readonly broken: readonly BrokenWaiver[]
}

/**
 * Waivers of a file that may be known by a pattern alone: each of them is held against every finding of its rule, so
 * that many more would take minutes.
 */
export const MOST_PATTERNS = 1000

/** Whether nothing of a scope names one thing alone, but for its file. */
export function isByPattern({ fingerprint, pointer, operation, file }: WaiverScope): boolean {
  if (fingerprint !== undefined || (pointer && !pointer.includes('*'))) return false
  if (operation !== undefined) return !isLiteral(operation)
  return pointer !== undefined || (file !== undefined && !isLiteral(file))
}

/** Whether a glob or a label names one thing alone. */
export function isLiteral(pattern: string): boolean {
  return !/[*?]/.test(pattern)
}

import type { RuleTally, Undecided } from '../evaluate/types.ts'
import type { Policy, PolicyNotice } from '../policy/policy.ts'
import type { BrokenWaiver, Waiver, WaiverBook } from '../policy/waivers.ts'
import type { SourceFile } from '../source/types.ts'
import type { SettledFinding } from './types.ts'

/** What is known of a judged document when it is decided what of its findings is accepted. */
export interface AcceptableDocument {
  readonly uri: string
  readonly policy: Policy
  readonly findings: readonly SettledFinding[]
  /** What was looked at for the assessment alone. */
  readonly assessed?: { readonly findings: readonly SettledFinding[] } | undefined
  readonly undecided: readonly Undecided[]
  readonly rules: readonly RuleTally[]
  /** URIs of the document and of what it refers to. */
  readonly files?: readonly string[] | undefined
}

/** A waivers file with the documents that it is in force for. */
export interface BookInForce {
  readonly book: WaiverBook
  /** URIs of documents. */
  readonly documents: ReadonlySet<string>
}

/** What a run has to say beside its documents. */
export interface AcceptRun {
  readonly books: readonly BookInForce[]
  /** URIs of all documents that were to be judged. */
  readonly requested: ReadonlySet<string>
  /** Of these, where something was not judged. */
  readonly incomplete: ReadonlySet<string>
  /** Every file that was read, by URI. */
  readonly files: ReadonlyMap<string, SourceFile>
  /** URI of a folder, ending in `/`. */
  readonly workingDirectory: string
  /** `2027-01-31`; undefined when nobody told. */
  readonly today: string | undefined
  exists(uri: string): Promise<boolean>
  /** URIs of all API descriptions in a folder and below; undefined where nobody can tell. */
  readonly descriptions?: ((folder: string) => Promise<readonly string[]>) | undefined
}

export type WaiverState =
  | 'active'
  | 'ends-soon'
  | 'expired'
  | 'stale'
  | 'incomplete'
  | 'forbidden'
  | 'not-approved'
  | 'too-long'
  | 'ambiguous'
  /** What it is for was not judged in this run. */
  | 'not-judged'

/** What became of a waiver. */
export interface WaiverStatus {
  readonly waiver: Waiver | BrokenWaiver
  /** URI of the file that it stands in. */
  readonly uri: string
  readonly state: WaiverState
  /** Findings that it covers, whether it suppresses them or not. */
  readonly findings: number
  /** Undefined when nobody told the date. */
  readonly daysLeft: number | undefined
  readonly notices: readonly PolicyNotice[]
}

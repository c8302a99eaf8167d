import type { Facet } from '../assess/catalogue.ts'
import type { ControlOutcome } from '../assess/decide.ts'
import type { RuleState } from '../assess/evidence.ts'
import type { Standing } from '../assess/standing.ts'
import type { Range, Report, ReportFinding, ReportUndecided } from './report.ts'

export type { ControlOutcome } from '../assess/decide.ts'
export type { Standing } from '../assess/standing.ts'

/**
 * What a review comes to, version 1. Other tools read it: fields may be added, none renamed or removed. Files, lines
 * and columns are those of the report.
 */
export interface Assessment {
  readonly version: 1
  readonly tool: Report['tool']
  /** The day that it is made for: `2027-01-31`. */
  readonly date: string
  readonly policy: Report['policy']
  /** The digest is that of everything in it that decides results. */
  readonly catalogue: { readonly id: string; readonly version: string; readonly digest: string }
  readonly documents: readonly AssessedDocument[]
}

export interface AssessedDocument {
  readonly file: string
  readonly format: string
  readonly digest: string
  readonly operations: number
  /** `info.title` and `info.version`; '' where there are none. */
  readonly title: string
  readonly apiVersion: string
  /** False when something of it could not be judged. */
  readonly complete: boolean
  /** Every control of the catalogue, in its order. */
  readonly controls: readonly AssessedControl[]
  /** Every practice and threat, in the order of the catalogue. */
  readonly rows: readonly AssessedRow[]
  readonly frameworks: readonly AssessedFramework[]
  /** Every operation: who may call it, over what, and what goes in and out. */
  readonly exposure: readonly ExposedOperation[]
  /** What rules found, those included that the policy leaves out because none of its presets has them. */
  readonly findings: readonly AssessedFinding[]
  readonly undecided: readonly ReportUndecided[]
}

export interface AssessedFinding extends ReportFinding {
  /** False for what only the assessment asks: the finding is not in the report, and fails nothing. */
  readonly inPolicy: boolean
}

export interface AssessedControl {
  readonly id: string
  readonly title: string
  readonly told: 'description' | 'both' | 'person'
  readonly result: ControlOutcome
  /** The same for who has to sign: `accepted` where somebody has accepted all that speaks against it. */
  readonly standing: Standing
  /** A sentence: what the result rests on. */
  readonly because: string
  readonly rules: readonly ControlRule[]
  /** Fingerprints of the findings of the document that speak against it; those that are accepted come last. */
  readonly findings: readonly string[]
  /** How many of these somebody has accepted. */
  readonly accepted: number
  /** Indices into `undecided` of the document. */
  readonly undecided: readonly number[]
  readonly question: ControlQuestion | null
}

export interface ControlRule {
  readonly id: string
  readonly state: RuleState
  readonly judged: number
  readonly undecided: number
  readonly findings: number
  /** Where the policy turns it off: `specward.yaml:12`. */
  readonly offAt?: string
}

export interface ControlQuestion {
  readonly text: string
  /** What would show that the answer is true. */
  readonly evidence: string
  readonly covers: Facet
  /** Digest of the part of the API that an answer is about, as it is now. */
  readonly digest: string
  /** Labels of the operations concerned; empty where the question is about the whole. */
  readonly operations: readonly string[]
  readonly state: 'unanswered' | 'answered' | 'changed' | 'expired'
  /** All answers that stand in the attestations file for it and this document. */
  readonly answers: readonly ControlAnswer[]
}

export interface ControlAnswer {
  readonly answer: 'yes' | 'no' | 'not-applicable'
  readonly by: string
  readonly date: string
  readonly validUntil: string
  readonly evidence: string
  readonly comment?: string
  readonly state: 'valid' | 'changed' | 'expired'
  readonly file: string
  readonly range?: Range
}

export interface AssessedRow {
  readonly id: string
  readonly kind: 'practice' | 'threat'
  readonly title: string
  readonly result: ControlOutcome
  /** That of its controls that has to be looked at first. */
  readonly standing: Standing
  /** An honest word: what a description can show of it, and what not. */
  readonly because: string
  /** Controls that answer it, and controls that are of some use for it. */
  readonly controls: readonly string[]
  readonly aside: readonly string[]
}

export interface AssessedFramework {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly note?: string
  readonly items: readonly {
    readonly id: string
    readonly title?: string
    readonly result: ControlOutcome
    readonly standing: Standing
    readonly because: string
    readonly controls: readonly string[]
  }[]
}

/** One operation as a caller meets it. */
export interface ExposedOperation {
  /** `GET /users/{id}`, `send orders`. */
  readonly operation: string
  readonly kind: 'http' | 'webhook' | 'callback' | 'send' | 'receive'
  /** Who may call it, by the weakest of its alternatives. */
  readonly callers: 'anyone' | 'optional' | 'authenticated' | 'unknown'
  /** A clause: what that rests on. */
  readonly because: string
  /** By whose word anybody may call it, and why; null where nobody has said so. */
  readonly intended: { readonly by: 'policy' | 'description'; readonly reason: string } | null
  readonly tags: readonly string[]
  /** Alternatives, each with what it asks for: `apiKey in header X-Key`, `oauth2 (orders:read)`. */
  readonly requires: readonly (readonly string[])[]
  readonly servers: readonly { readonly url: string; readonly encrypted: boolean | null }[]
  /** Sensitive fields that come in and go out. */
  readonly takes: readonly ExposedField[]
  readonly returns: readonly ExposedField[]
  readonly changesData: boolean
  readonly isDeprecated: boolean
  /** Fingerprints of findings of the policy about it. */
  readonly findings: readonly string[]
  readonly file: string
  readonly pointer: string
  readonly range: Range
}

export interface ExposedField {
  readonly name: string
  /** Class of the data: `credential`, `personal` ... */
  readonly kind: string
  /** `query`, `path`, `header`, `body`, `response 200` ... */
  readonly where: string
}

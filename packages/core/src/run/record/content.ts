import type { Exposure } from '../../assess/exposure.ts'
import type { RuleTally } from '../../evaluate/types.ts'
import type { PolicyNotice } from '../../policy/policy.ts'
import type { Fix, References, Severity } from '../../policy/rule.ts'
import type { ProblemCode } from '../../problem.ts'
import type { EditRefusal } from '../../source/edit-refused.ts'
import type { Span } from '../../source/types.ts'

/**
 * What a record holds: what was found in one document. Whatever there is many of is a row of numbers: nodes, files,
 * lists of operations and secrets stand in tables and are told by their index. Texts and URIs are written by `Words`.
 */
export interface Content {
  readonly files: readonly RecordedFile[]
  readonly nodes: readonly RecordedNode[]
  /** Labels of operations. */
  readonly labels: readonly string[]
  /** Lists of labels, by index. */
  readonly groups: readonly (readonly number[])[]
  readonly kinds: readonly RecordedKind[]
  readonly secrets: readonly RecordedSecret[]
  readonly problems: readonly RecordedProblem[]
  readonly isIncomplete: boolean
  /** True where nothing was looked at, because what has changed does not concern it. */
  readonly isUntouched?: boolean | undefined
  /** See `Leavings.refersTo`. */
  readonly refersTo?: readonly string[] | undefined
  readonly skipped?: { readonly reason: string; readonly detail?: string | undefined } | undefined
  readonly document?: RecordedDocument | undefined
  /** See `ForeignResult.trace`. */
  readonly traces: readonly unknown[]
  /** Milliseconds of each stage. */
  readonly stages: readonly (readonly [string, number])[]
}

export interface RecordedFile {
  readonly uri: string
  /** False for one that only the engine of rulesets has read. */
  readonly isRead: boolean
  /** True where only the patient parser gets through. */
  readonly isLenient: boolean
}

/** The node above, or `-1 - file` for a root; and the key. */
export type RecordedNode = readonly [number, string]

/** A node, and the span that is pointed at: start and end. */
export type RecordedPlace = readonly [number, number, number]

/** What is the same for many findings. */
export interface RecordedKind {
  readonly ruleId: string
  readonly category: string
  readonly references: References
  readonly documentation?: string | undefined
}

/** Where a secret stands: in the text of a file, or in the value of a node where it is written in another way. */
export type RecordedSecret =
  | { readonly file: number; readonly start: number; readonly end: number }
  | { readonly node: number; readonly start: number; readonly end: number }

export interface RecordedProblem {
  readonly code: ProblemCode
  readonly severity: 'error' | 'warn'
  readonly message: string
  readonly uri?: string | undefined
  readonly span?: Span | undefined
}

export interface RecordedDocument {
  readonly format: string
  readonly digest: string
  readonly operations: number
  readonly findings: readonly RecordedFinding[]
  readonly undecided: readonly RecordedUndecided[]
  readonly rules: readonly RuleTally[]
  readonly files?: readonly number[] | undefined
  readonly expressions?: RecordedExpressions | undefined
  readonly assessed?: RecordedAssessment | undefined
  readonly attested?: readonly RecordedNotice[] | undefined
}

export interface RecordedFinding {
  readonly kind: number
  readonly severity: Severity
  readonly message: string
  readonly at: RecordedPlace
  /** Of the concept that was judged. */
  readonly node: number
  readonly operations: number
  readonly identity: string
  readonly discriminator?: string | undefined
  readonly cause?: RecordedPlace | undefined
  readonly related: readonly (readonly [RecordedPlace, string])[]
  readonly fix?: RecordedFix | undefined
  readonly secrets?: readonly number[] | undefined
  readonly foreign?: RecordedForeign | undefined
  readonly fingerprint: string
  readonly parts?: readonly string[] | undefined
}

export interface RecordedForeign {
  readonly pointer: string
  /** Line and column of start and end. */
  readonly range: readonly [number, number, number, number]
  readonly documentationUrl?: string | undefined
}

export interface RecordedFix {
  readonly title: string
  readonly kind: Fix['kind']
  /** A node of the file, and the edit of its tree as JSON. */
  readonly edits: readonly (readonly [number, string])[]
  /** How they are written, file by file in the order of the edits. */
  readonly texts: readonly RecordedRendering[]
}

export type RecordedRendering = readonly (readonly [number, number, string])[] | EditRefusal

export interface RecordedUndecided {
  readonly ruleId: string
  readonly at: RecordedPlace
  readonly because: string
  readonly operations: number
}

export interface RecordedExpressions {
  readonly expressions: number
  readonly fallbacks: readonly { readonly expression: string; readonly because: string }[]
}

export interface RecordedNotice {
  readonly code: PolicyNotice['code']
  readonly severity: PolicyNotice['severity']
  readonly message: string
  readonly uri?: string | undefined
  readonly span?: Span | undefined
}

export interface RecordedAssessment {
  readonly format: string
  readonly title: string
  readonly apiVersion: string
  readonly facets: readonly RecordedFacet[]
  readonly unread: readonly RecordedProblem[]
  readonly findings: readonly RecordedFinding[]
  readonly undecided: readonly RecordedUndecided[]
  readonly rules: readonly RuleTally[]
  readonly exposures: readonly RecordedExposure[]
}

/** Name and digest of each part. */
export interface RecordedFacet {
  readonly name: string
  readonly parts: readonly (readonly [string, string])[]
}

export interface RecordedExposure {
  readonly label: string
  readonly tags: readonly string[]
  readonly deprecated: boolean
  readonly node: number
  readonly span?: { readonly key?: Span | undefined; readonly value: Span } | undefined
  readonly kind: Exposure['kind']
  readonly callers: Exposure['callers']
  readonly because: string
  readonly intended: Exposure['intended']
  readonly requires: readonly (readonly string[])[]
  readonly servers: Exposure['servers']
  readonly takes: Exposure['takes']
  readonly returns: Exposure['returns']
  readonly changesData: boolean
}

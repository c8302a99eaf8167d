import type { Severity } from '../policy/rule.ts'
import type { ProblemCode } from '../problem.ts'
import type { Position } from '../source/types.ts'

/**
 * The report, version 1. Other tools read it: fields may be added, none renamed or removed.
 * Files are relative to the working directory with `/` as separator; lines and columns are 1-based, columns
 * count UTF-16 code units, ends are exclusive.
 */
export interface Report {
  readonly version: 1
  readonly tool: { readonly name: 'specward'; readonly version: string }
  /** False when anything could not be judged. */
  readonly complete: boolean
  readonly policy: {
    readonly digest: string
    readonly sources: readonly string[]
    /** Rulesets among the sources that nobody named: they were found near a document. */
    readonly discovered?: readonly string[]
  }
  /** What the findings were held against; absent where there was nothing. */
  readonly base?: ReportBase
  readonly gate: { readonly failOn: Severity | 'never'; readonly failed: boolean }
  readonly documents: readonly ReportDocument[]
  /** Files that nobody named and that were not judged, and folders (ending in `/`) that were not searched. */
  readonly skipped: readonly ReportSkipped[]
  readonly summary: ReportSummary
  readonly findings: readonly ReportFinding[]
  readonly undecided: readonly ReportUndecided[]
  readonly problems: readonly ReportProblem[]
  readonly notices: readonly ReportNotice[]
  readonly rules: readonly ReportRule[]
  /** Only with timing: milliseconds per stage. */
  readonly stages?: Readonly<Record<string, number>>
  /** Only with timing, and where there are rulesets: how their expressions were evaluated. */
  readonly expressions?: {
    readonly evaluated: number
    /** Those that the original library had to evaluate, each with the reason; most of the time goes there. */
    readonly fallbacks: readonly { readonly expression: string; readonly because: string }[]
  }
}

/** What a run was compared with. */
export interface ReportBase {
  /** Files of another commit, the report of an earlier run, or a baseline. */
  readonly kind: 'git' | 'report' | 'baseline'
  /** As people call it: `main`, `specward.baseline.json`. */
  readonly name: string
  readonly commit?: string
  /** Findings that it knows and that are there no longer. */
  readonly fixed: number
  /** With a commit: findings that somebody has accepted and that nobody had accepted there. */
  readonly accepted?: number
}

export interface Range {
  readonly start: Position
  readonly end: Position
}

export interface ReportDocument {
  readonly file: string
  readonly format: string
  readonly digest: string
  readonly operations: number
  /** The gate that its own policy holds it to. */
  readonly failOn: Severity | 'never'
}

export interface ReportSkipped {
  readonly file: string
  /** The same for all files of the kind: `not an API description`. */
  readonly reason: string
  /** What decided that: `.gitignore:3`. */
  readonly detail?: string
}

export interface ReportSummary {
  readonly documents: number
  readonly operations: number
  readonly error: number
  readonly warn: number
  readonly info: number
  readonly hint: number
  /** Findings that somebody has accepted; they are in none of the numbers above. */
  readonly suppressed: number
  /** Of the findings counted by severity, those that the base has as well; they do not fail the run. */
  readonly known: number
}

export interface ReportFinding {
  readonly ruleId: string
  readonly severity: Severity
  readonly message: string
  readonly file: string
  readonly pointer: string
  readonly operations: readonly string[]
  readonly range: Range
  /** What it is known by in its document; free of lines, list indices and file names. */
  readonly fingerprint: string
  /**
   * Of a finding that tells of several things, what each alone would have as its fingerprint, sorted. One that has lost some of
   * them is no new finding, although its fingerprint is another.
   */
  readonly parts?: readonly string[]
  /** False when the run has a base to compare with and the finding is there as well. */
  readonly isNew: boolean
  readonly cause: { readonly file: string; readonly pointer: string; readonly range: Range } | null
  readonly references: {
    readonly owasp: readonly string[]
    readonly cwe: readonly number[]
    readonly controls: readonly string[]
  }
  readonly docs: string
  readonly related: readonly ReportRelated[]
  readonly fix: ReportFix | null
  readonly suppressed: ReportSuppression | null
  /** The severity that the base knows it with, where it is graver now: such a finding is new. */
  readonly baseSeverity?: Severity
  /** Of a finding that the base does not have: what was changed that brought it about. */
  readonly change?: ReportChange
  /** Of a finding in a file that is not the only document it belongs to: the names of those documents, sorted. */
  readonly documents?: readonly string[]
}

/** Why a finding does not count, and who answers for that. */
export interface ReportSuppression {
  /** An entry of the waivers file, a remark in the description, or a setting that is softer than in the base. */
  readonly kind: 'waiver' | 'inline' | 'policy'
  readonly reason: string
  readonly owner?: string
  /** Last day on which it holds: `2027-01-31`. */
  readonly expires?: string
  readonly ticket?: string
  readonly approver?: string
  /** Day on which it was written. */
  readonly created?: string
  /** Where it is said. */
  readonly file: string
  readonly range?: Range
}

export interface ReportChange {
  readonly kind: 'removed' | 'changed' | 'added'
  /** Of what was removed, file and range are those of the base. */
  readonly file: string
  readonly pointer: string
  readonly range: Range
}

export interface ReportRelated {
  readonly file: string
  readonly pointer: string
  readonly range: Range
  readonly message: string
}

export interface ReportFix {
  readonly title: string
  readonly kind: 'safe' | 'suggested'
  readonly edits: readonly { readonly file: string; readonly range: Range; readonly text: string }[]
}

export interface ReportUndecided {
  readonly ruleId: string
  readonly because: string
  readonly operations: readonly string[]
  readonly file: string
  readonly pointer: string
  readonly range: Range
}

export interface ReportProblem {
  readonly code: ProblemCode
  readonly severity: 'error' | 'warn'
  readonly message: string
  readonly file?: string
  readonly range?: Range
}

/** About the policy itself, not about an API. */
export interface ReportNotice {
  readonly code: string
  readonly severity: 'error' | 'warn' | 'info'
  readonly message: string
  readonly file?: string
  readonly range?: Range
}

export interface ReportRule {
  readonly id: string
  readonly judged: number
  readonly undecided: number
  readonly notApplicable: number
  readonly ms?: number
  /** Present when the rule did not get through every document; a problem says why. */
  readonly stopped?: 'failed' | 'timeout'
  /** Only with timing: documents of a format that the rule is not for. */
  readonly excludes?: readonly string[]
}

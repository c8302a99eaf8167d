import type { Span } from './source/types.ts'

/** Every reason for which Specward can fail to judge something. Closed: nobody decides by message text. */
export type ProblemCode =
  | 'file-not-found'
  | 'file-unreadable'
  | 'file-is-folder'
  | 'file-empty'
  | 'file-binary'
  | 'file-not-utf8'
  | 'file-too-large'
  | 'no-file-matched'
  | 'syntax-error'
  | 'multiple-documents'
  | 'nesting-too-deep'
  | 'alias-limit'
  | 'not-an-api-description'
  | 'unsupported-version'
  | 'unexpected-shape'
  | 'server-expansion-limit'
  | 'ref-not-found'
  | 'ref-file-not-found'
  | 'ref-unreadable'
  | 'ref-invalid'
  | 'ref-cycle'
  | 'ref-outside-root'
  | 'ref-host-not-allowed'
  | 'ref-private-address'
  | 'ref-not-locked'
  | 'ref-digest-mismatch'
  | 'nothing-judged'
  | 'rule-failed'
  | 'rule-timeout'
  | 'script-not-allowed'
  | 'document-lost'
  | 'internal-error'

/**
 * Something that could not be judged. `error` makes the run exit with 3; `warn` leaves the exit code alone
 * but the report is marked incomplete all the same.
 */
export interface Problem {
  readonly code: ProblemCode
  readonly severity: 'error' | 'warn'
  /** One or two sentences: what could not be read, and what to do about it. */
  readonly message: string
  /** URI of the file; absent when no file is at fault. */
  readonly uri?: string
  /** Offsets into the text of that file; absent when the file as a whole is at fault. */
  readonly span?: Span
}

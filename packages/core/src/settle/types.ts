import type { RawFinding } from '../evaluate/types.ts'
import type { Span } from '../source/types.ts'

/** A finding that survived: placed in the text, and known again by its fingerprint. */
export interface SettledFinding extends RawFinding {
  /** Of `at`, in the file of its node. */
  readonly span: Span
  /** 16 hexadecimal digits; free of lines, list indices and file names. Unique in a document. */
  readonly fingerprint: string
  /** Of a finding that tells of several things, what each alone would have as its fingerprint; sorted. */
  readonly parts?: readonly string[]
}

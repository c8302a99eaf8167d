import type { Ran } from '../against/types.ts'
import type { DocumentResult } from '../assess/document-result.ts'
import type { Problem } from '../problem.ts'
import type { SourceFile } from '../source/types.ts'
import type { SkippedFile } from './request.ts'

/** What the documents of a run leave behind, as it grows. */
export interface Outcome extends Ran {
  readonly documents: DocumentResult[]
  readonly skipped: SkippedFile[]
  readonly problems: Problem[]
  readonly files: Map<string, SourceFile>
  readonly incomplete: Set<string>
}

/** @param before what the face has to tell of files that it never handed over */
export function newOutcome(
  before: {
    readonly skipped?: readonly SkippedFile[] | undefined
    readonly problems?: readonly Problem[] | undefined
  } = {},
): Outcome {
  return {
    documents: [],
    skipped: [...(before.skipped ?? [])],
    problems: [...(before.problems ?? [])],
    files: new Map(),
    incomplete: new Set(),
  }
}

import { append } from '../append.ts'
import type { DocumentResult } from '../assess/document-result.ts'
import type { Task } from '../policy/task.ts'
import type { Problem } from '../problem.ts'
import { overrideProblems } from '../settle/override-problems.ts'
import type { SourceFile } from '../source/types.ts'
import type { Outcome } from './outcome.ts'
import type { LostDocument } from './record/document-record.ts'
import type { SkippedFile } from './request.ts'
import type { Leavings } from './tools.ts'

/** What one document leaves behind in a run. */
export interface Reviewed {
  readonly uri: string
  /** Undefined where nothing could be judged. */
  readonly document?: DocumentResult | undefined
  readonly skipped?: SkippedFile | undefined
  /** True where nothing was looked at, because what has changed does not concern it. */
  readonly isUntouched?: boolean | undefined
  /** With the severities that the policy sets. */
  readonly problems: readonly Problem[]
  /** Whether something of it was not judged. */
  readonly isIncomplete: boolean
  /** Every file that was read for it, by URI. */
  readonly files: ReadonlyMap<string, SourceFile>
  readonly left: Leavings
}

export function addTo(outcome: Outcome, reviewed: Reviewed): void {
  const { uri, document, skipped, problems, isIncomplete, files } = reviewed
  if (document) outcome.documents.push(document)
  if (skipped) outcome.skipped.push(skipped)
  if (isIncomplete) outcome.incomplete.add(uri)
  append(outcome.problems, problems)
  for (const [name, file] of files) outcome.files.set(name, file)
}

/** What a document leaves behind that what has changed does not concern. */
export function untouched(
  { document: { uri } }: Task,
  why: Pick<SkippedFile, 'reason' | 'detail'>,
): Reviewed {
  return {
    uri,
    skipped: { uri, ...why },
    isUntouched: true,
    isIncomplete: true,
    problems: [],
    files: new Map(),
    left: { isDated: false, traces: [] },
  }
}

/** What a document leaves behind over which something of ours came to an end. */
export function lostReview({ document: { uri }, policy }: Task, { lost }: LostDocument): Reviewed {
  const problem: Problem = { code: 'document-lost', severity: 'error', message: lost, uri }
  return {
    uri,
    problems: overrideProblems([problem], policy.problems),
    isIncomplete: true,
    files: new Map(),
    left: { isDated: false, traces: [] },
  }
}

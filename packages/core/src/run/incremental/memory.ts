import type { Task } from '../../policy/task.ts'
import type { Report } from '../../report/report.ts'
import type { ParsedFile } from '../../source/file.ts'
import type { Loader } from '../../source/load.ts'
import { SourceMemory } from '../../source/memory.ts'
import type { DocumentRequest, LintRequest } from '../request.ts'
import type { LintResult } from '../result.ts'

/** What is kept of earlier runs for later ones; see `createMemory`. */
export interface Memory {
  readonly sources: SourceMemory
  /** The last run over a description that could be read. */
  last: LastRun | undefined
}

export interface LastRun {
  readonly request: LintRequest
  readonly document: DocumentRequest
  /** The description, as it was judged. */
  readonly file: ParsedFile
  /** With the policy that it was judged by. */
  readonly task: Task
  /** What was read for it. */
  readonly loader: Loader
  readonly result: LintResult
  /** What was found in the newest slice, for the next change of the same entries. */
  readonly slice: JudgedSlice | undefined
  /** How many answers of `lintEdited` were made one from the other since the whole was judged. */
  readonly answers: number
}

export interface JudgedSlice {
  readonly key: string
  readonly file: ParsedFile
  readonly report: Report
}

/**
 * Something for a program to hand to one run after the other while somebody edits the same files: what has not changed is
 * not read again. It changes no result. Each memory is for one description; let go of it when the description is closed.
 */
export function createMemory(): Memory {
  return { sources: new SourceMemory(), last: undefined }
}

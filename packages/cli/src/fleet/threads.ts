import type { DocumentRecord, LostDocument, WantedRecord } from '@specward/core'
import type { ThreadEnd } from '../io.ts'
import type { JobResult } from './pool.ts'

/** What a thread is asked for. */
export type Question = Pick<WantedRecord, 'document' | 'version'>

/** What a thread says to it. */
export type Answer =
  /** Undefined where it has to be judged where the report is made. */
  | { readonly record: DocumentRecord | undefined }
  /** Words of an exception of our own. */
  | { readonly failed: string }

/** What a thread made of a document. */
export type Judged = { readonly record: DocumentRecord | undefined } | LostDocument

export function judgedBy(result: JobResult, memoryMb: number): Judged {
  if ('lost' in result) return { lost: lossOf(result.lost, memoryMb) }
  const answer = result.answer as Answer
  if ('record' in answer) return answer
  return { lost: `Specward failed on this document, which is a fault of Specward: ${answer.failed}` }
}

function lossOf({ reason, detail }: ThreadEnd, memoryMb: number): string {
  const head = 'This document was not judged: the thread that was at it'
  if (reason === 'out-of-memory') {
    return `${head} ran out of memory (${memoryMb} MB). Allow more, as in \`NODE_OPTIONS=--max-old-space-size=${2 * memoryMb}\`, with fewer threads (\`--jobs 1\`).`
  }
  if (reason === 'exit') return `${head} ended before it was done, as code of a ruleset can make it.`
  return `${head} ended with an error: ${detail}`
}

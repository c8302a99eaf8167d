import type { ThreadRoom } from '../io.ts'

/** How documents are spread over threads. */
export interface ThreadPlan {
  /** How many work at once; 0: everything is judged where the report is made. */
  readonly threads: number
  /** What the objects of each may take. */
  readonly memoryMb: number
}

/** Below, starting threads takes longer than they save. */
const FEWEST_BYTES = 4_000_000

/**
 * With fewer, one thread with what runs beside it (the check of conformance, the compiler and the collector of V8) has them
 * busy already: 173 descriptions of 60 MB took 20 s on two processors with one thread (29 s of processor time), and
 * 21 s with two (38 s).
 */
const FEWEST_PROCESSORS = 3

/** What judging a document costs whatever its size is, in bytes that take as long. */
const BYTES_A_DOCUMENT = 10_000

/** What makes another thread worth its start. */
const BYTES_A_THREAD = 2_000_000

/** What a thread needs in any case. */
const LEAST_MB = 1024

/** The part of the memory that threads may take together. */
const SHARE = 0.75

/** Whether there can be threads, whatever the documents are. */
export function mayHaveThreads(
  asked: number | undefined,
  { processors }: Pick<ThreadRoom, 'processors'>,
): boolean {
  return asked === undefined ? processors >= FEWEST_PROCESSORS : asked > 1
}

/**
 * @param sizes bytes of each document that is to be judged
 * @param asked how many threads somebody wants; undefined: as many as pay
 */
export function planThreads(
  sizes: readonly number[],
  asked: number | undefined,
  { processors, memoryMb, heapMb }: ThreadRoom,
): ThreadPlan {
  const work = sizes.reduce((sum, bytes) => sum + bytes + BYTES_A_DOCUMENT, 0)
  const paying = work >= FEWEST_BYTES ? Math.min(processors, Math.floor(work / BYTES_A_THREAD)) : 0
  const wanted = mayHaveThreads(asked, { processors }) ? Math.min(asked ?? paying, sizes.length) : 0
  const threads = wanted < 2 ? 0 : wanted
  const share = Math.max(LEAST_MB, Math.floor((memoryMb * SHARE) / Math.max(1, threads)))
  return { threads, memoryMb: Math.min(heapMb, share) }
}

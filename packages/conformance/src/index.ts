import type { ConformanceChecker, ConformanceRequest, ConformanceResult } from '@specward/core'
import { checkConformance } from './check.ts'
import type { Thread } from './thread.ts'

export type { ConformanceChecker } from '@specward/core'

export interface CheckerOptions {
  /** Descriptions with more characters than this are checked in a thread of their own. */
  readonly threadFrom?: number
  /** Another script for the thread. */
  readonly script?: URL
  /** Limit of the thread's heap in megabytes; by default that of the process. */
  readonly memoryMb?: number
}

/** Below this size, checking takes less time than starting a thread. */
const THREAD_FROM = 300_000

/**
 * Makes what `lint` needs to judge by the rule `spec-conformance`. Small descriptions are checked at once, larger ones
 * in a thread, which is started for the first of them and kept. Neither touches network or disk, but for the schemas
 * of the specifications.
 */
export function createConformanceChecker(options: CheckerOptions = {}): ConformanceChecker {
  let started: Promise<Thread> | undefined
  const threadFrom = options.threadFrom ?? THREAD_FROM
  return {
    async check(request) {
      const size = request.files.reduce((sum, { text }) => sum + text.length, 0)
      if (size < threadFrom) return checkHere(request)
      started ??= makeThread(options)
      const thread = await started
      return thread.exists ? askThread(thread, request) : checkHere(request)
    },
  }
}

async function makeThread({ script, memoryMb }: CheckerOptions): Promise<Thread> {
  const { Thread } = await import('./thread.ts')
  return new Thread(script, memoryMb)
}

function checkHere(request: ConformanceRequest): ConformanceResult {
  try {
    return checkConformance(request)
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}

async function askThread(thread: Thread, request: ConformanceRequest): Promise<ConformanceResult> {
  const { format, version } = request
  // JSON is read faster than a value is copied, YAML is not
  const files = request.files.map(({ uri, text, language, value }) =>
    language === 'json' ? { uri, text } : { uri, value },
  )
  return thread.ask({ format, version, files })
}

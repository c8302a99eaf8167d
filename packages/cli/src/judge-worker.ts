// Runs in a thread of its own and judges one document after the other; `fleet/pool.ts` hands them out.
import { createConformanceChecker } from '@specward/conformance'
import { ConfigurationFailure, createRecorder, type DocumentRequest } from '@specward/core'
import { type JudgeSetup, requestOf } from './fleet/setup.ts'
import type { Answer } from './fleet/threads.ts'
import { nodeIo } from './io.ts'
import { threadPort } from './io-threads.ts'

const port = threadPort()
if (port) {
  const setup = port.data as JudgeSetup
  // the processors are at work already
  const conformance = createConformanceChecker({ threadFrom: Number.POSITIVE_INFINITY })
  const recorder = createRecorder({ ...(await requestOf(setup)), conformance }, nodeIo().host(setup.host))
  port.serve(async (message): Promise<Answer> => {
    try {
      return { record: await recorder.record(message as DocumentRequest) }
    } catch (error) {
      // that is told where the report is made
      if (error instanceof ConfigurationFailure) return { record: undefined }
      return { failed: error instanceof Error ? error.message : String(error) }
    }
  })
}

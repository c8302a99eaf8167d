import { createConformanceChecker } from '@specward/conformance'
import { ConfigurationFailure, createRecorder, type DocumentRequest } from '@specward/core'
import type { Io } from '../io.ts'
import { type JudgeSetup, requestOf } from './setup.ts'
import type { Answer } from './threads.ts'

/** What a thread does: judges one document after the other by the same setup. */
export async function createAnswers(
  setup: JudgeSetup,
  io: Pick<Io, 'host'>,
): Promise<(document: DocumentRequest) => Promise<Answer>> {
  // the processors are at work already
  const conformance = createConformanceChecker({ threadFrom: Number.POSITIVE_INFINITY })
  const recorder = createRecorder({ ...(await requestOf(setup)), conformance }, io.host(setup.host))
  return async (document) => {
    try {
      return { record: await recorder.record(document) }
    } catch (error) {
      // that is told where the report is made
      if (error instanceof ConfigurationFailure) return { record: undefined }
      return { failed: error instanceof Error ? error.message : String(error) }
    }
  }
}

import { createConformanceChecker } from '@specward/conformance'
import { ConfigurationFailure, createRecorder, type Recorder } from '@specward/core'
import { openCommit } from '../base-commit.ts'
import type { Io } from '../io.ts'
import { UsageError } from '../usage.ts'
import { type JudgeSetup, requestOf } from './setup.ts'
import type { Answer, Question } from './threads.ts'

/** What a thread does: judges one document after the other by the same setup. */
export async function createAnswers(
  setup: JudgeSetup,
  io: Pick<Io, 'host' | 'git' | 'real' | 'blobId'>,
): Promise<(question: Question) => Promise<Answer>> {
  const recorder = await recorderFor(setup, io)
  return async ({ document, version }) => {
    try {
      return { record: await recorder.record(document, version) }
    } catch (error) {
      // that is told where the report is made, which tries it once more
      if (error instanceof ConfigurationFailure || error instanceof UsageError) return { record: undefined }
      return { failed: error instanceof Error ? error.message : String(error) }
    }
  }
}

async function recorderFor(
  setup: JudgeSetup,
  io: Pick<Io, 'host' | 'git' | 'real' | 'blobId'>,
): Promise<Recorder> {
  // the processors are at work already
  const conformance = createConformanceChecker({ threadFrom: Number.POSITIVE_INFINITY })
  const request = { ...(await requestOf(setup)), conformance }
  const host = io.host(setup.host)
  const { base } = setup
  if (base === undefined) return createRecorder(request, host)
  return createRecorder(request, host, () => openCommit(base, host, { ...io, cwd: setup.host.cwd }))
}

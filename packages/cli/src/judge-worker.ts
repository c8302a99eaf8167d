// Runs in a thread of its own and judges one document after the other; `fleet/pool.ts` hands them out.
import type { DocumentRequest } from '@specward/core'
import { createAnswers } from './fleet/answer.ts'
import type { JudgeSetup } from './fleet/setup.ts'
import { nodeIo, type ThreadPort, threadPort } from './io.ts'

const port = threadPort()
if (port) void serve(port)

async function serve(port: ThreadPort): Promise<void> {
  const answer = await createAnswers(port.data as JudgeSetup, nodeIo())
  port.serve((document) => answer(document as DocumentRequest))
}

// Runs in a thread of its own and judges one document after the other; `fleet/pool.ts` hands them out.
import { createAnswers } from './fleet/answer.ts'
import type { JudgeSetup } from './fleet/setup.ts'
import type { Question } from './fleet/threads.ts'
import { nodeIo, type ThreadPort, threadPort } from './io.ts'

const port = threadPort()
if (port) void serve(port)

async function serve(port: ThreadPort): Promise<void> {
  const answer = await createAnswers(port.data as JudgeSetup, nodeIo())
  port.serve((question) => answer(question as Question))
}

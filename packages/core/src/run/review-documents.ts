import type { Task } from '../policy/task.ts'
import type { Outcome } from './outcome.ts'
import { reviewed } from './review.ts'
import { addTo } from './reviewed.ts'
import type { RunTools } from './tools.ts'
import type { Versions } from './versions.ts'

/** Reviews the documents of a run, one after the other, with the records that there are of them. */
export async function reviewDocuments(
  tasks: readonly Task[],
  tools: RunTools,
  versions: Versions,
  outcome: Outcome,
): Promise<void> {
  const { progress } = tools.request
  const isWhole = isKeptWhole(tools)
  if (!isWhole) await versions.expectRun(tasks)
  for (const [index, task] of tasks.entries()) {
    progress?.(index, tasks.length, task.document.uri)
    if (isWhole) addTo(outcome, await reviewed(task, tools))
    else await versions.reviewRun(task)
  }
  versions.finishRun()
}

/** Whether more is asked of the documents than what was found in them. */
function isKeptWhole({ request: { keep, memory, fetched } }: RunTools): boolean {
  return keep === true || fetched !== undefined || memory !== undefined
}

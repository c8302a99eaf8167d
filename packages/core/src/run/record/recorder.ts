import { planAssessment } from '../../assess/plan.ts'
import type { Host } from '../../host.ts'
import { createPolicyCache } from '../../policy/find.ts'
import { createLoader } from '../../source/load.ts'
import { Stopwatch } from '../../stopwatch.ts'
import { openAttestations, withAnswers } from '../attestations.ts'
import { planTasks } from '../plan.ts'
import type { DocumentRequest, LintRequest } from '../request.ts'
import { loaderFor } from '../review.ts'
import type { DocumentRecord } from './document-record.ts'
import { ReadFiles } from './read-files.ts'
import { recordOf, reviewNoting } from './review-recorded.ts'

/** Judges documents for their records alone: the part of a run that other threads and machines can do. */
export interface Recorder {
  /**
   * Judges a document as `lint` does with the same request.
   *
   * @returns undefined where what was found cannot be told as plain data: it is judged where the report is made
   * @throws ConfigurationFailure when a configuration is not valid
   * @throws EvaluationCancelled when the signal is aborted
   */
  record(document: DocumentRequest): Promise<DocumentRecord | undefined>
}

/** A recorder reads each configuration once; files are forgotten as documents are done. Give it one document at a time. */
export function createRecorder(request: Omit<LintRequest, 'documents'>, host: Host): Recorder {
  const loader = createLoader(host)
  const cache = createPolicyCache(host, loader)
  const files = new ReadFiles()
  return {
    async record(document) {
      const asked = { ...request, documents: [document] }
      const tasks = await planTasks(asked, host, loader, cache)
      const attestations = await openAttestations(asked, loader, tasks)
      const assessing =
        request.assess && planAssessment(withAnswers(request.assess, attestations), request.registry)
      const watch = new Stopwatch(() => host.now())
      const tools = { request: asked, host, loader, watch, assessing, attestations }
      const [task] = tasks
      if (!task) return undefined
      const noted = await reviewNoting(task, tools)
      const record = noted.reviewed.isUntouched ? undefined : await recordOf(task, noted, tools)
      await files.note(noted.asked.values(), task, loaderFor(task, tools))
      if (files.areMany) files.forget()
      return record
    },
  }
}

import { planAssessment } from '../../assess/plan.ts'
import type { Host } from '../../host.ts'
import { createPolicyCache } from '../../policy/find.ts'
import type { Task } from '../../policy/task.ts'
import { createLoader, type Loader } from '../../source/load.ts'
import { Stopwatch } from '../../stopwatch.ts'
import { openAttestations, withAnswers } from '../attestations.ts'
import { planTasks } from '../plan.ts'
import type { DocumentRequest, LintRequest } from '../request.ts'
import type { DocumentRecord } from './document-record.ts'
import { boundsOf, type NotingLoader } from './inputs.ts'
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

/** Characters of files that are kept parsed, for documents that share them. */
const MOST_PARSED = 16_000_000

/** A recorder reads each configuration once; files are let go as documents are done. Give it one document at a time. */
export function createRecorder(request: Omit<LintRequest, 'documents'>, host: Host): Recorder {
  const loader = createLoader(host)
  const cache = createPolicyCache(host, loader)
  const parsed = new Parsed(loader)
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
      await parsed.note(noted.asked, task)
      return record
    },
  }
}

/** The files that a loader keeps parsed. */
class Parsed {
  readonly #loader: Loader
  readonly #files = new Set<string>()
  #size = 0

  constructor(loader: Loader) {
    this.#loader = loader
  }

  async note(asked: NotingLoader['asked'], task: Task): Promise<void> {
    for (const { uri, isNamed } of asked.values()) {
      if (this.#files.has(uri)) continue
      this.#files.add(uri)
      const loaded = await this.#loader.load(uri, boundsOf(uri, isNamed, task))
      if ('file' in loaded) this.#size += loaded.file.text.length
    }
    if (this.#size <= MOST_PARSED) return
    for (const uri of this.#files) await this.#loader.rest?.(uri)
    this.#files.clear()
    this.#size = 0
  }
}

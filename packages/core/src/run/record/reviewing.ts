import type { Version } from '../../against/types.ts'
import type { Task } from '../../policy/task.ts'
import type { Outcome } from '../outcome.ts'
import { lostReview, type Reviewed } from '../reviewed.ts'
import type { RunTools } from '../tools.ts'
import { basisOf, wordsOf } from './basis.ts'
import type { DocumentRecord, LostDocument, WantedRecord } from './document-record.ts'
import { mayAsk } from './inputs.ts'
import type { LettingGo } from './letting-go.ts'
import { contentIn } from './read-record.ts'
import { type Noted, recordOf, restoreRecord, reviewNoting } from './review-recorded.ts'

/** Reviews documents in one version of files and policy. */
export class Reviewing {
  readonly #tools: RunTools
  readonly #version: Version | undefined
  readonly #lettingGo: LettingGo

  /**
   * @param version undefined for the documents of the run
   * @param lettingGo of the loader of the tools
   */
  constructor(tools: RunTools, version: Version | undefined, lettingGo: LettingGo) {
    this.#tools = tools
    this.#version = version
    this.#lettingGo = lettingGo
  }

  wanted(task: Task): WantedRecord {
    const words = wordsOf(task, this.#tools)
    return {
      document: task.document,
      basis: basisOf(task, this.#tools),
      version: this.#version,
      mayRead: ({ uri, isNamed }) => mayAsk(words.readUri(uri), isNamed, task),
    }
  }

  /** @param outcome where the document is put at once; else where those of the run are put in the end */
  async review(task: Task, outcome?: Outcome): Promise<void> {
    let isRestored = false
    const noted = await reviewNoting(task, this.#tools, async () => {
      const restored = await this.#restored(task)
      isRestored = restored !== undefined
      return restored
    })
    if (isRestored) {
      this.#lettingGo.takeRestored(task, noted.reviewed, outcome)
      return
    }
    const record = await this.#keep(task, noted)
    await this.#lettingGo.take(task, noted, record && contentIn(record), outcome)
  }

  async #keep(task: Task, noted: Noted): Promise<DocumentRecord | undefined> {
    const { records = {} } = this.#tools.request
    if (!records.keep || noted.reviewed.isUntouched) return undefined
    const record = await recordOf(task, noted, this.#tools)
    if (record) records.keep(record, this.wanted(task))
    return record
  }

  async #restored(task: Task): Promise<Reviewed | undefined> {
    const found = await this.#found(task)
    if (found && 'lost' in found) return lostReview(task, found)
    return found && restoreRecord(task, found, this.#tools)
  }

  /** Where records cannot be had, documents are judged here. */
  async #found(task: Task): Promise<DocumentRecord | LostDocument | undefined> {
    try {
      return await this.#tools.request.records?.find?.(this.wanted(task))
    } catch (error) {
      if (error instanceof Error && error.name === 'EvaluationCancelled') throw error
      return undefined
    }
  }
}

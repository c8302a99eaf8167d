import type { Task } from '../../policy/task.ts'
import type { Outcome } from '../outcome.ts'
import { reviewed } from '../review.ts'
import { addTo, lostReview, type Reviewed } from '../reviewed.ts'
import type { RunTools } from '../tools.ts'
import { basisOf } from './basis.ts'
import type { DocumentRecord, DocumentRecords, LostDocument, WantedRecord } from './document-record.ts'
import { LettingGo } from './letting-go.ts'
import { contentIn } from './read-record.ts'
import { type Noted, recordOf, restoreRecord, reviewNoting } from './review-recorded.ts'

/** Reviews the documents of a run, one after the other, with the records that there are of them. */
export async function reviewDocuments(
  tasks: readonly Task[],
  tools: RunTools,
  outcome: Outcome,
): Promise<void> {
  const { progress } = tools.request
  const reviewing = isKeptWhole(tools) ? undefined : new Reviewing(tools, outcome)
  reviewing?.expect(tasks)
  for (const [index, task] of tasks.entries()) {
    progress?.(index, tasks.length, task.document.uri)
    if (reviewing) await reviewing.review(task)
    else addTo(outcome, await reviewed(task, tools))
  }
  reviewing?.finish()
}

/** Whether more is asked of the documents than what was found in them. */
function isKeptWhole({ request: { keep, memory, base, fetched } }: RunTools): boolean {
  return (
    keep === true ||
    fetched !== undefined ||
    memory !== undefined ||
    (typeof base === 'object' && base.kind === 'git')
  )
}

class Reviewing {
  readonly #records: DocumentRecords
  readonly #tools: RunTools
  readonly #lettingGo: LettingGo

  constructor(tools: RunTools, outcome: Outcome) {
    this.#records = tools.request.records ?? {}
    this.#tools = tools
    this.#lettingGo = new LettingGo(tools, outcome)
  }

  expect(tasks: readonly Task[]): void {
    // which documents a change concerns shows only when they are read
    if (!this.#tools.request.changed) this.#records.expect?.(tasks.map((task) => this.#wanted(task)))
  }

  async review(task: Task): Promise<void> {
    let isRestored = false
    const noted = await reviewNoting(task, this.#tools, async () => {
      const restored = await this.#restored(task)
      isRestored = restored !== undefined
      return restored
    })
    if (isRestored) {
      this.#lettingGo.takeRestored(task, noted.reviewed)
      return
    }
    const record = await this.#keep(task, noted)
    await this.#lettingGo.take(task, noted, record && contentIn(record))
  }

  finish(): void {
    this.#lettingGo.finish()
  }

  async #keep(task: Task, noted: Noted): Promise<DocumentRecord | undefined> {
    if (!this.#records.keep || noted.reviewed.isUntouched) return undefined
    const record = await recordOf(task, noted, this.#tools)
    if (record) this.#records.keep(record, this.#wanted(task))
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
      return await this.#records.find?.(this.#wanted(task))
    } catch (error) {
      if (error instanceof Error && error.name === 'EvaluationCancelled') throw error
      return undefined
    }
  }

  #wanted(task: Task): WantedRecord {
    return { document: task.document, basis: basisOf(task, this.#tools) }
  }
}

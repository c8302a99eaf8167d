import type { Task } from '../../policy/task.ts'
import { mayHoldRemarks } from '../../settle/remarks.ts'
import type { Outcome } from '../outcome.ts'
import { loaderFor } from '../review.ts'
import { addTo, type Reviewed } from '../reviewed.ts'
import type { RunTools } from '../tools.ts'
import type { Content } from './content.ts'
import { ReadFiles } from './read-files.ts'
import { contentOfJson } from './read-record.ts'
import { type Noted, restoredOrNot } from './review-recorded.ts'
import { contentOf } from './write.ts'

/** A document that is not yet part of the outcome. */
interface Held {
  readonly task: Task
  readonly reviewed: Reviewed
  /** What its record tells, where there is one. */
  readonly content: Content | undefined
  /** Whether it was restored, and holds on to no tree. */
  readonly isRestored: boolean
}

/**
 * Takes over documents as they are judged, and lets go of the trees of files and models once there are too many of
 * them: what was found is kept as it would be restored from a record, which holds on to no text and no value of a file.
 * A file is parsed again where somebody looks into it after all.
 */
export class LettingGo {
  readonly #tools: RunTools
  readonly #outcome: Outcome
  readonly #files: ReadFiles
  #held: Held[] = []

  constructor(tools: RunTools, outcome: Outcome, files: ReadFiles = new ReadFiles()) {
    this.#tools = tools
    this.#outcome = outcome
    this.#files = files
  }

  /** Takes over a document that was restored from a record. */
  takeRestored(task: Task, reviewed: Reviewed): void {
    // while the texts are at hand
    for (const file of reviewed.files.values()) mayHoldRemarks(file)
    this.#held.push({ task, reviewed, content: undefined, isRestored: true })
  }

  /**
   * Takes over a document that was judged.
   * @param content what its record tells, where there is one
   */
  async take(task: Task, { reviewed, asked }: Noted, content: Content | undefined): Promise<void> {
    this.#held.push({ task, reviewed: { ...reviewed, graphs: new Map() }, content, isRestored: false })
    await this.#files.note(asked.values(), task, loaderFor(task, this.#tools))
    if (this.#files.areMany) await this.#letGo()
  }

  /** Hands over to the outcome what is held still, as it is. */
  finish(): void {
    for (const { reviewed } of this.#held) addTo(this.#outcome, reviewed)
    this.#held = []
  }

  async #letGo(): Promise<void> {
    const told = this.#held.map((held) => ({ ...held, content: this.#contentOf(held) }))
    this.#held = []
    // what cannot be told as data keeps its files as they are
    const whole = told.filter(({ content, isRestored }) => !content && !isRestored)
    const kept = new Set(whole.flatMap(({ reviewed }) => [...reviewed.files.keys()]))
    const files = new Map(this.#outcome.files)
    for (const { reviewed } of told) for (const [uri, file] of reviewed.files) files.set(uri, file)
    await this.#files.rest(kept, (uri, file) => {
      mayHoldRemarks(file)
      files.set(uri, file)
      if (this.#outcome.files.has(uri)) this.#outcome.files.set(uri, file)
    })
    for (const { task, reviewed, content } of told) {
      addTo(this.#outcome, (content && restoredOrNot(task, content, files, this.#tools)) ?? reviewed)
    }
  }

  /** As plain data with strings of their own: one that is part of a text would keep all of it. */
  #contentOf({ task, reviewed, content, isRestored }: Held): Content | undefined {
    if (isRestored) return undefined
    const folders = [this.#tools.request.workingDirectory, task.root] as const
    const told = content ?? contentOf(reviewed, { folders, rendersFixes: true })
    return told && contentOfJson(JSON.stringify(told))
  }
}

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

/** A document that is not yet part of an outcome, or that is put there as it was judged. */
interface Held {
  readonly task: Task
  readonly reviewed: Reviewed
  /** What its record tells, where there is one. */
  readonly content: Content | undefined
  /** Whether it was restored, and holds on to no tree. */
  readonly isRestored: boolean
  /** Of one that is part of an outcome already. */
  readonly given: Given | undefined
}

interface Given {
  readonly outcome: Outcome
  /** Place among its documents; -1 where nothing was judged. */
  readonly index: number
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
  takeRestored(task: Task, reviewed: Reviewed, outcome?: Outcome): void {
    // while the texts are at hand
    for (const file of reviewed.files.values()) mayHoldRemarks(file)
    if (outcome) addTo(outcome, reviewed)
    else this.#held.push({ task, reviewed, content: undefined, isRestored: true, given: undefined })
  }

  /**
   * Takes over a document that was judged.
   * @param content what its record tells, where there is one
   * @param outcome where it is put at once; else in that of the run, in the end
   */
  async take(
    task: Task,
    { reviewed, asked }: Noted,
    content: Content | undefined,
    outcome?: Outcome,
  ): Promise<void> {
    const given = outcome && givenTo(outcome, reviewed)
    this.#held.push({ task, reviewed, content, isRestored: false, given })
    await this.noteFiles(task, asked)
  }

  /** Takes note of files that were read for a document. */
  async noteFiles(task: Task, asked: Noted['asked']): Promise<void> {
    await this.#files.note(asked.values(), task, loaderFor(task, this.#tools))
    // a single document is asked for again at the end, and nothing comes after it
    if (this.#files.areMany && this.#tools.request.documents.length > 1) await this.#letGo()
  }

  /** Hands over to the outcome what is held still, as it is. */
  finish(): void {
    for (const { reviewed, given } of this.#held) if (!given) addTo(this.#outcome, reviewed)
    this.#held = []
  }

  async #letGo(): Promise<void> {
    const told = this.#held.map((held) => ({ ...held, content: this.#contentOf(held) }))
    this.#held = []
    // what cannot be told as data keeps its files as they are
    const whole = told.filter(({ content, isRestored }) => !content && !isRestored)
    const kept = new Set(whole.flatMap(({ reviewed }) => [...reviewed.files.keys()]))
    const files = new Map(this.#outcome.files)
    const outcomes = new Set([this.#outcome, ...told.flatMap(({ given }) => given?.outcome ?? [])])
    for (const { reviewed } of told) for (const [uri, file] of reviewed.files) files.set(uri, file)
    await this.#files.rest(kept, (uri, file) => {
      mayHoldRemarks(file)
      files.set(uri, file)
      for (const { files } of outcomes) if (files.has(uri)) files.set(uri, file)
    })
    for (const { task, reviewed, content, given } of told) {
      const restored = content && restoredOrNot(task, content, files, this.#tools)
      if (!given) addTo(this.#outcome, restored ?? reviewed)
      else if (restored?.document && given.index >= 0)
        given.outcome.documents[given.index] = restored.document
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

function givenTo(outcome: Outcome, reviewed: Reviewed): Given {
  addTo(outcome, reviewed)
  const { document } = reviewed
  return { outcome, index: document ? outcome.documents.lastIndexOf(document) : -1 }
}

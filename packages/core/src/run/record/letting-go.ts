import type { Task } from '../../policy/task.ts'
import type { SourceFile } from '../../source/types.ts'
import type { Outcome } from '../outcome.ts'
import type { Reviewed } from '../reviewed.ts'
import type { RunTools } from '../tools.ts'
import { boundsOf } from './inputs.ts'
import { type Noted, restoredOrNot } from './review-recorded.ts'
import { contentOf } from './write.ts'

/** Characters of files that are kept parsed: a tree takes many times the room of its text. */
const MOST_PARSED = 16_000_000

/** A document whose findings hold on to the trees of its files. */
interface Held {
  readonly task: Task
  readonly reviewed: Reviewed
  /** Place among the documents of the run; -1 where nothing was judged. */
  readonly index: number
}

/**
 * Lets go of the trees of files and models once there are too many of them: what was found is kept as it would be
 * restored from a record, and a file is parsed again where somebody looks into it after all.
 */
export class LettingGo {
  readonly #tools: RunTools
  readonly #outcome: Outcome
  readonly #most: number
  #held: Held[] = []
  readonly #files = new Set<string>()
  #size = 0

  constructor(tools: RunTools, outcome: Outcome, most: number = MOST_PARSED) {
    this.#tools = tools
    this.#outcome = outcome
    this.#most = most
  }

  /** Takes note of a document that was just added to the outcome. */
  async note(task: Task, { reviewed, asked }: Noted, isRestored: boolean): Promise<void> {
    const { document } = reviewed
    if (document && !isRestored) {
      this.#held.push({ task, reviewed, index: this.#outcome.documents.lastIndexOf(document) })
    }
    for (const { uri, isNamed } of asked.values()) {
      if (this.#files.has(uri)) continue
      this.#files.add(uri)
      const loaded = await this.#tools.loader.load(uri, boundsOf(uri, isNamed, task))
      if ('file' in loaded) this.#size += loaded.file.text.length
    }
    if (this.#size > this.#most) await this.#letGo()
  }

  async #letGo(): Promise<void> {
    const { request } = this.#tools
    const told = this.#held.map((held) => {
      const folders = [request.workingDirectory, held.task.root] as const
      return { held, content: contentOf(held.reviewed, { folders, rendersFixes: false }) }
    })
    // what cannot be told as data keeps its files as they are
    const kept = new Set(
      told.flatMap(({ held, content }) => (content ? [] : [...held.reviewed.files.keys()])),
    )
    const files = await this.#atRest(kept)
    this.#held = []
    for (const { held, content } of told) {
      const restored = content && restoredOrNot(held.task, content, files, this.#tools)
      const document = restored?.document
      if (document) this.#outcome.documents[held.index] = document
      else this.#held.push(held)
    }
    this.#files.clear()
    this.#size = 0
  }

  /** The files as they stand for what is restored, by URI. */
  async #atRest(kept: ReadonlySet<string>): Promise<ReadonlyMap<string, SourceFile>> {
    const files = new Map(this.#outcome.files)
    for (const uri of this.#files) {
      const file = kept.has(uri) ? undefined : await this.#tools.loader.rest?.(uri)
      if (!file) continue
      files.set(uri, file)
      if (this.#outcome.files.has(uri)) this.#outcome.files.set(uri, file)
    }
    return files
  }
}

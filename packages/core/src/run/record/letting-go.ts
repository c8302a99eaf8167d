import type { Task } from '../../policy/task.ts'
import type { Bounds } from '../../source/bounds.ts'
import type { Loader } from '../../source/load.ts'
import type { SourceFile } from '../../source/types.ts'
import type { Outcome } from '../outcome.ts'
import { loaderFor } from '../review.ts'
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
  readonly outcome: Outcome
  /** Place among the documents of the outcome; -1 where nothing was judged. */
  readonly index: number
}

/**
 * Lets go of the trees of files and models once there are too many of them: what was found is kept as it would be
 * restored from a record, and a file is parsed again where somebody looks into it after all. One for all that is
 * judged by one loader.
 */
export class LettingGo {
  readonly #tools: RunTools
  readonly #most: number
  #held: Held[] = []
  readonly #outcomes = new Set<Outcome>()
  readonly #files = new Map<string, { readonly loader: Loader; readonly bounds: Bounds | undefined }>()
  #size = 0

  constructor(tools: RunTools, most: number = MOST_PARSED) {
    this.#tools = tools
    this.#most = most
  }

  /** Takes note of a document that was just added to an outcome. */
  async note(task: Task, { reviewed, asked }: Noted, isRestored: boolean, outcome: Outcome): Promise<void> {
    const { document } = reviewed
    this.#outcomes.add(outcome)
    if (document && !isRestored) {
      this.#held.push({ task, reviewed, outcome, index: outcome.documents.lastIndexOf(document) })
    }
    await this.noteFiles(task, asked)
  }

  /** Takes note of files that were read for a document. */
  async noteFiles(task: Task, asked: Noted['asked']): Promise<void> {
    const loader = loaderFor(task, this.#tools)
    for (const { uri, isNamed } of asked.values()) {
      if (this.#files.has(uri)) continue
      const bounds = boundsOf(uri, isNamed, task)
      this.#files.set(uri, { loader, bounds })
      const loaded = await loader.load(uri, bounds)
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
      if (document) held.outcome.documents[held.index] = document
      else this.#held.push(held)
    }
    this.#outcomes.clear()
    for (const { outcome } of this.#held) this.#outcomes.add(outcome)
    this.#files.clear()
    this.#size = 0
  }

  /** The files as they stand for what is restored, by URI. */
  async #atRest(kept: ReadonlySet<string>): Promise<ReadonlyMap<string, SourceFile>> {
    const files = new Map([...this.#outcomes].flatMap((outcome) => [...outcome.files]))
    for (const [uri, { loader, bounds }] of this.#files) {
      const file = kept.has(uri) ? undefined : await loader.rest?.(uri, bounds)
      if (!file) continue
      files.set(uri, file)
      for (const outcome of this.#outcomes) if (outcome.files.has(uri)) outcome.files.set(uri, file)
    }
    return files
  }
}

import type { Task } from '../../policy/task.ts'
import type { Bounds } from '../../source/bounds.ts'
import { lengthOf } from '../../source/dormant.ts'
import type { Loader } from '../../source/load.ts'
import type { SourceFile } from '../../source/types.ts'
import { type Asked, boundsOf } from './inputs.ts'

/** Characters of files that are kept parsed, for documents that share them: a tree takes many times the room of its text. */
const MOST_PARSED = 2_000_000

/** The files that a loader keeps parsed. */
export class ReadFiles {
  readonly #files = new Map<string, { readonly loader: Loader; readonly bounds: Bounds | undefined }>()
  readonly #most: number
  #size = 0

  constructor(most: number = MOST_PARSED) {
    this.#most = most
  }

  /** Takes note of what was asked of a loader for a document. */
  async note(asked: Iterable<Asked>, task: Task, loader: Loader): Promise<void> {
    for (const { uri, isNamed } of asked) {
      if (this.#files.has(uri)) continue
      const bounds = boundsOf(uri, isNamed, task)
      this.#files.set(uri, { loader, bounds })
      const known = await loader.peek?.(uri, bounds)
      if (known && 'file' in known) this.#size += lengthOf(known.file)
    }
  }

  /** Whether it is time to let go of them. */
  get areMany(): boolean {
    return this.#size > this.#most
  }

  /**
   * Lets go of all that was made of the texts.
   * @param kept URIs of files that somebody holds on to
   * @param rested told of each file that stands for another one from now on
   */
  async rest(kept?: ReadonlySet<string>, rested?: (uri: string, file: SourceFile) => void): Promise<void> {
    for (const [uri, { loader, bounds }] of this.#files) {
      const file = kept?.has(uri) ? undefined : await loader.rest?.(uri, bounds)
      if (file) rested?.(uri, file)
    }
    this.#done()
  }

  /** Forgets all of them, for somebody who holds on to nothing and may read them again. */
  forget(): void {
    for (const [uri, { loader }] of this.#files) loader.forget?.(uri)
    this.#done()
  }

  #done(): void {
    this.#files.clear()
    this.#size = 0
  }
}

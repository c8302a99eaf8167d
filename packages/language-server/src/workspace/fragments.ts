import { keyOf } from '../files.ts'
import { hintDiagnostic } from '../translate.ts'
import { looksLikeFragment } from './fragment.ts'
import { Reach } from './reach.ts'
import type { Workspace } from './workspace.ts'

const NOBODY =
  'No API description in the workspace refers to this file, and it is none itself: so nothing in it was judged.'

/** Open files that are parts of API descriptions: finds those that they are parts of. */
export class Fragments {
  readonly #workspace: Workspace
  readonly #reach: Reach
  /** The open files that were looked up since anything changed that matters, by key. */
  readonly #lookedUp = new Map<string, Promise<void>>()

  constructor(workspace: Workspace) {
    this.#workspace = workspace
    this.#reach = new Reach(workspace.host)
  }

  /** Files have changed, which may refer to others than before. */
  changed(keys: Iterable<string>): void {
    this.#reach.forget(keys)
    for (const key of keys) {
      const subject = this.#workspace.subjects.get(key)
      const isDescription = subject !== undefined && (subject.isListed || subject.review !== undefined)
      const isShared = this.#workspace.board.about(key).length > 0
      if (isDescription || isShared) this.#lookedUp.clear()
      else this.#lookedUp.delete(key)
    }
  }

  /** Whether a description may consist of a file, by a look at their texts. */
  mayReach(description: string, key: string): Promise<boolean> {
    return this.#reach.reaches(description, key)
  }

  /** There may be other descriptions than before. */
  clear(): void {
    this.#lookedUp.clear()
  }

  /**
   * Has the descriptions judged that reach an open file which is none itself, or notes in it that none does. Says
   * nothing of files that do not look like a part of a description.
   */
  lookUp(uri: string): Promise<void> {
    const key = keyOf(uri)
    const known = this.#lookedUp.get(key) ?? this.#lookUp(uri, key)
    this.#lookedUp.set(key, known)
    return known
  }

  async #lookUp(uri: string, key: string): Promise<void> {
    const { board, reviewer } = this.#workspace
    const text = this.#workspace.document(uri)?.getText()
    if (text === undefined || !(await looksLikeFragment(uri, text))) {
      board.hint(key, undefined)
      return
    }
    for (const description of await this.#workspace.descriptions()) {
      if (keyOf(description) === key || !(await this.#reach.reaches(description, key))) continue
      const subject = this.#workspace.include(description)
      subject.isReaching = true
      await reviewer.bring(subject, true)
    }
    const isReached = this.#workspace.reaching(key).some(({ files }) => files.has(key))
    if (this.#workspace.document(uri) === undefined) this.release()
    else board.hint(key, isReached || !this.#mayTell(key) ? undefined : hintDiagnostic('not-reached', NOBODY))
  }

  /** Whether the workspace is known in which a description would be that refers to a file, and the settings choose the file. */
  #mayTell(key: string): boolean {
    const { folders, options, subjects } = this.#workspace
    const isInside = folders.some((folder) => key.startsWith(keyOf(folder)))
    return isInside && options.descriptions !== undefined && subjects.has(key)
  }

  /** A file is open no longer. */
  closed(key: string): void {
    this.#lookedUp.delete(key)
    this.#workspace.board.hint(key, undefined)
    this.release()
  }

  /** Lets go of descriptions that were judged only for files which are open no longer. */
  release(): void {
    const open = new Set(this.#workspace.buffers.all.map(({ document }) => keyOf(document.uri)))
    for (const subject of [...this.#workspace.subjects.values()]) {
      if (!subject.isReaching || [...subject.files].some((key) => open.has(key))) continue
      subject.isReaching = false
      this.#workspace.dropIfUnwanted(subject)
      this.#workspace.reviewer.rest(subject)
    }
  }
}

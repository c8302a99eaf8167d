import type { Diagnostic } from 'vscode-languageserver'
import type { Subject } from '../workspace/subject.ts'
import { merge } from './merge.ts'

/** What is to be shown for one file. */
export interface Posted {
  /** As the editor writes it where it is open. */
  readonly uri: string
  readonly items: readonly Diagnostic[]
  /** The same for the same diagnostics. */
  readonly resultId: string
}

/** Why what is shown has changed: files were judged, or texts were edited in which diagnostics stand. */
export type BoardCause = 'judged' | 'edited'

type Listener = (keys: ReadonlySet<string>, cause: BoardCause) => void

/** What is to be shown for every file, by key, put together from what was said of all files that were judged. */
export class Board {
  readonly #about = new Map<string, Set<Subject>>()
  readonly #posted = new Map<string, Posted>()
  readonly #hints = new Map<string, Diagnostic>()
  readonly #listeners: Listener[] = []
  readonly #openUri: (key: string) => string | undefined
  readonly #sha256: (text: string) => string

  /** @param openUri how the editor writes the URI of a file; undefined where it is not open */
  constructor(openUri: (key: string) => string | undefined, sha256: (text: string) => string) {
    this.#openUri = openUri
    this.#sha256 = sha256
  }

  onChanged(listener: Listener): void {
    this.#listeners.push(listener)
  }

  /** Keys of the files that something is said about. */
  get keys(): readonly string[] {
    return [...new Set([...this.#about.keys(), ...this.#hints.keys()])]
  }

  /** Takes note of the files that something is said about, in place of those before. */
  place(subject: Subject, before: ReadonlySet<string>, after: ReadonlySet<string>): void {
    for (const key of before) {
      const about = this.#about.get(key)
      about?.delete(subject)
      if (about?.size === 0) this.#about.delete(key)
    }
    for (const key of after) {
      const about = this.#about.get(key) ?? new Set()
      this.#about.set(key, about.add(subject))
    }
    this.touch(new Set([...before, ...after]), 'judged')
  }

  /** Those that say something about a file, or consist of it. */
  about(key: string): readonly Subject[] {
    const about = [...(this.#about.get(key) ?? [])]
    return about.sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  /** Sets what is shown in a file that no API description reaches. */
  hint(key: string, diagnostic: Diagnostic | undefined): void {
    if (diagnostic) this.#hints.set(key, diagnostic)
    else if (!this.#hints.delete(key)) return
    this.touch(new Set([key]), 'judged')
  }

  touch(keys: ReadonlySet<string>, cause: BoardCause): void {
    if (keys.size === 0) return
    for (const key of keys) this.#posted.delete(key)
    for (const listener of this.#listeners) listener(keys, cause)
  }

  of(key: string): Posted {
    const known = this.#posted.get(key)
    if (known) return known
    const about = this.about(key)
    const items = this.#itemsOf(key, about)
    const resultId = this.#sha256(JSON.stringify(items)).slice(0, 16)
    const uri = this.#openUri(key) ?? about.find(({ told }) => told.uris.has(key))?.told.uris.get(key) ?? key
    const posted = { uri, items, resultId }
    this.#posted.set(key, posted)
    return posted
  }

  #itemsOf(key: string, about: readonly Subject[]): readonly Diagnostic[] {
    const isReached = about.some(({ files }) => files.has(key))
    const hint = this.#hints.get(key)
    if (hint && !isReached) return [hint]
    const sources = about.map(({ told, isOpen, key: own }) => ({ told, isOwn: isOpen && own === key }))
    return merge(key, sources)
  }
}

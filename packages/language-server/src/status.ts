import type { Effort } from './workspace/reviewer.ts'

/** What the server is doing, as `specward/status` tells it. */
export interface Status {
  readonly state: 'busy' | 'ready' | 'failed'
  /** Milliseconds that the last review took. */
  readonly ms?: number
  /** Whether it was one of a file that somebody is editing: whoever types waits for it. */
  readonly isEdit?: true
  /** API descriptions that are reviewed. */
  readonly documents: number
  /** The file that is or was judged last. */
  readonly uri?: string
  /** Why something could not be judged. */
  readonly message?: string
}

/** Tells the editor when the server begins to judge, and when it is done. */
export class StatusLine {
  readonly #tell: (status: Status) => void
  readonly #documents: () => number
  #last: Pick<Status, 'ms' | 'isEdit' | 'uri'> | undefined
  #failure: string | undefined
  #isBusy = false

  /** @param documents how many API descriptions are reviewed */
  constructor(documents: () => number, tell: (status: Status) => void) {
    this.#documents = documents
    this.#tell = tell
  }

  begin(uri: string): void {
    if (this.#isBusy) return
    this.#isBusy = true
    this.#failure = undefined
    this.#tell({ state: 'busy', documents: this.#documents(), uri })
  }

  /** A file has been judged. */
  end(uri: string, { ms, isEdit }: Effort): void {
    this.#last = { ms: Math.round(ms * 10) / 10, ...(isEdit ? { isEdit } : {}), uri }
  }

  fail(message: string): void {
    this.#failure = message
  }

  /** Nothing is left to judge for now. */
  idle(): void {
    if (!this.#isBusy) return
    this.#isBusy = false
    const failed = this.#failure === undefined ? {} : { message: this.#failure }
    const state = this.#failure === undefined ? 'ready' : 'failed'
    this.#tell({ state, documents: this.#documents(), ...this.#last, ...failed })
  }
}

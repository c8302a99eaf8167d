import type { Board } from './board.ts'
import type { DocumentPull } from './pull.ts'

/** Milliseconds in which what changes together is told together. */
const TOGETHER = 20

/**
 * Asks the editor to ask again, when it shows something else for an open document than what is known by now: it has no
 * way to know that another file has changed.
 */
export class Refresh {
  readonly #pull: DocumentPull
  readonly #ask: () => void
  #timer: NodeJS.Timeout | undefined
  readonly #waiting = new Set<string>()

  constructor(board: Board, pull: DocumentPull, ask: () => void) {
    this.#pull = pull
    this.#ask = ask
    board.onChanged((keys, cause) => {
      if (cause === 'judged') this.#note(keys)
    })
  }

  #note(keys: ReadonlySet<string>): void {
    for (const key of keys) this.#waiting.add(key)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const isBehind = [...this.#waiting].some((key) => this.#pull.isBehind(key))
      this.#waiting.clear()
      if (isBehind) this.#ask()
    }, TOGETHER)
  }
}

/** Somebody who waits for a turn. */
interface Waiting {
  readonly isUrgent: () => boolean
  readonly go: () => void
}

/** Lets one in at a time: first those who are urgent, each in the order in which they came. */
export class Lane {
  readonly #waiting: Waiting[] = []
  readonly #whenIdle: () => void
  #isTaken = false

  /** @param whenIdle called when the last one has left and nobody has come since; perhaps more than once */
  constructor(whenIdle: () => void) {
    this.#whenIdle = whenIdle
  }

  /** Resolves when it is one's turn; call `leave` when done. */
  enter(isUrgent: () => boolean): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ isUrgent, go })
      this.#next()
    })
  }

  leave(): void {
    this.#isTaken = false
    this.#next()
    // whoever brings one file after the other enters anew right away
    setImmediate(() => {
      if (!this.#isTaken) this.#whenIdle()
    })
  }

  #next(): void {
    if (this.#isTaken || this.#waiting.length === 0) return
    const urgent = this.#waiting.findIndex(({ isUrgent }) => isUrgent())
    const [next] = this.#waiting.splice(Math.max(urgent, 0), 1)
    this.#isTaken = true
    next?.go()
  }
}

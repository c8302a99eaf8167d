/** Thrown where the time of a document is up before any rule could look at it. */
export class OutOfTime extends Error {
  constructor() {
    super('The time for this document is up.')
    this.name = 'OutOfTime'
  }
}

/** Steps between two looks at the clock, which take longer than most steps. */
const STEPS = 256

/** Ends work of many small steps at a time of the clock. */
export class StepClock {
  readonly #now: () => number
  #deadline: number
  #left = 0

  /**
   * @param now milliseconds from any fixed point
   * @param deadline undefined: there is none
   */
  constructor(now: () => number, deadline: number | undefined) {
    this.#now = now
    this.#deadline = deadline ?? Number.POSITIVE_INFINITY
  }

  /**
   * Called before each step.
   * @throws OutOfTime after the deadline
   */
  readonly step = (): void => {
    if (this.#left > 0) {
      this.#left -= 1
      return
    }
    this.look()
  }

  /**
   * Called after a step that may have taken long.
   * @throws OutOfTime after the deadline
   */
  look(): void {
    this.#left = STEPS
    if (this.#now() > this.#deadline) throw new OutOfTime()
  }

  /** From now on, it ends nothing: what comes looks at the clock itself. */
  stop(): void {
    this.#deadline = Number.POSITIVE_INFINITY
  }
}

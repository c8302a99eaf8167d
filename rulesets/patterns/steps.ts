/** Thrown when a computation has used up its steps: its result stays unknown, on every machine alike. */
export class OutOfSteps extends Error {}

/** Counts steps, in place of time, so that the same pattern gives the same answer everywhere. */
export class Steps {
  #left: number

  constructor(most: number) {
    this.#left = most
  }

  spend(count = 1): void {
    this.#left -= count
    if (this.#left < 0) throw new OutOfSteps('out of steps')
  }
}

/** What a computation gives, or undefined where it ran out of steps. */
export function within<Result>(compute: () => Result): Result | undefined {
  try {
    return compute()
  } catch (error) {
    if (error instanceof OutOfSteps) return undefined
    throw error
  }
}

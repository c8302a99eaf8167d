/** Adds up the milliseconds that stages take. Nested measurements count for both. */
export class Stopwatch {
  readonly #now: () => number
  readonly #sums = new Map<string, number>()

  constructor(now: () => number) {
    this.#now = now
  }

  get stages(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#sums)
  }

  /** Counts what was measured elsewhere. */
  addAll(stages: Readonly<Record<string, number>>): void {
    for (const [stage, ms] of Object.entries(stages)) this.#sums.set(stage, (this.#sums.get(stage) ?? 0) + ms)
  }

  sync<T>(stage: string, work: () => T): T {
    const start = this.#now()
    try {
      return work()
    } finally {
      this.#add(stage, start)
    }
  }

  async async<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const start = this.#now()
    try {
      return await work()
    } finally {
      this.#add(stage, start)
    }
  }

  #add(stage: string, start: number): void {
    this.#sums.set(stage, (this.#sums.get(stage) ?? 0) + this.#now() - start)
  }
}

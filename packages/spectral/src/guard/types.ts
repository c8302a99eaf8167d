/** Work that is done in slices, and that can go on after it was interrupted anywhere. */
export interface Work {
  /** How many times longer than one call it may go on without asking whether the slice is over; once by default. */
  readonly patience?: number
  /** Goes on with the work until nothing is left (true), or until a slice is over (false). */
  step(isOver: () => boolean): boolean
  /** What was being done lasted too long and was interrupted: `step` is to go on behind it. */
  interrupted(): void
}

/** Ends what never returns: an endless function, a regular expression that backtracks without end. */
export interface Guard {
  /** Between slices, others get their turn. */
  run(work: Work): Promise<void>
  /** Rejects with a `TimeoutError` when a promise does not settle in time. */
  settle<T>(promise: PromiseLike<T>): Promise<T>
}

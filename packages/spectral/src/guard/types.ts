/** Ends what never returns: an endless function, a regular expression that backtracks without end. */
export interface Guard {
  /**
   * Runs work that can be taken up again where it was left. While it runs, it says with `enter` what it calls and
   * with `leave` that this has returned. A call that lasts too long is interrupted, `lost` is told of it, and the work
   * is called again; it has to go on behind that call. A call that was interrupted without having lasted too long is
   * to be made again.
   */
  run(work: () => void, lost: (call: number) => void): void
  enter(call: number): void
  leave(): void
  /** The same for a promise: rejects with `TimeoutError` when it does not settle in time. */
  settle<T>(promise: Promise<T>): Promise<T>
}

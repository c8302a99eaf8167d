/** How long a person would wait for something to appear, on a slow machine, in milliseconds. */
export const PATIENCE_MS = 30_000

/** How often something is tried within that time. */
export const TRIES = 3

/** The same, for `expect.poll`. */
export const PATIENCE = { timeout: PATIENCE_MS, interval: 100 }

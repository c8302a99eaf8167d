import type { Io } from '../io.ts'

/** What commands are wired to. */
export interface Wiring {
  readonly io: Io
  /** Of the tool. */
  readonly version: string
  /** Takes the exit code. */
  done(code: number): void
}

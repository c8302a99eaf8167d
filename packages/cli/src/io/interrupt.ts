import { writeSync } from 'node:fs'
import { constants } from 'node:os'
import { dropUnfinished } from './put.ts'

/** What people and CI systems end a process with: Ctrl-C, `kill`, a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Says that the run was broken off, leaves no half of a file, and ends by the signal, so that whoever started the
 * process sees that (128 + its number in a shell). Takes effect between slices of work.
 * @param endNow ends the process where a signal to itself does not
 */
export function watchSignals(endNow: (code: number) => void): void {
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      dropUnfinished()
      tell(`error: interrupted by ${signal}: this run has no result. Files that it had written are whole.\n`)
      process.kill(process.pid, signal)
      setTimeout(() => endNow(128 + constants.signals[signal]), 1_000)
    })
  }
}

function tell(text: string): void {
  // takes away the line of progress
  const clear = process.stderr.isTTY ? '\r\u001b[K' : ''
  try {
    writeSync(2, clear + text)
  } catch {
    // nobody is there any longer
  }
}

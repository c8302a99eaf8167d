import type { Host } from '@specward/core'
import type { Port } from '@specward/language-server/browser'
import { sha256 } from './sha256.ts'

/** The worker of the browser that the server runs in, as far as the server has to do with it. */
export interface WorkerIo {
  /** By which messages come and go. */
  readonly port: Port
  /** Today's date by UTC: `2027-01-31`. */
  today(): string
  /** Reads nothing: what is not open, the editor reads. Nothing is read from the network. */
  readonly host: Host
}

/**
 * Takes hold of the worker. This file is the only one of the server that touches it. There is no watch over work that may
 * never end: a browser has none but to end the worker, which is what restarting the server does.
 */
export function workerIo(): WorkerIo {
  provideTurns()
  return {
    port: globalThis as unknown as Port,
    today: () => new Date().toISOString().slice(0, 10),
    host: {
      read: async (uri) =>
        /^https?:/i.test(uri)
          ? { error: 'no-network', detail: 'nothing is read from the network here' }
          : { error: 'unreadable', detail: 'it is in no file system that is known here' },
      exists: async () => false,
      sha256,
      now: () => performance.now(),
    },
  }
}

/** Gives browsers what Node has: work that is done once all that has been said is heard. */
function provideTurns(): void {
  const waiting: (() => void)[] = []
  const { port1, port2 } = new MessageChannel()
  // timers that timers set are slowed down, and those that messages set are not
  Object.assign(port1, { onmessage: () => setTimeout(() => waiting.shift()?.()) })
  const soon = (work: (...given: unknown[]) => void, ...given: unknown[]): void => {
    waiting.push(() => work(...given))
    port2.postMessage(undefined)
  }
  Object.assign(globalThis, { setImmediate: soon })
}

import { existsSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { consoleToErrors } from './console.ts'

/** A thread that was started to judge documents. */
export interface Thread {
  send(message: unknown): void
  /** Lets it end once nothing is left that it waits for. */
  close(): void
  /** Ends it, whatever it is doing. */
  end(): void
}

export interface ThreadEvents {
  /** It is there and takes messages. */
  ready(): void
  message(message: unknown): void
  /** Once, when nothing will come from it any more. */
  ended(end: ThreadEnd): void
}

/** How a thread came to its end. */
export interface ThreadEnd {
  readonly reason: 'out-of-memory' | 'error' | 'exit'
  /** Words of the error; empty for the others. */
  readonly detail: string
}

/** What of the machine threads can have. */
export interface ThreadRoom {
  /** Processors that this process may use. */
  readonly processors: number
  /** Megabytes that the process may use, as far as the system tells. */
  readonly memoryMb: number
  /** Megabytes that the objects of one thread may take. */
  readonly heapMb: number
}

/** What a thread has of the one that started it. */
export interface ThreadPort {
  /** What it was started with. */
  readonly data: unknown
  /** Takes one message after the other; the thread lives for the next one only where the last was answered. */
  serve(answer: (message: unknown) => Promise<unknown>): void
}

/** Beside this file in the bundle; missing where the sources run as they are. */
const SCRIPT = new URL('./judge-worker.js', import.meta.url)

/** Loaded where there are threads: that takes a fiftieth of the time of a small run. */
const threads = () => process.getBuiltinModule('node:worker_threads')

/** How much the heap may grow between two collections, in percent of what is in use. */
const HEAP_GROWTH = 100

/**
 * Makes this process and its threads collect garbage when the heap has doubled. V8 would wait until it has four times what
 * is in use where a machine has much memory: over many documents, that is by far the most of what a run takes.
 */
export function paceMemory(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`)
}

export function threadRoom(): ThreadRoom {
  const limit = process.constrainedMemory()
  // without a limit, some systems tell an absurd one
  const bytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem()
  return {
    processors: availableParallelism(),
    memoryMb: Math.floor(bytes / MEGABYTE),
    heapMb: Math.floor(getHeapStatistics().heap_size_limit / MEGABYTE),
  }
}

const MEGABYTE = 1024 * 1024

/**
 * Starts a thread that judges documents. Undefined where there is no script for it.
 * @param data what it is to know, as plain data
 * @param memoryMb what its objects may take
 */
export function startThread(data: unknown, memoryMb: number, events: ThreadEvents): Thread | undefined {
  if (SCRIPT.protocol !== 'file:' || !existsSync(fileURLToPath(SCRIPT))) return undefined
  const { Worker } = threads()
  const worker = new Worker(SCRIPT, {
    workerData: data,
    // what code of rulesets prints must not get into the report
    stdout: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  worker.stdout.on('data', (chunk: Uint8Array) => void process.stderr.write(chunk))
  let hasEnded = false
  const end = (event: ThreadEnd): void => {
    if (hasEnded) return
    hasEnded = true
    events.ended(event)
  }
  worker.on('message', (message: unknown) => {
    if (isFault(message)) tellFault(message.fault)
    else if (hasEnded) return
    else if (message === READY) events.ready()
    else events.message(message)
  })
  worker.on('messageerror', (error) => end({ reason: 'error', detail: error.message }))
  worker.on('error', (error) => end(endOf(error)))
  worker.on('exit', () => end({ reason: 'exit', detail: '' }))
  return {
    send: (message) => worker.postMessage(message),
    close: () => {
      hasEnded = true
      worker.postMessage(CLOSE)
    },
    end: () => {
      hasEnded = true
      void worker.terminate()
    },
  }
}

/** The first message of a thread. */
const READY = 'ready'

/** The message after which a thread takes no other. */
const CLOSE = 'close'

/** What code of rulesets left behind in a thread. */
interface Fault {
  readonly fault: string
}

function isFault(message: unknown): message is Fault {
  return typeof message === 'object' && message !== null && 'fault' in message
}

function tellFault(words: string): void {
  process.exitCode = 3
  process.stderr.write(`error: ${words}\n`)
}

function endOf(error: unknown): ThreadEnd {
  if (!(error instanceof Error)) return { reason: 'error', detail: String(error) }
  const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return isMemory ? { reason: 'out-of-memory', detail: '' } : { reason: 'error', detail: error.message }
}

/**
 * The other side, in a thread; undefined in the process itself. Holds the thread against code of rulesets as `watchOver`
 * holds the process.
 */
export function threadPort(): ThreadPort | undefined {
  const { parentPort: port, workerData } = threads()
  if (!port) return undefined
  const tell = (what: string, error: unknown): void => {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    port.postMessage({ fault: `${what}: ${words}` } satisfies Fault)
  }
  consoleToErrors()
  process.exit = () => {
    throw new Error('it tried to end the process')
  }
  process.on('unhandledRejection', (reason) => tell('a promise was rejected that nobody waits for', reason))
  process.on('uncaughtException', (error) => tell('an error was thrown that nobody handles', error))
  return {
    data: workerData,
    serve(answer) {
      port.on('message', async (message) => {
        if (message === CLOSE) {
          port.close()
          return
        }
        // a thread that waits for what never comes is to end, and with that be noticed
        port.unref()
        port.postMessage(await answer(message))
        port.ref()
      })
      port.postMessage(READY)
    },
  }
}

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { ConformanceRequest, ConformanceResult } from '@specward/core'

/** A file as it goes to the thread: the text of JSON, the value of YAML. */
export type SentFile =
  | { readonly uri: string; readonly text: string }
  | { readonly uri: string; readonly value: unknown }

export interface Question {
  readonly id: number
  readonly request: Pick<ConformanceRequest, 'format' | 'version'> & {
    readonly files: readonly SentFile[]
  }
}

export interface Answer {
  readonly id: number
  readonly result: ConformanceResult
}

/** After this many milliseconds a description is given up, and the thread with it. */
const TIME_LIMIT = 60_000

/** Beside this file once it is compiled or bundled; missing where the sources run as they are. */
const SCRIPT = new URL('./conformance-worker.js', import.meta.url)

interface Waiting {
  readonly resolve: (result: ConformanceResult) => void
  readonly timer: NodeJS.Timeout
}

/** A thread that answers one question after the other. It keeps the process alive only while it owes an answer. */
export class Thread {
  readonly #script: URL
  readonly #memoryMb: number | undefined
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #count = 0

  /** @param memoryMb limit of its heap; by default that of the process */
  constructor(script: URL = SCRIPT, memoryMb?: number) {
    this.#script = script
    this.#memoryMb = memoryMb
  }

  /** False where there is no script to run. */
  get exists(): boolean {
    return this.#script.protocol === 'file:' && existsSync(fileURLToPath(this.#script))
  }

  ask(request: Question['request']): Promise<ConformanceResult> {
    this.#worker ??= this.#start()
    const worker = this.#worker
    const id = this.#count++
    return new Promise((resolve) => {
      const giveUp = (): void => {
        this.#fail(worker, `it took longer than ${TIME_LIMIT / 1000} s`)
        void worker.terminate()
      }
      this.#waiting.set(id, { resolve, timer: setTimeout(giveUp, TIME_LIMIT) })
      worker.ref()
      try {
        worker.postMessage({ id, request } satisfies Question)
      } catch (error) {
        this.#settle(id, { failed: reasonOf(error) })
      }
    })
  }

  #start(): Worker {
    const worker = new Worker(this.#script, {
      env: {},
      execArgv: [],
      ...(this.#memoryMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: this.#memoryMb } }),
    })
    worker.unref()
    worker.on('message', ({ id, result }: Answer) => this.#settle(id, result))
    worker.on('error', (error) => this.#fail(worker, reasonOf(error)))
    worker.on('exit', () => this.#fail(worker, 'its thread ended'))
    return worker
  }

  #settle(id: number, result: ConformanceResult): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) return
    clearTimeout(waiting.timer)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) this.#worker?.unref()
    waiting.resolve(result)
  }

  /** Everybody who waits for this thread is told; the next question starts a new one. */
  #fail(worker: Worker, because: string): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    for (const id of [...this.#waiting.keys()]) this.#settle(id, { failed: because })
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'it ran out of memory' : error.message
}

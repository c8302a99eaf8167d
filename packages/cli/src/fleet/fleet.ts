import { fileURLToPath } from 'node:url'
import type { DocumentRecord, DocumentRecords, Host, LostDocument, WantedRecord } from '@specward/core'
import type { Io, ThreadRoom } from '../io.ts'
import type { RecordCache } from './cache.ts'
import { Inputs } from './inputs.ts'
import { type Job, type Running, runPool } from './pool.ts'
import type { JudgeSetup } from './setup.ts'
import { planThreads } from './thread-plan.ts'
import { type Judged, judgedBy } from './threads.ts'

export interface FleetOptions {
  readonly setup: JudgeSetup
  readonly io: Pick<Io, 'kind' | 'size' | 'startThread'>
  readonly host: Host
  readonly room: ThreadRoom
  /** How many threads somebody wants; undefined: as many as pay. */
  readonly jobs: number | undefined
  readonly cache: RecordCache | undefined
  /** Told before a thread judges a document, with how many of how many are done. */
  readonly progress: ((done: number, total: number, uri: string) => void) | undefined
  /** Told of each record that is made or taken over. */
  readonly left: ((record: DocumentRecord) => void) | undefined
}

/** How the documents of a run were judged. */
export interface FleetCounts {
  /** Taken over from earlier runs. */
  readonly cached: number
  /** By threads. */
  readonly threaded: number
  readonly threads: number
}

/**
 * Where the records of a run come from: the cache, else threads. What neither has is judged where the report is made,
 * which is the same for the report.
 */
export class Fleet implements DocumentRecords {
  readonly #options: FleetOptions
  readonly #inputs: Inputs
  readonly #judged = new Map<string, Deferred>()
  readonly #writing = new Set<Promise<void>>()
  #counts = { cached: 0, threaded: 0, threads: 0 }
  #isAtWork = false
  #isClosed = false
  #running: Running<WantedRecord> | undefined

  constructor(options: FleetOptions) {
    this.#options = options
    this.#inputs = new Inputs(options.host, options.setup.request.workingDirectory)
  }

  /** By which those are judged that there is no record of: what was looked up is not read again for it. */
  get host(): Host {
    return this.#inputs.host
  }

  get counts(): FleetCounts {
    return this.#counts
  }

  /** Whether threads are judging. */
  get isAtWork(): boolean {
    return this.#isAtWork
  }

  expect(wanted: readonly WantedRecord[]): void {
    if (this.#isClosed) return
    for (const { basis } of wanted) this.#judged.set(basis, new Deferred())
    this.#gather(wanted)
      .catch(() => undefined)
      .then(() => {
        this.#isAtWork = false
        for (const each of this.#judged.values()) each.settle({ record: undefined })
      })
  }

  async find(wanted: WantedRecord): Promise<DocumentRecord | LostDocument | undefined> {
    if (this.#isClosed) return undefined
    const expected = this.#judged.get(wanted.basis)
    const judged = expected ? await expected.promise : { record: await this.#fromCache(wanted) }
    this.#judged.delete(wanted.basis)
    if ('lost' in judged) return judged
    if (judged.record) this.#options.left?.(judged.record)
    return judged.record
  }

  keep(record: DocumentRecord): void {
    if (this.#isClosed) return
    this.#options.left?.(record)
    this.#keepInCache(record)
  }

  #keepInCache(record: DocumentRecord): void {
    const { cache } = this.#options
    if (!cache) return
    const writing = cache.keep(record).finally(() => this.#writing.delete(writing))
    this.#writing.add(writing)
  }

  /** Ends what is still under way, and waits for what is being written. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#running?.end()
    await Promise.all(this.#writing)
    await this.#options.cache?.close()
  }

  async #gather(wanted: readonly WantedRecord[]): Promise<void> {
    const open: WantedRecord[] = []
    for (const each of wanted) {
      const record = await this.#fromCache(each)
      if (record) this.#judged.get(each.basis)?.settle({ record })
      else open.push(each)
    }
    this.#counts = { ...this.#counts, cached: wanted.length - open.length }
    await this.#byThreads(open, wanted.length)
  }

  async #fromCache({ basis, document: { uri } }: WantedRecord): Promise<DocumentRecord | undefined> {
    const { cache } = this.#options
    // somebody else may be waiting for what a pipe delivers
    if (!cache || !(await this.#isFile(uri))) return undefined
    const record = await cache.find(basis, await this.#inputs.stateOf(uri))
    return record && (await this.#inputs.changed(record)) === undefined ? record : undefined
  }

  async #byThreads(wanted: readonly WantedRecord[], total: number): Promise<void> {
    const { jobs, room } = this.#options
    if (jobs === 1 || this.#isClosed) return
    const all: Job<WantedRecord>[] = []
    for (const question of wanted) {
      const weight = await this.#weightOf(question.document.uri)
      if (weight === undefined) this.#judged.get(question.basis)?.settle({ record: undefined })
      else all.push({ question, weight })
    }
    const { threads, memoryMb } = planThreads(
      all.map(({ weight }) => weight),
      jobs,
      room,
    )
    if (threads === 0) return
    this.#isAtWork = true
    this.#counts = { ...this.#counts, threads }
    const again = await this.#run(all, threads, memoryMb, total)
    // alone, with all the memory that the process would have had for it
    await this.#run(again, 1, room.heapMb, total)
  }

  /** @returns jobs that may succeed with more memory */
  async #run(
    jobs: readonly Job<WantedRecord>[],
    size: number,
    memoryMb: number,
    total: number,
  ): Promise<readonly Job<WantedRecord>[]> {
    const { setup, io, room, progress } = this.#options
    const again: WantedRecord[] = []
    if (jobs.length === 0 || this.#isClosed) return []
    const before = total - jobs.length
    this.#running = runPool(jobs, {
      size,
      messageOf: ({ document }) => document,
      start: (events) => io.startThread(setup, memoryMb, events),
      begun: ({ document }, done) => progress?.(before + done, total, document.uri),
      done: (question, result) => {
        const isShort = 'lost' in result && result.lost.reason === 'out-of-memory'
        if (isShort && memoryMb < room.heapMb) again.push(question)
        else this.#settle(question.basis, judgedBy(result, memoryMb))
      },
    })
    await this.#running.left
    return jobs.filter(({ question }) => again.includes(question))
  }

  /** Bytes of a document that threads can read; undefined for one that they cannot. */
  async #weightOf(uri: string): Promise<number | undefined> {
    const overlaid = this.#options.setup.host.overlay?.get(uri)
    if (overlaid) return overlaid.byteLength
    return (await this.#isFile(uri)) ? this.#options.io.size(fileURLToPath(uri)) : undefined
  }

  #settle(basis: string, judged: Judged): void {
    if ('record' in judged && judged.record) {
      this.#counts = { ...this.#counts, threaded: this.#counts.threaded + 1 }
      this.#keepInCache(judged.record)
    }
    this.#judged.get(basis)?.settle(judged)
  }

  async #isFile(uri: string): Promise<boolean> {
    const { setup, io } = this.#options
    if (setup.host.overlay?.has(uri)) return true
    return uri.startsWith('file:') && (await io.kind(fileURLToPath(uri))) === 'file'
  }
}

/** Something that will be known later; once. */
class Deferred {
  readonly promise: Promise<Judged>
  readonly settle: (judged: Judged) => void

  constructor() {
    let settle: (judged: Judged) => void = () => undefined
    this.promise = new Promise((resolve) => {
      settle = resolve
    })
    this.settle = settle
  }
}

import { fileURLToPath } from 'node:url'
import type { DocumentRecord, DocumentRecords, Host, LostDocument, State, WantedRecord } from '@specward/core'
import type { Io, ThreadRoom } from '../io.ts'
import type { RecordCache } from './cache.ts'
import { Inputs } from './inputs.ts'
import { type Job, type Running, runPool } from './pool.ts'
import type { JudgeSetup } from './setup.ts'
import { mayHaveThreads, planThreads } from './thread-plan.ts'
import { type Judged, judgedBy, type Question } from './threads.ts'

export interface FleetOptions {
  readonly setup: JudgeSetup
  readonly io: Pick<Io, 'kind' | 'size' | 'startThread'>
  readonly host: Host
  /** Reads the commit that the run is compared with. */
  readonly baseHost: Host | undefined
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
  /** How many were asked for, a document in each version. */
  readonly asked: number
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
  readonly #inputs: Readonly<Record<State, Inputs>>
  readonly #judged = new Map<string, Deferred>()
  readonly #writing = new Set<Promise<void>>()
  #counts = { asked: 0, cached: 0, threaded: 0, threads: 0 }
  #isAtWork = false
  #isClosed = false
  #running: Running<WantedRecord> | undefined
  #gathered: Promise<void> = Promise.resolve()

  constructor(options: FleetOptions) {
    this.#options = options
    const { host, baseHost = host, setup } = options
    const { workingDirectory } = setup.request
    this.#inputs = {
      now: new Inputs(host, workingDirectory),
      base: new Inputs(baseHost, workingDirectory, 0),
    }
  }

  /** By which those are judged that there is no record of: what was looked up is not read again for it. */
  get host(): Host {
    return this.#inputs.now.host
  }

  get counts(): FleetCounts {
    return this.#counts
  }

  /** Whether threads are judging. */
  get isAtWork(): boolean {
    return this.#isAtWork
  }

  expect(all: readonly WantedRecord[]): void {
    const wanted = all.filter((each) => !this.#judged.has(keyOf(each)))
    if (this.#isClosed || wanted.length === 0) return
    for (const each of wanted) this.#judged.set(keyOf(each), new Deferred())
    // one after the other: together they would have more threads than there is room for
    this.#gathered = this.#gathered
      .then(() => this.#gather(wanted))
      .catch(() => undefined)
      .then(() => {
        this.#isAtWork = false
        for (const each of wanted) this.#judged.get(keyOf(each))?.settle({ record: undefined })
      })
  }

  async find(wanted: WantedRecord): Promise<DocumentRecord | LostDocument | undefined> {
    if (this.#isClosed) return undefined
    const expected = this.#judged.get(keyOf(wanted))
    const judged = expected ? await expected.promise : { record: await this.#fromCache(wanted) }
    this.#judged.delete(keyOf(wanted))
    if ('lost' in judged) return judged
    if (judged.record && !wanted.version) this.#options.left?.(judged.record)
    return judged.record
  }

  keep(record: DocumentRecord, wanted: WantedRecord): void {
    if (this.#isClosed) return
    if (!wanted.version) this.#options.left?.(record)
    this.#keepInCache(record, wanted)
  }

  #keepInCache(record: DocumentRecord, wanted: WantedRecord): void {
    const { cache } = this.#options
    if (!cache) return
    const writing = cache.keep(record, stateOf(wanted)).finally(() => this.#writing.delete(writing))
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
      if (record) this.#judged.get(keyOf(each))?.settle({ record })
      else open.push(each)
    }
    const { asked, cached } = this.#counts
    const found = wanted.length - open.length
    this.#counts = { ...this.#counts, asked: asked + wanted.length, cached: cached + found }
    await this.#byThreads(open, wanted.length)
  }

  async #fromCache(wanted: WantedRecord): Promise<DocumentRecord | undefined> {
    const { cache } = this.#options
    const { basis, document } = wanted
    // somebody else may be waiting for what a pipe delivers
    if (!cache || !(await this.#isFile(wanted))) return undefined
    const state = stateOf(wanted)
    const inputs = this.#inputs[state]
    const digest = await inputs.stateOf(document.uri)
    // what a run on the base has left is as good as what a comparison has
    for (const files of new Set<State>(['now', state])) {
      const record = await cache.find(basis, digest, files)
      if (record && (await inputs.changed(record, wanted)) === undefined) return record
    }
    return undefined
  }

  async #byThreads(wanted: readonly WantedRecord[], total: number): Promise<void> {
    const { jobs, room } = this.#options
    if (this.#isClosed || !mayHaveThreads(jobs, room)) return
    const all: Job<WantedRecord>[] = []
    for (const question of wanted) {
      const weight = await this.#weightOf(question)
      if (weight === undefined) this.#judged.get(keyOf(question))?.settle({ record: undefined })
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
      messageOf: ({ document, version }): Question => ({ document, version }),
      start: (events) => io.startThread(setup, memoryMb, events),
      begun: ({ document }, done) => progress?.(before + done, total, document.uri),
      done: (question, result) => {
        const isShort = 'lost' in result && result.lost.reason === 'out-of-memory'
        if (isShort && memoryMb < room.heapMb) again.push(question)
        else this.#settle(question, judgedBy(result, memoryMb))
      },
    })
    await this.#running.left
    return jobs.filter(({ question }) => again.includes(question))
  }

  /** Bytes of a document that threads can read; undefined for one that they cannot. */
  async #weightOf(wanted: WantedRecord): Promise<number | undefined> {
    const { setup, io } = this.#options
    const { uri } = wanted.document
    if (stateOf(wanted) === 'base') return this.#inputs.base.sizeOf(uri)
    const overlaid = setup.host.overlay?.get(uri)
    if (overlaid) return overlaid.byteLength
    return (await this.#isFile(wanted)) ? io.size(fileURLToPath(uri)) : undefined
  }

  #settle(wanted: WantedRecord, judged: Judged): void {
    if ('record' in judged && judged.record) {
      this.#counts = { ...this.#counts, threaded: this.#counts.threaded + 1 }
      this.#keepInCache(judged.record, wanted)
    }
    this.#judged.get(keyOf(wanted))?.settle(judged)
  }

  async #isFile(wanted: WantedRecord): Promise<boolean> {
    const { setup, io } = this.#options
    const { uri } = wanted.document
    // git holds no pipes
    if (stateOf(wanted) === 'base' || setup.host.overlay?.has(uri)) return true
    return uri.startsWith('file:') && (await io.kind(fileURLToPath(uri))) === 'file'
  }
}

function stateOf({ version }: WantedRecord): State {
  return version?.files ?? 'now'
}

/** The same document has the same basis in both states of its files. */
function keyOf(wanted: WantedRecord): string {
  return `${stateOf(wanted)} ${wanted.basis}`
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

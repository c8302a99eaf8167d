import type { Thread, ThreadEnd, ThreadEvents } from '../io.ts'

/** Something that a thread is asked for, with its weight: the heaviest is handed out first. */
export interface Job<Question> {
  readonly question: Question
  /** Bytes, as a rule. */
  readonly weight: number
}

/** What became of a job. */
export type JobResult =
  | { readonly answer: unknown }
  /** Its thread ended before it was done. */
  | { readonly lost: ThreadEnd }

export interface PoolOptions<Question> {
  /** How many threads work at once. */
  readonly size: number
  /** What a thread is sent. */
  messageOf(question: Question): unknown
  /** Starts a thread; undefined where none can be started. */
  start(events: ThreadEvents): Thread | undefined
  /** Told before a job is begun, with how many are done. */
  begun?: (question: Question, done: number) => void
  /** Told of each result. */
  done(question: Question, result: JobResult): void
}

/** Jobs under way. */
export interface Running<Question> {
  /** Resolves when all is done, with the jobs that no thread could be started for. */
  readonly left: Promise<readonly Question[]>
  /** Ends all threads, whatever they are doing. */
  end(): void
}

/**
 * Has jobs done by threads, each by one. A thread that ends loses only the job that it was at; another one takes its
 * place.
 */
export function runPool<Question>(
  jobs: readonly Job<Question>[],
  options: PoolOptions<Question>,
): Running<Question> {
  const queue = jobs.toSorted((a, b) => b.weight - a.weight).map(({ question }) => question)
  const pool = new Pool(queue, options)
  pool.fill()
  return pool
}

interface Slot<Question> {
  thread: Thread | undefined
  isReady: boolean
  question: { readonly of: Question } | undefined
}

class Pool<Question> implements Running<Question> {
  readonly left: Promise<readonly Question[]>
  readonly #queue: Question[]
  readonly #options: PoolOptions<Question>
  readonly #slots = new Set<Slot<Question>>()
  #finish: (left: readonly Question[]) => void = () => undefined
  #done = 0
  #isOver = false

  constructor(queue: Question[], options: PoolOptions<Question>) {
    this.#queue = queue
    this.#options = options
    this.left = new Promise((resolve) => {
      this.#finish = resolve
    })
  }

  /** Starts as many threads as there is room and work for. */
  fill(): void {
    const wanted = Math.min(this.#options.size, this.#queue.length)
    for (let count = 0; count < wanted; count++) if (!this.#add()) break
    this.#endWhereDone()
  }

  #add(): boolean {
    const slot: Slot<Question> = { thread: undefined, isReady: false, question: undefined }
    slot.thread = this.#options.start({
      ready: () => {
        slot.isReady = true
        this.#next(slot)
      },
      message: (answer) => this.#settle(slot, { answer }),
      ended: (end) => this.#replace(slot, end),
    })
    if (!slot.thread) return false
    this.#slots.add(slot)
    return true
  }

  #next(slot: Slot<Question>): void {
    if (this.#isOver) return
    if (this.#queue.length === 0) {
      this.#slots.delete(slot)
      slot.thread?.close()
      this.#endWhereDone()
      return
    }
    const [question] = this.#queue.splice(0, 1) as [Question]
    slot.question = { of: question }
    this.#options.begun?.(question, this.#done)
    slot.thread?.send(this.#options.messageOf(question))
  }

  #settle(slot: Slot<Question>, result: JobResult): void {
    const { question } = slot
    if (!question || this.#isOver) return
    slot.question = undefined
    this.#done++
    this.#options.done(question.of, result)
    if ('answer' in result) this.#next(slot)
  }

  /** A thread has ended by itself. One that never got ready would do so again. */
  #replace(slot: Slot<Question>, end: ThreadEnd): void {
    this.#slots.delete(slot)
    this.#settle(slot, { lost: end })
    if (this.#isOver) return
    if (slot.isReady && this.#queue.length > 0) this.#add()
    this.#endWhereDone()
  }

  #endWhereDone(): void {
    if (this.#isOver || this.#slots.size > 0) return
    this.#isOver = true
    this.#finish(this.#queue)
  }

  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    for (const { thread } of this.#slots) thread?.end()
    this.#slots.clear()
    this.#finish(this.#queue)
  }
}

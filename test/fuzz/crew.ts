import { type ChildProcess, fork } from 'node:child_process'
import type { Reply, Request } from './messages.ts'
import { type Fault, fault, type Subject } from './property.ts'

/** What came of a case. */
export interface Outcome {
  readonly property: string
  readonly subject: Subject
  readonly source: string
  readonly fault: Fault | undefined
}

type Ask = Request extends infer Each ? (Each extends Request ? Omit<Each, 'id'> : never) : never

/** Megabytes that a worker may take: more than any description of these sizes needs. */
const MEMORY = 2_000

/** Milliseconds that reading the sources may take. */
const START = 60_000

/** A process that tries one thing after the other, and is ended and replaced when one takes too long or takes it down. */
export class Worker {
  readonly #script: string
  readonly #milliseconds: number
  #child: ChildProcess | undefined
  #nextId = 1

  /** @param milliseconds that a case may take */
  constructor(script: string, milliseconds: number) {
    this.#script = script
    this.#milliseconds = milliseconds
  }

  /** @returns undefined when the worker has ended before it knew what to try */
  ask(request: Ask): Promise<Outcome | undefined> {
    const id = this.#nextId++
    const child = this.#running()
    let begun: Reply | undefined
    return new Promise((done) => {
      // the first case is made after all sources are read
      const start = request.kind === 'case' ? START : 0
      let timer = setTimeout(() => end('hang', 'takes too long'), this.#milliseconds + start)
      const end = (what: string, words: string): void => {
        finish(begun && { ...begun, fault: fault(what, words) })
        this.close()
      }
      const finish = (outcome: Outcome | undefined): void => {
        clearTimeout(timer)
        child.off('message', hear)
        child.off('exit', leave)
        done(outcome)
      }
      const hear = (reply: Reply): void => {
        if (reply.id !== id) return
        if (!reply.isBegun) {
          finish({ ...reply, fault: reply.fault })
          return
        }
        begun = reply
        clearTimeout(timer)
        timer = setTimeout(() => end('hang', 'takes too long'), this.#milliseconds)
      }
      const leave = (code: number | null): void => end('crash', `the process ends with ${code}`)
      child.on('message', hear)
      child.on('exit', leave)
      if (request.kind === 'check') begun = { ...request, id, source: '' }
      child.send({ ...request, id })
    })
  }

  close(): void {
    this.#child?.kill('SIGKILL')
    this.#child = undefined
  }

  #running(): ChildProcess {
    this.#child ??= fork(this.#script, {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${MEMORY}`, '--enable-source-maps'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    return this.#child
  }
}

import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'
import type { Guard, Work } from './types.ts'

export class TimeoutError extends Error {
  override name = 'TimeoutError'
}

/** How long work goes on before others get their turn. */
const SLICE_MS = 50

const DOOR = Symbol.for('specward.spectral.guard')
const call = new Script(`globalThis[Symbol.for('specward.spectral.guard')]()`)

export interface GuardOptions {
  readonly budgetMs: number
  /** Time of the clock after which calls get next to none. */
  readonly deadline?: number | undefined
  now(): number
}

/** A guard that gives every call `budgetMs` milliseconds at least. It needs no thread and costs nothing per call. */
export function createGuard({ budgetMs, deadline = Number.POSITIVE_INFINITY, now }: GuardOptions): Guard {
  preferLinearTime()
  return {
    async run(work) {
      const patienceMs = Math.ceil(budgetMs * (work.patience ?? 1))
      const left = (): number => Math.max(1, Math.min(patienceMs, Math.ceil(deadline - now())))
      while (!(await turn(() => slice(work, left(), now)))) {}
    },
    settle: (promise) => settled(promise, budgetMs),
  }
}

/** One slice of work; true when the work is done. */
function slice(work: Work, budgetMs: number, now: () => number): boolean {
  const end = now() + SLICE_MS
  let done = false
  const step = () => {
    done = work.step(() => now() >= end)
  }
  const outer = Reflect.get(globalThis, DOOR)
  Reflect.set(globalThis, DOOR, step)
  try {
    call.runInThisContext({ timeout: SLICE_MS + budgetMs })
  } catch (error) {
    if (!isTimeout(error)) throw error
    work.interrupted()
  } finally {
    Reflect.set(globalThis, DOOR, outer)
  }
  return done
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}

/** Does something at its own turn: nothing that others wait for is under way then, which an interruption would end. */
function turn<T>(work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(work())
      } catch (error) {
        reject(error)
      }
    })
  })
}

/** Runs what promises have left to do, so that it is guarded as well. Only within a slice. */
export function runPromises(): void {
  const run: unknown = Reflect.get(process, '_tickCallback')
  if (typeof run === 'function') Reflect.apply(run, process, [])
}

async function settled<T>(promise: PromiseLike<T>, budgetMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`nothing came of it in ${budgetMs} ms`)), budgetMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

let preferred = false

/** Lets V8 go over to its engine of linear time where a regular expression backtracks a lot. */
function preferLinearTime(): void {
  if (preferred) return
  preferred = true
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
}

import type { ResolveRunner } from '@stoplight/json-ref-resolver/runner.js'

import { Walked } from './crawl.ts'
import { FileRunner, type ResolveResult } from './runner.ts'

/** One part of a file that is being resolved, and the others that it waits for. */
export class Task {
  /** Somebody wants to know its `refMap`. */
  readonly isOutermost: boolean
  readonly waits = new Set<Task>()
  answer: Promise<ResolveResult> | undefined

  constructor(isOutermost: boolean) {
    this.isOutermost = isOutermost
  }

  leadsTo(goal: Task): boolean {
    const seen = new Set<Task>([this])
    for (const task of seen) {
      if (task === goal) return true
      for (const next of task.waits) seen.add(next)
    }
    return false
  }
}

/**
 * The original resolves a part anew for each reference to it, and what that part refers to as well, which may never
 * end. So many times we do as it does, as results depend on it; then each part is resolved once.
 */
const MOST_LOOKUPS = 100_000

/** What all files of one document share. */
export class Session {
  readonly walked = new Walked()
  readonly frozen = new Set<object>()
  lookups = 0
  readonly #tasks = new Map<string, Task>()
  readonly #files = new WeakMap<ResolveRunner, FileRunner>()

  resolve(original: ResolveRunner): Promise<ResolveResult> {
    return this.of(original).resolve('', new Task(true))
  }

  /** Undefined where the answer would wait for itself. */
  answer(file: FileRunner, pointer: string, asker: Task): Promise<ResolveResult> | undefined {
    if (++this.lookups <= MOST_LOOKUPS) return file.resolve(pointer, new Task(false))
    const name = `${file.base} ${pointer}`
    const known = this.#tasks.get(name)
    if (known?.leadsTo(asker) === true) return undefined
    const task = known ?? new Task(false)
    asker.waits.add(task)
    this.#tasks.set(name, task)
    task.answer ??= file.resolve(pointer, task)
    return task.answer
  }

  /** The original's runner knows the addresses, reads, and keeps the graph; it never resolves anything itself. */
  of(original: ResolveRunner): FileRunner {
    const known = this.#files.get(original)
    if (known !== undefined) return known
    const file = new FileRunner(original, this)
    this.#files.set(original, file)
    return file
  }
}

import type { Host } from '@specward/core'
import type { Board } from '../diagnostics/board.ts'
import { keyOf } from '../files.ts'
import type { ServerOptions } from '../options.ts'
import type { Settings } from '../settings.ts'
import { accept } from './accept.ts'
import type { Buffers } from './buffers.ts'
import { type Judged, judge } from './judge.ts'
import { Lane } from './lane.ts'
import { slim } from './slim.ts'
import type { Subject } from './subject.ts'
import { lineChange } from './text-change.ts'

/** What the reviewer works with. */
export interface ReviewContext {
  readonly options: ServerOptions
  /** Reads what is to be judged: what is open from the editor. */
  readonly host: Host
  readonly buffers: Buffers
  readonly board: Board
  readonly isTrusted: boolean
  settings(uri: string): Settings
  folderOf(uri: string): string
  descriptions(): ((folder: string) => Promise<readonly string[]>) | undefined
  /** Told when a review begins, when one is over, and when none is left to make. */
  onBegin(subject: Subject): void
  onEnd(subject: Subject, judged: Judged, ms: number): void
  onIdle(): void
}

/** Brings files up to date, one at a time. */
export class Reviewer {
  readonly #context: ReviewContext
  readonly #lane: Lane
  readonly #urgent = new WeakSet<Subject>()
  #current: Subject | undefined

  constructor(context: ReviewContext) {
    this.#context = context
    this.#lane = new Lane(() => context.onIdle())
  }

  /**
   * Has a file judged until it is up to date; at once when it is. What is urgent goes first, and ends what is not.
   * Never rejects.
   */
  bring(subject: Subject, isUrgent: boolean): Promise<void> {
    if (isUrgent && subject.isStale) {
      this.#urgent.add(subject)
      const current = this.#current
      if (current?.run && !this.#urgent.has(current)) current.run.aborted = true
    }
    if (!subject.isStale && !subject.run) return Promise.resolve()
    subject.bringing ??= this.#bring(subject)
    return subject.bringing
  }

  /** A run that has begun with what is no longer so is given up, and made anew. */
  spoil(subject: Subject): void {
    subject.isStale = true
    if (subject.run) subject.run.aborted = true
  }

  async #bring(subject: Subject): Promise<void> {
    while (subject.isStale && subject.isWanted) {
      await this.#lane.enter(() => this.#urgent.has(subject))
      this.#current = subject
      try {
        await everythingSaid()
        if (subject.isWanted) await this.#run(subject)
      } finally {
        this.#current = undefined
        this.#lane.leave()
      }
    }
    this.#urgent.delete(subject)
    subject.bringing = undefined
  }

  async #run(subject: Subject): Promise<void> {
    const { options, host, isTrusted } = this.#context
    const { uri } = subject
    const run = { asked: new Set<string>(), aborted: false }
    subject.run = run
    subject.isStale = false
    this.#context.onBegin(subject)
    const started = host.now()
    const settings = this.#context.settings(uri)
    const folder = this.#context.folderOf(uri)
    const isKnown = subject.review !== undefined && subject.isGood
    const descriptions = this.#context.descriptions()
    const task = { uri, folder, settings, isTrusted, isKnown, signal: run, asked: run.asked, descriptions }
    const judged = await judge(task, options, host)
    subject.run = undefined
    const ms = host.now() - started
    if ('superseded' in judged || run.aborted) subject.isStale = true
    else if (subject.isWanted) this.#accept(subject, judged, run.asked, { ms, folder })
    this.#context.onEnd(subject, judged, ms)
  }

  #accept(
    subject: Subject,
    judged: Exclude<Judged, { readonly superseded: true }>,
    asked: ReadonlySet<string>,
    { ms, folder }: { readonly ms: number; readonly folder: string },
  ): void {
    const { buffers, board } = this.#context
    const accepted = accept(subject, judged, {
      ms,
      folder,
      openUri: (uri) => buffers.get(uri)?.document.uri,
      openText: (uri) => buffers.get(uri)?.document.getText(),
    })
    const before = concerned(subject)
    const { told, review, keeps } = accepted
    subject.asked = keeps ? new Set([...subject.asked, ...asked]) : asked
    if (!keeps) subject.scripts = scriptsOf(judged)
    subject.isGood = keeps ? subject.isGood : review?.isOutdated === false
    const files = new Set(review?.files.map(keyOf))
    const isFull = subject.isOpen || subject.isReaching || [...files].some((key) => buffers.get(key))
    subject.review = review && (isFull ? review : slim(review))
    subject.files = files
    subject.tell(told, keeps ? [] : this.#unsaved(files))
    board.place(subject, before, concerned(subject))
  }

  /** What open files have seen of changes since the texts that were judged: those that were saved. */
  #unsaved(files: ReadonlySet<string>) {
    return [...files].flatMap((key) => {
      const open = this.#context.buffers.get(key)
      if (!open || this.#context.settings(open.document.uri).run !== 'onSave') return []
      const change = lineChange(open.saved, open.document.getText())
      return change ? [{ key, change }] : []
    })
  }
}

/** Keys of the files that a file says something about, or consists of. */
export function concerned({ told, files, key }: Subject): ReadonlySet<string> {
  return new Set([...told.uris.keys(), ...files, ...(told.whenOpen.length > 0 ? [key] : [])])
}

function scriptsOf(judged: Judged): ReadonlySet<string> {
  if (!('result' in judged)) return new Set()
  const { documents } = judged.result
  const scripts = documents.flatMap(({ policy }) => [...(policy.rulesets?.loaded.scripts?.keys() ?? [])])
  return new Set(scripts.map(keyOf))
}

/** Lets the editor say what it has said already: what is judged then is the newest text. */
async function everythingSaid(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise<void>((done) => setImmediate(done))
}

import { createMemory, type Host } from '@specward/core'
import type { Board } from '../diagnostics/board.ts'
import { isPolicyFile, keyOf } from '../files.ts'
import type { ServerOptions } from '../options.ts'
import type { Settings } from '../settings.ts'
import { everythingSaid } from '../turns.ts'
import { accept } from './accept.ts'
import type { Buffers } from './buffers.ts'
import { type Judged, type JudgeTask, judge } from './judge.ts'
import { Lane } from './lane.ts'
import { slim } from './slim.ts'
import type { Run, Subject } from './subject.ts'
import { changeBetween } from './text-change.ts'

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
   * Has a file judged until it is up to date; at once when it is. What is urgent goes first, and ends what is not. A look
   * at what was edited is enough. Never rejects.
   */
  bring(subject: Subject, isUrgent: boolean): Promise<void> {
    if (subject.isFresh) return everythingSaid()
    if (isUrgent) {
      this.#urgent.add(subject)
      const current = this.#current
      if (current?.run && !this.#urgent.has(current)) current.run.aborted = true
    }
    return new Promise((done) => {
      subject.onFresh.push(done)
      this.#begin(subject)
    })
  }

  /** The same, but waits until the whole has been reviewed, which is done when typing rests. */
  async bringWhole(subject: Subject, isUrgent: boolean): Promise<void> {
    await this.bring(subject, isUrgent)
    if (!subject.isProvisional) return
    await new Promise<void>((done) => subject.onWhole.push(done))
  }

  /** Typing rests: the whole of a file is reviewed where that is owed, unless somebody goes on typing. */
  async settle(subject: Subject): Promise<void> {
    subject.rests = true
    await this.#begin(subject)
  }

  /**
   * A run that has begun with what is no longer so is given up, and made anew.
   * @param isEdit whether nothing but its own text has changed in the editor
   */
  spoil(subject: Subject, isEdit = false): void {
    subject.isStale = true
    subject.rests = false
    if (!isEdit) subject.isOnlyEdited = false
    if (subject.run) subject.run.aborted = true
  }

  #begin(subject: Subject): Promise<void> {
    subject.bringing ??= this.#bring(subject)
    return subject.bringing
  }

  /** Lets go of what only those need who look at a file, where nobody looks at it any longer. */
  rest(subject: Subject): void {
    const { review } = subject
    if (!isEdited(subject)) subject.memory = undefined
    if (review && !this.#isLookedAt(subject)) subject.review = slim(review)
  }

  /** Whether a file, or one of those that it consists of, is open. */
  #isLookedAt(subject: Subject): boolean {
    return isEdited(subject) || [...subject.files].some((key) => this.#context.buffers.get(key))
  }

  async #bring(subject: Subject): Promise<void> {
    while ((subject.isStale || (subject.isProvisional && subject.rests)) && subject.isWanted) {
      await this.#lane.enter(() => this.#urgent.has(subject))
      this.#current = subject
      try {
        await everythingSaid()
        if (subject.isWanted) await this.#run(subject)
      } finally {
        this.#current = undefined
        this.#lane.leave()
      }
      if (!subject.isStale) this.#tell(subject)
    }
    this.#urgent.delete(subject)
    subject.bringing = undefined
    this.#tell(subject)
  }

  /** Lets those go on who wait for a file. */
  #tell(subject: Subject): void {
    for (const done of subject.onFresh.splice(0)) done()
    if (subject.isProvisional && subject.isWanted) return
    for (const done of subject.onWhole.splice(0)) done()
  }

  async #run(subject: Subject): Promise<void> {
    const { options, host } = this.#context
    const mayBeQuick = subject.isStale && subject.isOnlyEdited
    const isOwed = !subject.isStale && subject.isProvisional
    const run = { asked: new Set<string>(), aborted: false, isOwed }
    subject.run = run
    subject.isStale = false
    this.#context.onBegin(subject)
    const started = host.now()
    const task = this.#taskFor(subject, run)
    const judged = await judge(task, options, host, mayBeQuick)
    subject.run = undefined
    const ms = host.now() - started
    if ('superseded' in judged || run.aborted) subject.isStale ||= !isOwed
    else if (subject.isWanted) this.#accept(subject, judged, run.asked, { ms, folder: task.folder })
    this.#context.onEnd(subject, judged, ms)
  }

  #taskFor(subject: Subject, run: Run): JudgeTask {
    const { uri } = subject
    const context = this.#context
    subject.memory = isEdited(subject) ? (subject.memory ?? createMemory()) : undefined
    return {
      uri,
      folder: context.folderOf(uri),
      settings: context.settings(uri),
      isTrusted: context.isTrusted,
      text: isPolicyFile(uri) ? undefined : context.buffers.get(uri)?.document.getText(),
      isKnown: subject.review !== undefined && subject.isGood,
      signal: run,
      asked: run.asked,
      memory: subject.memory,
      descriptions: context.descriptions(),
    }
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
    const isProvisional = 'result' in judged && judged.isProvisional
    subject.isOnlyEdited = 'result' in judged
    subject.isProvisional = isProvisional
    const { told, review, keeps } = accepted
    subject.asked = keeps || isProvisional ? new Set([...subject.asked, ...asked]) : asked
    if (!keeps) subject.scripts = scriptsOf(judged)
    subject.isGood = keeps ? subject.isGood : review?.isOutdated === false
    const files = new Set(review?.files.map(keyOf))
    subject.review = review
    subject.files = files
    this.rest(subject)
    subject.tell(told, keeps ? [] : this.#unsaved(files))
    board.place(subject, before, concerned(subject))
  }

  /** What open files have seen of changes since the texts that were judged: those that were saved. */
  #unsaved(files: ReadonlySet<string>) {
    return [...files].flatMap((key) => {
      const open = this.#context.buffers.get(key)
      if (!open || this.#context.settings(open.document.uri).run !== 'onSave') return []
      const change = changeBetween(open.saved, open.document.getText())
      return change ? [{ key, change }] : []
    })
  }
}

/** Whether a file is judged anew with each edit of it, or of a part of it. */
function isEdited({ isOpen, isReaching }: Subject): boolean {
  return isOpen || isReaching
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

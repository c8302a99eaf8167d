import { bringFile } from './bring.ts'
import type { Subject } from './subject.ts'
import type { Workspace } from './workspace.ts'

/** How long typing has to rest before what nobody has asked for is judged, in milliseconds. */
export const REST = 300

/** Brings up to date what nobody has asked for yet: what is open first, then the rest of the workspace. */
export class Background {
  readonly #workspace: Workspace
  readonly #whenDone: () => void
  #timer: NodeJS.Timeout | undefined
  #looking: NodeJS.Timeout | undefined
  #isWorking = false
  #isListing = false
  #listsAgain = false

  /** @param whenDone called when everything is up to date */
  constructor(workspace: Workspace, whenDone: () => void) {
    this.#workspace = workspace
    this.#whenDone = whenDone
  }

  /** True when nothing is left to be found or judged. */
  get isDone(): boolean {
    return !this.#isListing && !this.#isWorking && this.#timer === undefined && this.#next() === undefined
  }

  /** Begins in some milliseconds, counted from the last call. */
  kick(milliseconds = 0): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#work()
    }, milliseconds)
  }

  /** Has what is open brought up to date in some milliseconds, by a look at what was edited where that is enough. */
  look(milliseconds: number): void {
    this.#looking ??= setTimeout(() => {
      this.#looking = undefined
      for (const subject of this.#workspace.subjects.values()) {
        if (subject.isOpen && subject.isStale) void this.#workspace.reviewer.bring(subject, true)
      }
    }, milliseconds)
  }

  /** Looks for API descriptions in the folders of the workspace, and has them judged. */
  async list(): Promise<void> {
    this.#listsAgain = true
    if (this.#isListing) return
    this.#isListing = true
    try {
      while (this.#listsAgain) {
        this.#listsAgain = false
        await this.#workspace.list()
      }
    } finally {
      this.#isListing = false
    }
    this.kick()
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    try {
      await this.#workspace.settled
      // whatever has become stale while open files were looked up was left to those who are at work
      do await this.#bringAll()
      while (this.#timer === undefined && this.#next())
    } finally {
      this.#isWorking = false
    }
    if (!this.isDone) return
    this.#whenDone()
    for (const subject of this.#workspace.subjects.values()) {
      if (this.isDone) await this.#workspace.reviewer.getReady(subject)
    }
  }

  async #bringAll(): Promise<void> {
    for (let next = this.#next(); next && this.#timer === undefined; next = this.#next()) {
      await this.#bring(next)
    }
    for (const { document } of this.#timer === undefined ? this.#workspace.buffers.all : []) {
      await bringFile(this.#workspace, document.uri, false)
    }
  }

  /** What was edited comes first; the whole of it when typing has rested since. */
  async #bring(subject: Subject): Promise<void> {
    const { reviewer } = this.#workspace
    if (subject.isFresh) await reviewer.settle(subject)
    else {
      await reviewer.bring(subject, false)
      if (subject.isProvisional && this.#timer === undefined) this.kick(REST)
    }
  }

  #next(): Subject | undefined {
    const stale = [...this.#workspace.subjects.values()].filter(
      ({ isStale, isProvisional }) => isStale || isProvisional,
    )
    return stale.find(({ isOpen }) => isOpen) ?? stale[0]
  }
}

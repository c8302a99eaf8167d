import type { Memory } from '@specward/core'
import type { Diagnostic } from 'vscode-languageserver'
import type { Review } from '../desk.ts'
import { shiftDiagnostics } from '../diagnostics/shift.ts'
import { type FileDiagnostics, NOTHING, type Told } from '../diagnostics/told.ts'
import { keyOf } from '../files.ts'
import type { TextChange } from './text-change.ts'

/** A run that is under way. */
export interface Run {
  /** Keys of the files that it has asked for so far. */
  readonly asked: Set<string>
  aborted: boolean
  /** Whether what is told is as new as the texts already, and only the review of the whole is owed. */
  readonly isOwed: boolean
}

/** A file that is judged by itself: one that is open, or an API description of the workspace. */
export class Subject {
  readonly key: string
  /** As the editor writes it where it is open. */
  uri: string
  isOpen = false
  /** Found among the descriptions of the workspace. */
  isListed = false
  /** Needed for an open file that is a part of it. */
  isReaching = false
  /** Whether what is known of it is older than what it is made of. */
  isStale = true
  /** Whether nothing but its own text, in the editor, has changed since it was judged. */
  isOnlyEdited = false
  /** Whether what is told comes from a look at what was edited alone, so that a review of the whole is owed. */
  isProvisional = false
  /** What makes the next run quicker; for what is open only. */
  memory: Memory | undefined
  run: Run | undefined
  /** Settled when it has been brought up to date. */
  bringing: Promise<void> | undefined
  /** Whether typing rests, so that the whole may be reviewed where that is owed. */
  rests = false
  /** Called as soon as the whole has been reviewed. */
  onWhole: (() => void)[] = []
  /** Called as soon as what is told is not older than the texts. */
  onFresh: (() => void)[] = []
  /** Keys of everything that a change of can change the outcome. */
  asked: ReadonlySet<string> = new Set()
  /** Keys of code that rulesets ran: read from the disk, whatever is open. */
  scripts: ReadonlySet<string> = new Set()
  /** The last review of a text that could be read. */
  review: Review | undefined
  /** Whether that text was read without a fault: it is shown on while a newer one is broken. */
  isGood = false
  /** Keys of the files that the review is about. */
  files: ReadonlySet<string> = new Set()
  #told: Told = NOTHING
  /** Changes of texts since it was told. */
  #changes: { readonly key: string; readonly change: TextChange }[] = []

  constructor(uri: string) {
    this.uri = uri
    this.key = keyOf(uri)
  }

  /** Whether what is told is as new as the texts. */
  get isFresh(): boolean {
    return !this.isStale && (this.run === undefined || this.run.isOwed)
  }

  get isWanted(): boolean {
    return this.isOpen || this.isListed || this.isReaching
  }

  /** What is to be shown, where it stands in the texts as they are now. */
  get told(): Told {
    if (this.#changes.length > 0) {
      this.#told = this.#shifted()
      this.#changes = []
    }
    return this.#told
  }

  /** Takes note of what is to be shown; the changes are those that the texts have seen since they were judged. */
  tell(told: Told, changes: readonly { readonly key: string; readonly change: TextChange }[] = []): void {
    this.#told = told
    this.#changes = [...changes]
  }

  /** A text was edited that it says something about. */
  edited(key: string, change: TextChange): void {
    this.#changes.push({ key, change })
  }

  /** Tells no more of the faults of a configuration, or of what goes with it, that stand in a file. */
  forgetFaults(key: string): void {
    const { others } = this.told
    const left = (others.get(key) ?? []).filter(({ code }) => code !== 'configuration')
    this.#told = { ...this.told, others: new Map([...others, [key, left]]) }
  }

  #shifted(): Told {
    const { findings, others, whenOpen } = this.#told
    const shifted = (files: FileDiagnostics): FileDiagnostics => {
      const made = new Map<string, readonly Diagnostic[]>()
      for (const [key, diagnostics] of files) {
        made.set(key, shiftDiagnostics(diagnostics, key, this.#changes))
      }
      return made
    }
    return {
      ...this.#told,
      findings: shifted(findings),
      others: shifted(others),
      whenOpen: shiftDiagnostics(whenOpen, this.key, this.#changes),
    }
  }
}

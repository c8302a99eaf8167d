import { grouped, type Limits, MEGABYTE, raising } from '../source/limits.ts'
import type { SourceFile } from '../source/types.ts'

/** All files of a description may together be so many times as large as one of them. */
const SIZE_FACTOR = 4

/** Holds the files of a description against the limits, and tells once that there are too many. */
export class Extent {
  readonly #limits: Limits
  #size = 0
  #counted = 0
  #exceeded: 'files' | 'fileSize' | undefined
  #isTold = false

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** How many files may be read beside those that were. */
  room(files: readonly SourceFile[]): number {
    for (; this.#counted < files.length; this.#counted += 1)
      this.#size += files[this.#counted]?.text.length ?? 0
    const left = this.#limits.files - files.length
    if (left <= 0) this.#exceeded = 'files'
    else if (this.#size > this.#limits.fileSize * SIZE_FACTOR * MEGABYTE) this.#exceeded = 'fileSize'
    return this.#exceeded === undefined ? left : 0
  }

  /** What is told at the first reference to a file that was not read; undefined where it has been told. */
  message(reference: string): string | undefined {
    if (this.#isTold) return undefined
    this.#isTold = true
    const name = this.#exceeded ?? 'files'
    const than =
      name === 'files'
        ? `of more than ${grouped(this.#limits.files)} files`
        : `of files that have more than ${grouped(this.#limits.fileSize * SIZE_FACTOR)} MB together`
    return `The description consists ${than}; \`${reference}\` and what is reached after it were not read. ${raising(name, this.#limits)}`
  }
}

import type { SourceFile, Span } from '@specward/core'
import type { Position, Range } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Desk } from './desk.ts'

/**
 * A file as it was reviewed beside the same file as the editor has it now. Offsets are those of the review, positions
 * those of the editor, which counts lines and UTF-16 code units from 0. What stands before and behind all that has
 * been written since is found where it is now; what stands in between is not found.
 */
export class Sheet {
  readonly file: SourceFile
  /** As the editor writes it. */
  readonly uri: string
  /** False when something has been written since the review. */
  readonly isCurrent: boolean
  readonly #document: TextDocument
  /** Characters before the text as core has it: a byte order mark. */
  readonly #mark: number
  /** How many characters at the beginning, and at the end, are the same. */
  readonly #before: number
  readonly #after: number
  /** By how many characters the text has grown. */
  readonly #grown: number

  constructor(file: SourceFile, desk: Pick<Desk, 'document'>) {
    const open = desk.document(file.uri)
    this.file = file
    this.uri = open?.uri ?? file.uri
    this.#document = open ?? TextDocument.create(file.uri, file.language, 0, file.text)
    const text = this.#document.getText()
    this.#mark = text.startsWith('\ufeff') ? 1 : 0
    const now = this.#mark === 0 ? text : text.slice(1)
    this.isCurrent = now === file.text
    this.#grown = now.length - file.text.length
    this.#before = this.isCurrent ? now.length : commonStart(file.text, now)
    this.#after = this.isCurrent ? 0 : commonEnd(file.text, now, this.#before)
  }

  /** Version of the document in the editor; null where it is not open. */
  versionIn(desk: Pick<Desk, 'document'>): number | null {
    return desk.document(this.file.uri)?.version ?? null
  }

  /** Offset in the text that was reviewed; undefined where that has been written over. */
  offsetAt(position: Position): number | undefined {
    const now = this.#document.offsetAt(position) - this.#mark
    if (this.isCurrent || now < this.#before) return now
    return now > this.file.text.length + this.#grown - this.#after ? now - this.#grown : undefined
  }

  /** Where a span of the text that was reviewed is now; undefined where it begins or ends in what has been written over. */
  rangeOf({ start, end }: Span): Range | undefined {
    const [from, to] = [this.#now(start), this.#now(end)]
    if (from === undefined || to === undefined) return undefined
    return { start: this.#document.positionAt(from), end: this.#document.positionAt(to) }
  }

  #now(offset: number): number | undefined {
    if (this.isCurrent || offset < this.#before) return offset + this.#mark
    return offset > this.file.text.length - this.#after ? offset + this.#grown + this.#mark : undefined
  }
}

/** The sheets of what one answer needs, each made once. */
export class Sheets {
  readonly #desk: Pick<Desk, 'document'>
  readonly #made = new Map<SourceFile, Sheet>()

  constructor(desk: Pick<Desk, 'document'>) {
    this.#desk = desk
  }

  of(file: SourceFile): Sheet {
    let sheet = this.#made.get(file)
    if (!sheet) {
      sheet = new Sheet(file, this.#desk)
      this.#made.set(file, sheet)
    }
    return sheet
  }
}

function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length)
  let length = 0
  while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length++
  return length
}

/** @param before how much is the same at the start, which is not counted twice */
function commonEnd(one: string, other: string, before: number): number {
  const most = Math.min(one.length, other.length) - before
  let length = 0
  while (
    length < most &&
    one.charCodeAt(one.length - 1 - length) === other.charCodeAt(other.length - 1 - length)
  )
    length++
  return length
}

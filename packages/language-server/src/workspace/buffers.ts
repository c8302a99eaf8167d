import type { TextDocumentContentChangeEvent, TextDocumentItem } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { keyOf } from '../files.ts'
import { changeBetween, type TextChange } from './text-change.ts'

/** A document that is open in the editor. */
export interface OpenFile {
  readonly document: TextDocument
  /** Its text when it was opened or saved last. */
  saved: string
}

/** What is open in the editor, by any spelling of its URI. */
export class Buffers {
  readonly #files = new Map<string, OpenFile>()

  get all(): readonly OpenFile[] {
    return [...this.#files.values()]
  }

  get(uri: string): OpenFile | undefined {
    return this.#files.get(keyOf(uri))
  }

  open({ uri, languageId, version, text }: TextDocumentItem): void {
    const document = TextDocument.create(uri, languageId, version, text)
    this.#files.set(keyOf(uri), { document, saved: text })
  }

  /**
   * Applies changes to an open document.
   * @returns the changes, one after the other; undefined when the document is not open
   */
  change(
    uri: string,
    version: number,
    changes: readonly TextDocumentContentChangeEvent[],
  ): readonly TextChange[] | undefined {
    const file = this.get(uri)
    if (!file) return undefined
    const made: TextChange[] = []
    // editors of the first versions of the protocol may send none
    const next = Number.isInteger(version) ? version : file.document.version + 1
    for (const change of changes) {
      const before = 'range' in change ? '' : file.document.getText()
      const one = 'range' in change ? change : changeBetween(before, change.text)
      if (one) made.push(one)
      TextDocument.update(file.document, [change], next)
    }
    return made
  }

  /** Takes the text as it is for the one that was saved; false when the document is not open. */
  save(uri: string): boolean {
    const file = this.get(uri)
    if (file) file.saved = file.document.getText()
    return file !== undefined
  }

  /** @returns what was open */
  close(uri: string): OpenFile | undefined {
    const file = this.get(uri)
    this.#files.delete(keyOf(uri))
    return file
  }
}

import {
  type CancellationToken,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  type FullDocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver'
import { rejectable, unlessCancelled } from '../cancel.ts'
import { isReviewed, keyOf } from '../files.ts'
import { bringFile } from '../workspace/bring.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { Posted } from './board.ts'

/** Answers editors that ask for the diagnostics of a document. */
export class DocumentPull {
  readonly #workspace: Workspace
  /** What ends the requests that wait, by the key of the document. */
  readonly #waiting = new Map<string, Set<(error: Error) => void>>()
  /** The result ids that the editor has, by the key of the document. */
  readonly #given = new Map<string, string>()
  /** Whether the editor takes diagnostics of other files together with those of a document. */
  takesRelated = false
  /** Whether the editor tells of changes on the disk; otherwise everything may have changed at any time. */
  isTold = false

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  /** The document has another text: whoever has asked for the diagnostics of the old one is to ask again. */
  edited(uri: string): void {
    const data = { retriggerRequest: true }
    const error = new ResponseError(LSPErrorCodes.ServerCancelled, 'The document has been edited.', data)
    for (const refuse of this.#waiting.get(keyOf(uri)) ?? []) refuse(error)
  }

  closed(uri: string): void {
    this.#given.delete(keyOf(uri))
  }

  /** Whether an open document shows something else than what is known of it. */
  isBehind(key: string): boolean {
    const given = this.#given.get(key)
    return given !== undefined && !this.#waiting.has(key) && given !== this.#resultId(key)
  }

  async answer(
    { textDocument: { uri }, previousResultId }: DocumentDiagnosticParams,
    token: CancellationToken,
  ): Promise<DocumentDiagnosticReport> {
    if (!isReviewed(uri, this.#workspace.folders)) return { kind: 'full', items: [] }
    const key = keyOf(uri)
    await this.#bring(uri, key, token)
    const resultId = this.#resultId(key)
    this.#given.set(key, resultId)
    if (previousResultId === resultId) return { kind: 'unchanged', resultId }
    const items = [...this.#workspace.board.of(key).items]
    const related = this.#related(key)
    if (related.length === 0) return { kind: 'full', resultId, items }
    const relatedDocuments = Object.fromEntries(related.map((each) => [each.uri, full(each)]))
    return { kind: 'full', resultId, items, relatedDocuments }
  }

  async #bring(uri: string, key: string, token: CancellationToken): Promise<void> {
    const { promise, reject } = rejectable<never>()
    const waiting = this.#waiting.get(key) ?? new Set()
    this.#waiting.set(key, waiting.add(reject))
    try {
      const brought = this.#look(key).then(() => bringFile(this.#workspace, uri, false))
      await unlessCancelled(Promise.race([brought, promise]), token)
    } finally {
      waiting.delete(reject)
      if (waiting.size === 0) this.#waiting.delete(key)
    }
  }

  /** Whoever does not tell of changes on the disk may have made some since. */
  async #look(key: string): Promise<void> {
    const { disk, buffers } = this.#workspace
    if (this.isTold) return
    await disk.look([...this.#dependencies(key)].filter((each) => !buffers.get(each)))
  }

  #dependencies(key: string): ReadonlySet<string> {
    const { subjects } = this.#workspace
    const concerned = [subjects.get(key), ...this.#workspace.reaching(key)]
    return new Set(concerned.flatMap((each) => (each ? [...each.asked, ...each.scripts] : [])))
  }

  /** Of a document and of what comes with it. */
  #resultId(key: string): string {
    const ids = [this.#workspace.board.of(key), ...this.#related(key)].map(({ resultId }) => resultId)
    return ids.length === 1 ? (ids[0] ?? '') : this.#workspace.options.host.sha256(ids.join()).slice(0, 16)
  }

  /** What the files of a description have to show that are not open. */
  #related(key: string): readonly Posted[] {
    const { subjects, board, buffers } = this.#workspace
    if (!this.takesRelated) return []
    const keys = subjects.get(key)?.told.uris.keys() ?? []
    return [...keys].flatMap((each) => (each === key || buffers.get(each) ? [] : [board.of(each)]))
  }
}

function full({ items, resultId }: Posted): FullDocumentDiagnosticReport {
  return { kind: 'full', items: [...items], resultId }
}

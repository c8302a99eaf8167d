import type { PublishDiagnosticsParams } from 'vscode-languageserver'
import type { Workspace } from '../workspace/workspace.ts'

/** Sends diagnostics to editors that do not ask for them: each time those of a file are others than before. */
export class Push {
  readonly #workspace: Workspace
  readonly #send: (params: PublishDiagnosticsParams) => void
  /** What was sent last, by the key of the file. */
  readonly #sent = new Map<string, { readonly uri: string; readonly resultId: string }>()
  readonly #waiting = new Set<string>()

  constructor(workspace: Workspace, send: (params: PublishDiagnosticsParams) => void) {
    this.#workspace = workspace
    this.#send = send
    // while a text is written, the editor moves what it shows by itself
    workspace.board.onChanged((keys, cause) => {
      if (cause === 'judged') this.#schedule(keys)
    })
  }

  #schedule(keys: ReadonlySet<string>): void {
    if (this.#waiting.size === 0) setImmediate(() => this.#flush())
    for (const key of keys) this.#waiting.add(key)
  }

  #flush(): void {
    const keys = [...this.#waiting]
    this.#waiting.clear()
    for (const key of keys) this.#post(key)
  }

  #post(key: string): void {
    const { board, buffers, subjects } = this.#workspace
    const open = buffers.get(key)
    const subject = subjects.get(key)
    // a part of descriptions has no review of its own to wait for
    if (open && subject?.isStale && subject.review) return
    const { uri, items, resultId } = board.of(key)
    const before = this.#sent.get(key)
    if (before?.uri === uri && before.resultId === resultId) return
    if (before && before.uri !== uri) this.#send({ uri: before.uri, diagnostics: [] })
    if (items.length === 0 && !before && !open) return
    if (items.length === 0 && !open) this.#sent.delete(key)
    else this.#sent.set(key, { uri, resultId })
    const version = open ? { version: open.document.version } : {}
    this.#send({ uri: items.length === 0 && before ? before.uri : uri, ...version, diagnostics: [...items] })
  }
}

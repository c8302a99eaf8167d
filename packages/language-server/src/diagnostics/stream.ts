import type {
  CancellationToken,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver'
import { keyOf } from '../files.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** Sends a part of an answer; undefined where the editor takes only whole ones. */
export type SendPart = ((part: WorkspaceDiagnosticReport) => void) | undefined

/** What the editor has of a file. */
interface Known {
  readonly uri: string
  readonly value: string
  /** Whether it has heard of the file since it asked. */
  isConfirmed: boolean
}

/** A request that is held open. */
interface Held {
  /** Result ids that the editor has, by the key of the file. */
  readonly known: Map<string, Known>
  readonly send: SendPart
  end(report: WorkspaceDiagnosticReport): void
}

/**
 * Answers the editor that asks for the diagnostics of the whole workspace. The request stays open, and what changes is
 * sent as it becomes known: an editor asks again as soon as it has an answer. Where it takes no parts, the answer
 * waits until everything is judged and something is new.
 */
export class WorkspaceStream {
  readonly #workspace: Workspace
  readonly #isDone: () => boolean
  #held: Held | undefined
  #isScheduled = false

  /** @param isDone whether everything in the workspace has been judged */
  constructor(workspace: Workspace, isDone: () => boolean) {
    this.#workspace = workspace
    this.#isDone = isDone
    workspace.board.onChanged(() => this.schedule())
  }

  answer(
    { previousResultIds }: WorkspaceDiagnosticParams,
    token: CancellationToken,
    send: SendPart,
  ): Promise<WorkspaceDiagnosticReport> {
    this.#held?.end({ items: [] })
    const known = new Map(
      previousResultIds.map(({ uri, value }) => [keyOf(uri), { uri, value, isConfirmed: false }]),
    )
    return new Promise((done) => {
      const held: Held = {
        known,
        send,
        end: (report) => {
          if (this.#held === held) this.#held = undefined
          listening.dispose()
          done(report)
        },
      }
      const listening = token.onCancellationRequested(() => held.end({ items: [] }))
      this.#held = held
      this.schedule()
    })
  }

  /** The editor asks no more. */
  end(): void {
    this.#held?.end({ items: [] })
  }

  /** Sends what is new, once all that happens at the same time has happened. */
  schedule(): void {
    if (this.#isScheduled || !this.#held) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#tell()
    })
  }

  #tell(): void {
    const held = this.#held
    if (!held || (!held.send && !this.#isDone())) return
    const items = this.#news(held)
    const isNew = items.some(({ kind }) => kind === 'full')
    if (held.send) {
      if (items.length > 0) held.send({ items })
    } else if (isNew) held.end({ items })
  }

  #news(held: Held): WorkspaceDocumentDiagnosticReport[] {
    const { board, buffers } = this.#workspace
    const items: WorkspaceDocumentDiagnosticReport[] = []
    // the editor asks for what it has open by itself, and is told of it anew once that is closed
    for (const { document } of buffers.all) {
      held.known.set(keyOf(document.uri), { uri: document.uri, value: '', isConfirmed: true })
    }
    for (const key of new Set([...board.keys, ...held.known.keys()])) {
      if (buffers.get(key)) continue
      const { uri, items: diagnostics, resultId } = board.of(key)
      const known = held.known.get(key)
      if (known?.value === resultId) {
        if (held.send && known.isConfirmed) continue
        items.push({ kind: 'unchanged', uri: known.uri, version: null, resultId })
        known.isConfirmed = true
        continue
      }
      // what the editor has of an earlier time holds until all is judged
      const mayGo = known !== undefined && (known.isConfirmed || this.#isDone())
      if (diagnostics.length === 0 && !mayGo) continue
      const named = known?.uri ?? uri
      items.push({ kind: 'full', uri: named, version: null, resultId, items: [...diagnostics] })
      held.known.set(key, { uri: named, value: resultId, isConfirmed: true })
    }
    return items
  }
}

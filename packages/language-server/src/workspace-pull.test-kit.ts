import {
  CancellationTokenSource,
  type Diagnostic,
  type PreviousResultId,
  type ProtocolConnection,
  WorkspaceDiagnosticRequest,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver'

let pulls = 0

/** A request for the diagnostics of the workspace, which the server may hold open. */
export class WorkspacePull {
  /** What was reported last, by URI. */
  readonly reports = new Map<string, WorkspaceDocumentDiagnosticReport>()
  /** Settled once the request is answered. */
  readonly answered: Promise<void>
  isAnswered = false
  readonly #waiting = new Set<() => void>()
  readonly #token = `workspace-${++pulls}`
  readonly #cancelling = new CancellationTokenSource()

  constructor(connection: ProtocolConnection, previousResultIds: readonly PreviousResultId[]) {
    const taking = connection.onProgress(WorkspaceDiagnosticRequest.partialResult, this.#token, ({ items }) =>
      this.#take(items),
    )
    const params = { previousResultIds: [...previousResultIds], partialResultToken: this.#token }
    const { token } = this.#cancelling
    this.answered = connection.sendRequest(WorkspaceDiagnosticRequest.type, params, token).then(
      ({ items }) => {
        taking.dispose()
        this.isAnswered = true
        this.#take(items)
      },
      (error: unknown) => {
        taking.dispose()
        this.isAnswered = true
        throw error
      },
    )
    this.answered.catch(() => undefined)
  }

  /** The diagnostics that were reported last for a file; undefined when nothing was. */
  of(uri: string): readonly Diagnostic[] | undefined {
    const report = this.reports.get(uri)
    return report?.kind === 'full' ? report.items : undefined
  }

  until(holds: (pull: this) => boolean): Promise<void> {
    return new Promise((done) => {
      const look = (): void => {
        if (!holds(this)) return
        this.#waiting.delete(look)
        done()
      }
      this.#waiting.add(look)
      look()
    })
  }

  /** The result ids that were reported last, as the next request gives them. */
  resultIds(): readonly PreviousResultId[] {
    return [...this.reports].flatMap(([uri, { resultId }]) => (resultId ? [{ uri, value: resultId }] : []))
  }

  /** Tells the server that nobody waits for it any longer. */
  cancel(): void {
    this.#cancelling.cancel()
  }

  #take(items: readonly WorkspaceDocumentDiagnosticReport[]): void {
    for (const item of items) this.reports.set(item.uri, item)
    for (const each of [...this.#waiting]) each()
  }
}

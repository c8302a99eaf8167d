import { PassThrough } from 'node:stream'
import type { Host } from '@specward/core'
import {
  type ClientCapabilities,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  FileChangeType,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  LogMessageNotification,
  type PreviousResultId,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  RegistrationRequest,
  ShutdownRequest,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver'
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
import { diskOf } from './disk.test-kit.ts'
import { startServer } from './index.ts'
import type { ServerOptions } from './options.ts'
import { WorkspacePull } from './workspace-pull.test-kit.ts'

/** What an editor can do that pulls diagnostics, as VS Code does. */
export const PULLS: ClientCapabilities = {
  textDocument: { diagnostic: { relatedDocumentSupport: true } },
  workspace: { diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
}

/** The folder that tests work in. */
export const FOLDER = 'file:///apis/'

export interface ClientSetup {
  /** Files on the disk by their name in the folder, or by URI. A `.git` is added. */
  readonly files?: Readonly<Record<string, string>>
  readonly capabilities?: ClientCapabilities
  readonly initializationOptions?: object
  /** What the server gets beside its host. */
  readonly options?: Partial<ServerOptions>
  /** URIs of the workspace folders. */
  readonly folders?: readonly string[]
  /** Settings by the URI of a folder, '' for all others; with it the client answers `workspace/configuration`. */
  readonly settings?: Map<string, object>
}

/**
 * An editor in this process, with a disk in memory, that talks to a server over streams. Names are those of files in
 * the folder, or URIs.
 */
export class Client {
  readonly connection: ProtocolConnection
  /** What is on the disk, by URI. */
  readonly disk = new Map<string, string>()
  /** What the server has pushed last, by URI. */
  readonly pushed = new Map<string, readonly Diagnostic[]>()
  /** Messages of the log. */
  readonly log: string[] = []
  /** Notifications of the server that the protocol does not know, in order. */
  readonly told: { readonly method: string; readonly params: unknown }[] = []
  /** How often the server has asked to be asked again. */
  refreshes = 0
  /** What the disk was asked for, in order. */
  readonly reads: string[] = []
  /** Reads the disk. */
  readonly host: Host = diskOf(this.disk, this.reads)
  initialized: InitializeResult = { capabilities: {} }
  readonly #versions = new Map<string, number>()
  readonly #texts = new Map<string, string>()
  readonly #waiting = new Set<() => void>()
  readonly #setup: ClientSetup

  constructor(setup: ClientSetup = {}) {
    this.#setup = setup
    for (const [name, text] of Object.entries({ '.git': '', ...setup.files })) {
      this.disk.set(this.uri(name), text)
    }
    const [toServer, toClient] = [new PassThrough(), new PassThrough()]
    const reader = new StreamMessageReader(toServer)
    startServer(this.#options(), { reader, writer: new StreamMessageWriter(toClient) })
    this.connection = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    )
    this.#listen()
  }

  /** Greets the server. */
  async start(): Promise<this> {
    const { capabilities = PULLS, initializationOptions, folders = [FOLDER], settings } = this.#setup
    const workspace = { ...capabilities.workspace, ...(settings ? { configuration: true } : {}) }
    this.initialized = await this.connection.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: null,
      workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
      capabilities: { ...capabilities, workspace },
      initializationOptions,
    })
    await this.connection.sendNotification(InitializedNotification.type, {})
    return this
  }

  /** Ends the conversation. */
  async stop(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type)
    this.connection.dispose()
  }

  uri(name: string): string {
    return /^[a-z-]+:/.test(name) ? name : new URL(name, FOLDER).href
  }

  /** Opens a document with a text, or with that of the disk. */
  async open(name: string, text = this.disk.get(this.uri(name)) ?? '', languageId = 'yaml'): Promise<string> {
    const uri = this.uri(name)
    this.#versions.set(uri, 1)
    this.#texts.set(uri, text)
    const textDocument = { uri, languageId, version: 1, text }
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument })
    return uri
  }

  /** Replaces the text of an open document, or edits it. */
  async change(name: string, change: string | readonly TextDocumentContentChangeEvent[]): Promise<void> {
    const uri = this.uri(name)
    const version = (this.#versions.get(uri) ?? 1) + 1
    this.#versions.set(uri, version)
    if (typeof change === 'string') this.#texts.set(uri, change)
    const contentChanges = typeof change === 'string' ? [{ text: change }] : [...change]
    const textDocument = { uri, version }
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument,
      contentChanges,
    })
  }

  /** Saves what `open` or `change` gave as the whole text. */
  async save(name: string): Promise<void> {
    const uri = this.uri(name)
    this.disk.set(uri, this.#texts.get(uri) ?? '')
    await this.connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } })
  }

  async close(name: string): Promise<void> {
    const textDocument = { uri: this.uri(name) }
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument })
  }

  /** Writes a file on the disk, and says so. */
  async write(name: string, text: string): Promise<void> {
    const uri = this.uri(name)
    const type = this.disk.has(uri) ? FileChangeType.Changed : FileChangeType.Created
    this.disk.set(uri, text)
    await this.#tell(uri, type)
  }

  /** Removes a file from the disk, and says so. */
  async remove(name: string): Promise<void> {
    this.disk.delete(this.uri(name))
    await this.#tell(this.uri(name), FileChangeType.Deleted)
  }

  async configure(settings: object): Promise<void> {
    await this.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { specward: settings },
    })
  }

  async pull(name: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    const textDocument = { uri: this.uri(name) }
    const previous = previousResultId === undefined ? {} : { previousResultId }
    return this.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument, ...previous })
  }

  /** The diagnostics that a pull of a document brings. */
  async diagnostics(name: string): Promise<readonly Diagnostic[]> {
    const report = await this.pull(name)
    if (report.kind !== 'full') throw new Error('no full report')
    return report.items
  }

  /** Codes of the diagnostics of a document, with their lines, counted from 0. */
  async found(name: string): Promise<readonly string[]> {
    return (await this.diagnostics(name)).map(({ code, range }) => `${code}:${range.start.line}`)
  }

  /** Asks for the diagnostics of the workspace, and goes on asking. */
  workspacePull(previousResultIds: readonly PreviousResultId[] = []): WorkspacePull {
    return new WorkspacePull(this.connection, previousResultIds)
  }

  /** Waits until the server has pushed diagnostics for a document that a test waits for. */
  async awaitPush(
    name: string,
    wanted: (diagnostics: readonly Diagnostic[]) => boolean = () => true,
  ): Promise<readonly Diagnostic[]> {
    const pushed = () => this.pushed.get(this.uri(name))
    await this.until(() => {
      const now = pushed()
      return now !== undefined && wanted(now)
    })
    return pushed() ?? []
  }

  /** Waits until something holds, which is looked at whenever the server has sent something. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((done) => {
      const look = (): void => {
        if (!holds()) return
        this.#waiting.delete(look)
        done()
      }
      this.#waiting.add(look)
      look()
    })
  }

  async #tell(uri: string, type: FileChangeType): Promise<void> {
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri, type }],
    })
  }

  #listen(): void {
    const { connection } = this
    const look = (): void => {
      for (const each of [...this.#waiting]) each()
    }
    connection.onNotification(PublishDiagnosticsNotification.type, (params: PublishDiagnosticsParams) => {
      this.pushed.set(params.uri, params.diagnostics)
      look()
    })
    connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.log.push(message)
      look()
    })
    connection.onUnhandledNotification(({ method, ...said }) => {
      this.told.push({ method, params: 'params' in said ? said.params : undefined })
      look()
    })
    connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++
      look()
      return null
    })
    connection.onRequest(RegistrationRequest.type, () => undefined)
    connection.onRequest(ConfigurationRequest.type, ({ items }) =>
      items.map(({ scopeUri = '' }) => {
        const settings = this.#setup.settings
        return settings?.get(scopeUri) ?? settings?.get('') ?? null
      }),
    )
    connection.listen()
  }

  #options(): ServerOptions {
    return {
      host: this.host,
      version: '0.0.0',
      today: () => '2027-01-31',
      workingDirectory: FOLDER,
      descriptions: async (folder) =>
        [...this.disk].flatMap(([uri, text]) =>
          uri.startsWith(folder) && /^["{\s]*(?:openapi|swagger|asyncapi)\b/.test(text) ? [uri] : [],
        ),
      ...this.#setup.options,
    }
  }
}

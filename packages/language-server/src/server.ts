import type { Host } from '@specward/core'
import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { unlessCancelled } from './cancel.ts'
import type { Desk, Review } from './desk.ts'
import { DocumentPull } from './diagnostics/pull.ts'
import { Push } from './diagnostics/push.ts'
import { Refresh } from './diagnostics/refresh.ts'
import { WorkspaceStream } from './diagnostics/stream.ts'
import { capabilitiesOf, dispatch } from './dispatch.ts'
import { EditorFiles } from './editor-files/editor-files.ts'
import type { Feature } from './feature.ts'
import { features } from './features.ts'
import { keyOf, overlay } from './files.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { ServerOptions } from './options.ts'
import { type Settings, texts } from './settings.ts'
import { StatusLine } from './status.ts'
import { FOLDER_OPERATIONS, WATCHERS } from './watchers.ts'
import { Background } from './workspace/background.ts'
import { bringFile } from './workspace/bring.ts'
import { listenToChanges } from './workspace/changes.ts'
import { Workspace } from './workspace/workspace.ts'

const DIAGNOSTICS = { identifier: 'specward', interFileDependencies: true, workspaceDiagnostics: true }

/** One conversation with an editor: what it says goes to the workspace, and what is found goes back. */
export class Server implements Desk {
  readonly connection: Connection
  readonly options: ServerOptions
  readonly host: Host
  client: ClientCapabilities = {}
  clientCommands: readonly string[] = []
  readonly #workspace: Workspace
  readonly #background: Background
  readonly #stream: WorkspaceStream
  readonly #pull: DocumentPull
  readonly #status: StatusLine
  readonly #features: readonly Feature[]
  readonly #lifecycle: Lifecycle
  readonly #files: EditorFiles
  readonly #listeners: (() => void)[] = []
  /** Resolves once the settings are known. */
  #ready: Promise<void> = Promise.resolve()

  constructor(connection: Connection, options: ServerOptions, lifecycle: Lifecycle) {
    this.connection = connection
    this.#files = new EditorFiles(options, (method, params) => connection.sendRequest(method, params))
    this.options = this.#files.options
    this.#lifecycle = lifecycle
    this.#files.folders = () => this.folders
    this.#files.onTold = (message) => connection.console.warn(message)
    this.#status = new StatusLine(
      () => this.kept.length,
      (status) => void connection.sendNotification('specward/status', status),
    )
    this.#workspace = new Workspace(this.options, {
      onBegin: ({ uri }) => this.#status.begin(uri),
      onEnd: ({ uri }, judged, effort) => {
        this.#status.end(uri, effort)
        if (!('failure' in judged)) return
        this.#status.fail(judged.failure)
        connection.console.error(`${uri}: ${judged.stack}`)
      },
      onIdle: () => this.#status.idle(),
    })
    this.host = overlay(this.#workspace.remote.host, (uri) => this.document(uri)?.getText())
    this.#background = new Background(this.#workspace, () => this.#stream.schedule())
    this.#stream = new WorkspaceStream(this.#workspace, () => this.#background.isDone)
    this.#pull = new DocumentPull(this.#workspace)
    this.#workspace.board.onChanged((_, cause) => {
      if (cause === 'judged') for (const listener of this.#listeners) listener()
    })
    this.#features = features.map((make) => make(this))
  }

  listen(): void {
    const { connection } = this
    this.#lifecycle.onIgnored = (what) => connection.console.warn(what)
    this.#lifecycle.listen(connection)
    connection.onInitialize((params) => this.#initialize(params))
    connection.onInitialized(() => {
      this.#ready = this.#begin()
    })
    connection.onShutdown(() => this.#stream.end())
    connection.languages.diagnostics.on(async (params, token) => {
      await unlessCancelled(this.#ready, token)
      return this.#pull.answer(params, token)
    })
    connection.languages.diagnostics.onWorkspace((params, token, _, parts) =>
      this.#stream.answer(params, token, parts && ((part) => parts.report(part))),
    )
    listenToChanges(connection, this.#workspace, {
      background: this.#background,
      onEdited: (uri) => this.#pull.edited(uri),
      onClosed: (uri) => this.#pull.closed(uri),
      onSettings: (sent) => this.#takeSettings(sent),
      onFolders: () => this.#askSettings(),
      isPushed: () => !this.#pulls,
      isTold: () => this.#pull.isTold,
    })
    dispatch(connection, this.#features)
    connection.listen()
  }

  settings(uri?: string): Settings {
    return this.#workspace.settings(uri)
  }

  get folders(): readonly string[] {
    return this.#workspace.folders
  }

  folderOf(uri: string): string {
    return this.#workspace.folderOf(uri)
  }

  get isTrusted(): boolean {
    return this.#workspace.isTrusted
  }

  document(uri: string): TextDocument | undefined {
    return this.#workspace.document(uri)
  }

  async text(uri: string): Promise<string | undefined> {
    const result = await this.host.read(uri)
    if ('text' in result) return result.text
    return 'bytes' in result ? new TextDecoder().decode(result.bytes) : undefined
  }

  async reviews(uri: string, token?: CancellationToken): Promise<readonly Review[]> {
    await unlessCancelled(
      this.#ready.then(() => bringFile(this.#workspace, uri, true)),
      token,
    )
    const key = keyOf(uri)
    const own = this.#workspace.subjects.get(key)
    const all = [...(own ? [own] : []), ...this.#workspace.reaching(key)]
    return all.flatMap((subject) => {
      const review = this.#workspace.reviewOf(subject)
      return review && (subject.key === key || subject.files.has(key)) ? [review] : []
    })
  }

  get kept(): readonly Review[] {
    return this.#workspace.kept
  }

  shown(uri: string): readonly Diagnostic[] {
    return this.#workspace.board.of(keyOf(uri)).items
  }

  onReviewed(listener: () => void): void {
    this.#listeners.push(listener)
  }

  get #pulls(): boolean {
    return this.client.textDocument?.diagnostic !== undefined
  }

  #initialize(params: InitializeParams): InitializeResult {
    const { capabilities, workspaceFolders, rootUri } = params
    const given = (params.initializationOptions ?? {}) as Readonly<Record<string, unknown>>
    this.client = capabilities
    this.clientCommands = texts(given.commands) ?? []
    this.#workspace.isTrusted = given.allowScripts === true
    this.#workspace.remote.isAllowed = given.allowScripts !== false
    this.#workspace.settingsStore.begin(given.settings)
    this.#files.isAnswered = given.readsFiles === true
    const folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : [])
    this.#workspace.folders = folders.map((uri) => (uri.endsWith('/') ? uri : `${uri}/`))
    this.#pull.takesRelated = capabilities.textDocument?.diagnostic?.relatedDocumentSupport === true
    this.#pull.isTold = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true
    this.#workspace.disk.isWatched = !this.#pull.isTold
    if (!this.#pulls) new Push(this.#workspace, (each) => void this.connection.sendDiagnostics(each))
    else if (capabilities.workspace?.diagnostics?.refreshSupport) {
      new Refresh(this.#workspace.board, this.#pull, () => void this.#askAgain())
    }
    return {
      serverInfo: { name: 'specward', version: this.options.version },
      capabilities: this.#capabilities(),
    }
  }

  #capabilities(): InitializeResult['capabilities'] {
    return {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      // an editor that does not say that it asks might ask all the same, and show everything twice
      ...(this.#pulls ? { diagnosticProvider: DIAGNOSTICS } : {}),
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        fileOperations: FOLDER_OPERATIONS,
      },
      ...capabilitiesOf(this.#features),
    }
  }

  async #begin(): Promise<void> {
    const { workspace } = this.client
    const { client } = this.connection
    const registering: Promise<unknown>[] = []
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration)
      registering.push(client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHERS }))
    if (workspace?.didChangeConfiguration?.dynamicRegistration)
      registering.push(client.register(DidChangeConfigurationNotification.type, { section: 'specward' }))
    for (const each of registering)
      each.catch((error: unknown) => this.connection.console.warn(String(error)))
    await this.#askSettings()
    void this.#background.list()
  }

  /** Takes over what the editor says the settings are, or asks for them where it can be asked. */
  async #takeSettings(sent: unknown): Promise<void> {
    if (this.client.workspace?.configuration) await this.#askSettings()
    else if (this.#workspace.settingsStore.take(sent)) this.#settingsChanged()
  }

  async #askSettings(): Promise<void> {
    if (!this.client.workspace?.configuration) return
    const { workspace } = this.connection
    try {
      const isNew = await this.#workspace.settingsStore.ask(this.folders, (scopes) =>
        workspace.getConfiguration(
          scopes.map((scopeUri) => ({ section: 'specward', ...(scopeUri ? { scopeUri } : {}) })),
        ),
      )
      if (isNew) this.#settingsChanged()
    } catch (error) {
      this.connection.console.warn(`The settings could not be read: ${String(error)}`)
    }
  }

  #settingsChanged(): void {
    this.#workspace.changedAltogether()
    void this.#background.list()
  }

  async #askAgain(): Promise<void> {
    try {
      await this.connection.languages.diagnostics.refresh()
    } catch (error) {
      this.connection.console.warn(String(error))
    }
  }
}

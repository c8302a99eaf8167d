import { ConfigurationFailure, type Host, type LintResult, lintWithSources } from '@specward/core'
import { registry } from '@specward/rulesets'
import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Desk, Review } from './desk.ts'
import { capabilitiesOf, dispatch } from './dispatch.ts'
import type { Feature } from './feature.ts'
import { features } from './features.ts'
import { keyOf, overlay, uriIn } from './files.ts'
import type { ServerOptions } from './options.ts'
import { DEFAULT_SETTINGS, type Settings, settingsOf, texts } from './settings.ts'
import { configurationDiagnostic, diagnosticsOf, failureDiagnostic } from './translate.ts'

/** How long typing has to rest before diagnostics are pushed, in milliseconds. */
const PUSH_DELAY = 200

export class Server implements Desk {
  readonly connection: Connection
  readonly options: ServerOptions
  readonly #documents = new TextDocuments(TextDocument)
  readonly #host: Host
  readonly #features: readonly Feature[]
  readonly #reviews = new Map<string, Review>()
  readonly #shown = new Map<string, readonly Diagnostic[]>()
  readonly #listeners: (() => void)[] = []
  client: ClientCapabilities = {}
  clientCommands: readonly string[] = []
  folders: readonly string[] = []
  /** The editor says so for workspaces that it trusts. */
  isTrusted = false
  #settings: Settings = DEFAULT_SETTINGS
  #pending: NodeJS.Timeout | undefined

  constructor(connection: Connection, options: ServerOptions) {
    this.connection = connection
    this.options = options
    this.#host = overlay(options.host, (uri) => this.document(uri)?.getText())
    this.#features = features.map((make) => make(this))
  }

  listen(): void {
    const { connection } = this
    connection.onInitialize((params) => this.#initialize(params))
    connection.onInitialized(() => this.#watch())
    connection.onDidChangeWatchedFiles(() => this.#refresh())
    connection.onDidChangeConfiguration(({ settings }) => {
      this.#settings = settingsOf((settings as { specward?: unknown } | null)?.specward)
      this.#refresh()
    })
    connection.languages.diagnostics.on(async ({ textDocument }, token) => ({
      kind: 'full',
      items: await this.#diagnose(textDocument.uri, token),
    }))
    this.#documents.onDidChangeContent(() => this.#schedulePush())
    this.#documents.onDidClose(({ document }) => {
      this.#reviews.delete(keyOf(document.uri))
      if (!this.#pulls) void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] })
    })
    this.#documents.listen(connection)
    dispatch(connection, this.#features)
    connection.listen()
  }

  settings(): Settings {
    return this.#settings
  }

  folderOf(uri: string): string {
    const above = this.folders.filter((folder) => keyOf(uri).startsWith(keyOf(folder)))
    return above.sort((a, b) => b.length - a.length)[0] ?? this.options.workingDirectory
  }

  document(uri: string): TextDocument | undefined {
    return this.#documents.get(uri) ?? this.#documents.all().find((each) => keyOf(each.uri) === keyOf(uri))
  }

  async text(uri: string): Promise<string | undefined> {
    const result = await this.#host.read(uri)
    if ('text' in result) return result.text
    return 'bytes' in result ? new TextDecoder().decode(result.bytes) : undefined
  }

  async reviews(uri: string, token?: CancellationToken): Promise<readonly Review[]> {
    for (const { uri: open } of this.#documents.all()) await this.#diagnose(open, token)
    return this.kept.filter(({ files }) => files.some((file) => keyOf(file) === keyOf(uri)))
  }

  get kept(): readonly Review[] {
    return [...this.#reviews.values()]
  }

  shown(uri: string): readonly Diagnostic[] {
    return this.#shown.get(keyOf(uri)) ?? []
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
    this.isTrusted = given.allowScripts === true
    this.#settings = settingsOf(given.settings)
    this.client = capabilities
    this.clientCommands = texts(given.commands) ?? []
    const folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : [])
    this.folders = folders.map((uri) => (uri.endsWith('/') ? uri : `${uri}/`))
    return {
      serverInfo: { name: 'specward', version: this.options.version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        diagnosticProvider: {
          identifier: 'specward',
          interFileDependencies: true,
          workspaceDiagnostics: false,
        },
        ...capabilitiesOf(this.#features),
      },
    }
  }

  /** Asks to be told when a file changes on disk: a configuration, or what a document refers to. */
  async #watch(): Promise<void> {
    if (this.client.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return
    const watchers = [{ globPattern: '**/*.{yaml,yml,json,js,mjs,cjs,ts}' }]
    await this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
  }

  #refresh(): void {
    if (!this.#pulls) this.#schedulePush()
    else if (this.client.workspace?.diagnostics?.refreshSupport)
      this.connection.languages.diagnostics.refresh()
  }

  /** Diagnoses every open document anew, because any of them may refer to the one that changed. */
  #schedulePush(): void {
    if (this.#pulls) return
    clearTimeout(this.#pending)
    this.#pending = setTimeout(async () => {
      for (const { uri, version } of this.#documents.all()) {
        const diagnostics = await this.#diagnose(uri)
        const now = this.#documents.get(uri)
        if (now?.version === version) await this.connection.sendDiagnostics({ uri, version, diagnostics })
      }
    }, PUSH_DELAY)
  }

  /** The diagnostics of one document. Rejects only when the client has cancelled the request. */
  async #diagnose(uri: string, token?: CancellationToken): Promise<Diagnostic[]> {
    if (!uri.startsWith('file:')) return []
    const signal = {
      get aborted(): boolean {
        return token?.isCancellationRequested === true
      },
    }
    try {
      const started = this.#host.now()
      const result = await this.#lint(uri, signal)
      if (!signal.aborted) {
        const review = this.#reviewOf(uri, result, this.#host.now() - started)
        const diagnostics = diagnosticsOf(result.report, uri, review.uriOf)
        if (review.understood) this.#reviews.set(keyOf(uri), review)
        else this.#reviews.delete(keyOf(uri))
        this.#shown.set(keyOf(uri), diagnostics)
        for (const listener of this.#listeners) listener()
        return diagnostics
      }
    } catch (error) {
      if (error instanceof ConfigurationFailure) {
        return error.errors.map((each) => configurationDiagnostic(each, uri))
      }
      if (!signal.aborted) {
        const message = error instanceof Error ? error.message : String(error)
        this.connection.console.error(error instanceof Error ? (error.stack ?? message) : message)
        return [failureDiagnostic(`Specward failed, so nothing was judged: ${message}`)]
      }
    }
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled')
  }

  #lint(uri: string, signal: { readonly aborted: boolean }): Promise<LintResult> {
    const { version, conformance, rulesetEngine, today } = this.options
    const request = {
      documents: [{ uri, named: false }],
      registry,
      conformance,
      rulesetEngine,
      allowScripts: this.isTrusted,
      version,
      workingDirectory: this.folderOf(uri),
      signal,
      today: today?.(),
      keep: true,
    }
    return lintWithSources(request, this.#host)
  }

  #reviewOf(uri: string, result: LintResult, ms: number): Review {
    const folder = this.folderOf(uri)
    const [document] = result.documents
    return {
      uri,
      result,
      understood: document?.understood,
      uriOf: (file) => {
        const made = uriIn(folder, file)
        return this.document(made)?.uri ?? made
      },
      files: (document?.files ?? [uri]).map((file) => this.document(file)?.uri ?? file),
      isOutdated: false,
      ms,
    }
  }
}

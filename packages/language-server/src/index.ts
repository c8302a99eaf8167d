import {
  ConfigurationFailure,
  type ConformanceChecker,
  type Host,
  lint,
  type RulesetEngine,
} from '@specward/core'
import { registry } from '@specward/rulesets'
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ProposedFeatures,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver'
import { createConnection } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { keyOf, overlay, uriIn } from './files.ts'
import { configurationDiagnostic, diagnosticsOf, failureDiagnostic } from './translate.ts'

export interface ServerOptions {
  /** Reads what is not open in the editor. */
  readonly host: Host
  /** Tells whether descriptions conform to their specification. */
  readonly conformance?: ConformanceChecker
  /** Runs rulesets of Spectral; asked for where there is one. Without it there are none. */
  readonly rulesetEngine?: () => Promise<RulesetEngine>
  /** Version of Specward. */
  readonly version: string
  /** The date of today, `2027-03-31`, by which recorded exceptions end. */
  readonly today?: () => string
  /** URI of a folder, ending in `/`, for documents outside of every workspace folder. */
  readonly workingDirectory: string
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
}

/** How long typing has to rest before diagnostics are pushed, in milliseconds. */
const PUSH_DELAY = 200

/** Starts a language server on two streams. It runs until the client sends `exit` or closes the input. */
export function startServer(options: ServerOptions): void {
  new Server(createConnection(ProposedFeatures.all, options.input, options.output), options).listen()
}

class Server {
  readonly #connection: Connection
  readonly #options: ServerOptions
  readonly #documents = new TextDocuments(TextDocument)
  readonly #host: Host
  #folders: string[] = []
  #pulls = false
  #refreshes = false
  #watches = false
  /** Whether rulesets may run code: the editor says so for workspaces that it trusts. */
  #allowsScripts = false
  #pending: NodeJS.Timeout | undefined

  constructor(connection: Connection, options: ServerOptions) {
    this.#connection = connection
    this.#options = options
    this.#host = overlay(options.host, (uri) => this.#openText(uri))
  }

  listen(): void {
    const connection = this.#connection
    connection.onInitialize((params) => this.#initialize(params))
    connection.onInitialized(() => this.#watch())
    connection.onDidChangeWatchedFiles(() => this.#refresh())
    connection.languages.diagnostics.on(async ({ textDocument }, token) => ({
      kind: 'full',
      items: await this.#diagnose(textDocument.uri, token),
    }))
    this.#documents.onDidChangeContent(() => this.#schedulePush())
    this.#documents.onDidClose(({ document }) => {
      if (!this.#pulls) void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] })
    })
    this.#documents.listen(connection)
    connection.listen()
  }

  #initialize(params: InitializeParams): InitializeResult {
    const { capabilities, workspaceFolders, rootUri } = params
    this.#allowsScripts = allowsScripts(params.initializationOptions)
    this.#pulls = capabilities.textDocument?.diagnostic !== undefined
    this.#refreshes = capabilities.workspace?.diagnostics?.refreshSupport === true
    this.#watches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true
    const folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : [])
    this.#folders = folders.map((uri) => (uri.endsWith('/') ? uri : `${uri}/`))
    return {
      serverInfo: { name: 'specward', version: this.#options.version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        diagnosticProvider: {
          identifier: 'specward',
          interFileDependencies: true,
          workspaceDiagnostics: false,
        },
      },
    }
  }

  /** Asks to be told when a file changes on disk: a configuration, or what a document refers to. */
  async #watch(): Promise<void> {
    if (!this.#watches) return
    const watchers = [{ globPattern: '**/*.{yaml,yml,json,js,mjs,cjs,ts}' }]
    await this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
  }

  #refresh(): void {
    if (!this.#pulls) this.#schedulePush()
    else if (this.#refreshes) this.#connection.languages.diagnostics.refresh()
  }

  /** Diagnoses every open document anew, because any of them may refer to the one that changed. */
  #schedulePush(): void {
    if (this.#pulls) return
    clearTimeout(this.#pending)
    this.#pending = setTimeout(async () => {
      for (const { uri, version } of this.#documents.all()) {
        const diagnostics = await this.#diagnose(uri)
        const now = this.#documents.get(uri)
        if (now?.version === version) await this.#connection.sendDiagnostics({ uri, version, diagnostics })
      }
    }, PUSH_DELAY)
  }

  /** The diagnostics of one document. Rejects only when the client has cancelled the request. */
  async #diagnose(uri: string, token?: CancellationToken): Promise<Diagnostic[]> {
    if (!uri.startsWith('file:')) return []
    const workingDirectory = this.#folderOf(uri)
    const signal = {
      get aborted(): boolean {
        return token?.isCancellationRequested === true
      },
    }
    try {
      const documents = [{ uri, named: false }]
      const { version, conformance, rulesetEngine, today } = this.#options
      const request = {
        documents,
        registry,
        conformance,
        rulesetEngine,
        allowScripts: this.#allowsScripts,
        version,
        workingDirectory,
        signal,
        today: today?.(),
      }
      const report = await lint(request, this.#host)
      const uriOf = (file: string): string => {
        const made = uriIn(workingDirectory, file)
        return keyOf(made) === keyOf(uri) ? uri : made
      }
      if (!signal.aborted) return diagnosticsOf(report, uri, uriOf)
    } catch (error) {
      if (error instanceof ConfigurationFailure) {
        return error.errors.map((each) => configurationDiagnostic(each, uri))
      }
      if (!signal.aborted) {
        const message = error instanceof Error ? error.message : String(error)
        this.#connection.console.error(error instanceof Error ? (error.stack ?? message) : message)
        return [failureDiagnostic(`Specward failed, so nothing was judged: ${message}`)]
      }
    }
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled')
  }

  #folderOf(uri: string): string {
    const above = this.#folders.filter((folder) => keyOf(uri).startsWith(keyOf(folder)))
    return above.sort((a, b) => b.length - a.length)[0] ?? this.#options.workingDirectory
  }

  #openText(uri: string): string | undefined {
    const open =
      this.#documents.get(uri) ?? this.#documents.all().find((each) => keyOf(each.uri) === keyOf(uri))
    return open?.getText()
  }
}

/** `{ "allowScripts": true }`. */
function allowsScripts(options: unknown): boolean {
  return (
    typeof options === 'object' &&
    options !== null &&
    'allowScripts' in options &&
    options.allowScripts === true
  )
}

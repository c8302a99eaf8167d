import type { Disposable, ExtensionContext, LogOutputChannel, Uri } from 'vscode'
import type { BaseLanguageClient } from 'vscode-languageclient'

/** A language client, not yet started. */
export interface ClientModule {
  createClient(context: ExtensionContext, output: LogOutputChannel): BaseLanguageClient
  /** Tells whether the server runs, whenever that changes. */
  onRunning(client: BaseLanguageClient, listener: (isRunning: boolean) => void): Pick<Disposable, 'dispose'>
}

/** What is one thing on a machine and another in a browser. */
export interface Platform {
  /** The code of the client, which is loaded with the server. */
  loadClient(): Promise<ClientModule>
  /** The first bytes of a file as text; '' where it cannot be read. May be all of them. */
  beginningOf(uri: Uri): Promise<string>
  /** What else there is on it alone. */
  provide(): readonly Disposable[]
}

import { type ExtensionContext, type LogOutputChannel, Uri } from 'vscode'
import { LanguageClient } from 'vscode-languageclient/browser'
import { clientOptions } from './client-options.ts'
import { answerForFiles } from './files.ts'
import { SECTION } from './settings.ts'

export { onRunning } from './client-options.ts'

/** The language client, not yet started: the server runs in a worker of the browser. */
export function createClient(context: ExtensionContext, output: LogOutputChannel): LanguageClient {
  const script = Uri.joinPath(context.extensionUri, 'dist/bundle/web/server.js')
  const start = async (): Promise<Worker> => new Worker(script.toString(true), { name: 'Specward' })
  const client = new LanguageClient(SECTION, 'Specward', start, clientOptions(output))
  answerForFiles(client, context)
  return client
}

import { type ExtensionContext, type LogOutputChannel, Uri } from 'vscode'
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
  State,
} from 'vscode-languageclient/browser'
import { clientOptions } from './client-options.ts'
import { answerForFiles } from './files.ts'
import { SECTION } from './settings.ts'

export { onRunning } from './client-options.ts'

/** The language client, not yet started: the server runs in a worker of the browser. */
export function createClient(context: ExtensionContext, output: LogOutputChannel): LanguageClient {
  const script = Uri.joinPath(context.extensionUri, 'dist/bundle/web/server.js').toString(true)
  let worker: Worker | undefined
  const start = async (): Promise<MessageTransports> => {
    worker?.terminate()
    worker = new Worker(script, { name: 'Specward' })
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) }
  }
  const client = new LanguageClient(SECTION, 'Specward', start, clientOptions(output))
  answerForFiles(client, context)
  client.onDidChangeState(({ newState }) => {
    // a worker does not end by itself
    if (newState === State.Stopped) worker?.terminate()
  })
  return client
}

import { join } from 'node:path'
import type { ExtensionContext, LogOutputChannel } from 'vscode'
import { LanguageClient, TransportKind } from 'vscode-languageclient/node'
import { clientOptions } from './client-options.ts'
import { answerForFiles } from './files.ts'
import { SECTION } from './settings.ts'

export { onRunning } from './client-options.ts'

/** Megabytes that the server may use at most; an OpenAPI description of 10 MB takes a tenth of that. */
const MEMORY = 4096

/** The language client, not yet started: the server runs in a process of its own, with the Node of VS Code. */
export function createClient(context: ExtensionContext, output: LogOutputChannel): LanguageClient {
  const module = join(context.extensionPath, 'dist/bundle/server/server.js')
  const options = { execArgv: [`--max-old-space-size=${MEMORY}`] }
  const server = { module, transport: TransportKind.ipc, options }
  const client = new LanguageClient(
    SECTION,
    'Specward',
    { run: server, debug: server },
    clientOptions(output),
  )
  answerForFiles(client, context)
  return client
}

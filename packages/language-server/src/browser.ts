import { ProposedFeatures } from 'vscode-languageserver'
import { createConnection, type MessageReader, type MessageWriter } from 'vscode-languageserver/browser'
import type { Ask } from './editor-files/protocol.ts'
import { Lifecycle } from './lifecycle.ts'
import type { ServerOptions } from './options.ts'
import { Server } from './server.ts'

export type { Ask, ServerOptions }

/**
 * Starts a language server where there is no Node: in a worker of a browser.
 * @param makeOptions what it works with, which may ask the editor for what a browser does not have
 */
export function startServer(
  makeOptions: (ask: Ask) => ServerOptions,
  { reader, writer }: { readonly reader: MessageReader; readonly writer: MessageWriter },
): void {
  const lifecycle = new Lifecycle()
  const connection = createConnection(ProposedFeatures.all, reader, writer, lifecycle.options)
  const ask: Ask = (method, params) => connection.sendRequest(method, params)
  new Server(connection, makeOptions(ask), lifecycle).listen()
}

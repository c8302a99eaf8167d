import { ProposedFeatures } from 'vscode-languageserver'
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser'
import type { Ask } from './editor-files/protocol.ts'
import { Lifecycle } from './lifecycle.ts'
import type { ServerOptions } from './options.ts'
import { Server } from './server.ts'

export type { Ask, ServerOptions }

/** By which messages come to a worker and go from it: the worker itself, or a port of a channel. */
export type Port = ConstructorParameters<typeof BrowserMessageReader>[0]

/**
 * Starts a language server where there is no Node: in a worker of a browser, over messages of its own.
 * @param makeOptions what it works with, which may ask the editor for what a browser does not have
 */
export function startServer(makeOptions: (ask: Ask) => ServerOptions, port: Port): void {
  const lifecycle = new Lifecycle()
  const [reader, writer] = [new BrowserMessageReader(port), new BrowserMessageWriter(port)]
  const connection = createConnection(ProposedFeatures.all, reader, writer, lifecycle.options)
  const ask: Ask = (method, params) => connection.sendRequest(method, params)
  new Server(connection, makeOptions(ask), lifecycle).listen()
}

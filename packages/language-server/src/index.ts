import { ProposedFeatures } from 'vscode-languageserver'
import { createConnection } from 'vscode-languageserver/node'
import type { ServerOptions } from './options.ts'
import { Server } from './server.ts'

export type * from './views/protocol.ts'
export type { ServerOptions }

/** Over what a server talks with its client. */
export interface Streams {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
}

/** Starts a language server on two streams. It runs until the client sends `exit` or closes the input. */
export function startServer(options: ServerOptions, { input, output }: Streams): void {
  new Server(createConnection(ProposedFeatures.all, input, output), options).listen()
}

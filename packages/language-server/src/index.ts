import { ProposedFeatures } from 'vscode-languageserver'
import {
  createConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageReader,
  type MessageWriter,
} from 'vscode-languageserver/node'
import { watchFrames } from './framing.ts'
import { Lifecycle } from './lifecycle.ts'
import type { ServerOptions } from './options.ts'
import { Server } from './server.ts'
import type { Status } from './status.ts'

export type { WaiverTerms } from './actions/waive.ts'
export type * from './editor-files/protocol.ts'
export type * from './views/protocol.ts'
export type { ServerOptions, Status }

/** Over what a server talks with its client: two streams, the channel of a process of Node, or messages as they are. */
export type Transport =
  | {
      readonly input: NodeJS.ReadableStream
      readonly output: NodeJS.WritableStream
      /** Told why the input is given up, where it makes no sense: the server ends then. */
      readonly onFault?: (what: string) => void
    }
  | { readonly channel: NodeJS.Process }
  | { readonly reader: MessageReader; readonly writer: MessageWriter }

/** Starts a language server. It runs until the client sends `exit`, closes the input, or is no more. */
export function startServer(options: ServerOptions, transport: Transport): void {
  const lifecycle = new Lifecycle()
  if ('input' in transport) watchFrames(transport.input, (what) => transport.onFault?.(what))
  const connection =
    'input' in transport
      ? createConnection(ProposedFeatures.all, transport.input, transport.output, lifecycle.options)
      : createConnection(ProposedFeatures.all, ...messagesOf(transport), lifecycle.options)
  new Server(connection, options, lifecycle).listen()
}

function messagesOf(
  transport: Exclude<Transport, { readonly input: NodeJS.ReadableStream }>,
): readonly [MessageReader, MessageWriter] {
  if ('reader' in transport) return [transport.reader, transport.writer]
  return [new IPCMessageReader(transport.channel), new IPCMessageWriter(transport.channel)]
}

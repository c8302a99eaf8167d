import { type ConnectionOptions, ErrorCodes, type Message, ResponseError } from 'vscode-languageserver'
import { greetingOf, isComplete } from './params.ts'

type Phase = 'fresh' | 'initialized' | 'shut down'

/** Methods that stand for requests which must not be answered now, or not at all. */
const TOO_EARLY = 'specward/too-early'
const TOO_LATE = 'specward/too-late'
const INVALID = 'specward/invalid'

/** What the lifecycle registers its answers with. */
interface Requests {
  onRequest(method: string, handler: () => unknown): unknown
}

interface Spoken {
  readonly method: string
  readonly params?: unknown
  readonly id?: unknown
}

/**
 * Keeps a conversation in the order that the protocol asks for: nothing is answered before `initialize` and after
 * `shutdown`, and what names no document or no place where it has to is refused.
 */
export class Lifecycle {
  #phase: Phase = 'fresh'
  /** Told of notifications that nobody can make sense of. */
  onIgnored: (what: string) => void = () => {}

  /** For the connection. */
  readonly options: ConnectionOptions = {
    messageStrategy: {
      handleMessage: (message, next) => {
        const passed = this.#pass(message)
        if (passed) next(passed)
      },
    },
  }

  /** Lets the connection refuse what is out of order. Call it before the connection listens. */
  listen(connection: Requests): void {
    connection.onRequest(TOO_EARLY, () => {
      return new ResponseError(ErrorCodes.ServerNotInitialized, 'The first request has to be `initialize`.')
    })
    connection.onRequest(TOO_LATE, () => {
      return new ResponseError(
        ErrorCodes.InvalidRequest,
        'The server was told to shut down, or greeted twice.',
      )
    })
    connection.onRequest(INVALID, () => {
      return new ResponseError(
        ErrorCodes.InvalidParams,
        'The parameters lack something, such as the document or the place in it.',
      )
    })
  }

  #pass(message: Message): Message | undefined {
    if (!isSpoken(message) || message.method === 'exit' || message.method.startsWith('$/')) return message
    const isRequest = 'id' in message
    const refusal = this.#refusal(message)
    if (refusal === undefined) {
      if (message.method === 'shutdown') this.#phase = 'shut down'
      if (message.method !== 'initialize') return message
      this.#phase = 'initialized'
      return { ...message, params: greetingOf(message.params) } as Message
    }
    if (isRequest) return { ...message, method: refusal, params: undefined } as Message
    if (refusal !== TOO_EARLY)
      this.onIgnored(`\`${message.method}\` was ignored: its parameters are not valid.`)
    return undefined
  }

  #refusal({ method, params }: Spoken): string | undefined {
    if (this.#phase === 'fresh') return method === 'initialize' ? undefined : TOO_EARLY
    if (this.#phase === 'shut down' || method === 'initialize') return TOO_LATE
    return isComplete(method, params) ? undefined : INVALID
  }
}

function isSpoken(message: Message): message is Message & Spoken {
  return typeof (message as Partial<Spoken>).method === 'string'
}

import type { Message, Model, Operation } from '@specward/core'
import { travelOf } from './messages.ts'

const OF_CLIENT =
  /\bclient[- ]message\b|\b(?:the |a )?client sends\b|\bsent by (?:the |a )?client\b|\bclient(?:s)? (?:uses?|sends?) to (?:request|send)\b/i

const OF_SERVER =
  /\bserver[- ]message\b|\b(?:the )?server (?:sends|pushes|emits|uses to|replies)\b|\b(?:sent|pushed|emitted) by the server\b/i

const views = new WeakMap<Model, boolean>()

/**
 * Whether the application that is described is the client of a server: it sends what its words call the client's, or
 * takes in what they call the server's. Many descriptions of WebSockets are written so.
 */
export function isClientView(model: Model): boolean {
  let known = views.get(model)
  if (known === undefined) {
    known = model.select('message').some((message) => {
      const { received, sent } = travelOf(message, model)
      return (
        (sent.length > 0 && says(message, sent, OF_CLIENT)) ||
        (received.length > 0 && says(message, received, OF_SERVER))
      )
    })
    views.set(model, known)
  }
  return known
}

function says({ node }: Message, operations: readonly Operation[], pattern: RegExp): boolean {
  const own = ['title', 'summary', 'description'].map((key) => node.child(key)?.string)
  // what a message is that goes both ways, only its operations could tell
  const words = operations.length === 1 ? [operations[0]?.summary, operations[0]?.description] : []
  return [...own, ...words].some((text) => text !== undefined && pattern.test(text))
}

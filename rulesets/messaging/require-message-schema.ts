import { defineRule, type Message, type Model, tokens } from '@specward/core'
import { atPayload, subjectOf, unreadBecause } from './messages.ts'
import { openness, undistinguished } from './open-schemas.ts'

/** What only says that somebody is there. */
const SIGNALS: ReadonlySet<string> = new Set(['ping', 'pong', 'heartbeat', 'keepalive', 'noop'])

export default defineRule({
  id: 'require-message-schema',
  title: 'Nothing says what a message may hold.',
  why: 'What is not described cannot be checked: a receiver takes in whatever arrives, and nobody sees which data leaves.',
  fix: "Describe the payload: its properties, their types, and what tells one of several forms from the others (`discriminator`, or a property with a fixed value). For a message that carries nothing, write `payload: { type: 'null' }`.",
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [20],
    controls: ['INPUT-1', 'DATA-7'],
    specifications: ['AsyncAPI 3.0.0, Message Object, payload'],
  },
  falsePositives:
    'Messages that are called ping, pong or heartbeat need no payload. A payload in a language other than JSON Schema (Avro, Protobuf) is left undecided, because it is not read.',
  select: 'message',
  check(message, { report, undecided, model }) {
    const because = unreadBecause(message)
    const at = atPayload(message)
    if (because !== undefined && message.payloadNode) return undecided({ at, because })
    const fault = faultOf(message, model)
    if (fault !== undefined) report({ at, message: `${subjectOf(message, model)} ${fault}.` })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: no payload, an empty one, any object, and an answer that may be anything',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed: { title: An order was placed }
#     ^^^^^^
      changed: { payload: {} }
#                ^^^^^^^
      cancelled: { $ref: '#/components/messages/Cancelled' }
  answers:
    address: answers
    messages:
      answer: { payload: true }
#               ^^^^^^^
operations:
  receiveOrder:
    action: receive
    channel: { $ref: '#/channels/orders' }
    reply: { channel: { $ref: '#/channels/answers' } }
components:
  messages:
    Cancelled:
      payload: { type: object, description: What was cancelled. }
#     ^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: one of two objects, and nothing tells which',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload:
#       ^^^^^^^
          oneOf:
            - $ref: '#/components/schemas/Order'
            - type: object
              properties: { id: { type: string }, reason: { type: string } }
components:
  schemas:
    Order: { type: object, properties: { id: { type: string }, total: { type: integer } } }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: described, a signal, and a payload that is nothing',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed: { payload: { type: object, properties: { id: { type: string } } } }
      prices: { payload: { type: object, additionalProperties: { type: number } } }
      stop: { payload: { type: 'null' } }
      keepalive: {}
      text: { payload: { allOf: [{ $ref: '#/components/schemas/Text' }] } }
components:
  schemas:
    Text: { type: string }
`,
      },
      {
        title: 'AsyncAPI 2: forms that are told from each other by a value, and by what they ask for',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload:
          oneOf:
            - { type: object, properties: { kind: { const: placed }, id: { type: string } } }
            - { type: object, properties: { kind: { const: cancelled }, id: { type: string } } }
    subscribe:
      message:
        payload:
          oneOf:
            - { type: object, required: [result], properties: { result: { type: string } } }
            - { type: object, required: [error], properties: { error: { type: string } } }
`,
      },
      {
        title: 'AsyncAPI 3: Avro, which is not read: not decided',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed:
        payload:
#       ~~~~~~~
          schemaFormat: application/vnd.apache.avro;version=1.9.0
          schema: { type: record, name: Order, fields: [] }
`,
      },
    ],
  },
})

function faultOf(message: Message, model: Model): string | undefined {
  const { payloadNode, payload, name = '' } = message
  if (!payloadNode) {
    const isSignal = tokens(name).some((word) => SIGNALS.has(word)) || /keep.?alive/i.test(name)
    return isSignal ? undefined : 'has no `payload`, so nothing says what it may hold'
  }
  const written = payloadNode.value === true || payloadNode.child('schema')?.value === true
  if (written) return 'may hold anything: its payload is `true`'
  if (!payload) return undefined
  const open = openness(payload)
  if (open !== undefined) return `is not described: its payload ${open}`
  const list = undistinguished(payload, model)
  return list && `may be any of ${(list.value as unknown[]).length} objects, and nothing in it tells which`
}

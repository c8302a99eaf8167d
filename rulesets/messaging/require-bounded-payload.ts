import { defineRule } from '@specward/core'
import { listed, listedWords } from '../wording.ts'
import { type Unbounded, unboundedIn } from './bounds.ts'
import { atPayload, subjectOf, travelOf, unreadBecause } from './messages.ts'
import { isClientView } from './perspective.ts'

export default defineRule({
  id: 'require-bounded-payload',
  title: 'The schema of a message that is taken in sets no limit on its size.',
  why: 'A single message with a text or list of many megabytes, which every consumer has to read again after each crash, is enough to stop a queue.',
  fix: 'Set `maxLength`, `maxItems` and `maxProperties` to what the application can handle, and a largest message size at the broker.',
  presets: { strict: 'info' },
  formats: ['asyncapi'],
  references: { owasp: ['API4:2023'], cwe: [770], controls: ['RATE-4'] },
  falsePositives:
    'Brokers limit the size of messages, mostly to 1 MB, which the description does not show. Only messages that the application takes in are judged, and none where the description is written as the client of a server, from which they come. A payload in a language other than JSON Schema is left undecided.',
  select: 'message',
  check(message, { report, undecided, notApplicable, model }) {
    const { received } = travelOf(message, model)
    if (received.length === 0 || !message.payloadNode || isClientView(model)) return notApplicable()
    const at = atPayload(message)
    const because = unreadBecause(message)
    if (because !== undefined) return undecided({ at, because })
    // what is not described at all is the matter of `require-message-schema`
    if (!message.payload) return notApplicable()
    const faults = faultsOf(unboundedIn(message.payload))
    if (faults.length === 0) return
    const subject = subjectOf(message, model)
    report({
      at,
      message: `The schema of ${subject.charAt(0).toLowerCase()}${subject.slice(1)} sets no limit ${listedWords(faults, 4, 'or')}.`,
      operations: received.map(({ label }) => label),
    })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: a text, a list and a map, behind `$ref`; and an answer that is waited for',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed:
        payload: { $ref: '#/components/schemas/Order' }
#       ^^^^^^^
  questions: { address: questions, messages: { question: { payload: { type: string } } } }
  answers:
    address: answers
    messages:
      answer:
        payload: { type: string }
#       ^^^^^^^
operations:
  receiveOrder:
    action: receive
    channel: { $ref: '#/channels/orders' }
  ask:
    action: send
    channel: { $ref: '#/channels/questions' }
    reply: { channel: { $ref: '#/channels/answers' } }
components:
  schemas:
    Order:
      type: object
      properties:
        note: { type: string }
        items: { type: array, items: { type: object, properties: { sku: { type: string, maxLength: 20 } } } }
        labels: { type: object, additionalProperties: { type: string, maxLength: 20 } }
`,
      },
      {
        title: 'AsyncAPI 3: objects into which anything may be put',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed:
        payload:
#       ^^^^^^^
          type: object
          properties: { id: { type: integer }, metadata: { type: object } }
          additionalProperties: true
operations:
  receiveOrder: { action: receive, channel: { $ref: '#/channels/orders' } }
`,
      },
      {
        title: 'AsyncAPI 2: what others publish, with a pattern that has no end',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload:
#       ^^^^^^^
          type: object
          properties: { name: { type: string, pattern: '^[a-z]+$' } }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: everything has a bound; what is sent is no matter',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed:
        payload:
          type: object
          properties:
            id: { type: string, format: uuid }
            code: { type: string, pattern: '^[A-Z]{3}$' }
            items: { type: array, maxItems: 50, items: { type: integer } }
  reports: { address: reports, messages: { report: { payload: { type: string } } } }
operations:
  receiveOrder:
    action: receive
    channel: { $ref: '#/channels/orders' }
  sendReport:
    action: send
    channel: { $ref: '#/channels/reports' }
`,
      },
      {
        title: 'Near miss, AsyncAPI 3: written as the client, so the server is the one who sends',
        format: 'asyncapi3',
        text: `
channels:
  stream:
    address: /v3/ws
    messages:
      audio: { summary: Client sends audio data., payload: { type: string } }
      turn: { summary: Server message with a part of the text., payload: { type: string } }
operations:
  sendAudio:
    action: send
    channel: { $ref: '#/channels/stream' }
    messages: [{ $ref: '#/channels/stream/messages/audio' }]
  receiveTurn:
    action: receive
    channel: { $ref: '#/channels/stream' }
    messages: [{ $ref: '#/channels/stream/messages/turn' }]
`,
      },
      {
        title: 'AsyncAPI 2: a payload in Protobuf: not decided',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        schemaFormat: application/vnd.google.protobuf;version=3
        payload: { value: 'message Order { string id = 1; }' }
#       ~~~~~~~
    subscribe:
      message: { payload: { type: string } }
`,
      },
    ],
  },
})

/** What gives most room first. */
function faultsOf({ texts, lists, maps, opens }: Unbounded): readonly string[] {
  const faults: string[] = []
  if (opens.length > 0) faults.push(`on what may be added to ${places(opens)}`)
  if (texts.length > 0) faults.push(`on the length of ${places(texts)}`)
  if (lists.length > 0) faults.push(`on the number of items of ${places(lists)}`)
  if (maps.length > 0) faults.push(`on the number of properties of ${places(maps)}`)
  return faults
}

function places(ways: readonly string[]): string {
  const inner = ways.filter((way) => way !== '')
  const parts = [
    ...(inner.length < ways.length ? ['the payload'] : []),
    ...(inner.length > 0 ? [listed(inner)] : []),
  ]
  return parts.join(' and ')
}

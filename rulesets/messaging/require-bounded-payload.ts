import { defineRule } from '@specward/core'
import { listed } from '../wording.ts'
import { type Unbounded, unboundedIn } from './bounds.ts'
import { atPayload, subjectOf, travelOf, unreadBecause } from './messages.ts'

export default defineRule({
  id: 'require-bounded-payload',
  title: 'A message that is taken in can be of any size.',
  why: 'A single message with a text or list of many megabytes, which every consumer has to read again after each crash, is enough to stop a queue.',
  fix: 'Set `maxLength`, `maxItems` and `maxProperties` to what the application can handle, and a largest message size at the broker.',
  presets: { strict: 'info' },
  formats: ['asyncapi'],
  references: { owasp: ['API4:2023'], cwe: [770], controls: ['RATE-4', 'INPUT-1'] },
  falsePositives:
    'Brokers limit the size of messages, mostly to 1 MB, which the description does not show. Only messages that the application takes in are judged. A payload in a language other than JSON Schema is left undecided.',
  select: 'message',
  check(message, { report, undecided, notApplicable, model }) {
    const { received } = travelOf(message, model)
    if (received.length === 0 || !message.payloadNode) return notApplicable()
    const at = atPayload(message)
    const because = unreadBecause(message)
    if (because !== undefined) return undecided({ at, because })
    // what is not described at all is the matter of `require-message-schema`
    if (!message.payload) return notApplicable()
    const faults = faultsOf(unboundedIn(message.payload))
    if (faults.length === 0) return
    report({
      at,
      message: `${subjectOf(message, model)} can be of any size: ${faults.join('; ')}.`,
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

function faultsOf({ texts, lists, maps }: Unbounded): readonly string[] {
  const faults: string[] = []
  if (texts.length > 0) faults.push(`no \`maxLength\` for ${places(texts)}`)
  if (lists.length > 0) faults.push(`no \`maxItems\` for ${places(lists)}`)
  if (maps.length > 0) faults.push(`no \`maxProperties\` for ${places(maps)}`)
  return faults
}

function places(ways: readonly string[]): string {
  const inner = ways.filter((way) => way !== '')
  const parts = [
    ...(inner.length < ways.length ? ['the whole'] : []),
    ...(inner.length > 0 ? [listed(inner)] : []),
  ]
  return parts.join(' and for ')
}

import { defineRule } from '@specward/core'
import { titleOf } from './addresses.ts'
import { freeReplyOf, hasNoAddress, namesChannel } from './replies.ts'

export default defineRule({
  id: 'no-unrestricted-reply-address',
  title: 'The answer goes wherever the message says.',
  why: 'Whoever may ask can have the answer sent to a topic that he could not write to himself, with the rights of the application: into the queue of another service, or to where he can read what was meant for others.',
  fix: 'Name the `channel` of the reply, and give the field that tells the address a `pattern` or an `enum`. Let the broker give every client a prefix of its own.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['asyncapi3'],
  references: {
    owasp: ['API7:2023'],
    cwe: [441],
    controls: ['INPUT-3'],
    specifications: ['AsyncAPI 3.0.0, Operation Reply Address Object', 'MQTT 5.0, section 4.10'],
  },
  falsePositives: 'A broker may permit the application to write to addresses for answers alone.',
  select: 'operation',
  check(operation, { report, notApplicable, model }) {
    if (!operation.reply?.locationNode) return notApplicable()
    const free = freeReplyOf(operation)
    if (!free) return
    const isOpen = hasNoAddress(free.reply)
    if (!isOpen && namesChannel(free.reply, model)) return
    const { channel } = free.reply
    const what = channel
      ? `channel \`${titleOf(channel)}\` has no address, and no schema limits it`
      : 'neither a channel nor a schema limits it'
    report({
      at: operation.reply.locationNode,
      message: `\`${operation.label}\` answers to whatever address the message gives (\`${free.location}\`): ${what}.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'A header without a schema',
        format: 'asyncapi3',
        text: `
channels:
  questions: { address: questions, messages: { question: { payload: { type: string } } } }
operations:
  answer:
    action: receive
    channel: { $ref: '#/channels/questions' }
    reply:
      address:
        location: $message.header#/replyTo
#                 ^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'A field that may be any text, in an address that is reached through `$ref`',
        format: 'asyncapi3',
        text: `
channels:
  questions:
    address: questions
    messages:
      question: { payload: { type: object, properties: { replyTo: { type: string } } } }
operations:
  answer:
    action: receive
    channel: { $ref: '#/channels/questions' }
    reply:
      address: { $ref: '#/components/replyAddresses/Field' }
components:
  replyAddresses:
    Field:
      location: $message.payload#/replyTo
#               ^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'A channel that leaves its address open as well',
        format: 'asyncapi3',
        text: `
channels:
  questions: { address: questions, messages: { question: { payload: { type: string } } } }
  answers: { address: null, messages: { answer: { payload: { type: string } } } }
operations:
  answer:
    action: receive
    channel: { $ref: '#/channels/questions' }
    reply:
      address:
        location: $message.header#/replyTo
#                 ^^^^^^^^^^^^^^^^^^^^^^^^
      channel: { $ref: '#/channels/answers' }
`,
      },
    ],
    good: [
      {
        title: 'A channel with an address, and a field that has a pattern',
        format: 'asyncapi3',
        text: `
channels:
  questions:
    address: questions
    messages:
      question: { payload: { type: object, properties: { replyTo: { type: string, pattern: '^answers/[0-9a-f]{8}$' } } } }
  answers: { address: answers, messages: { answer: { payload: { type: string } } } }
operations:
  answerThere:
    action: receive
    channel: { $ref: '#/channels/questions' }
    reply:
      address: { location: $message.header#/replyTo }
      channel: { $ref: '#/channels/answers' }
  answer:
    action: receive
    channel: { $ref: '#/channels/questions' }
    reply: { address: { location: $message.payload#/replyTo } }
`,
      },
      {
        title: 'The application asks, and says itself where it wants to be answered',
        format: 'asyncapi3',
        text: `
channels:
  questions: { address: questions, messages: { question: { payload: { type: string } } } }
operations:
  ask:
    action: send
    channel: { $ref: '#/channels/questions' }
    reply: { address: { location: $message.header#/replyTo } }
`,
      },
    ],
  },
})

import { defineRule } from '@specward/core'
import { titleOf } from './addresses.ts'
import { freeReplyOf, hasFixedAddress, hasNoAddress, namesChannel } from './replies.ts'

export default defineRule({
  id: 'require-bounded-reply-address',
  title: 'The channel of a reply leaves its address to the message.',
  why: 'A channel with a parameter in its address limits what is sent back, but not where to. Whoever may ask chooses that.',
  fix: 'Give the field that tells the address a `pattern` or an `enum`: `^answers/[0-9a-f-]{36}$`.',
  presets: { strict: 'info' },
  formats: ['asyncapi3'],
  references: {
    owasp: ['API7:2023'],
    cwe: [441],
    controls: ['INPUT-3'],
    specifications: ['AsyncAPI 3.0.0, Operation Reply Object and Operation Reply Address Object'],
  },
  falsePositives:
    'A queue for each client is the customary way of request and reply; the broker may limit who can name which.',
  select: 'operation',
  check(operation, { report, notApplicable, model }) {
    const { reply, label } = operation
    // what has no address at all is the matter of `no-unrestricted-reply-address`
    if (!reply?.locationNode || !namesChannel(reply, model) || hasNoAddress(reply)) return notApplicable()
    const free = freeReplyOf(operation)
    if (!free || !reply.channel || hasFixedAddress(reply)) return
    report({
      at: reply.locationNode,
      message: `Where \`${label}\` answers to is left to the message: channel \`${titleOf(reply.channel)}\` has no fixed address, and no schema limits \`${free.location}\`.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'A parameter',
        format: 'asyncapi3',
        text: `
channels:
  questions: { address: questions, messages: { question: { payload: { type: string } } } }
  answers: { address: 'answers/{client}', parameters: { client: {} }, messages: { answer: { payload: { type: string } } } }
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
      {
        title: 'A reply that is reached through `$ref`',
        format: 'asyncapi3',
        text: `
channels:
  questions:
    address: questions
    messages:
      question: { headers: { type: object, properties: { replyTo: { type: string } } }, payload: { type: string } }
  answers: { address: 'answers/{client}', parameters: { client: {} }, messages: { answer: { payload: { type: string } } } }
operations:
  answer:
    action: receive
    channel: { $ref: '#/channels/questions' }
    reply: { $ref: '#/components/replies/Answer' }
components:
  replies:
    Answer:
      address:
        location: $message.header#/replyTo
#                 ^^^^^^^^^^^^^^^^^^^^^^^^
      channel: { $ref: '#/channels/answers' }
`,
      },
    ],
    good: [
      {
        title: 'A header that has a pattern',
        format: 'asyncapi3',
        text: `
channels:
  questions:
    address: questions
    messages:
      question:
        headers: { type: object, properties: { replyTo: { type: string, pattern: '^answers/[0-9a-f]{8}$' } } }
        payload: { type: string }
  answers: { address: null, messages: { answer: { payload: { type: string } } } }
operations:
  answer:
    action: receive
    channel: { $ref: '#/channels/questions' }
    reply: { address: { location: $message.header#/replyTo }, channel: { $ref: '#/channels/answers' } }
`,
      },
      {
        title: 'A fixed address, whatever the message says',
        format: 'asyncapi3',
        text: `
channels:
  questions: { address: questions, messages: { question: { payload: { type: string } } } }
  answers: { address: answers, messages: { answer: { payload: { type: string } } } }
operations:
  answer:
    action: receive
    channel: { $ref: '#/channels/questions' }
    reply: { address: { location: $message.header#/replyTo }, channel: { $ref: '#/channels/answers' } }
`,
      },
    ],
  },
})

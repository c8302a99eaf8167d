import { defineRule, type Message, type Operation, tokens } from '@specward/core'
import { carriedBy, subjectOf, travelOf, unreadBecause } from './messages.ts'

/** Words with which a name asks for something to be done. Words that are a noun or a past participle as well are left out. */
const ACTS: ReadonlySet<string> = new Set([
  ...[
    'create',
    'add',
    'update',
    'delete',
    'remove',
    'cancel',
    'transfer',
    'pay',
    'withdraw',
    'deposit',
    'send',
  ],
  ...[
    'execute',
    'run',
    'start',
    'stop',
    'turn',
    'switch',
    'open',
    'close',
    'lock',
    'unlock',
    'dim',
    'activate',
  ],
  ...[
    'deactivate',
    'enable',
    'disable',
    'approve',
    'reject',
    'confirm',
    'place',
    'submit',
    'buy',
    'sell',
    'grant',
  ],
  ...[
    'revoke',
    'reset',
    'restart',
    'reboot',
    'install',
    'book',
    'reserve',
    'ship',
    'move',
    'assign',
    'charge',
  ],
])

const COMMANDS: ReadonlySet<string> = new Set(['command', 'cmd'])

/** What an operation does with a message, before the word that tells what the message is for. */
const RECEIVING: ReadonlySet<string> = new Set([
  'receive',
  'on',
  'handle',
  'process',
  'consume',
  'accept',
  'listen',
])

/** Names of what tells one message from its copy, or an old one from a new one. */
const FRESH =
  /^(?:id|uuid|guid|nonce|timestamp|ts|time|date|sequence|seq|offset|version|jti|iat|exp|ttl|expiry|ceid|cetime)$|(?:message|msg|event|request|command|cmd|correlation|idempotency|transaction|trace|dedup|deduplication|delivery|operation|job|order|payment|transfer)(?:id|key|identifier|uuid|no|number)$|(?:sequence|serial)number$|(?:sent|created|issued|occurred|requested|expires|valid)(?:at|on|until|time|date)$|timestamp$|traceparent$|nonce$/

export default defineRule({
  id: 'require-replay-protection',
  title: 'A command can be sent again, and nothing in it tells.',
  why: 'Brokers deliver a message more than once by themselves, and whoever can read a topic can send what he has read again. Without an id or a time, the payment is made twice.',
  fix: 'Give the message an id and a time (as CloudEvents does with `id` and `time`), or a `correlationId`, and refuse what has been handled or is too old.',
  presets: { strict: 'info' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API6:2023'],
    cwe: [294],
    controls: ['INTEG-2'],
    specifications: ['CloudEvents 1.0.2, Required Attributes'],
  },
  falsePositives:
    'Whether a message is a command is told by its name and that of the operation: `transferFunds` and `LampCommand` are, `fundsTransferred` is not. Commands that do the same however often they are sent need no protection against copies.',
  select: 'message',
  check(message, { report, undecided, notApplicable, model }) {
    const { received } = travelOf(message, model)
    const operation = received.find((each) => isCommand(message, each))
    if (!operation) return notApplicable()
    if (message.correlationId || hasBound(message) || isFresh(message)) return
    const because = unreadBecause(message)
    if (because !== undefined && message.payloadNode) return undecided({ at: message.node, because })
    // what is not described at all is the matter of `require-message-schema`
    if (!message.payload || message.payload.properties.length === 0) return notApplicable()
    report({
      at: message.node,
      message: `${subjectOf(message, model)} asks for something to be done (\`${operation.label}\`), but has neither an id nor a time by which a copy is told.`,
      operations: received.map(({ label }) => label),
    })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: a command by its name',
        format: 'asyncapi3',
        text: `
channels:
  lamps:
    address: lamps/{lamp}
    parameters: { lamp: {} }
    messages:
      lampCommand: { $ref: '#/components/messages/LampCommand' }
operations:
  onLamp: { action: receive, channel: { $ref: '#/channels/lamps' } }
components:
  messages:
    LampCommand: { payload: { type: object, properties: { on: { type: boolean } } } }
#   ^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: by the name of the operation, and with the id of somebody else',
        format: 'asyncapi2',
        text: `
channels:
  transfers:
    publish:
      operationId: transferMoney
      message:
#     ^^^^^^^
        payload: { type: object, properties: { toUserId: { type: string }, amount: { type: integer } } }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: a correlation id, an event, and what is sent',
        format: 'asyncapi3',
        text: `
channels:
  transfers:
    address: transfers
    messages:
      transferMoney:
        correlationId: { location: $message.header#/correlationId }
        payload: { type: object, properties: { amount: { type: integer } } }
      moneyTransferred: { payload: { type: object, properties: { amount: { type: integer } } } }
  orders: { address: orders, messages: { placeOrder: { payload: { type: object, properties: { sku: { type: string } } } } } }
operations:
  receiveTransfers: { action: receive, channel: { $ref: '#/channels/transfers' } }
  sendOrder: { action: send, channel: { $ref: '#/channels/orders' } }
`,
      },
      {
        title: 'AsyncAPI 2: an id and a time as in CloudEvents; a time in a header of a trait',
        format: 'asyncapi2',
        text: `
channels:
  transfers:
    publish:
      operationId: transferMoney
      message:
        payload: { type: object, properties: { id: { type: string }, time: { type: string }, data: { type: object } } }
  lamps:
    publish:
      operationId: switchLamp
      message:
        traits: [{ headers: { type: object, properties: { sentAt: { type: string, format: date-time } } } }]
        payload: { type: object, properties: { on: { type: boolean } } }
`,
      },
    ],
  },
})

function isCommand({ name }: Message, { operationId }: Operation): boolean {
  const words = tokens(name ?? '')
  // `transferMoney` says what to do; `Turn` and `Order` may be things
  const isAct = words.length > 1 && ACTS.has(words[0] ?? '')
  if (isAct || words.some((word) => COMMANDS.has(word))) return !isPast(name ?? '')
  if (words.length > 0) return false
  const ofOperation = tokens(operationId ?? '')
  const act = RECEIVING.has(ofOperation[0] ?? '') ? ofOperation[1] : ofOperation[0]
  return ofOperation.length > 1 && ACTS.has(act ?? '') && !isPast(operationId ?? '')
}

/** `lampTurnedOn`, `order-placed`, `sendResult`. */
function isPast(name: string): boolean {
  const words = tokens(name)
  return words
    .slice(1)
    .some((word) => /(?:[a-z]{2}ed|sent|paid|sold|event|result|response|reply|status|ack)$/.test(word))
}

/** By the properties of the message, those of its headers, and of the envelope around its data. */
function isFresh(message: Message): boolean {
  const headers = message.headerSchemas.flatMap(({ properties }) => properties)
  const payload = carriedBy(message).filter(({ way }) => way.split('.').length <= 2)
  return [...headers, ...payload.map(({ property }) => property)].some(({ name, schema }) => {
    return FRESH.test(name.toLowerCase().replaceAll(/[^a-z]/g, '')) || schema.format === 'date-time'
  })
}

/** What the protocol does against copies: MQTT correlation data, FIFO queues that drop them. */
function hasBound({ bindings, operations }: Message): boolean {
  const mqtt = bindings.get('mqtt') ?? bindings.get('mqtt5')
  if (mqtt?.child('correlationData')) return true
  return operations.some(({ channel }) => {
    const queue = channel?.bindings.get('sqs')?.child('queue')
    return queue?.child('fifoQueue')?.value === true
  })
}

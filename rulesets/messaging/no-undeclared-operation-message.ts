import { type Channel, defineRule, type Fix, type Model, type Node } from '@specward/core'
import { insert, set } from '../edits.ts'
import { titleOf } from './addresses.ts'

export default defineRule({
  id: 'no-undeclared-operation-message',
  title: 'An operation lists a message that its channel does not have.',
  why: 'Brokers, gateways and generated validators let through a channel what the channel declares. A message that only an operation knows is refused, or passes by without being checked.',
  fix: 'Declare the message under `messages` of the channel and refer to it there: `#/channels/orders/messages/placed`.',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['asyncapi3'],
  references: {
    owasp: ['API9:2023'],
    cwe: [1173],
    controls: ['INV-3'],
    specifications: ['AsyncAPI 3.0.0, Operation Object and Operation Reply Object, messages'],
  },
  falsePositives:
    'A reference to the component that the channel refers to as well is no finding, although the specification asks for the way through the channel.',
  select: 'operation',
  check(operation, { report, notApplicable, model }) {
    const { channel, reply, label } = operation
    const own = listIn(operation.node, model)
    const sentBack = reply && listIn(reply.node, model)
    if (!own && !sentBack) return notApplicable()
    const judge = (list: Node | undefined, of: Channel | undefined, who: string, user: Node) => {
      for (const item of list && of ? list.children() : []) {
        const message = model.resolve(item)
        if (!message || !of || nodesOf(of).has(message)) continue
        report({
          at: item.child('$ref') ?? item,
          message: `${who} lists message \`${message.key}\`, which channel \`${titleOf(of)}\` does not have.`,
          fix: declared(item, message.key, of, model.resolve(user)?.child('channel'), model),
        })
      }
    }
    judge(own, channel, `\`${label}\``, operation.node)
    if (reply) judge(sentBack, reply.channel, `The reply of \`${label}\``, reply.node)
  },
  examples: {
    bad: [
      {
        title: 'A component, and a message of another channel as the reply',
        format: 'asyncapi3',
        text: `
channels:
  orders: { address: orders, messages: { placed: { payload: { type: string } } } }
  answers: { address: answers, messages: { answer: { payload: { type: string } } } }
operations:
  receiveOrder:
    action: receive
    channel: { $ref: '#/channels/orders' }
    messages:
      - $ref: '#/channels/orders/messages/placed'
      - $ref: '#/components/messages/Deleted'
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    reply:
      channel: { $ref: '#/channels/answers' }
      messages:
        - $ref: '#/channels/orders/messages/placed'
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
components:
  messages:
    Deleted: { payload: { type: string } }
`,
      },
      {
        title: 'A channel that is reached through `$ref`',
        format: 'asyncapi3',
        text: `
channels:
  orders: { $ref: '#/components/channels/Orders' }
operations:
  receiveOrder:
    action: receive
    channel: { $ref: '#/channels/orders' }
    messages:
      - $ref: '#/components/messages/Deleted'
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
components:
  channels:
    Orders: { address: orders, messages: {} }
  messages:
    Deleted: { payload: { type: string } }
`,
      },
    ],
    good: [
      {
        title: 'The messages of the channel',
        format: 'asyncapi3',
        text: `
channels:
  orders: { address: orders, messages: { placed: { payload: { type: string } } } }
operations:
  receiveOrder:
    action: receive
    channel: { $ref: '#/channels/orders' }
    messages: [{ $ref: '#/channels/orders/messages/placed' }]
  sendOrder:
    action: send
    channel: { $ref: '#/channels/orders' }
`,
      },
      {
        title: 'The component that the channel refers to as well',
        format: 'asyncapi3',
        text: `
channels:
  orders: { address: orders, messages: { placed: { $ref: '#/components/messages/Placed' } } }
operations:
  receiveOrder:
    action: receive
    channel: { $ref: '#/channels/orders' }
    messages: [{ $ref: '#/components/messages/Placed' }]
components:
  messages:
    Placed: { payload: { type: string } }
`,
      },
    ],
  },
})

/** Puts the message among those of the channel, and refers to it there. */
function declared(
  item: Node,
  name: string,
  of: Channel,
  channel: Node | undefined,
  model: Model,
): Fix | undefined {
  const reference = item.child('$ref')
  const way = channel?.child('$ref')?.string
  const home = model.resolve(of.node)
  const map = home?.child('messages')
  if (!reference?.string?.startsWith('#/') || !way?.startsWith('#/') || !home?.isObject) return undefined
  // the references mean the same in one file alone
  if (home.file !== item.file || channel?.file !== item.file) return undefined
  if (map && (!map.isObject || map.child(name) || map.child('$ref'))) return undefined
  const entry = { $ref: reference.string }
  return {
    title: `Declare \`${name}\` in channel \`${titleOf(of)}\``,
    kind: 'suggested',
    edits: [
      map ? insert(map, name, entry) : insert(home, 'messages', { [name]: entry }),
      set(reference, `${way}/messages/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    ],
  }
}

const nodes = new WeakMap<Channel, ReadonlySet<Node>>()

/** Where the messages of a channel stand. */
function nodesOf(channel: Channel): ReadonlySet<Node> {
  const found = nodes.get(channel) ?? new Set(channel.messages.map(({ node }) => node))
  nodes.set(channel, found)
  return found
}

function listIn(node: Node, model: Model): Node | undefined {
  const list = model.resolve(node)?.child('messages')
  return list?.isList ? list : undefined
}

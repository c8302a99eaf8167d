import { type Channel, defineRule, type Model, type Node } from '@specward/core'
import { type AddressParameter, addressParameters, familiesOf, titleOf } from './addresses.ts'
import { type Wildcard, wildcardIn } from './wildcards.ts'

export default defineRule({
  id: 'no-wildcard-address',
  title: 'The address of a channel is a wildcard.',
  why: 'Whoever listens to a wildcard gets the messages of everybody, those of other tenants and of topics that do not exist yet included, and needs rights on the broker to match. Nothing can be sent to a wildcard at all: the broker refuses it, or somebody else gets the message.',
  fix: 'Name the address, with a parameter such as `{deviceId}` where it varies.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API5:2023'],
    cwe: [1220],
    controls: ['AUTHZ-3'],
    specifications: ['MQTT 5.0, sections 3.3.2.1 and 4.7', 'NATS, Subject-Based Messaging'],
  },
  falsePositives:
    'What is a wildcard depends on the protocol: `#` and `+` for MQTT, `*` and `#` for AMQP, `*` and `>` for NATS, regular expressions for Kafka. A channel that has no server, and so no protocol, is left undecided. An application that only listens may do so by a wildcard for some of the levels; then only what stands for the whole broker is reported.',
  select: 'channel',
  check(channel, { report, undecided, notApplicable, facts, model }) {
    const { address, addressNode } = channel
    if (address === undefined) return notApplicable()
    const families = familiesOf(channel)
    if (families.size === 0) {
      if (
        /(?:^|[/.])[#+*>](?:$|[/.])/.test(address) &&
        !(isOnlyHeard(channel) && /[^#+*>/.]/.test(address))
      ) {
        undecided({ at: addressNode, because: `no server says by which protocol \`${address}\` is reached` })
      }
      return
    }
    const found = wildcardOf(address, families)
    if (!found) {
      const open = openDefault(channel, families, addressParameters(channel, facts), model)
      if (open) {
        report({
          at: open.node,
          message: `\`{${open.name}}\` in \`${address}\` is the wildcard \`${open.node.string}\` by default, so a client that leaves it out is led to the channels of everybody.`,
          discriminator: open.name,
        })
      }
    } else if (found.isAll || address.startsWith('$SYS/') || sendsTo(channel)) {
      report({ at: addressNode, message: messageFor(channel, found) })
    } else if (channel.operations.length === 0) {
      const because = `no operation tells whether messages are sent to \`${address}\`, which is a wildcard`
      undecided({ at: addressNode, because })
    }
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: all messages of an MQTT broker, and a wildcard that is sent to',
        format: 'asyncapi3',
        text: `
servers:
  devices: { host: mqtt.example.com, protocol: mqtts }
channels:
  all: { address: '#' }
#                 ^^^
  lamps:
    address: homes/+/lamps/{lamp}
#            ^^^^^^^^^^^^^^^^^^^^
    parameters: { lamp: {} }
operations:
  audit: { action: receive, channel: { $ref: '#/channels/all' } }
  switchOn: { action: send, channel: { $ref: '#/channels/lamps' } }
`,
      },
      {
        title: 'AsyncAPI 2: AMQP, NATS and Kafka, each in its own way',
        format: 'asyncapi2',
        text: `
servers:
  rabbit: { $ref: '#/components/servers/Rabbit' }
  nats: { url: nats.example.com, protocol: nats }
  kafka: { url: kafka.example.com, protocol: kafka-secure }
channels:
  orders.*.placed:
# ^^^^^^^^^^^^^^^
    servers: [rabbit]
    subscribe: { message: { payload: { type: object } } }
  'users.>':
# ^^^^^^^^^
    servers: [nats]
    subscribe: { message: { payload: { type: object } } }
  '^payments-.*':
# ^^^^^^^^^^^^^^
    servers: [kafka]
    subscribe: { message: { payload: { type: object } } }
components:
  servers:
    Rabbit: { url: rabbit.example.com, protocol: amqps }
`,
      },
      {
        title: 'AsyncAPI 3: a parameter that is a wildcard by default',
        format: 'asyncapi3',
        text: `
servers:
  rabbit: { host: rabbit.example.com, protocol: amqps }
channels:
  orders: { address: 'orders.{shop}', parameters: { shop: { default: '#' } } }
#                                                                    ^^^
operations:
  ordered: { action: receive, channel: { $ref: '#/channels/orders' } }
`,
      },
    ],
    good: [
      {
        title: 'Near miss, AsyncAPI 2: a consumer that listens to the topics of all devices',
        format: 'asyncapi2',
        text: `
servers:
  devices: { url: mqtt.example.com, protocol: mqtts }
channels:
  devices/+/status:
    publish: { message: { payload: { type: object } } }
`,
      },
      {
        title: 'AsyncAPI 3: a parameter; what is no wildcard for the protocol',
        format: 'asyncapi3',
        text: `
servers:
  devices: { host: mqtt.example.com, protocol: mqtts }
  events: { host: events.example.com, protocol: wss }
channels:
  lamp: { address: 'lamps/{lamp}/c++/a.*', parameters: { lamp: {} }, servers: [{ $ref: '#/servers/devices' }] }
  room: { address: '/rooms/*', servers: [{ $ref: '#/servers/events' }] }
`,
      },
      {
        title: 'AsyncAPI 2: nobody says by which protocol: not decided',
        format: 'asyncapi2',
        text: `
channels:
  homes/+/lamps:
# ~~~~~~~~~~~~~
    subscribe: { message: { payload: { type: object } } }
`,
      },
    ],
  },
})

function wildcardOf(address: string, families: ReadonlySet<string>): Wildcard | undefined {
  for (const family of families) {
    const found = wildcardIn(address, family)
    if (found) return found
  }
  return undefined
}

function sendsTo({ operations }: Channel): boolean {
  return operations.some(({ method }) => method === 'send')
}

/** A consumer may well listen to some levels by a wildcard. */
function isOnlyHeard(channel: Channel): boolean {
  return channel.operations.length > 0 && !sendsTo(channel)
}

/** The first default of a parameter that is a wildcard in its place. */
function openDefault(
  { address = '' }: Channel,
  families: ReadonlySet<string>,
  parameters: readonly AddressParameter[],
  model: Model,
): { readonly name: string; readonly node: Node } | undefined {
  for (const { name, parameter } of parameters) {
    const declaration = parameter && (model.resolve(parameter.node) ?? parameter.node)
    const node = declaration?.child('default') ?? parameter?.schema?.all('default')[0]
    const value = node?.string
    if (!node || value === undefined || !/[#+*>]/.test(value)) continue
    if (
      wildcardOf(
        address.replaceAll(`{${name}}`, () => value),
        families,
      )
    )
      return { name, node }
  }
  return undefined
}

function messageFor(channel: Channel, { text, isAll }: Wildcard): string {
  const title = titleOf(channel)
  if (sendsTo(channel))
    return `Messages are sent to \`${title}\`, but \`${text}\` is a wildcard, which is only for those who listen.`
  return isAll
    ? `Channel \`${title}\` takes in every message of the broker.`
    : `Channel \`${title}\` takes in what the broker tells of itself and its clients.`
}

import { type Channel, defineRule } from '@specward/core'
import { familiesOf, titleOf } from './addresses.ts'
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
    controls: ['AUTHZ-3', 'INPUT-2'],
    specifications: ['MQTT 5.0, sections 3.3.2.1 and 4.7', 'NATS, Subject-Based Messaging'],
  },
  falsePositives:
    'What is a wildcard depends on the protocol: `#` and `+` for MQTT, `*` and `#` for AMQP, `*` and `>` for NATS, regular expressions for Kafka. A channel that has no server, and so no protocol, is left undecided.',
  select: 'channel',
  check(channel, { report, undecided, notApplicable }) {
    const { address, addressNode } = channel
    if (address === undefined) return notApplicable()
    const families = familiesOf(channel)
    if (families.size === 0) {
      if (/(?:^|[/.])[#+*>](?:$|[/.])/.test(address)) {
        undecided({ at: addressNode, because: `no server says by which protocol \`${address}\` is reached` })
      }
      return
    }
    const found = [...families]
      .map((family) => wildcardIn(address, family))
      .find((each) => each !== undefined)
    if (found) report({ at: addressNode, message: messageFor(channel, found) })
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
    publish: { message: { payload: { type: object } } }
  'users.>':
# ^^^^^^^^^
    servers: [nats]
    publish: { message: { payload: { type: object } } }
  '^payments-.*':
# ^^^^^^^^^^^^^^
    servers: [kafka]
    publish: { message: { payload: { type: object } } }
components:
  servers:
    Rabbit: { url: rabbit.example.com, protocol: amqps }
`,
      },
    ],
    good: [
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
    publish: { message: { payload: { type: object } } }
`,
      },
    ],
  },
})

function messageFor(channel: Channel, { text, isAll }: Wildcard): string {
  const title = titleOf(channel)
  const sends = channel.operations.some(({ method }) => method === 'send')
  if (sends)
    return `Messages are sent to \`${title}\`, but \`${text}\` is a wildcard, which is only for those who listen.`
  if (isAll) return `Channel \`${title}\` takes in every message of the broker.`
  if (title.startsWith('$SYS/'))
    return `Channel \`${title}\` takes in what the broker tells of itself and its clients.`
  return `Channel \`${title}\` takes in the messages of everybody: \`${text}\` is a wildcard.`
}

import { type Channel, defineRule, type Message, type Model, type Server, tokens } from '@specward/core'
import { exposureOf } from '../transport/exposure.ts'
import { titleOf } from './addresses.ts'
import { type Carried, sensitiveIn } from './messages.ts'
import { isTestBroker } from './test-brokers.ts'

/** Words by which a server is called that is not for real data. */
const NOT_PRODUCTION: ReadonlySet<string> = new Set([
  ...[
    'dev',
    'development',
    'test',
    'testing',
    'staging',
    'stage',
    'qa',
    'demo',
    'sandbox',
    'mock',
    'preview',
  ],
  ...['uat', 'integration', 'playground'],
])

export default defineRule({
  id: 'require-channel-servers',
  title: 'A channel with sensitive data exists on every server.',
  why: 'A channel without `servers` is there on all of them (AsyncAPI, Channel Object), so what it carries may be sent over the one that is not encrypted, or to the one for tests.',
  fix: 'List under `servers` of the channel those that may carry its data.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API3:2023', 'API8:2023'],
    cwe: [200],
    controls: ['INV-2'],
    specifications: ['AsyncAPI 2.6.0 and 3.0.0, Channel Object, servers'],
  },
  falsePositives:
    'Speaks only where one server is encrypted and meant for production, and another is not encrypted, a public broker for tests, or called `staging` or the like. Servers of one kind (`staging` and `production`) may be alike on purpose: then list both.',
  select: 'channel',
  check(channel, { report, notApplicable, model }) {
    const declaration = model.resolve(channel.node) ?? channel.node
    const list = declaration.child('servers')
    const isListed = list?.isList && list.child('0') !== undefined
    if (isListed || channel.servers.length < 2) return notApplicable()
    // a channel without `servers` has all of them, so this is the same for every channel that is judged
    const first = oddServer(model)
    if (!first) return
    const found = sensitiveOf(channel)
    if (!found) return
    const { server, fault } = first
    report({
      at: channel.node,
      message: `Channel \`${titleOf(channel)}\` has no \`servers\`, so \`${found.way}\` may be sent over \`${server.name}\` as well, which ${fault}.`,
      related: [
        { at: { node: found.property.node, part: 'key' }, message: 'This is sensitive.' },
        { at: server.node, message: `Server \`${server.name}\`, which ${fault}.` },
      ],
    })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: a server without encryption beside one with it',
        format: 'asyncapi3',
        text: `
servers:
  production: { host: kafka.example.com, protocol: kafka-secure }
  legacy: { host: 'old.example.com:9092', protocol: kafka }
channels:
  users:
# ^^^^^
    address: users
    messages:
      changed: { $ref: '#/components/messages/Changed' }
components:
  messages:
    Changed: { payload: { type: object, properties: { email: { type: string } } } }
`,
      },
      {
        title: 'AsyncAPI 2: a server for tests, and a list that is empty',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: mqtt.example.com, protocol: mqtts }
  staging: { url: mqtt.example.net, protocol: mqtts }
channels:
  users:
# ^^^^^
    servers: []
    publish:
      message: { payload: { type: object, properties: { iban: { type: string } } } }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: listed; nothing sensitive; servers that are alike',
        format: 'asyncapi3',
        text: `
servers:
  production: { host: kafka.example.com, protocol: kafka-secure }
  legacy: { host: 'old.example.com:9092', protocol: kafka }
channels:
  users:
    address: users
    servers: [{ $ref: '#/servers/production' }]
    messages: { changed: { payload: { type: object, properties: { email: { type: string } } } } }
  prices:
    address: prices
    messages: { changed: { payload: { type: object, properties: { price: { type: number } } } } }
`,
      },
      {
        title: 'AsyncAPI 2: two regions, and a server on the machine itself',
        format: 'asyncapi2',
        text: `
servers:
  europe: { url: eu.example.com, protocol: mqtts }
  america: { url: us.example.com, protocol: mqtts }
  local: { url: localhost, protocol: mqtt }
channels:
  users:
    publish:
      message: { payload: { type: object, properties: { email: { type: string } } } }
`,
      },
    ],
  },
})

interface Odd {
  readonly server: Server
  readonly fault: string
}

const odd = new WeakMap<Model, { readonly first: Odd | undefined }>()

/** The first of the servers that is not fit for sensitive data, where another one is. */
function oddServer(model: Model): Odd | undefined {
  const known = odd.get(model)
  if (known) return known.first
  const { servers } = model.document
  const doubtful = servers.flatMap((server) => {
    const fault = faultOf(server)
    return fault === undefined ? [] : [{ server, fault }]
  })
  const first = doubtful.length < servers.length ? doubtful[0] : undefined
  odd.set(model, { first })
  return first
}

/** What speaks against sending sensitive data to a server: a clause. */
function faultOf({ name, expansions }: Server): string | undefined {
  if (expansions.some(({ host }) => isTestBroker(host))) return 'is a public broker for tests'
  if (expansions.some((expansion) => exposureOf(expansion) === 'exposed')) return 'is not encrypted'
  if (expansions.every(({ reach }) => reach === 'loopback')) return undefined
  return tokens(name ?? '').some((word) => NOT_PRODUCTION.has(word))
    ? 'is not for production by its name'
    : undefined
}

function sensitiveOf({ messages }: Channel): Carried | undefined {
  return messages.map((message: Message) => sensitiveIn(message)).find((found) => found !== undefined)
}

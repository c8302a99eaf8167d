import { type Channel, defineRule } from '@specward/core'
import { listed } from '../wording.ts'
import { familiesOf, titleOf } from './addresses.ts'
import { matching } from './channel-parameter-fixes.ts'
import { entriesOf } from './messages.ts'

export default defineRule({
  id: 'no-undeclared-channel-parameter',
  title: 'The address of a channel and its parameters do not match.',
  why: 'Nothing says what may stand in a parameter that is not declared, so generated clients and brokers let through whatever they are given, wildcards and separators included. A parameter that no address has is a sign that the one which is used goes unchecked.',
  fix: 'Declare every `{name}` of the address under `parameters`, and remove those that the address does not have. Query parameters of a WebSocket belong in `bindings.ws.query`.',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['INPUT-1', 'INV-3'],
    specifications: [
      'AsyncAPI 2.6.0, Channel Item Object, parameters',
      'AsyncAPI 3.0.0, Channel Object, parameters',
    ],
  },
  falsePositives:
    'An address that uses braces as ordinary characters, as some brokers allow, is read as having parameters, because AsyncAPI says so.',
  select: 'channel',
  check(channel, { report, notApplicable, model, format }) {
    const { address } = channel
    if (address === undefined) return notApplicable()
    const declared = declaredBy(channel, (node) => entriesOf(node, model))
    const used = new Set([...address.matchAll(/\{([\w.-]*)\}/g)].map(([, name = '']) => name))
    const title = titleOf(channel)
    const missing = [...used].filter((name) => !declared.has(name))
    const idle = [...declared].filter(([name]) => !used.has(name))
    const mismatch = { missing, idle: idle.map(([, node]) => node) }
    const fix = matching(channel, mismatch, model, format)
    for (const name of missing) {
      const message =
        name === ''
          ? `The address of channel \`${title}\` has a parameter without a name: \`{}\`.`
          : `\`{${name}}\` in the address of channel \`${title}\` is not declared under \`parameters\`, so nothing says what may stand there.`
      report({ at: channel.addressNode, message, discriminator: name, fix })
    }
    const [first] = idle
    if (!first) return
    const names = idle.map(([name]) => name)
    const [only] = names
    const says =
      names.length === 1
        ? `Parameter \`${only}\` is declared, but the address of channel \`${title}\` has no \`{${only}}\``
        : `Parameters ${listed(names)} are declared, but the address of channel \`${title}\` has none of them`
    const hint = familiesOf(channel).has('ws')
      ? ' Query parameters of a WebSocket belong in `bindings.ws.query`.'
      : ''
    const message = `${says}, so ${names.length === 1 ? 'it counts' : 'they count'} for nothing.${hint}`
    report({
      at: { node: first[1], part: 'key' },
      covers: idle.map(([, node]) => node),
      message,
      discriminator: 'idle',
      fix,
    })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: a parameter that is not declared, and one that is not used',
        format: 'asyncapi3',
        text: `
channels:
  orders: { $ref: '#/components/channels/Orders' }
components:
  channels:
    Orders:
      address: orders.{region}.{orderId}
#              ^^^^^^^^^^^^^^^^^^^^^^^^^
      parameters:
        orderId: {}
        area: {}
#       ^^^^
`,
      },
      {
        title: 'AsyncAPI 2: without any parameters, and without a name',
        format: 'asyncapi2',
        text: `
channels:
  'devices/{deviceId}':
# ^^^^^^^^^^^^^^^^^^^^
    subscribe:
      message: { payload: { type: object } }
  'rooms/{}':
# ^^^^^^^^^^
    subscribe:
      message: { payload: { type: object } }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: declared through `$ref`; an address that is left open',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders.{region}
    parameters:
      region: { $ref: '#/components/parameters/Region' }
  replies:
    address: null
components:
  parameters:
    Region: { enum: [eu, us] }
`,
      },
      {
        title: 'AsyncAPI 2: declared, and an address without parameters',
        format: 'asyncapi2',
        text: `
channels:
  devices/{deviceId}:
    parameters:
      deviceId: { schema: { type: string } }
    subscribe:
      message: { payload: { type: object } }
  devices:
    subscribe:
      message: { payload: { type: object } }
`,
      },
    ],
  },
})

type Node = Channel['node']

/** Names under `parameters`, those included whose declaration could not be read. */
function declaredBy(
  { node, parameters }: Channel,
  entries: (node: Node | undefined) => readonly Node[],
): ReadonlyMap<string, Node> {
  const own = entries(node).find(({ key }) => key === 'parameters')
  return new Map([...entries(own), ...parameters.map((each) => each.node)].map((each) => [each.key, each]))
}

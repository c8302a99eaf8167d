import { type ApiDocument, type Channel, defineRule, type Node } from '@specward/core'
import { familiesOf } from '../messaging/addresses.ts'
import { counted } from '../wording.ts'
import { queryMarkIn } from './path-queries.ts'

/** Places that are shown beside the first. */
const MOST_RELATED = 5

export default defineRule({
  id: 'no-query-in-path',
  title: 'A path or address has a query or a fragment in it.',
  why: 'Gateways and routers match the path alone, without the query, and fragments are never sent. What is written for such a path, its permissions and limits, is then in force nowhere, or for another operation on the same path.',
  fix: 'Declare the query as parameters with `in: query`, for a channel in the bindings of its protocol. Where the value decides which operation is meant, describe one operation with `enum` and `oneOf`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [436],
    controls: ['INPUT-1', 'INV-3'],
    specifications: [
      'OpenAPI 3.1.1, Path Templating',
      'RFC 3986, section 3.3 to section 3.5',
      'AsyncAPI 3.0.0, Channel Object, address',
    ],
  },
  falsePositives:
    'In addresses of channels, `#` and `?` can be wildcards of the broker (MQTT, AMQP, Redis): they are reported where the channel is reached by WebSocket or HTTP, and a `?` also where `name=` follows. Reported once for a description, with the paths beside it.',
  select: 'document',
  check(document, { report, notApplicable, format }) {
    const places = format.startsWith('asyncapi') ? channelsOf(document) : pathsOf(document)
    if (places.length === 0) return notApplicable()
    const found = places.filter(({ mark }) => mark !== undefined)
    const [first, ...others] = found
    if (!first) return
    const more =
      others.length === 0
        ? ''
        : `, and so ${others.length === 1 ? 'has' : 'have'} ${counted(others.length, 'other')}`
    report({
      at: first.at,
      covers: found.map(({ text }) => text),
      message: `\`${first.text}\` has a ${first.mark === '?' ? 'query' : 'fragment'} in it${more}, which routers do not match.`,
      operations: found.flatMap(({ labels }) => labels),
      related: others
        .slice(0, MOST_RELATED)
        .map(({ at, text }) => ({ at, message: `\`${text}\` has one too.` })),
    })
  },
  examples: {
    bad: [
      {
        title: 'A query, and a fragment in a path whose operations are reached through `$ref`',
        text: `
paths:
  /orders?state=open:
# ^^^^^^^^^^^^^^^^^^
    get:
      responses:
        '200': { description: OK }
  /orders#latest:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: a WebSocket',
        format: 'asyncapi2',
        text: `
servers:
  live: { url: 'wss://live.example.com', protocol: wss }
channels:
  /orders?token={token}:
# ^^^^^^^^^^^^^^^^^^^^^
    subscribe:
      message: { payload: { type: object } }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders?state=open
#            ^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /?Action=ListOrders:
# ^^^^^^^^^^^^^^^^^^^
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Near miss: marks in the names of parameters, and in callbacks',
        text: `
paths:
  /orders/{id?}:
    post:
      responses:
        '201': { description: Created }
      callbacks:
        shipped:
          '{$request.body#/url}?id=1':
            post:
              responses:
                '204': { description: Received }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters: [{ name: state, in: query, type: string }]
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: a wildcard of MQTT',
        format: 'asyncapi2',
        text: `
servers:
  broker: { url: 'mqtts://broker.example.com', protocol: mqtts }
channels:
  orders/#:
    subscribe:
      message: { payload: { type: object } }
`,
      },
      {
        title: 'AsyncAPI 3: a pattern of Redis, and an address that is left open',
        format: 'asyncapi3',
        text: `
servers:
  cache: { host: cache.example.com, protocol: rediss }
channels:
  orders: { address: 'orders.?' }
  replies: { address: null }
`,
      },
    ],
  },
})

interface Place {
  readonly at: { readonly node: Node; readonly part: 'key' } | Node
  readonly text: string
  readonly mark: '?' | '#' | undefined
  readonly labels: readonly string[]
}

function pathsOf({ node, operations }: ApiDocument): readonly Place[] {
  const labels = new Map<string, string[]>()
  for (const { path, label, kind } of operations) {
    if (kind !== 'http') continue
    const same = labels.get(path)
    if (same) same.push(label)
    else labels.set(path, [label])
  }
  const paths = [...(node.child('paths')?.children() ?? [])].filter(({ key }) => key.startsWith('/'))
  return paths.map((path) => ({
    at: { node: path, part: 'key' },
    text: path.key,
    mark: queryMarkIn(path.key),
    labels: labels.get(path.key) ?? [],
  }))
}

function channelsOf({ channels }: ApiDocument): readonly Place[] {
  return channels.flatMap((channel) => {
    const { address, addressNode, operations } = channel
    if (address === undefined) return []
    const mark = markOf(channel, address)
    return [{ at: addressNode, text: address, mark, labels: operations.map(({ label }) => label) }]
  })
}

function markOf(channel: Channel, address: string): Place['mark'] {
  const mark = queryMarkIn(address)
  const families = familiesOf(channel)
  if (families.has('ws') || families.has('http')) return mark
  return mark === '?' && /\?[\w.-]+=/.test(address) ? mark : undefined
}

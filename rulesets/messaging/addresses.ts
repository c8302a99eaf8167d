import {
  type Channel,
  classifyName,
  type Facts,
  type Node,
  type Parameter,
  type Sensitivity,
  type Server,
} from '@specward/core'

/** One `{name}` in the address of a channel. */
export interface AddressParameter {
  readonly name: string
  /** Undefined where the channel does not declare it. */
  readonly parameter: Parameter | undefined
  /** Its declaration, or else the address. */
  readonly at: { readonly node: Node; readonly part: 'key' } | Node
  readonly sensitivity: Sensitivity | undefined
  /** True where it is the value of a name in the query of the address: `/stream?token={t}`. */
  readonly keyInQuery: string | undefined
}

/** What stands in the address in braces, each name once. */
export function addressParameters(channel: Channel, facts: Facts): readonly AddressParameter[] {
  const { address = '', addressNode, parameters } = channel
  const found = new Map<string, AddressParameter>()
  for (const match of address.matchAll(/(?:[?&]([\w.-]+)=)?\{([\w.-]+)\}/g)) {
    const [, keyInQuery, name = ''] = match
    if (found.has(name)) continue
    const parameter = parameters.find((each) => each.name === name)
    found.set(name, {
      name,
      parameter,
      at: parameter ? { node: parameter.node, part: 'key' } : addressNode,
      sensitivity: parameter ? parameter.fields[0]?.sensitivity : classifyName(name, facts.sensitiveNames),
      keyInQuery,
    })
  }
  return [...found.values()]
}

/** `orders/{id}`, or where the address is open: the name of the channel. */
export function titleOf({ address, node }: Channel): string {
  return address ?? node.key
}

/** Protocols by which a channel is reached, each once: `mqtt` for `secure-mqtt`, `mqtts` and `mqtt5` as well. */
export function familiesOf({ servers }: Channel): ReadonlySet<string> {
  const known = families.get(servers)
  if (known) return known
  const protocols = servers.flatMap(({ expansions }) => expansions.map(({ protocol }) => protocol))
  const found = new Set(protocols.map(familyOf))
  families.set(servers, found)
  return found
}

/** By the list of servers: channels without one of their own share it. */
const families = new WeakMap<readonly Server[], ReadonlySet<string>>()

const SAME: ReadonlyMap<string, string> = new Map([
  ['mqtts', 'mqtt'],
  ['mqtt3', 'mqtt'],
  ['mqtt5', 'mqtt'],
  ['amqps', 'amqp'],
  ['amqp1', 'amqp'],
  ['rediss', 'redis'],
  ['stomps', 'stomp'],
  ['wss', 'ws'],
  ['https', 'http'],
])

export function familyOf(protocol: string): string {
  const plain = protocol.replace(/[+-](?:ssl|tls|secure)$|^(?:secure|ssl|tls)[+-]/, '')
  return SAME.get(plain) ?? plain
}

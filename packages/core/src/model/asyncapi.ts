import { own } from '../json.ts'
import { lazy } from '../lazy.ts'
import type { Node } from '../source/node.ts'
import { isForeignSchema, isWrappedSchema } from '../spec/schema-format.ts'
import { readBindings } from './bindings.ts'
import type {
  Channel,
  EffectiveSecurity,
  Message,
  Operation,
  Reply,
  SecurityAlternative,
  Server,
} from './concepts.ts'
import { stringItems } from './context.ts'
import { OperationView } from './operation.ts'
import type { Readers } from './readers.ts'
import type { SchemaView } from './schemas.ts'
import { UNDECLARED } from './security.ts'
import { Users } from './users.ts'
import type { View } from './view.ts'

/** AsyncAPI 2 tells what others may do with a channel: they publish, so the application receives. */
const ACTIONS_2 = { publish: 'receive', subscribe: 'send' } as const

/** Combinations of what server and operation ask for, beyond which no more are listed. */
const MOST_ALTERNATIVES = 64

/** Channels and operations of an AsyncAPI description. */
export class AsyncApiReader {
  readonly #readers: Readers
  readonly #channels = new Map<Node, Channel>()
  readonly #messages = new Map<Node, Message>()
  readonly #channelUsers: Users<Channel>
  readonly #messageUsers: Users<Message>
  readonly #connections = new Map<readonly Server[], EffectiveSecurity>()
  /** The servers of the document in their order, with the place of each by its name and by its node. */
  readonly #servers = lazy(() => {
    const { servers, context } = this.#readers
    const all = servers.ofMap(context.root.get('servers'))
    return {
      all,
      byName: new Map(all.map(({ name }, place) => [name, place])),
      byNode: new Map(all.map(({ node }, place) => [node, place])),
    }
  })

  constructor(readers: Readers, operations: () => readonly Operation[]) {
    this.#readers = readers
    this.#channelUsers = new Users(operations, (operation) => (operation.channel ? [operation.channel] : []))
    this.#messageUsers = new Users(operations, (operation) => operation.messages)
  }

  get #isVersion2(): boolean {
    return this.#readers.context.graph.format === 'asyncapi2'
  }

  channels(): readonly Channel[] {
    const { context } = this.#readers
    const channels: Channel[] = []
    for (const node of context.view(context.root.get('channels'))?.entries() ?? []) {
      const channel = node.key.startsWith('x-') ? undefined : this.#channel(node)
      if (channel) channels.push(channel)
    }
    return channels
  }

  operations(): readonly Operation[] {
    return this.#isVersion2 ? this.#operations2() : this.#operations3()
  }

  #operations2(): readonly Operation[] {
    const { context } = this.#readers
    const operations: Operation[] = []
    for (const channelNode of context.view(context.root.get('channels'))?.entries() ?? []) {
      const channelView = context.view(channelNode)
      const channel = channelView && this.#channel(channelNode)
      if (!channel) continue
      for (const [keyword, method] of Object.entries(ACTIONS_2)) {
        const node = channelView.get(keyword)
        const view = context.view(node)
        if (!node || !view) continue
        const label = `${keyword} ${channelNode.key}`
        const list = messageNodes(context.view(view.get('message')), view.get('message'), (n) =>
          context.view(n),
        )
        const messages = () => this.#messagesAt(list, label)
        operations.push(
          this.#operation(node, view, label, method, channel, view.string('operationId'), messages),
        )
      }
    }
    return operations
  }

  #operations3(): readonly Operation[] {
    const { context } = this.#readers
    const operations: Operation[] = []
    for (const node of context.view(context.root.get('operations'))?.entries() ?? []) {
      const view = context.view(node)
      if (!view || node.key.startsWith('x-')) continue
      const channelNode = view.get('channel')
      const channel = channelNode && this.#channel(channelNode)
      const method = view.string('action') ?? 'send'
      const label = `${method} ${channel?.address ?? (channel ? context.graph.nameOf(channel.node) : node.key)}`
      const listed = view.get('messages')
      const messages = () =>
        listed?.isList ? this.#messagesAt([...listed.children()], label) : (channel?.messages ?? [])
      operations.push(this.#operation(node, view, label, method, channel, node.key, messages))
    }
    return operations
  }

  #operation(
    node: Node,
    view: View,
    label: string,
    method: string,
    channel: Channel | undefined,
    operationId: string | undefined,
    messages: () => readonly Message[],
  ): Operation {
    return new OperationView(this.#readers.context, {
      node,
      view,
      label,
      // AsyncAPI 3 lets several operations do the same with one channel; they have names of their own
      identity: this.#isVersion2 ? label : `${label} as ${operationId}`,
      kind: 'message',
      method,
      path: channel?.address ?? '',
      operationId,
      security: () => this.#security(view, label, channel?.servers ?? []),
      servers: () => channel?.servers ?? [],
      parameters: () => channel?.parameters ?? [],
      requestBody: () => undefined,
      requestTypes: () => [],
      responses: () => [],
      channel: () => channel,
      messages,
      reply: () => this.#reply(view, label),
      bindings: () => readBindings(this.#readers.context, this.#withTraits(view)),
    })
  }

  /** AsyncAPI 3, Operation Reply Object: without `messages`, every message of its channel may be sent back. */
  #reply(operation: View, label: string): Reply | undefined {
    const { context } = this.#readers
    const view = context.view(operation.get('reply'))
    if (!view || this.#isVersion2) return undefined
    const locationNode = context.view(view.get('address'))?.get('location')
    const channelNode = view.get('channel')
    const channel = channelNode && this.#channel(channelNode)
    const listed = view.get('messages')
    const messages = lazy(() =>
      listed?.isList ? this.#messagesAt([...listed.children()], `${label} reply`) : (channel?.messages ?? []),
    )
    return {
      node: view.node,
      location: locationNode?.string,
      locationNode,
      channel,
      get messages() {
        return messages()
      },
    }
  }

  #channel(node: Node): Channel | undefined {
    const { context, parameters } = this.#readers
    const view = context.view(node)
    if (!view) return undefined
    const known = this.#channels.get(view.node)
    if (known) return known
    const addressNode = this.#isVersion2 ? node : (view.get('address') ?? view.node)
    const address = this.#isVersion2 ? node.key : view.string('address')
    const name = address ?? context.graph.nameOf(view.node)
    const identity = `channel ${name}`
    const users = this.#channelUsers
    const servers = lazy(() => this.#serversOf(view))
    const messages = lazy(() => this.#messagesOfChannel(view, identity, users.of(channel)))
    const ownParameters = lazy(() => {
      const entries = [...(context.view(view.get('parameters'))?.entries() ?? [])]
      return entries.flatMap((entry) => parameters.ofAddress(entry, identity) ?? [])
    })
    const bindings = lazy(() => readBindings(context, [view]))
    const channel: Channel = {
      concept: 'channel',
      node: this.#isVersion2 ? node : view.node,
      identity,
      address,
      addressNode,
      get servers() {
        return servers()
      },
      get parameters() {
        return ownParameters()
      },
      get messages() {
        return messages()
      },
      get bindings() {
        return bindings()
      },
      get operations() {
        return users.of(channel)
      },
    }
    this.#channels.set(view.node, channel)
    return channel
  }

  /** A channel without `servers` exists on all of them (AsyncAPI 2.2 and 3.0, Channel Object). */
  #serversOf(channel: View): readonly Server[] {
    const { context } = this.#readers
    const { all, byName, byNode } = this.#servers()
    const list = channel.get('servers')
    if (!list?.isList || (list.value as unknown[]).length === 0) return all
    const found = new Set<number>()
    for (const item of this.#isVersion2 ? stringItems(list) : list.children()) {
      const node = this.#isVersion2 ? undefined : context.graph.resolve(item)
      const place = this.#isVersion2 ? byName.get(item.string) : node && byNode.get(node)
      if (place !== undefined) {
        found.add(place)
      } else if (this.#isVersion2) {
        const message = `Server \`${item.string}\` is not declared, so nobody can tell how the channel is reached.`
        context.unreadable(item, message)
      } else if (node) {
        const message = `\`${context.graph.nameOf(node)}\` is not one of the \`servers\` of the document, so nobody can tell how the channel is reached.`
        context.unreadable(item, message)
      }
    }
    return [...found].sort((a, b) => a - b).flatMap((place) => all[place] ?? [])
  }

  #messagesOfChannel(view: View, owner: string, users: readonly Operation[]): readonly Message[] {
    if (this.#isVersion2) return [...new Set(users.flatMap(({ messages }) => messages))]
    const { context } = this.#readers
    return this.#messagesAt([...(context.view(view.get('messages'))?.entries() ?? [])], owner)
  }

  #messagesAt(nodes: readonly Node[], owner: string): readonly Message[] {
    return nodes.flatMap((node) => this.#message(node, owner) ?? [])
  }

  #message(node: Node, owner: string): Message | undefined {
    const { context } = this.#readers
    const view = context.view(node)
    if (!view) return undefined
    const known = this.#messages.get(view.node)
    if (known) return known
    const isItem = /^\d+$/.test(view.node.key)
    const written = view.string('name')
    const name =
      written ?? (isItem || view.node.key === 'message' ? undefined : context.graph.nameOf(view.node))
    const identity = name === undefined ? `${owner} message` : `message ${name}`
    const users = this.#messageUsers
    const payload = lazy(() => this.#payload(view, identity))
    const foreignFormat = lazy(() => this.#foreignFormat(view))
    const headerSchemas = lazy(() => this.#headers(view, identity))
    const bindings = lazy(() => readBindings(context, this.#withTraits(view)))
    const layered = (key: string) =>
      this.#withTraits(view)
        .map((layer) => layer.get(key))
        .find((found) => found !== undefined)
    const message: Message = {
      concept: 'message',
      node: view.node,
      identity,
      name,
      payloadNode: view.get('payload'),
      get payload() {
        return payload()
      },
      get foreignFormat() {
        return foreignFormat()
      },
      get headers() {
        return headerSchemas()[0]
      },
      get headerSchemas() {
        return headerSchemas()
      },
      get contentType() {
        return layered('contentType')?.string ?? context.root.string('defaultContentType')
      },
      get correlationId() {
        return context.view(layered('correlationId'))?.node
      },
      get examples() {
        return [...(layered('examples')?.children() ?? [])]
      },
      get bindings() {
        return bindings()
      },
      get operations() {
        return users.of(message)
      },
    }
    this.#messages.set(view.node, message)
    return message
  }

  /** The payload schema where it is JSON Schema; AsyncAPI 3 may wrap it together with its `schemaFormat`. */
  #payload(message: View, _owner: string): SchemaView | undefined {
    const { context } = this.#readers
    if (this.#foreignFormat(message) !== undefined) return undefined
    return context.schemas.read(this.#unwrapped(message.get('payload')))
  }

  #foreignFormat(message: View): string | undefined {
    const { context } = this.#readers
    const format = this.#isVersion2
      ? this.#withTraits(message)
          .map((layer) => layer.string('schemaFormat'))
          .find((found) => found !== undefined)
      : context.view(message.get('payload'))?.string('schemaFormat')
    return isForeignSchema(format) ? format : undefined
  }

  #headers(message: View, _owner: string): readonly SchemaView[] {
    const { context } = this.#readers
    const nodes = this.#withTraits(message).map((view) => this.#unwrapped(view.get('headers')))
    return nodes.flatMap((node) => context.schemas.read(node) ?? [])
  }

  /** AsyncAPI 3 may wrap a schema together with its `schemaFormat`; undefined when that is not JSON Schema. */
  #unwrapped(node: Node | undefined): Node | undefined {
    const view = this.#isVersion2 ? undefined : this.#readers.context.view(node)
    if (!view || !isWrappedSchema(view.node.value)) return node
    return isForeignSchema(view.string('schemaFormat')) ? undefined : view.get('schema')
  }

  /**
   * A thing and its traits, what wins first. AsyncAPI 2 patches the traits onto the thing in their order, so the last
   * of them wins (Operation Object, `traits`); in AsyncAPI 3 the thing itself wins over its traits.
   */
  #withTraits(view: View): readonly View[] {
    const list = view.get('traits')
    const traits = list?.isList
      ? [...list.children()].flatMap((item) => this.#readers.context.view(item) ?? []).reverse()
      : []
    return this.#isVersion2 ? [...traits, view] : [view, ...traits]
  }

  /**
   * A client has to satisfy the server that it connects to and, on top, what the operation asks for. Where an
   * operation can be reached over several servers, the least that any of them asks for decides.
   */
  #security(view: View, label: string, servers: readonly Server[]): EffectiveSecurity {
    const own = this.#ownSecurity(view, label)
    if (own.kind === 'unreadable') return own
    const ofServers = this.#connectionsTo(servers)
    if (ofServers?.kind === 'unreadable') return ofServers
    if (own.kind === 'required') return { ...own, alternatives: combine(own, ofServers?.alternatives ?? []) }
    return ofServers === undefined || ofServers.kind === 'undeclared' ? own : ofServers
  }

  /** What a client has to satisfy to connect at all; one answer for all channels that share a list of servers. */
  #connectionsTo(servers: readonly Server[]): EffectiveSecurity | undefined {
    const known = this.#connections.get(servers)
    if (known) return known
    const connections = servers.map((server) => server.security ?? UNDECLARED)
    const order = ['unreadable', 'undeclared', 'public', 'optional', 'required'] as const
    const weakest = order.flatMap(
      (kind) => connections.find((connection) => connection.kind === kind) ?? [],
    )[0]
    if (!weakest) return undefined
    const alternatives =
      weakest.kind === 'unreadable'
        ? weakest.alternatives
        : connections.flatMap((connection) => connection.alternatives)
    const found = { ...weakest, alternatives, inherited: true }
    this.#connections.set(servers, found)
    return found
  }

  #ownSecurity(view: View, label: string): EffectiveSecurity {
    const { security, context } = this.#readers
    const list = this.#withTraits(view)
      .map((layer) => layer.get('security'))
      .find((found) => found !== undefined)
    if (this.#isVersion2) return security.read(list, label)
    return security.readSchemes(list, label, context)
  }
}

/** Each way into the operation together with each way into a server. */
function combine(
  own: EffectiveSecurity,
  connections: readonly SecurityAlternative[],
): readonly SecurityAlternative[] {
  const most = Math.max(1, Math.floor(MOST_ALTERNATIVES / Math.max(1, own.alternatives.length)))
  const ways = connections.slice(0, most)
  if (ways.length === 0) return own.alternatives
  return own.alternatives.flatMap(({ node, requirements }) =>
    ways.map((way) => ({ node, requirements: [...requirements, ...way.requirements] })),
  )
}

/** AsyncAPI 2: an operation has one message, or under `oneOf` several. */
function messageNodes(
  view: View | undefined,
  node: Node | undefined,
  viewOf: (node: Node) => View | undefined,
): readonly Node[] {
  if (!node || !view) return []
  const oneOf = view.get('oneOf')
  if (!oneOf?.isList || own(view.node.value, 'payload') !== undefined) return [node]
  return [...oneOf.children()].filter((item) => viewOf(item) !== undefined)
}

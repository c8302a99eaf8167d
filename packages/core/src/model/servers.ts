import { lazy } from '../lazy.ts'
import type { Node } from '../source/node.ts'
import { NO_BINDINGS, readBindings } from './bindings.ts'
import type { Bindings, EffectiveSecurity, Operation, Server, ServerExpansion } from './concepts.ts'
import { type ModelContext, stringItems } from './context.ts'
import type { SecurityReader } from './security.ts'
import { expandServer, expansionOf, type WrittenServer } from './server-expansions.ts'
import { Users } from './users.ts'
import type { View } from './view.ts'

interface Draft {
  readonly node: Node
  readonly level: Server['level']
  readonly name?: string | undefined
  readonly template: string
  readonly description?: string | undefined
  readonly security?: EffectiveSecurity | undefined
  readonly bindings?: () => Bindings
  readonly expand: (server: Server) => readonly ServerExpansion[]
}

/** A server whose variables have more combinations than are looked at. */
export interface TruncatedServer {
  readonly node: Node
  readonly template: string
}

/** Reads servers, each once. */
export class ServerReader {
  readonly #context: ModelContext
  readonly #security: SecurityReader
  readonly #users: Users<Server>
  readonly #servers = new Map<Node | string, Server>()
  readonly truncated: TruncatedServer[] = []

  constructor(context: ModelContext, security: SecurityReader, operations: () => readonly Operation[]) {
    this.#context = context
    this.#security = security
    this.#users = new Users(operations, (operation) => operation.servers)
  }

  /** OpenAPI 3: a list of Server Objects. */
  ofList(list: Node, level: Server['level'], owner: string): readonly Server[] {
    return [...list.children()].flatMap((node) => this.ofNode(node, level, owner) ?? [])
  }

  /** OpenAPI 3: one Server Object. */
  ofNode(node: Node, level: Server['level'], owner: string): Server | undefined {
    const view = this.#context.view(node)
    const urlNode = view?.get('url')
    const template = urlNode?.string
    if (!view) return undefined
    if (!urlNode || template === undefined) {
      this.#context.unreadable(view.node, 'A server has no `url`, so nobody can tell how it is reached.')
      return undefined
    }
    const written = { view, template, urlNode, owner: level === 'root' ? '' : owner }
    return this.#server(view.node, {
      node: view.node,
      level,
      name: view.string('name'),
      template,
      description: view.string('description'),
      expand: (server) => this.#expand(server, written),
    })
  }

  /** AsyncAPI: the `servers` mapping. Version 2 gives a `url`, version 3 `host` and `pathname`; both a `protocol`. */
  ofMap(map: Node | undefined): readonly Server[] {
    const servers: Server[] = []
    for (const entry of this.#context.view(map)?.entries() ?? []) {
      const view = entry.key.startsWith('x-') ? undefined : this.#context.view(entry)
      const server = view && this.#ofBroker(entry, view)
      if (server) servers.push(server)
    }
    return servers
  }

  #ofBroker(entry: Node, view: View): Server | undefined {
    const protocol = view.get('protocol')
    const address = view.get('url') ?? view.get('host')
    if (address?.string === undefined) {
      const missing = this.#context.graph.format === 'asyncapi2' ? 'url' : 'host'
      this.#context.unreadable(
        entry,
        `Server \`${entry.key}\` has no \`${missing}\`, so nobody can tell how it is reached.`,
      )
      return undefined
    }
    const template = `${address.string}${view.string('pathname') ?? ''}`
    const owner = `server ${entry.key}`
    const list = view.get('security')
    const security =
      this.#context.graph.format === 'asyncapi2'
        ? this.#security.read(list, owner)
        : this.#security.readSchemes(list, owner, this.#context)
    const written = { view, template, urlNode: address, protocolNode: protocol ?? address, owner: '' }
    return this.#server(view.node, {
      node: view.node,
      level: 'root',
      name: entry.key,
      template,
      description: view.string('description'),
      security,
      bindings: () => readBindings(this.#context, [view]),
      expand: (server) => this.#expand(server, written),
    })
  }

  #expand(server: Server, written: WrittenServer): readonly ServerExpansion[] {
    const { expansions, truncated } = expandServer(this.#context, server, written)
    if (truncated) this.truncated.push({ node: written.urlNode, template: written.template })
    return expansions
  }

  #server(key: Node | string, draft: Draft): Server {
    const known = this.#servers.get(key)
    if (known) return known
    const users = this.#users
    const expansions = lazy(() => draft.expand(server))
    const bindings = lazy(() => draft.bindings?.() ?? NO_BINDINGS)
    const { node, level, name, template, description, security } = draft
    const server: Server = {
      node,
      level,
      name,
      template,
      description,
      security,
      get bindings() {
        return bindings()
      },
      get expansions() {
        return expansions()
      },
      get operations() {
        return users.of(server)
      },
    }
    this.#servers.set(key, server)
    return server
  }

  /**
   * OpenAPI 2.0: every scheme with `host` and `basePath`. `schemes` of the operation override those of the document;
   * without either, the scheme is that by which the description itself was fetched.
   */
  ofSwagger(root: View, operation: View | undefined, label: string): readonly Server[] {
    const own = operation?.get('schemes')
    const list = own ?? root.get('schemes')
    const hostNode = root.get('host')
    const host = hostNode?.string ?? ''
    if (hostNode && host.includes('://')) {
      this.#context.unreadable(
        hostNode,
        `\`host: ${host}\` must be a host alone; what it is reached by belongs under \`schemes\`.`,
      )
    }
    const rest = `${host}${root.string('basePath') ?? ''}`
    const level = own ? 'operation' : 'root'
    const key = own ?? 'swagger'
    if (!list)
      return host === '' ? [] : [this.#swaggerServer(key, hostNode as Node, level, label, rest, undefined)]
    return stringItems(list).map((scheme) =>
      this.#swaggerServer(scheme, scheme, level, label, host === '' ? '' : rest, scheme),
    )
  }

  #swaggerServer(
    key: Node | string,
    node: Node,
    level: Server['level'],
    label: string,
    rest: string,
    scheme: Node | undefined,
  ): Server {
    const protocol = scheme?.string?.toLowerCase()
    const url = protocol === undefined ? `//${rest}` : `${protocol}://${rest}`
    const owner = level === 'root' ? '' : label
    const expand = (server: Server): ServerExpansion => {
      const expansion = expansionOf(server, owner, url, protocol, node)
      if (protocol !== undefined) return expansion
      return { ...expansion, because: 'no `schemes` say how the API is reached' }
    }
    return this.#server(key, { node, level, template: url, expand: (server) => [expand(server)] })
  }
}

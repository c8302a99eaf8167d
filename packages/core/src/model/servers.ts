import type { Node } from '../source/node.ts'
import { reachOf } from '../spec/hosts.ts'
import { transportOf } from '../spec/protocols.ts'
import { expandTemplate, schemeVariables, splitUrl } from '../spec/url-template.ts'
import type { EffectiveSecurity, Operation, Server, ServerExpansion } from './concepts.ts'
import { lazy, type ModelContext, stringItems } from './context.ts'
import type { SecurityReader } from './security.ts'
import { Users } from './users.ts'
import type { View } from './view.ts'

/** Combinations of variable values that are looked at for one server. */
const MOST_EXPANSIONS = 500

interface Draft {
  readonly node: Node
  readonly level: Server['level']
  readonly name: string | undefined
  readonly template: string
  readonly description: string | undefined
  /** Identity of the path or operation that the server belongs to; '' for the document. */
  readonly owner: string
  readonly security: EffectiveSecurity | undefined
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

  /** All servers read so far. */
  get all(): readonly Server[] {
    return [...this.#servers.values()]
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
    return this.#server(view.node, {
      node: view.node,
      level,
      name: view.string('name'),
      template,
      description: view.string('description'),
      owner: level === 'root' ? '' : owner,
      security: undefined,
      expand: (server) => this.#expand(server, view, urlNode, template, undefined),
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
        : this.#security.readSchemes(list, owner, (item) => this.#schemeName(item), this.#context)
    return this.#server(view.node, {
      node: view.node,
      level: 'root',
      name: entry.key,
      template,
      description: view.string('description'),
      owner: '',
      security,
      expand: (server) => this.#expand(server, view, address, template, protocol ?? address),
    })
  }

  #schemeName(item: Node): string {
    const end = this.#context.graph.resolve(item)
    return end && end !== item ? this.#context.graph.nameOf(end) : (item.child('type')?.string ?? 'unnamed')
  }

  #server(key: Node | string, draft: Draft): Server {
    const known = this.#servers.get(key)
    if (known) return known
    const users = this.#users
    const expansions = lazy(() => draft.expand(server))
    const { node, level, name, template, description, security } = draft
    const server: Server = {
      node,
      level,
      name,
      template,
      description,
      security,
      get expansions() {
        return expansions()
      },
      get operations() {
        return users.of(server)
      },
    }
    this.#owners.set(server, draft.owner)
    this.#servers.set(key, server)
    return server
  }

  readonly #owners = new Map<Server, string>()

  #expand(
    server: Server,
    view: View,
    urlNode: Node,
    template: string,
    protocolNode: Node | undefined,
  ): readonly ServerExpansion[] {
    const variables = this.#variables(view)
    const { expansions, truncated } = expandTemplate(template, variables.values, MOST_EXPANSIONS)
    if (truncated) this.truncated.push({ node: urlNode, template })
    const deciding = schemeVariables(template)
    return expansions.map(({ url, values }) => {
      const name = deciding.find((variable) => Object.hasOwn(values, variable))
      const decidedBy = name === undefined ? undefined : variables.node(name, values[name] ?? '')
      return this.#expansion(server, url, protocolNode?.string, decidedBy ?? protocolNode ?? urlNode)
    })
  }

  #variables(view: View): {
    values: Record<string, { values: readonly string[] }>
    node(name: string, value: string): Node | undefined
  } {
    const values: Record<string, { values: readonly string[] }> = Object.create(null)
    const nodes = new Map<string, Node>()
    for (const entry of this.#context.view(view.get('variables'))?.entries() ?? []) {
      const variable = this.#context.view(entry)
      if (!variable) continue
      const fallback = variable.get('default')
      const candidates = [...(fallback ? [fallback] : []), ...stringItems(variable.get('enum'))]
      const texts = candidates.flatMap((node) => {
        const text = scalarText(node.value)
        if (text === undefined) return []
        // an `enum` entry that repeats the default is the line to change, so it replaces it
        nodes.set(`${entry.key}=${text}`, node)
        return [text]
      })
      values[entry.key] = { values: [...new Set(texts)] }
    }
    return { values, node: (name, value) => nodes.get(`${name}=${value}`) }
  }

  #expansion(server: Server, url: string, protocol: string | undefined, decidedBy: Node): ServerExpansion {
    const parts = splitUrl(url, protocol !== undefined)
    const scheme = (protocol ?? parts.protocol).toLowerCase()
    const { transport, because } = this.#transport(server, scheme, parts.port)
    const owner = this.#owners.get(server) ?? ''
    const name = server.security ? `${server.name} ${url}` : url
    return {
      concept: 'server',
      node: server.node,
      identity: owner === '' ? `server ${name}` : `${owner} server ${name}`,
      server,
      url,
      protocol: scheme,
      host: parts.host,
      port: parts.port,
      transport,
      because,
      reach: reachOf(parts.host),
      decidedBy,
    }
  }

  #transport(server: Server, protocol: string, port: string): Pick<ServerExpansion, 'transport' | 'because'> {
    if (protocol === '') return { transport: 'unknown', because: 'the server URL is relative' }
    const { transport, because } = transportOf(protocol, port)
    // a client certificate is presented within a TLS handshake, whatever the protocol is called
    if (transport !== 'tls' && asksForCertificate(server.security)) {
      return { transport: 'tls', because: 'the server asks for a client certificate' }
    }
    return { transport, because }
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
    return this.#server(key, {
      node,
      level,
      name: undefined,
      template: url,
      description: undefined,
      owner: level === 'root' ? '' : label,
      security: undefined,
      expand: (server) => [
        protocol === undefined
          ? {
              ...this.#expansion(server, url, undefined, node),
              transport: 'unknown',
              because: 'no `schemes` say how the API is reached',
            }
          : this.#expansion(server, url, protocol, node),
      ],
    })
  }
}

function asksForCertificate(security: EffectiveSecurity | undefined): boolean {
  return (
    security?.kind === 'required' &&
    security.alternatives.every((alternative) =>
      alternative.requirements.some(({ scheme }) => scheme?.type === 'X509' || scheme?.type === 'mutualTLS'),
    )
  )
}

function scalarText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}

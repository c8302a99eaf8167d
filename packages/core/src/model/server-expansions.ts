import type { Node } from '../source/node.ts'
import { reachOf } from '../spec/hosts.ts'
import { transportOf } from '../spec/protocols.ts'
import { splitUrl, type UrlParts } from '../spec/url.ts'
import { expandTemplate, schemeVariables } from '../spec/url-template.ts'
import type { EffectiveSecurity, Server, ServerExpansion } from './concepts.ts'
import { type ModelContext, stringItems } from './context.ts'
import type { View } from './view.ts'

/** Combinations of variable values that are looked at for one server. */
const MOST_EXPANSIONS = 500

/** How a server is written down. */
export interface WrittenServer {
  /** The Server Object. */
  readonly view: View
  readonly template: string
  /** The node of the URL or host. */
  readonly urlNode: Node
  /** AsyncAPI names the protocol apart from the address. */
  readonly protocolNode?: Node | undefined
  /** Identity of the path or operation that the server belongs to; '' for the document. */
  readonly owner: string
}

/** One expansion for each combination of variable values; `truncated` when there are too many to look at. */
export function expandServer(
  context: ModelContext,
  server: Server,
  written: WrittenServer,
): { readonly expansions: readonly ServerExpansion[]; readonly truncated: boolean } {
  const { view, template, urlNode, protocolNode, owner } = written
  const variables = readVariables(context, view)
  const { expansions, truncated } = expandTemplate(template, variables.values, MOST_EXPANSIONS)
  const deciding = schemeVariables(template)
  return {
    truncated,
    expansions: expansions.map(({ url, values }) => {
      const name = deciding.find((variable) => Object.hasOwn(values, variable))
      const line = name === undefined ? undefined : variables.nodes.get(`${name}=${values[name]}`)
      return expansionOf(server, owner, url, protocolNode?.string, protocolNode ?? line ?? urlNode)
    }),
  }
}

interface Variables {
  readonly values: Record<string, { readonly values: readonly string[] }>
  /** The line that gives a variable a value, by `name=value`. */
  readonly nodes: ReadonlyMap<string, Node>
}

function readVariables(context: ModelContext, view: View): Variables {
  const values: Variables['values'] = Object.create(null)
  const nodes = new Map<string, Node>()
  for (const entry of context.view(view.get('variables'))?.entries() ?? []) {
    const variable = context.view(entry)
    if (!variable) continue
    const fallback = variable.get('default')
    const candidates = [...(fallback ? [fallback] : []), ...stringItems(variable.get('enum'))]
    const texts = candidates.flatMap((node) => {
      const text = scalarText(node.value)
      if (text === undefined) return []
      // an `enum` entry that repeats the default is the line to change, so it takes its place
      nodes.set(`${entry.key}=${text}`, node)
      return [text]
    })
    values[entry.key] = { values: [...new Set(texts)] }
  }
  return { values, nodes }
}

/** @param protocol as AsyncAPI or OpenAPI 2.0 name it; undefined where the URL says it */
export function expansionOf(
  server: Server,
  owner: string,
  url: string,
  protocol: string | undefined,
  decidedBy: Node,
): ServerExpansion {
  const parts = splitUrl(url, protocol !== undefined)
  const scheme = (protocol ?? parts.protocol).toLowerCase()
  const { transport, because } = transportTo(server, scheme, parts)
  const name = server.name === undefined ? url : `${server.name} ${url}`
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

function transportTo(
  server: Server,
  protocol: string,
  { protocol: ofUrl, host, port }: UrlParts,
): Pick<ServerExpansion, 'transport' | 'because'> {
  if (protocol === '') {
    const because = host === '' ? 'the server URL is relative' : 'the server URL names no protocol'
    return { transport: 'unknown', because }
  }
  const { transport, because } = transportOf(protocol, port)
  if (transport === 'tls') return { transport, because }
  // a client certificate is presented within a TLS handshake, whatever the protocol is called
  if (asksForCertificate(server.security)) {
    return { transport: 'tls', because: 'the server asks for a client certificate' }
  }
  return tlsOfBroker(server, protocol, ofUrl) ?? { transport, because }
}

/** What else of an AsyncAPI server tells of TLS where the name of its protocol does not. */
function tlsOfBroker(
  server: Server,
  protocol: string,
  ofUrl: string,
): Pick<ServerExpansion, 'transport' | 'because'> | undefined {
  // OpenAPI servers have no security of their own
  if (server.security === undefined) return undefined
  if (ofUrl !== '' && ofUrl !== protocol && transportOf(ofUrl).transport === 'tls') {
    return { transport: 'tls', because: `its URL begins with \`${ofUrl}\`` }
  }
  if (server.bindings.get('ibmmq')?.child('cipherSpec')?.string) {
    return { transport: 'tls', because: 'its binding names the cipher suite of TLS' }
  }
  for (const name of TLS_EXTENSIONS) {
    const value = server.node.child(name)?.value
    if (value === true) return { transport: 'tls', because: `\`${name}\` is true` }
  }
  const speaking = whatSpeaksOfTls(server, server.security)
  if (speaking === undefined) return undefined
  return {
    transport: 'unknown',
    because: `\`${protocol}\` alone is not encrypted, but ${speaking} speaks of TLS`,
  }
}

const speakers = new WeakMap<Server, { readonly found: string | undefined }>()

/** What tells of TLS in words; looked for once for all URLs of a server. */
function whatSpeaksOfTls(server: Server, security: EffectiveSecurity): string | undefined {
  const known = speakers.get(server)
  if (known) return known.found
  const isOfServer = SPEAKS_OF_TLS.test(server.description ?? '')
  const found = isOfServer ? 'the description of the server' : schemeWithTls(security)
  speakers.set(server, { found })
  return found
}

/** What a Kafka client is told to set beside its password: `SASL_SSL`. */
function schemeWithTls(security: EffectiveSecurity): string | undefined {
  for (const { name, scheme } of security.alternatives.flatMap((way) => way.requirements)) {
    const description = scheme?.node.child('description')?.string ?? ''
    const settings = [...(scheme?.node.children() ?? [])].filter(({ key }) => key.startsWith('x-'))
    const texts = settings.flatMap((each) => [each, ...each.children()]).map(({ string }) => string ?? '')
    if ([name, description, ...texts].some((text) => SPEAKS_OF_TLS.test(text)))
      return `security scheme \`${name}\``
  }
  return undefined
}

const TLS_EXTENSIONS = ['x-tls', 'x-ssl', 'x-use-tls', 'x-secure'] as const

const SPEAKS_OF_TLS =
  /(?<!\b(?:no|not|non|without|unencrypted|lacks|disabled?|missing)\b[^.]{0,24})\b(?:m?TLS|SSL|SASL_SSL)\b(?!-?less)/i

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

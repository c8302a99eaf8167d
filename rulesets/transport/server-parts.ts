import type {
  ApiDocument,
  Model,
  Node,
  Operation,
  SecurityScheme,
  Server,
  ServerExpansion,
} from '@specward/core'
import { inText } from '../wording.ts'

/** Where the address is written: in OpenAPI 2.0 once for all schemes. */
export function addressNode({ node }: Server, document: ApiDocument): Node {
  return node.child('url') ?? node.child('host') ?? document.node.child('host') ?? node
}

/** True for the first of the URLs that a server stands for, so that what it is as a whole is judged once. */
export function isFirst(expansion: ServerExpansion): boolean {
  return expansion.server.expansions[0] === expansion
}

const firstOfHost = new WeakMap<Model, ReadonlySet<ServerExpansion>>()

/** True for the first of the URLs that name one host at one line, so that a host is reported once where it stands. */
export function isFirstOfHost(expansion: ServerExpansion, model: Model): boolean {
  let firsts = firstOfHost.get(model)
  if (!firsts) {
    const seen = new Map<Node, Set<string>>()
    const found = model.select('server').filter(({ server, host }) => {
      const at = addressNode(server, model.document)
      const hosts = seen.get(at) ?? new Set()
      seen.set(at, hosts)
      return hosts.size !== hosts.add(host).size
    })
    firsts = new Set(found)
    firstOfHost.set(model, firsts)
  }
  return firsts.has(expansion)
}

/** A server variable as it is defined. */
export interface ServerVariable {
  readonly name: string
  /** The entry under `variables`, or what it refers to. */
  readonly node: Node
  readonly default: string | undefined
  /** What `enum` lists, whatever its type; undefined where there is no list. */
  readonly listed: readonly string[] | undefined
}

/** What is defined under `variables`, by name; what could not be read is left out, but known to be there. */
export function variablesOf(server: Server, model: Model): ReadonlyMap<string, ServerVariable | undefined> {
  const found = new Map<string, ServerVariable | undefined>()
  const map = server.node.child('variables')
  for (const entry of (map && model.resolve(map))?.children() ?? []) {
    const node = model.resolve(entry)
    found.set(entry.key, node?.isObject ? variableAt(entry.key, node, model) : undefined)
  }
  return found
}

function variableAt(name: string, node: Node, model: Model): ServerVariable {
  const list = node.child('enum')
  const items = list && model.resolve(list)
  const fallback = node.child('default')?.value
  return {
    name,
    node,
    default: fallback === undefined ? undefined : inText(fallback),
    listed: items?.isList ? [...items.children()].map(({ value }) => inText(value)) : undefined,
  }
}

/** Names of the variables in a server URL. */
export function variablesIn(template: string): readonly string[] {
  return [...new Set([...template.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name))]
}

/** Schemes by which callers of these operations, or clients of this server, may send a secret. */
export function secretsSentTo(
  server: Server,
  operations: readonly Operation[] = server.operations,
): readonly SecurityScheme[] {
  const called = operations.filter(({ kind }) => kind === 'http' || kind === 'message')
  const securities = [server.security, ...called.map(({ security }) => security)]
  const schemes = securities.flatMap(
    (security) =>
      security?.alternatives.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)) ?? [],
  )
  return [...new Set(schemes)]
    .filter((scheme) => scheme !== undefined)
    .filter(({ sendsSecret }) => sendsSecret)
}

import { lazy } from '../lazy.ts'
import type { Graph } from '../resolve/graph.ts'
import type { Node } from '../source/node.ts'
import { schemeSection, scopesNamed } from './declarations.ts'

/** A place where the name of something is written that stands elsewhere in the description. */
export interface Mention {
  readonly kind: MentionKind
  readonly node: Node
  /** Whether the name is the key of the node or its value. */
  readonly part: 'key' | 'value'
  /** What the name stands for; none where there is nothing of that name. A scope may stand in several flows. */
  readonly targets: readonly Node[]
}

/**
 * - `reference`: a `$ref`, or another URI that leads to an object
 * - `mapping`: what a discriminator maps a value to, a name or a URI
 * - `operation`: the id of an operation that a link follows
 */
export type MentionKind = 'reference' | 'scheme' | 'scope' | 'mapping' | 'operation' | 'tag' | 'server'

/** All mentions of a description, in all of its files. Worked out when first asked for. */
export class Mentions {
  readonly #graph: Graph
  readonly #all = lazy(() => collect(this.#graph))
  /** By the value that holds the place and its key: YAML aliases show one value at several places. */
  readonly #byHolder = lazy(() => {
    const found = new Map<unknown, Map<string, Mention>>()
    for (const mention of this.all) {
      const { parent, key } = mention.node
      const known = found.get(parent?.value)
      if (known) known.set(key, mention)
      else found.set(parent?.value, new Map([[key, mention]]))
    }
    return found
  })

  constructor(graph: Graph) {
    this.#graph = graph
  }

  get all(): readonly Mention[] {
    return this.#all()
  }

  /** The mention that stands at a place. */
  at(node: Node, part: 'key' | 'value'): Mention | undefined {
    const mention = this.#byHolder().get(node.parent?.value)?.get(node.key)
    return mention?.part === part ? mention : undefined
  }
}

const known = new WeakMap<Graph, Mentions>()

/** The mentions of a description, the same object whoever asks. */
export function mentionsOf(graph: Graph): Mentions {
  const mentions = known.get(graph) ?? new Mentions(graph)
  known.set(graph, mentions)
  return mentions
}

function collect(graph: Graph): readonly Mention[] {
  return [
    ...references(graph),
    ...requirements(graph),
    ...schemeScopes(graph),
    ...mappings(graph),
    ...links(graph),
    ...tags(graph),
    ...channelServers(graph),
  ]
}

function* references(graph: Graph): Generator<Mention> {
  for (const { holder, value, target } of graph.references) {
    const ref = holder.child('$ref')
    const end = target ?? graph.lookUp(holder, value)
    // OpenAPI 3.2: a requirement may name its scheme by URI, as a key
    const place = ref ? ({ node: ref, part: 'value' } as const) : ({ node: holder, part: 'key' } as const)
    yield { kind: 'reference', ...place, targets: end ? [end] : [] }
  }
}

/** OpenAPI and AsyncAPI 2: `security` names schemes, each with the scopes that it takes. */
function* requirements(graph: Graph): Generator<Mention> {
  const section = schemeSection(graph)
  for (const requirement of graph.nodes('securityRequirement')) {
    for (const node of requirement.children()) {
      const declared = section?.child(node.key)
      if (!graph.referenceAt(node))
        yield { kind: 'scheme', node, part: 'key', targets: declared ? [declared] : [] }
      const scheme = declared ?? node
      if (node.isList) for (const scope of node.children()) yield scopeMention(graph, scheme, scope)
    }
  }
}

/** AsyncAPI 3: a scheme lists the scopes that it takes among those of its flows. */
function* schemeScopes(graph: Graph): Generator<Mention> {
  if (graph.format !== 'asyncapi3') return
  for (const scheme of graph.nodes('securityScheme')) {
    const list = scheme.child('scopes')
    if (list?.isList) for (const scope of list.children()) yield scopeMention(graph, scheme, scope)
  }
}

function scopeMention(graph: Graph, scheme: Node, scope: Node): Mention {
  const targets = scope.string === undefined ? [] : scopesNamed(graph, scheme, scope.string)
  return { kind: 'scope', node: scope, part: 'value', targets }
}

/** A name of a component or a reference (OpenAPI 3.1.1, Discriminator Object). */
function* mappings(graph: Graph): Generator<Mention> {
  for (const schema of graph.nodes('schema')) {
    for (const node of schema.at('discriminator', 'mapping')?.children() ?? []) {
      if (node.string === undefined) continue
      const byName = isPlainName(node.string)
        ? graph.lookUp(node, `#/components/schemas/${node.string}`)
        : undefined
      const target = byName ?? graph.lookUp(node, node.string)
      yield { kind: 'mapping', node, part: 'value', targets: target ? [target] : [] }
    }
  }
}

/** True for what a mapping may say instead of a URI. */
export function isPlainName(text: string): boolean {
  return /^[\w.-]+$/.test(text)
}

function* links(graph: Graph): Generator<Mention> {
  const links = graph.nodes('link')
  if (links.length === 0) return
  const byId = new Map(
    graph.nodes('operation').flatMap((node) => {
      const id = node.child('operationId')?.string
      return id === undefined ? [] : [[id, node] as const]
    }),
  )
  for (const link of links) {
    const ref = link.child('operationRef')
    if (ref?.string !== undefined) {
      const target = graph.lookUp(ref, ref.string)
      yield { kind: 'reference', node: ref, part: 'value', targets: target ? [target] : [] }
    }
    const id = link.child('operationId')
    if (id?.string === undefined) continue
    const target = byId.get(id.string)
    yield { kind: 'operation', node: id, part: 'value', targets: target ? [target] : [] }
  }
}

/** OpenAPI: an operation names tags that the document may tell more of. */
function* tags(graph: Graph): Generator<Mention> {
  const declared = new Map(
    [...(graph.root.child('tags')?.children() ?? [])].map((tag) => [tag.child('name')?.string, tag]),
  )
  for (const operation of graph.nodes('operation')) {
    const list = operation.child('tags')
    if (!list?.isList) continue
    for (const node of list.children()) {
      if (node.string === undefined) continue
      const target = declared.get(node.string)
      yield { kind: 'tag', node, part: 'value', targets: target ? [target] : [] }
    }
  }
}

/** AsyncAPI 2: a channel names the servers that it is on. */
function* channelServers(graph: Graph): Generator<Mention> {
  if (graph.format !== 'asyncapi2') return
  for (const channel of graph.nodes('channel')) {
    const list = channel.child('servers')
    if (!list?.isList) continue
    for (const node of list.children()) {
      const target = node.string === undefined ? undefined : graph.root.at('servers', node.string)
      yield { kind: 'server', node, part: 'value', targets: target ? [target] : [] }
    }
  }
}

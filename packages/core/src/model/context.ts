import type { Problem } from '../problem.ts'
import type { Graph } from '../resolve/graph.ts'
import type { Node } from '../source/node.ts'
import type { Facts } from './model.ts'
import { SchemaReader } from './schemas.ts'
import { View, viewOf } from './view.ts'

/** What all readers of the model share: the graph, the organisation's facts, and one reader of schemas. */
export class ModelContext {
  readonly graph: Graph
  readonly facts: Facts
  readonly schemas: SchemaReader
  readonly #views = new Map<Node, View | undefined>()
  readonly #unreadable = new Map<Node, string>()
  readonly #step: () => void

  /** @param step called before each object that is read; what it throws ends the reading */
  constructor(graph: Graph, facts: Facts, step: () => void = () => undefined) {
    this.graph = graph
    this.facts = facts
    this.#step = step
    this.schemas = new SchemaReader(this)
  }

  /** The object at a node with its references followed; undefined when there is none or it could not be read. */
  view(node: Node | undefined): View | undefined {
    if (!node) return undefined
    const known = this.#views.get(node)
    if (known || this.#views.has(node)) return known
    this.#step()
    const view = viewOf(this.graph, node)
    this.#views.set(node, view)
    return view
  }

  /** Notes that something of the API could not be read, once for each node. */
  unreadable(node: Node, message: string): void {
    if (!this.#unreadable.has(node)) this.#unreadable.set(node, message)
  }

  get problems(): readonly Problem[] {
    return [...this.#unreadable].map(([node, message]) => ({
      code: 'unexpected-shape',
      severity: 'error',
      message,
      uri: node.file.uri,
      ...(node.span ? { span: node.span.key ?? node.span.value } : {}),
    }))
  }

  /** The root object with its references followed; as it is written where those lead nowhere. */
  get root(): View {
    const { root } = this.graph
    return this.view(root) ?? new View([root])
  }
}

/** Strings of a list; whatever else stands in it is left out. */
export function stringItems(node: Node | undefined): readonly Node[] {
  return node?.isList ? [...node.children()].filter((item) => item.string !== undefined) : []
}

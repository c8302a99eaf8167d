import type { Graph } from '../resolve/graph.ts'
import type { Node } from '../source/node.ts'
import { siblingsCount } from '../spec/grammar.ts'

/**
 * An object of the description with its references followed: a stack of nodes, of which the first that has a key
 * answers for it. More than one only where the specification lets keywords stand beside `$ref`.
 */
export class View {
  readonly layers: readonly Node[]

  constructor(layers: readonly Node[]) {
    this.layers = layers
  }

  /** Where the content itself stands, at the end of all references. */
  get node(): Node {
    return this.layers[this.layers.length - 1] as Node
  }

  get(key: string): Node | undefined {
    const { layers } = this
    if (layers.length === 1) return this.node.child(key)
    for (const layer of layers) {
      const child = layer.child(key)
      if (child) return child
    }
    return undefined
  }

  string(key: string): string | undefined {
    return this.get(key)?.string
  }

  isTrue(key: string): boolean {
    return this.get(key)?.value === true
  }

  /** Entries of all layers, a key only once. */
  entries(): readonly Node[] {
    if (this.layers.length === 1) return this.node.children()
    const seen = new Map<string, Node>()
    for (const layer of this.layers) {
      for (const child of layer.children()) if (!seen.has(child.key)) seen.set(child.key, child)
    }
    return [...seen.values()]
  }
}

/** What stands at the end of references without words beside them, by graph and holder: chains are gone through once. */
const ends = new WeakMap<Graph, Map<unknown, Node>>()

function plainEnd(graph: Graph, node: Node): Node {
  const known = ends.get(graph) ?? new Map<unknown, Node>()
  ends.set(graph, known)
  const passed: unknown[] = []
  let current = node
  for (let reference = graph.referenceAt(current); reference; reference = graph.referenceAt(current)) {
    const end = known.get(current.value)
    if (end) current = end
    if (end || !reference.target || hasSiblings(current) || passed.length > graph.references.length) break
    passed.push(current.value)
    current = reference.target
  }
  for (const value of passed) known.set(value, current)
  return current
}

/** The view of a node; undefined when it is no object or its reference could not be followed. */
export function viewOf(graph: Graph, node: Node | undefined): View | undefined {
  if (!node?.isObject) return undefined
  let reference = graph.referenceAt(node)
  if (!reference) return new View([node])
  const layers: Node[] = []
  const seen = new Set<Node>()
  let current: Node = node
  while (reference) {
    if (seen.has(current)) return undefined
    seen.add(current)
    if (siblingsCount(graph.format, reference.shape.kind) && hasSiblings(current)) layers.push(current)
    if (!reference.target) return layers.length > 0 ? new View(layers) : undefined
    current = plainEnd(graph, reference.target)
    reference = graph.referenceAt(current)
  }
  if (!current.isObject) return layers.length > 0 ? new View(layers) : undefined
  layers.push(current)
  return new View(layers)
}

function hasSiblings(node: Node): boolean {
  return Object.keys(node.value as object).length > 1
}

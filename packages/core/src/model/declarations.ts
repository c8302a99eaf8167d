import type { Graph } from '../resolve/graph.ts'
import type { Node } from '../source/node.ts'

/** Something with a name of its own that other places of a description can name. */
export interface Declaration {
  readonly kind: 'scheme' | 'scope' | 'component' | 'operation' | 'tag' | 'server'
  /** Where it is declared: a scope in each flow that has it, everything else once. */
  readonly nodes: readonly Node[]
}

/** Sections of OpenAPI 2.0 that stand at the root, as those in `components` do elsewhere. */
const SECTIONS_2 = ['definitions', 'parameters', 'responses', 'securityDefinitions']

/** The mapping in which security schemes are declared, wherever it has been moved to. */
export function schemeSection(graph: Graph): Node | undefined {
  const { root, format } = graph
  if (format === 'oas2') return root.child('securityDefinitions')
  const components = root.child('components')
  const section = (components && graph.resolve(components))?.child('securitySchemes')
  return section && graph.resolve(section)
}

/** Where the flows of a scheme declare a scope. */
export function scopesNamed(graph: Graph, scheme: Node, name: string): readonly Node[] {
  return scopeMaps(graph, scheme).flatMap((scopes) => scopes.child(name) ?? [])
}

/** The mappings of scopes of a scheme: one for each flow; OpenAPI 2.0 has a single flow. */
function scopeMaps(graph: Graph, scheme: Node): readonly Node[] {
  const end = graph.resolve(scheme)
  const flows = graph.format === 'oas2' ? (end ? [end] : []) : [...(end?.child('flows')?.children() ?? [])]
  return flows.flatMap((flow) => {
    const scopes = flow.child('availableScopes') ?? flow.child('scopes')
    return scopes?.isObject ? [scopes] : []
  })
}

/**
 * What a place declares: the key of a scheme, a scope or a component, the id of an operation, the name of a tag.
 * Undefined where it declares nothing that can be named elsewhere.
 */
export function declaredAt(graph: Graph, node: Node, part: 'key' | 'value'): Declaration | undefined {
  const { parent } = node
  if (!parent) return undefined
  if (part === 'value') return byValue(graph, node, parent)
  if (parent.value === schemeSection(graph)?.value) return { kind: 'scheme', nodes: [node] }
  if (isComponent(graph, node)) return { kind: 'component', nodes: [node] }
  const scopes = scopesLike(graph, node)
  if (scopes.length > 0) return { kind: 'scope', nodes: scopes }
  const isServer = parent.key === 'servers' && parent.isObject && parent.parent === graph.root
  return isServer ? { kind: 'server', nodes: [node] } : undefined
}

function byValue(graph: Graph, node: Node, parent: Node): Declaration | undefined {
  const isOperation = node.key === 'operationId' && has(graph.nodes('operation'), parent)
  if (isOperation) return { kind: 'operation', nodes: [parent] }
  const list = parent.parent
  const isTag = node.key === 'name' && list?.key === 'tags' && list.parent === graph.root
  return isTag ? { kind: 'tag', nodes: [parent] } : undefined
}

/** True for an entry of a section in which components are kept under a name. */
export function isComponent(graph: Graph, node: Node): boolean {
  const section = node.parent
  const above = section?.parent
  if (!section || !above || node.key.startsWith('x-')) return false
  if (graph.format === 'oas2') return above.parent === undefined && SECTIONS_2.includes(section.key)
  return above.key === 'components' && above.parent !== undefined && above.parent.parent === undefined
}

/** A scope in all flows of its scheme; none where the node is no scope. */
function scopesLike(graph: Graph, node: Node): readonly Node[] {
  const map = node.parent
  if (map?.key !== 'scopes' && map?.key !== 'availableScopes') return []
  const schemes = [...(schemeSection(graph)?.children() ?? []), ...graph.nodes('securityScheme')]
  const scheme = schemes.find((each) => scopeMaps(graph, each).some(({ value }) => value === map.value))
  return scheme ? scopesNamed(graph, scheme, node.key) : []
}

function has(nodes: readonly Node[], wanted: Node): boolean {
  return nodes.some(({ value }) => value === wanted.value)
}

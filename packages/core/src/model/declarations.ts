import type { Graph } from '../resolve/graph.ts'
import type { Node } from '../source/node.ts'

/** Something with a name of its own that other places of a description can name. */
export interface Declaration {
  readonly kind: 'scheme' | 'scope' | 'component' | 'operation' | 'tag' | 'server'
  readonly node: Node
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
  if (parent.value === schemeSection(graph)?.value) return { kind: 'scheme', node }
  if (isComponent(graph, node)) return { kind: 'component', node }
  if (isScope(graph, node)) return { kind: 'scope', node }
  const isServer = parent.key === 'servers' && parent.isObject && parent.parent === graph.root
  return isServer ? { kind: 'server', node } : undefined
}

function byValue(graph: Graph, node: Node, parent: Node): Declaration | undefined {
  const isOperation = node.key === 'operationId' && has(graph.nodes('operation'), parent)
  if (isOperation) return { kind: 'operation', node: parent }
  const list = parent.parent
  const isTag = node.key === 'name' && list?.key === 'tags' && list.parent === graph.root
  return isTag ? { kind: 'tag', node: parent } : undefined
}

/** True for an entry of a section in which components are kept under a name. */
export function isComponent(graph: Graph, node: Node): boolean {
  const section = node.parent
  const above = section?.parent
  if (!section || !above || node.key.startsWith('x-')) return false
  if (graph.format === 'oas2') return above.parent === undefined && SECTIONS_2.includes(section.key)
  return above.key === 'components' && above.parent !== undefined && above.parent.parent === undefined
}

function isScope(graph: Graph, node: Node): boolean {
  const map = node.parent
  if (map?.key !== 'scopes' && map?.key !== 'availableScopes') return false
  const section = schemeSection(graph)
  const schemes = [...(section?.children() ?? []), ...graph.nodes('securityScheme')]
  return schemes.some((scheme) => scopeMaps(graph, scheme).some(({ value }) => value === map.value))
}

function has(nodes: readonly Node[], wanted: Node): boolean {
  return nodes.some(({ value }) => value === wanted.value)
}

import { nodeOf } from '../policy/at.ts'
import type { Graph } from '../resolve/graph.ts'
import type { SettledFinding } from '../settle/types.ts'
import type { Node } from '../source/node.ts'

/** Where a finding stands, as nodes of one graph: those that the graph does not have are left out. */
export interface Standing {
  readonly at: Node | undefined
  readonly node: Node | undefined
  readonly cause: Node | undefined
  readonly related: readonly Node[]
}

/** Finds the nodes of findings again in a graph of the same texts that was read apart from them. */
export function standingIn(graph: Graph): (finding: SettledFinding) => Standing {
  const roots = rootsOf(graph)
  const same = ({ file, path }: Node): Node | undefined => {
    let found = roots.get(file.uri)
    for (const key of path) found = found?.child(key)
    return found
  }
  return ({ at, node, cause, related }) => ({
    at: same(nodeOf(at)),
    node: same(node),
    cause: cause && same(nodeOf(cause)),
    related: related.flatMap((each) => same(nodeOf(each.at)) ?? []),
  })
}

/** The root of each file by its URI. */
function rootsOf({ root, references }: Graph): ReadonlyMap<string, Node> {
  const roots = new Map([[root.file.uri, root]])
  for (const { target } of references) {
    if (!target || roots.has(target.file.uri)) continue
    let top = target
    while (top.parent) top = top.parent
    roots.set(top.file.uri, top)
  }
  return roots
}

import type { Graph } from '../resolve/graph.ts'
import { segmentsOf } from '../settle/path-ends.ts'
import type { Contents } from './renamed.ts'
import type { Was } from './tree.ts'

/** Deleted files that are looked at as what a new one may have been, at least. */
const MOST_GONE = 50

/** The deleted files that new ones may have been: those of the same name first. Each costs as much as judging it. */
export function likeliest(gone: readonly string[], strangers: readonly string[]): readonly string[] {
  const names = new Set(strangers.map((uri) => segmentsOf(uri).at(-1)))
  const hasName = (uri: string): boolean => names.has(segmentsOf(uri).at(-1))
  const inOrder = [...gone.filter(hasName), ...gone.filter((uri) => !hasName(uri))]
  return inOrder.slice(0, Math.max(MOST_GONE, strangers.length))
}

/**
 * What stands in documents that are new or gone. Two are alike, the same API, by their paths or channels: half of those
 * of the smaller one are shared.
 */
export function contentsOf(gone: readonly Was[], graphs: ReadonlyMap<string, Graph>): Contents {
  const before = new Map(gone.map(({ uri, ran }) => [uri, ran.graphs.get(uri)]))
  const known = new Map<Graph, ReadonlySet<string>>()
  const addresses = (graph: Graph | undefined): ReadonlySet<string> => {
    if (!graph) return new Set()
    const found = known.get(graph) ?? addressesOf(graph)
    known.set(graph, found)
    return found
  }
  return {
    textOf: (uri) => (before.get(uri) ?? graphs.get(uri))?.root.file.text,
    isAlike: (uri, goneUri) => {
      const [was, is] = [addresses(before.get(goneUri)), addresses(graphs.get(uri))]
      const shared = [...is].filter((each) => was.has(each)).length
      return shared > 0 && shared * 2 >= Math.min(was.size, is.size)
    },
  }
}

function addressesOf(graph: Graph): ReadonlySet<string> {
  const sections = ['paths', 'webhooks', 'channels'].flatMap((key) => graph.root.child(key) ?? [])
  return new Set(sections.flatMap((section) => [...section.children()].map(({ key }) => key)))
}

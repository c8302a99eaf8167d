import type { Graph } from '../resolve/graph.ts'
import { resolveUri } from '../resolve/uri.ts'

/**
 * Addresses beyond the repository that a description is made of, sorted. Files beside it are not among them: over how
 * many a description is spread says nothing about where it comes from.
 */
export function outsidePartsOf(graph: Graph): readonly string[] {
  const own = graph.root.file.uri
  const found = new Set<string>()
  for (const { holder, value } of graph.references) {
    const uri = resolveUri(value, holder.file.uri)?.uri
    if (uri !== undefined && /^https?:/.test(uri) && uri !== own) found.add(uri)
  }
  return [...found].sort()
}

import { compareText } from '../in-order.ts'
import type { Overlap } from './path-overlaps.ts'
import type { PathTemplate } from './path-templates.ts'

/** Overlaps of one path. */
export interface Group {
  readonly path: PathTemplate
  readonly overlaps: readonly Overlap[]
  /** The other path of each. */
  readonly others: readonly PathTemplate[]
}

/** Overlapping paths by their names, whichever stands first. */
export function coveredBy(overlaps: readonly Overlap[]): readonly string[] {
  return overlaps.map(({ first, second }) => [first.path, second.path].sort().join(' '))
}

/**
 * Each overlap once, by the path that stands in the way of more: that is the one to change. Of two that are equal, by the
 * later one by name, whichever stands first.
 */
export function groupsOf(overlaps: readonly Overlap[]): readonly Group[] {
  const counts = new Map<PathTemplate, number>()
  for (const path of overlaps.flatMap(({ first, second }) => [first, second])) {
    counts.set(path, (counts.get(path) ?? 0) + 1)
  }
  const groups = new Map<PathTemplate, Overlap[]>()
  for (const overlap of overlaps) {
    const { first, second } = overlap
    const more = (counts.get(first) ?? 0) - (counts.get(second) ?? 0) || compareText(first.path, second.path)
    const path = more > 0 ? first : second
    const group = groups.get(path)
    if (group) group.push(overlap)
    else groups.set(path, [overlap])
  }
  return [...groups].map(([path, mine]) => ({
    path,
    overlaps: mine,
    others: mine.map(({ first, second }) => (first === path ? second : first)),
  }))
}

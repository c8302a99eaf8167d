import type { Node } from '../source/node.ts'
import type { TreeEdit } from '../source/types.ts'
import type { TreeChange } from './difference.ts'
import type { Standing } from './in-graph.ts'

/** How near a change is to a finding: the lower, the nearer. */
const NEARNESS = { within: 0, here: 1, cause: 2, related: 3, below: 4, above: 5, everywhere: 6, elsewhere: 7 }

/** Keys at the root of a description that everything below inherits from. */
const INHERITED: ReadonlySet<string> = new Set([
  'security',
  'servers',
  'schemes',
  'host',
  'basePath',
  'securityDefinitions',
])

/** How near the change stands to what the finding is about. */
export function nearness({ at, node, cause, related }: Standing, change: TreeChange): number {
  const place = change.kind === 'removed' ? change.parent : change.head
  if (change.kind !== 'removed' && (isIn(at, place) || isIn(node, place))) {
    return change.kind === 'added' ? NEARNESS.within : NEARNESS.here
  }
  // the root of a document is near to everything, and says nothing
  if (place.parent && (place === at || isIn(place, at))) return NEARNESS.here
  if (cause?.parent && (isIn(place, cause) || isIn(cause, place))) return NEARNESS.cause
  if (related.some((each) => isIn(place, each))) return NEARNESS.related
  if (node?.parent && isIn(place, node)) return NEARNESS.below
  if (place.parent && isIn(node, place)) return NEARNESS.above
  return isInherited(change) ? NEARNESS.everywhere : NEARNESS.elsewhere
}

/** The new part of the description that a finding came with: that alone explains it. */
export function additionAbove({ at, node }: Standing, added: ReadonlySet<Node>): Node | undefined {
  for (const start of [at, node]) {
    for (let up = start; up; up = up.parent) if (added.has(up)) return up
  }
  return undefined
}

function isInherited(change: TreeChange): boolean {
  const node = change.kind === 'removed' ? change.base : change.head
  let top = node
  while (top.parent?.parent) {
    if (top.key === 'securitySchemes') return true
    top = top.parent
  }
  return INHERITED.has(top.key)
}

/** True when a node is another one or stands below it, in the same file. */
function isIn(node: Node | undefined, holder: Node | undefined): boolean {
  if (!holder || node?.file !== holder.file) return false
  for (let up: Node | undefined = node; up; up = up.parent) if (up === holder) return true
  return false
}

/** What makes a change undone, with the URI of the file that it is made in. */
export function undo(change: TreeChange): { readonly node: Node; readonly edit: TreeEdit } {
  if (change.kind === 'added') return { node: change.head, edit: { op: 'remove', path: change.head.path } }
  if (change.kind === 'changed') {
    const edit = { op: 'set', path: change.head.path, value: change.base.value } as const
    return { node: change.head, edit }
  }
  const { parent, base } = change
  const key = parent.isList ? '-' : base.key
  return { node: parent, edit: { op: 'insert', path: parent.path, key, value: base.value } }
}

/** Changes in the order in which they are worth trying: near to most findings first. */
export function inOrderOfPromise(
  changes: readonly TreeChange[],
  findings: readonly Standing[],
): readonly TreeChange[] {
  // a few stand for all, so that the work does not grow with both numbers
  const sample = findings.slice(0, 200)
  const scored = changes.map((change) => {
    const ranks = sample.map((finding) => nearness(finding, change))
    const best = ranks.reduce((least, rank) => Math.min(least, rank), NEARNESS.elsewhere)
    return { change, best, number: ranks.filter((rank) => rank === best).length }
  })
  return scored.sort((a, b) => a.best - b.best || b.number - a.number).map(({ change }) => change)
}

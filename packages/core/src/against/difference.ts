import { own } from '../json.ts'
import type { Graph } from '../resolve/graph.ts'
import type { Node } from '../source/node.ts'

/** One difference between two versions of a description, at the highest node that is all of it. */
export type TreeChange =
  | { readonly kind: 'added'; readonly head: Node }
  | { readonly kind: 'changed'; readonly head: Node; readonly base: Node }
  /** `parent` is what has lost it. */
  | { readonly kind: 'removed'; readonly parent: Node; readonly base: Node }

/** What list items are called by, where they have it. */
const NAMING = ['in', 'name', 'url', 'title']

/**
 * The differences by meaning: along references, whatever files things stand in, with list items known by name and not
 * by place. What has moved to another file or stands in another order is no difference.
 */
export function differences(base: Graph, head: Graph): readonly TreeChange[] {
  const changes: TreeChange[] = []
  const seen = new Map<Node, Set<Node>>()
  const open: (readonly [Node, Node])[] = [[base.root, head.root]]
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [before, now] = pair
    const partners = seen.get(now) ?? new Set()
    if (partners.has(before)) continue
    seen.set(now, partners.add(before))
    const isReference = base.referenceAt(before) !== undefined || head.referenceAt(now) !== undefined
    if (isReference) compareReferences(base, head, before, now, open, changes)
    else compareValues(base, head, before, now, open, changes)
  }
  return changes
}

type Pairs = (readonly [Node, Node])[]

function compareReferences(
  base: Graph,
  head: Graph,
  before: Node,
  now: Node,
  open: Pairs,
  changes: TreeChange[],
): void {
  const [was, is] = [base.referenceAt(before), head.referenceAt(now)]
  const [from, to] = [base.resolve(before), head.resolve(now)]
  if (!from || !to) {
    if (was?.value !== is?.value) changes.push({ kind: 'changed', head: now, base: before })
    return
  }
  const isOther = was && is && was.value !== is.value && base.nameOf(from) !== head.nameOf(to)
  if (isOther) changes.push({ kind: 'changed', head: now, base: before })
  else open.push([from, to])
}

function compareValues(
  base: Graph,
  head: Graph,
  before: Node,
  now: Node,
  open: Pairs,
  changes: TreeChange[],
): void {
  const isCollection = (node: Node): boolean => node.isObject || node.isList
  if (!isCollection(before) && !isCollection(now)) {
    if (!Object.is(before.value, now.value)) changes.push({ kind: 'changed', head: now, base: before })
    return
  }
  if (before.isObject !== now.isObject || before.isList !== now.isList) {
    changes.push({ kind: 'changed', head: now, base: before })
    return
  }
  const [old, current] = [membersOf(before, base), membersOf(now, head)]
  const [lost, won]: [Node[], Node[]] = [[], []]
  for (const [name, child] of old) {
    const other = current.get(name)
    if (other) open.push([child, other])
    else lost.push(child)
  }
  for (const [name, child] of current) if (!old.has(name)) won.push(child)
  const [one, two] = [lost[0], won[0]]
  // one item in the place of another has changed what it is called by
  if (now.isList && one && two && lost.length === 1 && won.length === 1) {
    open.push([one, two])
    return
  }
  for (const child of lost) changes.push({ kind: 'removed', parent: now, base: child })
  for (const child of won) changes.push({ kind: 'added', head: child })
}

/** Children by key, items of a list by what they are called. */
function membersOf(node: Node, graph: Graph): ReadonlyMap<string, Node> {
  const members = new Map<string, Node>()
  if (!node.isList) {
    for (const child of node.children()) members.set(child.key, child)
    return members
  }
  const counts = new Map<string, number>()
  for (const item of node.children()) {
    const name = nameOfItem(item, graph)
    const ordinal = (counts.get(name) ?? 0) + 1
    counts.set(name, ordinal)
    members.set(JSON.stringify([name, ordinal]), item)
  }
  return members
}

function nameOfItem(item: Node, graph: Graph): string {
  const content = graph.resolve(item) ?? item
  const { value } = content
  if (content.isList) return '[]'
  if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`
  const called = NAMING.map((key) => own(value, key)).filter((name) => typeof name === 'string')
  if (called.length > 0) return called.join(' ')
  if (graph.referenceAt(item)) return `$ref ${graph.nameOf(content)}`
  return Object.keys(value).sort().join(' ')
}

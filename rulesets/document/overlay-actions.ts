import type { Model, Node } from '@specward/core'
import { parsePath, type Segment } from './json-path.ts'

/** One change of an overlay (Overlay 1.0.0, Action Object). */
export interface Action {
  readonly node: Node
  /** The path as written. */
  readonly target: string
  /** Undefined where the target is no JSONPath. */
  readonly segments: readonly Segment[] | undefined
  readonly removes: boolean
  readonly update: Node | undefined
  /** What is put in place of the target, of Overlay 1.1. */
  readonly copy: Node | undefined
}

/** In the order in which they are applied. */
export function actionsOf(model: Model): readonly Action[] {
  const actions: Action[] = []
  for (const node of model.nodes('action')) {
    const target = node.child('target')?.string
    if (target === undefined) continue
    const removes = node.child('remove')?.value === true
    // of a removal, the rest has no effect
    const [update, copy] = removes ? [] : [node.child('update'), node.child('copy')]
    actions.push({ node, target, segments: parsePath(target), removes, update, copy })
  }
  return actions
}

/** True where a later action puts something into the place that this one empties: that is how a list is replaced. */
export function isRefilled(action: Action, all: readonly Action[]): boolean {
  const { segments } = action
  if (!segments) return false
  return all.slice(all.indexOf(action) + 1).some((later) => {
    const { update } = later
    if (!update || !later.segments || later.segments.length >= segments.length) return false
    if (!later.segments.every((each, index) => isSame(each, segments[index]))) return false
    const found = update.at(...segments.slice(later.segments.length).map(nameOf))
    return found !== undefined && !isEmpty(found)
  })
}

function isSame(one: Segment, other: Segment | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Of a segment that takes one thing by its name; else what is the name of nothing. */
function nameOf({ deep, selectors }: Segment): string {
  const [first] = selectors
  return !deep && selectors.length === 1 && first?.takes === 'name' ? first.name : '\0'
}

/** An empty list takes the place of nothing. */
function isEmpty({ value }: Node): boolean {
  return Array.isArray(value) && value.length === 0
}

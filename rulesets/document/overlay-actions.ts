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

/**
 * True where a later action puts something into the place that this one empties: that is how a list is replaced. What is
 * in the place of a security scheme may have another name.
 */
export function isRefilled(action: Action, all: readonly Action[]): boolean {
  const segments = action.segments && placeOf(action.segments)
  if (!segments) return false
  // what was removed itself is no target any more; what it stood in is
  const longest = segments === action.segments ? segments.length - 1 : segments.length
  const { order, updates } = orderOf(all)
  const own = order.get(action) ?? 0
  for (let length = 0, key = ''; length <= longest; key += keyOf(segments[length]), length++) {
    const names = segments.slice(length).map(nameOf)
    // from the last one on: it decides
    for (const later of (updates.get(key) ?? []).slice(-MOST_UPDATES).reverse()) {
      if ((order.get(later) ?? 0) <= own) break
      const found = later.update?.at(...names)
      if (found !== undefined && !isEmpty(found)) return true
    }
  }
  return false
}

/** Updates of one target that are looked at. */
const MOST_UPDATES = 20

interface Order {
  /** Where each action stands. */
  readonly order: ReadonlyMap<Action, number>
  /** Actions with an update, by what they target. */
  readonly updates: ReadonlyMap<string, readonly Action[]>
  readonly setsRequirement: boolean
}

const known = new WeakMap<readonly Action[], Order>()

function orderOf(all: readonly Action[]): Order {
  let found = known.get(all)
  if (!found) {
    const updates = new Map<string, Action[]>()
    for (const action of all) {
      if (!action.update || !action.segments) continue
      const key = action.segments.map(keyOf).join('')
      const same = updates.get(key)
      if (same) same.push(action)
      else updates.set(key, [action])
    }
    const order = new Map(all.map((action, index) => [action, index]))
    found = { order, updates, setsRequirement: isRequirementSet(all) }
    known.set(all, found)
  }
  return found
}

/** Without what takes items or entries of it: `$.security[*]` empties `$.security`. */
function placeOf(segments: readonly Segment[]): readonly Segment[] {
  const isItems = segments.at(-1)?.selectors.every(({ takes }) => takes !== 'name') === true
  const place = isItems ? segments.slice(0, -1) : segments
  const [above = '\0', last = '\0'] = place.slice(-2).map(nameOf)
  return above === 'securitySchemes' && last !== '\0' ? place.slice(0, -1) : place
}

/** Whether an overlay says itself what is asked for where operations say nothing. */
export function setsRequirement(all: readonly Action[]): boolean {
  return orderOf(all).setsRequirement
}

function isRequirementSet(all: readonly Action[]): boolean {
  return all.some(({ segments, update }) => {
    if (!segments || !update) return false
    const names = segments.map(nameOf).join('.')
    const list = names === '' ? update.child('security') : names === 'security' ? update : undefined
    return list !== undefined && !isEmpty(list)
  })
}

function keyOf(segment: Segment | undefined): string {
  return `${JSON.stringify(segment)}\n`
}

/** Of a segment that takes one thing by its name; else what is the name of nothing. */
function nameOf({ deep, selectors }: Segment): string {
  const [first] = selectors
  return !deep && selectors.length === 1 && first?.takes === 'name' ? first.name : '\0'
}

/** An empty list takes the place of nothing, and neither does an empty mapping. */
function isEmpty({ value }: Node): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

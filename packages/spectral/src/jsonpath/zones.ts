import type { PathNode, PathSyntax } from './syntax.ts'

/**
 * Where nimma walks a value that is not frozen, as what a rule with `resolved: false` looks at may be: the keys of an
 * object that it follows, `*` for all of them, and `**` for all that is below. It is worked out from all expressions
 * of a run, and leaves out more than it should, which is copied here: what Spectral overlooks is no result.
 */
export interface Zone {
  [key: string]: Zone | null
}

/** Undefined where everything is walked. */
export function zonesOf(syntaxes: readonly PathSyntax[]): Zone | undefined {
  const zones: Zone[] = []
  const known = new Set<string>()
  for (const syntax of syntaxes) {
    const { nodes, parents } = syntax
    const id = JSON.stringify(nodes)
    const isFixed = nodes.every((node) => !node.deep)
    if (known.has(id) || (isFixed && parents > nodes.length)) continue
    known.add(id)
    if (syntax.bailsLater || nodes[0]?.deep) return undefined
    const isLookedUp = nodes.every((node) => node.kind === 'member' && !node.deep)
    if (!isLookedUp && nodes[0]?.kind !== 'containers') zones.push(zoneOf(nodes))
  }
  const [first, ...others] = zones
  if (first === undefined) return undefined
  for (const other of others) merge(first, other)
  return first
}

/** The zone of a child; undefined where everything below it is walked. */
export function zoneBelow(zone: Zone, key: string, child: object): Zone | undefined {
  const below = has(zone, '*') ? zone['*'] : zone[key]
  if (below === undefined || below === null || has(below, '**')) return undefined
  return isOpen(child) ? below : undefined
}

/** The keys of an object that are followed, in their order. */
export function keysIn(zone: Zone, object: object): string[] {
  if (has(zone, '*')) return Object.keys(object)
  return Object.keys(zone).filter((key) => Object.hasOwn(object, key))
}

/** Zones do not apply to what is frozen. */
export function isOpen(object: object): boolean {
  return Object.isExtensible(object)
}

const has = (zone: Zone, key: string): boolean => Object.hasOwn(zone, key)
const empty = (): Zone => Object.create(null)

function zoneOf(nodes: readonly PathNode[]): Zone {
  const draft = new ZoneDraft()
  for (const { node, isTurn } of inItsOrder(nodes)) {
    if (node.deep || isTurn) draft.expand('**')
    if (node.kind === 'member') draft.expand(String(node.names[0]))
    else if (node.kind === 'members') draft.expandAll(node.names.map(String))
    else draft.expand('*')
  }
  return draft.root
}

/** What follows a single deep step is looked at from its end. */
function inItsOrder(nodes: readonly PathNode[]): { node: PathNode; isTurn: boolean }[] {
  const deep = nodes.findIndex((node) => node.deep)
  const isTurned = deep !== -1 && deep < nodes.length - 1 && nodes.slice(deep + 1).every((node) => !node.deep)
  const ordered = isTurned ? [...nodes.slice(0, deep), ...nodes.slice(deep).reverse()] : nodes
  return ordered.map((node, index) => ({ node, isTurn: isTurned && index === deep }))
}

class ZoneDraft {
  readonly root = empty()
  readonly #ends: (Zone | null)[] = [this.root]
  readonly #above = new Map<Zone, Zone>()

  expand(key: string): void {
    let next = 0
    for (const end of this.#ends) {
      if (end === null) continue
      const below = key === '**' ? null : empty()
      const above = this.#above.get(end)
      if (below === null && above !== undefined && has(above, '*')) {
        delete above['*']
        above['**'] = null
        continue
      }
      end[key] = below
      if (below !== null) this.#above.set(below, end)
      this.#ends[next++] = below
    }
  }

  /** Only the first end is expanded. */
  expandAll(keys: readonly string[]): void {
    const [end] = this.#ends
    if (end === null || end === undefined) return
    for (const [index, key] of keys.entries()) {
      const below = key === '**' ? null : empty()
      end[key] = below
      this.#ends[index] = below
    }
  }
}

/** Merges one zone into another. A `*` takes the place of all names, and names beside a `*` are not seen. */
function merge(target: Zone, source: Zone): void {
  const open = [{ target, source }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (has(next.source, '*')) {
      const pulled = pulledUp(next.target)
      merge(pulled, pulledUp(next.source))
      const star = pulled['*']
      next.target['*'] = star === undefined ? pulled : Object.assign(empty(), { '*': star })
      continue
    }
    for (const [key, below] of Object.entries(next.source)) {
      const known = next.target[key]
      if (known === undefined) next.target[key] = below
      else if (known !== null && below !== null) open.push({ target: known, source: below })
    }
  }
}

function pulledUp(zone: Zone): Zone {
  return Object.assign(empty(), ...Object.values(zone))
}

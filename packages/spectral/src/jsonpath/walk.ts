import {
  type AskedCondition,
  type Asker,
  type Automaton,
  MAX_BITS,
  type StateSet,
  type Target,
  type Transition,
} from './automaton.ts'
import type { StepScope } from './plan.ts'
import type { Segment, Walk, WalkCounts } from './types.ts'
import { isOpen, keysIn, type Zone, zoneBelow } from './zones.ts'

/** What a walk has seen at a location: mostly one object. */
interface Visited {
  readonly object: object
  seen: StateSet
  others: Map<object, StateSet> | undefined
}

/** An object or array on the way. */
interface Frame<L> {
  readonly holder: Record<Segment, unknown>
  /** Undefined for an array. */
  readonly keys: readonly string[] | undefined
  readonly length: number
  readonly set: StateSet
  readonly location: L
  readonly zone: Zone | undefined
  next: number
}

export interface WalkOptions {
  /** Every way to a node is walked. Conditions may read it, and `^` may go up several times. */
  readonly everyWay?: boolean
  /** Keys of paths are told as strings, as jsonpath-plus does. */
  readonly toPath?: (path: readonly Segment[]) => readonly Segment[]
  /** The walk ends with an error where it has more edges than this. */
  readonly maxEdges?: number
  /** The places that are walked where objects are not frozen. */
  readonly zone?: Zone
}

export class TooManyNodes extends Error {
  constructor(limit: number) {
    super(`more than ${limit} nodes would have to be looked at`)
    this.name = 'TooManyNodes'
  }
}

/** Ends a look ahead. */
const FOUND = new Error('found')
const MAX_LOOKED_AHEAD = 1_000_000

/** Walks depth first, in the order of keys. Each object is walked once for each location and state. */
export function walkGraph<L>(automaton: Automaton, walk: Walk<L>, options: WalkOptions = {}): WalkCounts {
  const { start } = automaton
  const { root } = walk
  if (start === undefined || typeof root !== 'object' || root === null) {
    return { records: 0, edges: 0, filterCalls: 0 }
  }
  return new GraphWalk(automaton, walk, options).run(root, start)
}

class GraphWalk<L> {
  readonly #automaton: Automaton
  readonly #walk: Walk<L>
  readonly #options: WalkOptions
  readonly #visited = new Map<L, Visited>()
  readonly #frames: Frame<L>[] = []
  readonly #path: Segment[] = []
  readonly #scope: StepScope
  readonly #failed = new Set<number>()
  #records = 0
  #edges = 0
  #filterCalls = 0
  #lookedAhead = 0

  constructor(automaton: Automaton, walk: Walk<L>, options: WalkOptions) {
    this.#automaton = automaton
    this.#walk = walk
    this.#options = options
    this.#scope = {
      value: undefined,
      property: null,
      root: walk.root,
      holder: {},
      parent: undefined,
      parentProperty: undefined,
      path: undefined,
    }
  }

  run(root: object, start: StateSet): WalkCounts {
    const limit = this.#options.maxEdges ?? Number.POSITIVE_INFINITY
    const frames = this.#frames
    const { zone } = this.#options
    this.#descend(root, this.#walk.rootLocation, start, isOpen(root) ? zone : undefined)
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      if (frame.next < frame.length) {
        if (++this.#edges > limit) throw new TooManyNodes(limit)
        this.#edge(frame, frame.next++)
      } else {
        frames.pop()
        this.#path.pop()
      }
    }
    return { records: this.#records, edges: this.#edges, filterCalls: this.#filterCalls }
  }

  #edge(frame: Frame<L>, index: number): void {
    const { holder, keys, set } = frame
    const key = keys === undefined ? index : (keys[index] ?? '')
    const transition =
      typeof key === 'number'
        ? (set.byIndex.get(key) ?? set.otherIndex)
        : (set.byKey.get(key) ?? set.otherKey)
    const child = holder[key]
    const target = transition.target ?? this.#ask(transition, frame, key, child)
    const { fires } = target
    const below = typeof child === 'object' && child !== null ? target.set : undefined
    if (below === undefined && fires.length === 0) return
    const location = this.#walk.enter(frame.location, holder, key, child)
    this.#path.push(key)
    if (fires.length > 0) this.#fire(fires, key, child, location)
    if (below === undefined || !this.#enter(frame, key, child as object, location, below)) this.#path.pop()
  }

  #enter(frame: Frame<L>, key: Segment, child: object, location: L, states: StateSet): boolean {
    const isZoned = frame.zone !== undefined && typeof key === 'string'
    return this.#descend(child, location, states, isZoned ? zoneBelow(frame.zone, key, child) : undefined)
  }

  /** Whether the object is walked: it was not, at this location and with all these states. */
  #descend(object: object, location: L, states: StateSet, zone: Zone | undefined): boolean {
    const isNew = this.#options.everyWay === true || this.#walk.distinct === true
    const set = isNew ? states : this.#unseen(object, location, states)
    if (set === undefined) return false
    this.#records++
    const holder = object as Record<Segment, unknown>
    const isArray = Array.isArray(object)
    const keys = isArray ? undefined : zone === undefined ? Object.keys(object) : keysIn(zone, object)
    const length = isArray ? object.length : (keys?.length ?? 0)
    this.#frames.push({ holder, keys, length, set, location, zone, next: 0 })
    return true
  }

  /** The states in which the object was not walked yet at the location. */
  #unseen(object: object, location: L, states: StateSet): StateSet | undefined {
    const visited = this.#visited.get(location)
    if (visited === undefined) {
      this.#visited.set(location, { object, seen: states, others: undefined })
      return states
    }
    const isFirst = visited.object === object
    const seen = isFirst ? visited.seen : visited.others?.get(object)
    const rest = seen === undefined ? states : this.#automaton.difference(states, seen)
    if (rest === undefined) return undefined
    const all = seen === undefined ? states : this.#automaton.union(seen, rest)
    if (isFirst) {
      visited.seen = all
    } else {
      visited.others ??= new Map()
      visited.others.set(object, all)
    }
    return rest
  }

  #ask(transition: Transition, frame: Frame<L>, key: Segment, child: unknown): Target {
    const { conditions } = transition
    const scope = this.#scope
    scope.value = child
    scope.property = key
    scope.holder = frame.holder
    if (this.#options.everyWay === true) this.#tellWay(key)
    const isLeaf = typeof child !== 'object' || child === null
    if (conditions.length <= MAX_BITS) {
      let holds = 0
      for (let index = 0; index < conditions.length; index++) {
        if (this.#holds(conditions[index], isLeaf)) holds |= 1 << index
      }
      return transition.targets.get(holds) ?? this.#automaton.decide(transition, holds)
    }
    const holds = conditions.map((condition) => (this.#holds(condition, isLeaf) ? '1' : '0')).join('')
    return this.#automaton.decide(transition, holds)
  }

  #holds(condition: AskedCondition | undefined, isLeaf: boolean): boolean {
    if (condition === undefined || (isLeaf && !condition.fires)) return false
    if (this.#failed.size > 0 && condition.askers.every(({ entry }) => this.#failed.has(entry))) return false
    this.#filterCalls++
    try {
      return condition.test(this.#scope)
    } catch (error) {
      for (const asker of condition.askers) {
        if (this.#isNeeded(asker, this.#scope.value)) this.#fail(asker.entry, error)
      }
      return false
    }
  }

  /** nimma asks a condition only where all that follows it matches, so one that throws elsewhere does no harm. */
  #isNeeded({ entry, next }: Asker, value: unknown): boolean {
    if (next === undefined) return true
    if (this.#failed.has(entry) || typeof value !== 'object' || value === null) return false
    const rest = this.#automaton.rest(next)
    try {
      const nothing = (): undefined => undefined
      const found = (): never => {
        throw FOUND
      }
      const counts = walkGraph(
        rest,
        { root: value, rootLocation: undefined, enter: nothing, match: found, failed: found },
        { maxEdges: MAX_LOOKED_AHEAD - this.#lookedAhead },
      )
      this.#lookedAhead += counts.edges
      return false
    } catch (error) {
      if (error === FOUND || error instanceof TooManyNodes) return true
      throw error
    }
  }

  #fail(entry: number, error: unknown): void {
    if (this.#failed.has(entry)) return
    this.#failed.add(entry)
    const expression = this.#automaton.entries[entry]?.expression
    if (expression !== undefined) this.#walk.failed(expression, error)
  }

  /** `@parent` is what holds the holder, and `@parentProperty` the holder's own key. */
  #tellWay(key: Segment): void {
    const path = [...this.#path, key]
    this.#scope.parent = this.#frames.at(-2)?.holder
    this.#scope.parentProperty = this.#frames.length > 1 ? path.at(-2) : undefined
    this.#scope.path = `$${path.map((segment) => (typeof segment === 'string' ? `['${segment}']` : `[${segment}]`)).join('')}`
  }

  #fire(fires: readonly number[], key: Segment, child: unknown, location: L): void {
    for (const entry of fires) {
      if (this.#failed.has(entry)) continue
      const { expression, plan } = this.#automaton.entries[entry] ?? {}
      if (expression === undefined || plan === undefined) continue
      if (plan.parents > 0) this.#fireAbove(expression, plan.parents, plan.keyed)
      else this.#tell(expression, plan.keyed ? key : child, this.#path, location)
    }
  }

  #fireAbove(expression: number, parents: number, keyed: boolean): void {
    if (parents > this.#path.length) return
    const above = this.#frames.at(-parents)
    if (above === undefined) return
    const path = this.#path.slice(0, -parents)
    this.#tell(expression, keyed ? path.at(-1) : above.holder, path, above.location)
  }

  #tell(expression: number, value: unknown, path: readonly Segment[], location: L): void {
    const { toPath } = this.#options
    this.#walk.match({ expression, value, path: toPath === undefined ? path : toPath(path), location })
  }
}

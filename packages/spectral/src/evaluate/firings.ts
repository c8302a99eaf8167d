import type { CompiledPaths, Match } from '../jsonpath/types.ts'
import { Node, type RuleRun } from './rule-run.ts'
import type { Space } from './spaces.ts'

/** A node, and the rules that are to look at it. */
export interface Firing {
  readonly runs: readonly RuleRun[]
  readonly node: Node
  /** Its location in the walk. */
  readonly at: unknown
}

/** Enough for the largest descriptions that are known, with every way through them. */
export const MOST_WAYS = 5_000_000

/** There are too many ways to tell apart. */
export class TooManyWays extends Error {
  override name = 'TooManyWays'
}

/** Notes what rules have to look at, each node of a place once for each rule. */
export class Firings<L> {
  readonly list: Firing[] = []
  readonly matches = new Map<string, number>()
  readonly #space: Space<L>
  readonly #mostWays: number
  readonly #groups: ReadonlyMap<string, readonly Group<L>[]>

  constructor(space: Space<L>, runs: ReadonlyMap<string, readonly RuleRun[]>, mostWays: number) {
    this.#mostWays = mostWays
    this.#space = space
    this.#groups = groupsOf(runs)
  }

  /** To come back to with `forget`. */
  mark(): number {
    return this.list.length
  }

  /** Forgets what was noted since: the walk that noted it did not come to its end. */
  forget(mark: number): void {
    this.list.length = mark
    const groups = new Map<readonly RuleRun[], Group<L>>()
    for (const group of [...this.#groups.values()].flat()) {
      group.fired.clear()
      groups.set(group.runs, group)
    }
    for (const { runs, node, at } of this.list) {
      const group = groups.get(runs)
      if (group) this.#isFirst(group, at as L, node.value)
    }
  }

  /** Walks a value and notes the matches of all expressions that the automaton can express. */
  walk(paths: CompiledPaths, root: unknown): void {
    let entered = 0
    paths.walk<L>({
      root,
      zoned: this.#space.isWritten,
      rootLocation: this.#space.root,
      distinct: this.#space.distinct === true,
      enter: (location, _parent, key) => {
        if (++entered > this.#mostWays) {
          throw new TooManyWays(`there are more than ${this.#mostWays} ways through the document`)
        }
        return this.#space.enter(location, key)
      },
      match: (match) => this.note(paths.expressions[match.expression]?.expression ?? '', match),
      failed: (expression, error) => {
        for (const group of this.#groups.get(paths.expressions[expression]?.expression ?? '') ?? []) {
          for (const run of group.runs) run.lose('failed', error)
        }
      },
    })
  }

  /** Notes one match that was found in another way, for which the location is not known yet. */
  noteAt(expression: string, value: unknown, path: Match<L>['path']): void {
    let location = this.#space.root
    for (const key of path) location = this.#space.enter(location, key)
    this.note(expression, { value, path, location })
  }

  note(expression: string, { value, path, location }: Omit<Match<L>, 'expression'>): void {
    let node: Node | undefined
    for (const group of this.#groups.get(expression) ?? []) {
      if (areLost(group.runs) || !this.#isFirst(group, location, value)) continue
      node ??= new Node(value, [...path], this.#space.locationOf(location))
      this.list.push({ runs: group.runs, node, at: location })
    }
    if (node) this.matches.set(expression, (this.matches.get(expression) ?? 0) + 1)
  }

  #isFirst({ isBlindToWays, fired }: Group<L>, location: L, value: unknown): boolean {
    const { alike } = this.#space
    const at = isBlindToWays && alike ? alike(location) : location
    const known = fired.get(at)
    if (known === undefined && !fired.has(at)) fired.set(at, value)
    else if (known instanceof Values) return known.add(value)
    else if (known === value || Object.is(known, value)) return false
    else fired.set(at, new Values(known, value))
    return true
  }
}

/** Several values at one location: references that lead to it may have been resolved on their own. */
class Values {
  readonly #values: Set<unknown>

  constructor(...values: readonly unknown[]) {
    this.#values = new Set(values)
  }

  /** False for one that was there already. */
  add(value: unknown): boolean {
    if (this.#values.has(value)) return false
    this.#values.add(value)
    return true
  }
}

/** Rules that look at the same nodes, which is noted once for them. */
interface Group<L> {
  readonly runs: readonly RuleRun[]
  readonly isBlindToWays: boolean
  /** Values by location. */
  readonly fired: Map<L, unknown>
}

/** By expression. The order of the rules is kept, so only neighbours are in one group. */
function groupsOf<L>(byExpression: ReadonlyMap<string, readonly RuleRun[]>): Map<string, Group<L>[]> {
  const alone = new Map<RuleRun, Group<L>>()
  const groups = new Map<string, Group<L>[]>()
  for (const [expression, runs] of byExpression) {
    const found: Group<L>[] = []
    let shared: RuleRun[] = []
    for (const [index, run] of runs.entries()) {
      const { isBlindToWays, expressions } = run
      const before = runs[index - 1]
      if (
        before?.expressions.length === 1 &&
        expressions.length === 1 &&
        before.isBlindToWays === isBlindToWays
      ) {
        shared.push(run)
        continue
      }
      shared = [run]
      const group = alone.get(run) ?? { runs: shared, isBlindToWays, fired: new Map<L, unknown>() }
      if (expressions.length > 1) alone.set(run, group)
      found.push(group)
    }
    groups.set(expression, found)
  }
  return groups
}

function areLost(runs: readonly RuleRun[]): boolean {
  for (const run of runs) if (!run.lost) return false
  return true
}

import type { CompiledPaths, Match } from '../jsonpath/types.ts'
import type { Node, RuleRun } from './rule-run.ts'
import type { Space } from './spaces.ts'

/** A rule, and a node that it is to look at. */
export interface Firing {
  readonly run: RuleRun
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
  readonly #runs: ReadonlyMap<string, readonly RuleRun[]>
  readonly #fired = new Map<RuleRun, Map<L, Set<unknown>>>()

  constructor(space: Space<L>, runs: ReadonlyMap<string, readonly RuleRun[]>, mostWays: number) {
    this.#mostWays = mostWays
    this.#space = space
    this.#runs = runs
  }

  /** To come back to with `forget`. */
  mark(): number {
    return this.list.length
  }

  /** Forgets what was noted since: the walk that noted it did not come to its end. */
  forget(mark: number): void {
    for (const { run } of this.list.splice(mark)) this.#fired.delete(run)
    for (const { run, node, at } of this.list) this.#isFirst(run, at as L, node.value)
  }

  /** Walks a value and notes the matches of all expressions that the automaton can express. */
  walk(paths: CompiledPaths, root: unknown): void {
    let entered = 0
    paths.walk<L>({
      root,
      zoned: this.#space.isWritten,
      rootLocation: this.#space.root,
      enter: (location, _parent, key) => {
        if (++entered > this.#mostWays) {
          throw new TooManyWays(`there are more than ${this.#mostWays} ways through the document`)
        }
        return this.#space.enter(location, key)
      },
      match: (match) => this.note(paths.expressions[match.expression]?.expression ?? '', match),
      failed: (expression, error) => {
        for (const run of this.#runs.get(paths.expressions[expression]?.expression ?? '') ?? []) {
          run.lose('failed', error)
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
    let isNew = false
    for (const run of this.#runs.get(expression) ?? []) {
      if (run.lost || !this.#isFirst(run, location, value)) continue
      isNew = true
      node ??= this.#node(value, path, location)
      this.list.push({ run, node, at: location })
    }
    if (isNew) this.matches.set(expression, (this.matches.get(expression) ?? 0) + 1)
  }

  #node(value: unknown, path: Match<L>['path'], at: L): Node {
    const location = this.#space.locationOf(at)
    return { value, path: [...path], start: location && { value, location, depth: path.length } }
  }

  #isFirst(run: RuleRun, location: L, value: unknown): boolean {
    let fired = this.#fired.get(run)
    if (!fired) {
      fired = new Map()
      this.#fired.set(run, fired)
    }
    const values = fired.get(location)
    if (!values) fired.set(location, new Set([value]))
    else if (values.has(value)) return false
    else values.add(value)
    return true
  }
}

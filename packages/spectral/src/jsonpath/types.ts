/** A key of an object, or an index of an array as a number. */
export type Segment = string | number

/** All `given` expressions of a run, compiled into one automaton. */
export interface CompiledPaths {
  /** One for each expression that was given, in order. */
  readonly expressions: readonly CompiledExpression[]
  /**
   * Tells of every match of every expression that the automaton can express, in Spectral's order: what is looked up
   * (`$.a.b`), then what is left to jsonpath-plus (with all segments of its paths as strings), then the walk.
   */
  walk<L>(walk: Walk<L>): WalkCounts
}

export interface CompiledExpression {
  readonly expression: string
  /** Why the automaton cannot express it: it is to be evaluated by `evaluateByLibrary`. */
  readonly fallback?: string
  /** It cannot be read, or holds what filters may not do: a clause that names the place. It matches nothing. */
  readonly refused?: string
}

/**
 * A walk over a graph of frozen objects. A node is entered once for each location and set of states, not once for
 * each way to it.
 */
export interface Walk<L> {
  readonly root: unknown
  readonly rootLocation: L
  /**
   * nimma leaves out places of what is not frozen, and so does this walk. Set it for the run of rules with
   * `resolved: false`, where each way has to be a location of its own.
   */
  readonly zoned?: boolean
  /** Every way leads to a location of its own, so that nothing has to be remembered of them. */
  readonly distinct?: boolean
  /**
   * The location of a child. Equal locations have to be the same value (`===`), because a node is not entered again
   * where its object and its location were already entered with these states. A scalar is entered only where it
   * matches.
   */
  enter(location: L, parent: object, key: Segment, child: unknown): L
  /**
   * An expression matches. It is told for each edge that leads to the match, so the same value and location may be
   * told with several paths. `path` is the way that was taken to it; it is reused, so keep a copy. With `~` the value
   * is the key; with `^` value, path and location are those of the parent, perhaps once for each child that matched.
   */
  match(match: Match<L>): void
  /** A filter threw. It is told once for each expression, which matches nothing more. */
  failed(expression: number, error: unknown): void
}

export interface Match<L> {
  /** Index of the expression. */
  readonly expression: number
  readonly value: unknown
  readonly path: readonly Segment[]
  readonly location: L
}

/** What a walk cost, for tests and `--timing`. */
export interface WalkCounts {
  readonly records: number
  readonly edges: number
  readonly filterCalls: number
}

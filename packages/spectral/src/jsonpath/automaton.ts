import type { Condition, StepScope, WalkPlan } from './plan.ts'
import { takes } from './plan.ts'
import type { Segment } from './types.ts'

/** An expression among those of an automaton; its place there is the order in which expressions fire at a node. */
export interface Entry {
  /** Index of the expression for the caller. */
  readonly expression: number
  readonly plan: Pick<WalkPlan, 'steps' | 'keyed' | 'parents'>
}

/** Steps of some entries that may come next. Equal sets are one object. */
export interface StateSet {
  readonly states: readonly number[]
  readonly byKey: ReadonlyMap<string, Transition>
  readonly otherKey: Transition
  readonly byIndex: ReadonlyMap<number, Transition>
  readonly otherIndex: Transition
  readonly unions: Map<StateSet, StateSet>
  readonly differences: Map<StateSet, StateSet | undefined>
}

/** What an edge leads to. */
export interface Target {
  /** Undefined where nothing below can match. */
  readonly set: StateSet | undefined
  /** Entries that match at the end of the edge, in their order. */
  readonly fires: readonly number[]
}

export interface Transition {
  readonly conditions: readonly AskedCondition[]
  /** Undefined where the conditions decide. */
  readonly target: Target | undefined
  /** By the conditions that hold, one character or bit for each. */
  readonly targets: Map<number | string, Target>
  readonly moves: readonly Move[]
}

export interface AskedCondition {
  readonly test: (scope: StepScope) => boolean
  readonly askers: readonly Asker[]
  /** Something fires where it holds; if not, it only matters where there is something below. */
  readonly fires: boolean
}

export interface Asker {
  readonly entry: number
  /** The state that follows where the condition holds; undefined where the entry fires. */
  readonly next: number | undefined
}

/** What follows from an edge: a state, or an entry that fires; asked by a condition, or always. */
interface Move {
  readonly state: number | undefined
  readonly fire: number | undefined
  readonly condition: number | undefined
}

interface State {
  readonly entry: number
  readonly step: WalkPlan['steps'][number]
  readonly condition: Condition | undefined
  readonly isLast: boolean
}

/** So many fit in the bits of a small integer. */
export const MAX_BITS = 30

/** All expressions in one automaton, whose sets of states are made when a walk first needs them. */
export class Automaton {
  readonly entries: readonly Entry[]
  readonly start: StateSet | undefined
  readonly #states: State[] = []
  readonly #sets = new Map<string, StateSet>()
  readonly #rests = new Map<number, Automaton>()

  constructor(entries: readonly Entry[]) {
    this.entries = entries
    const first: number[] = []
    for (const [entry, { plan }] of entries.entries()) {
      for (const [index, step] of plan.steps.entries()) {
        if (index === 0) first.push(this.#states.length)
        const isLast = index === plan.steps.length - 1
        this.#states.push({ entry, step, condition: allOf(step.conditions), isLast })
      }
    }
    this.start = this.#set(first)
  }

  /** The target of an edge by the conditions that hold, as the bits of a number or the characters of a string. */
  decide(transition: Transition, holds: number | string): Target {
    const known = transition.targets.get(holds)
    if (known !== undefined) return known
    const isHeld = (condition: number): boolean =>
      typeof holds === 'string' ? holds.charAt(condition) === '1' : (holds & (1 << condition)) !== 0
    const target = this.#target(
      transition.moves.filter((move) => move.condition === undefined || isHeld(move.condition)),
    )
    transition.targets.set(holds, target)
    return target
  }

  /** What remains to be matched from a state on. */
  rest(state: number): Automaton {
    const known = this.#rests.get(state)
    if (known !== undefined) return known
    const entry = this.#states[state]?.entry
    const steps = this.#states
      .filter((each, index) => index >= state && each.entry === entry)
      .map(({ step }) => step)
    const rest = new Automaton([{ expression: 0, plan: { steps, keyed: false, parents: 0 } }])
    this.#rests.set(state, rest)
    return rest
  }

  union(a: StateSet, b: StateSet): StateSet {
    const known = a.unions.get(b)
    if (known !== undefined) return known
    const union = this.#set([...new Set([...a.states, ...b.states])]) ?? a
    a.unions.set(b, union)
    return union
  }

  /** The states of `a` that are not in `b`; undefined where there is none. */
  difference(a: StateSet, b: StateSet): StateSet | undefined {
    if (a === b) return undefined
    if (a.differences.has(b)) return a.differences.get(b)
    const taken = new Set(b.states)
    const difference = this.#set(a.states.filter((state) => !taken.has(state)))
    a.differences.set(b, difference)
    return difference
  }

  #set(unsorted: readonly number[]): StateSet | undefined {
    if (unsorted.length === 0) return undefined
    const states = unsorted.toSorted((a, b) => a - b)
    const id = states.join()
    const known = this.#sets.get(id)
    if (known !== undefined) return known
    const set: StateSet = {
      states,
      ...this.#transitions(states),
      unions: new Map(),
      differences: new Map(),
    }
    this.#sets.set(id, set)
    return set
  }

  #transitions(states: readonly number[]): Pick<StateSet, 'byKey' | 'otherKey' | 'byIndex' | 'otherIndex'> {
    const keys = new Set<string>()
    const indices = new Set<number>()
    for (const state of states) {
      const labels = this.#states[state]?.step.labels
      if (labels === undefined || labels === 'any') continue
      for (const key of labels.keys) keys.add(key)
      for (const text of labels.texts) {
        keys.add(text)
        indices.add(Number(text))
      }
    }
    return {
      byKey: new Map([...keys].map((key) => [key, this.#transition(states, key)])),
      otherKey: this.#transition(states, undefined),
      byIndex: new Map([...indices].map((index) => [index, this.#transition(states, index)])),
      otherIndex: this.#transition(states, undefined),
    }
  }

  /** `label` is undefined for one that no step names. */
  #transition(states: readonly number[], label: Segment | undefined): Transition {
    const moves: Move[] = []
    const conditions = new Map<string, Draft>()
    for (const id of states) {
      const state = this.#states[id]
      if (state === undefined) continue
      const { step, condition, isLast, entry } = state
      if (step.deep) moves.push({ state: id, fire: undefined, condition: undefined })
      const isTaken = label === undefined ? step.labels === 'any' : takes(step.labels, label)
      if (!isTaken) continue
      const next = isLast ? undefined : id + 1
      const asked = condition === undefined ? undefined : ask(conditions, condition, { entry, next })
      moves.push({ state: next, fire: isLast ? entry : undefined, condition: asked })
    }
    // A set may lead to itself, so a target is only made when a walk asks for it.
    return new LazyTransition([...conditions.values()], moves, (all) => this.#target(all))
  }

  #target(moves: readonly Move[]): Target {
    const states = new Set<number>()
    const fires = new Set<number>()
    for (const { state, fire } of moves) {
      if (state !== undefined) states.add(state)
      if (fire !== undefined) fires.add(fire)
    }
    return { set: this.#set([...states]), fires: [...fires].toSorted((a, b) => a - b) }
  }
}

class LazyTransition implements Transition {
  readonly targets = new Map<number | string, Target>()
  readonly conditions: readonly AskedCondition[]
  readonly moves: readonly Move[]
  readonly #make: (moves: readonly Move[]) => Target
  #target: Target | undefined

  constructor(
    conditions: readonly AskedCondition[],
    moves: readonly Move[],
    make: (moves: readonly Move[]) => Target,
  ) {
    this.conditions = conditions
    this.moves = moves
    this.#make = make
  }

  get target(): Target | undefined {
    if (this.conditions.length > 0) return undefined
    this.#target ??= this.#make(this.moves)
    return this.#target
  }
}

interface Draft {
  readonly index: number
  readonly test: Condition['test']
  readonly askers: Asker[]
  fires: boolean
}

function ask(conditions: Map<string, Draft>, { id, test }: Condition, asker: Asker): number {
  const known = conditions.get(id) ?? { index: conditions.size, test, askers: [], fires: false }
  conditions.set(id, known)
  known.askers.push(asker)
  known.fires ||= asker.next === undefined
  return known.index
}

/** Several conditions of one step are asked in their order, up to the first that does not hold. */
function allOf(conditions: readonly Condition[]): Condition | undefined {
  const [first] = conditions
  if (conditions.length < 2) return first
  return {
    id: conditions.map(({ id }) => id).join(' and '),
    test: (scope) => conditions.every(({ test }) => test(scope)),
  }
}

import type { Automaton } from './automaton.ts'
import type { Steps } from './steps.ts'

/** States that can be reached from each other, and so be gone through again and again. */
export interface Loops {
  /** For each state that is in one: the number of its loop. Later loops are not reached from earlier ones. */
  readonly loopOf: ReadonlyMap<number, number>
  readonly members: readonly (readonly number[])[]
}

interface Visit {
  readonly at: number
  readonly index: number
  low: number
  next: number
}

/** Tarjan, "Depth-first search and linear graph algorithms", 1972. */
export function loopsOf({ states }: Automaton, steps: Steps): Loops {
  const loopOf = new Map<number, number>()
  const members: number[][] = []
  const visits = new Map<number, Visit>()
  const done = new Set<number>()
  const open: number[] = []
  const way: Visit[] = []
  const enter = (at: number) => {
    const visit = { at, index: visits.size, low: visits.size, next: 0 }
    visits.set(at, visit)
    open.push(at)
    way.push(visit)
  }
  enter(0)
  for (let visit = way.at(-1); visit; visit = way.at(-1)) {
    steps.spend()
    const edge = states[visit.at]?.edges[visit.next++]
    if (edge) {
      if (!states[edge.to]?.mask || done.has(edge.to)) continue
      const seen = visits.get(edge.to)
      if (seen) visit.low = Math.min(visit.low, seen.index)
      else enter(edge.to)
      continue
    }
    way.pop()
    const above = way.at(-1)
    if (above) above.low = Math.min(above.low, visit.low)
    if (visit.low !== visit.index) continue
    const together = open.splice(open.lastIndexOf(visit.at))
    for (const at of together) done.add(at)
    const repeats = together.length > 1 || states[visit.at]?.edges.some(({ to }) => to === visit.at)
    if (!repeats) continue
    for (const at of together) loopOf.set(at, members.length)
    members.push(together)
  }
  return { loopOf, members }
}

/** The shortest way between two states, as kinds of characters; undefined where there is none. */
export function pathBetween(
  { states }: Automaton,
  from: number,
  to: number,
  steps: Steps,
  within?: ReadonlySet<number>,
): readonly number[] | undefined {
  const cameFrom = new Map<number, number>([[from, -1]])
  const open = [from]
  for (const at of open) {
    if (at === to) return kindsOn(states, cameFrom, to)
    for (const edge of states[at]?.edges ?? []) {
      steps.spend()
      if (!states[edge.to]?.mask || cameFrom.has(edge.to) || (within && !within.has(edge.to))) continue
      cameFrom.set(edge.to, at)
      open.push(edge.to)
    }
  }
  return undefined
}

function kindsOn(
  states: Automaton['states'],
  cameFrom: ReadonlyMap<number, number>,
  to: number,
): readonly number[] {
  const kinds: number[] = []
  for (
    let at = to, before = cameFrom.get(at);
    before !== undefined && before >= 0;
    before = cameFrom.get(at)
  ) {
    kinds.push(kindIn(states[at]?.mask ?? 0n))
    at = before
  }
  return kinds.reverse()
}

/** The first kind of a set of them. */
export function kindIn(mask: bigint): number {
  let kind = 0
  for (let rest = mask; rest > 0n && !(rest & 1n); rest >>= 1n) kind++
  return kind
}

import type { Automaton } from './automaton.ts'
import { kindIn, type Loops, loopsOf, pathBetween } from './loops.ts'
import type { Steps } from './steps.ts'

/** One loop whose text can also be read as the way to another: each round adds a place to change over. */
export interface Turn {
  readonly from: number
  readonly to: number
  /** From `from` to itself, from there to `to`, and from `to` to itself. */
  readonly pump: readonly number[]
}

/**
 * Weber and Seidl, "On the degree of ambiguity of finite automata", 1991: the ways to read a text grow exponentially
 * with it where one loop can be gone through in two ways, and otherwise with the number of loops that a text can be
 * shifted between.
 */
export class Ambiguity {
  readonly loops: Loops
  readonly #automaton: Automaton
  readonly #steps: Steps
  readonly #outgoing = new Map<number, readonly number[]>()

  constructor(automaton: Automaton, steps: Steps) {
    this.#automaton = automaton
    this.#steps = steps
    this.loops = loopsOf(automaton, steps)
  }

  /** Loops that can be gone through in two ways with the same text. */
  *doubled(): Generator<{ readonly at: number; readonly pump: readonly number[] }> {
    for (const members of this.loops.members) {
      const inside = new Set(members)
      for (const at of members) {
        const twice = this.#edges(at).find(({ to, ways }) => ways === 2 && inside.has(to))
        const back = twice && pathBetween(this.#automaton, twice.to, at, this.#steps, inside)
        if (twice && back) {
          yield { at, pump: [kindIn(this.#mask(twice.to)), ...back] }
          break
        }
      }
      const found = this.#apartAndBack(members)
      if (found) yield found
    }
  }

  #edges(at: number) {
    return this.#automaton.states[at]?.edges ?? []
  }

  #mask(at: number): bigint {
    return this.#automaton.states[at]?.mask ?? 0n
  }

  /** Two different ways with the same text from one state of a loop to another of it. */
  #apartAndBack(members: readonly number[]) {
    const inside = new Set(members)
    const size = this.#automaton.states.length
    const cameFrom = new Map<number, { before: number; kind: number }>()
    const open: number[] = members.map((at) => at * size + at)
    for (const pair of open) {
      const [a, b] = [Math.floor(pair / size), pair % size]
      for (const x of this.#within(a, inside)) {
        for (const y of this.#within(b, inside)) {
          this.#steps.spend()
          const common = this.#mask(x) & this.#mask(y)
          if (!common || (a === b && x >= y)) continue
          const next = Math.min(x, y) * size + Math.max(x, y)
          if (x === y) return this.#closed(wordTo(cameFrom, pair, kindIn(common)), x, inside, size)
          if (cameFrom.has(next)) continue
          cameFrom.set(next, { before: pair, kind: kindIn(common) })
          open.push(next)
        }
      }
    }
    return undefined
  }

  #closed(word: Word, end: number, inside: ReadonlySet<number>, size: number) {
    const at = word.start % size
    const back = pathBetween(this.#automaton, end, at, this.#steps, inside)
    return back && { at, pump: [...word.kinds, ...back] }
  }

  #within(at: number, inside: ReadonlySet<number>): readonly number[] {
    let all = this.#outgoing.get(at)
    if (!all) {
      all = this.#edges(at).flatMap(({ to }) => (inside.has(to) ? [to] : []))
      this.#outgoing.set(at, all)
    }
    return all
  }

  /** The longest row of loops between which a text can be shifted. */
  longestRow(): readonly Turn[] {
    const { members } = this.loops
    /** For each loop, the best row that begins there or behind it. */
    const best: (readonly Turn[])[] = []
    for (const [number, loop] of members.entries()) {
      const behind = this.#behind(loop[0] ?? 0)
      let row: readonly Turn[] = []
      for (let other = 0; other < number; other++) {
        const target = members[other]
        if (!target || !behind.has(target[0] ?? 0)) continue
        const rest = best[other] ?? []
        if (rest.length > row.length) row = rest
        if (rest.length + 1 <= row.length && row !== rest) continue
        const turn = this.#turn(loop, target)
        if (turn) row = [turn, ...rest]
      }
      best.push(row)
    }
    return best.reduce<readonly Turn[]>((most, row) => (row.length > most.length ? row : most), [])
  }

  #behind(from: number): ReadonlySet<number> {
    const seen = new Set([from])
    for (const at of seen) {
      for (const { to } of this.#edges(at)) {
        this.#steps.spend()
        if (this.#mask(to)) seen.add(to)
      }
    }
    return seen
  }

  #turn(loop: readonly number[], target: readonly number[]): Turn | undefined {
    const [first, last] = [new Set(loop), new Set(target)]
    for (const from of loop) {
      for (const to of target) {
        const pump = this.#shared(from, to, first, last)
        if (pump) return { from, to, pump }
      }
    }
    return undefined
  }

  /** A text that leads from `from` to itself, from `from` to `to`, and from `to` to itself. */
  #shared(from: number, to: number, first: ReadonlySet<number>, last: ReadonlySet<number>) {
    const size = this.#automaton.states.length
    const code = (a: number, b: number, c: number) => (a * size + b) * size + c
    const goal = code(from, to, to)
    const cameFrom = new Map<number, { before: number; kind: number }>()
    const open = [code(from, from, to)]
    for (const at of open) {
      const [a, b, c] = [Math.floor(at / size / size), Math.floor(at / size) % size, at % size]
      for (const x of this.#edges(a)) {
        const one = first.has(x.to) ? this.#mask(x.to) : 0n
        for (const z of one ? this.#edges(c) : []) {
          const two = last.has(z.to) ? one & this.#mask(z.to) : 0n
          for (const y of two ? this.#edges(b) : []) {
            this.#steps.spend()
            const common = two & this.#mask(y.to)
            const next = code(x.to, y.to, z.to)
            if (!common || cameFrom.has(next) || next === open[0]) continue
            cameFrom.set(next, { before: at, kind: kindIn(common) })
            if (next === goal) return wordTo(cameFrom, next).kinds
            open.push(next)
          }
        }
      }
    }
    return undefined
  }
}

interface Word {
  readonly start: number
  readonly kinds: readonly number[]
}

/** The text on the way to a place, from where that way began. */
function wordTo(
  cameFrom: ReadonlyMap<number, { before: number; kind: number }>,
  end: number,
  ...more: number[]
): Word {
  const kinds: number[] = []
  let at = end
  for (let way = cameFrom.get(at); way; way = cameFrom.get(at)) {
    kinds.push(way.kind)
    at = way.before
  }
  return { start: at, kinds: [...kinds.reverse(), ...more] }
}

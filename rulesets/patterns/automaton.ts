import {
  type Alphabet,
  alphabetOf,
  type CharNode,
  type CharSet,
  charSetOf,
  LINE_ENDS,
  lastCharacter,
} from './char-set.ts'
import { type AST, nodesOf } from './parse.ts'
import type { Steps } from './steps.ts'

/** In how many ways: none, one, or more. */
type Ways = 0 | 1 | 2

/**
 * How repetitions with a largest number are written out.
 * - `more`: short ones exactly, long ones without an end. What never fits here does not fit the pattern either.
 * - `fewer`: as many times as is practical. What can be run through here, the pattern can be run through as well.
 */
export type Approximation = 'more' | 'fewer'

export interface Edge {
  readonly to: number
  readonly ways: Ways
}

export interface State {
  /** The kinds of characters with which the state is entered, as bits. */
  readonly mask: bigint
  readonly edges: readonly Edge[]
  /** Whether a text fits that comes here: whatever follows, if it ends here, or not yet. */
  readonly accepts: 'anywhere' | 'end' | undefined
}

/**
 * A pattern as it is searched for in a text (Glushkov, "The abstract theory of automata", 1961, with the number of ways
 * from one character to the next). State 0 stands before the first character.
 */
export interface Automaton {
  readonly states: readonly State[]
  readonly alphabet: Alphabet
  /** The state of a search that has not begun to fit, where the pattern need not fit from the start. */
  readonly searching: number | undefined
  /** Whether repetitions were cut or opened. */
  readonly isApproximate: boolean
}

const MOST_POSITIONS = 1500
/** Positions that a repetition may be written out to. */
const MOST_WRITTEN = 80
const FEWEST_COPIES = 8

interface Part {
  /** In how many ways it can be passed without a character. */
  readonly empty: Ways
  readonly first: ReadonlyMap<number, Ways>
  readonly last: ReadonlyMap<number, Ways>
}

const NOTHING: Part = { empty: 1, first: new Map(), last: new Map() }

type Position = { readonly set: number } | { readonly edge: 'start' | 'end' }

/**
 * Lookarounds, `\b` and references back are passed as if they held.
 * @param isSearch false for what has to fit from the first character, anchored or not
 */
export function automatonOf(
  tree: { readonly alternatives: readonly AST.Alternative[] },
  isUnicode: boolean,
  approximation: Approximation,
  steps: Steps,
  isSearch = true,
): Automaton {
  const builder = new Builder(isUnicode, approximation, steps)
  const whole = builder.choice(tree.alternatives)
  return new Assembler(builder, whole, isUnicode).assemble(isSearch)
}

class Builder {
  readonly positions: Position[] = []
  readonly follow: Map<number, Ways>[] = []
  readonly sets: CharSet[] = []
  readonly #numbers = new Map<string, number>()
  readonly #isUnicode: boolean
  readonly #approximation: Approximation
  readonly steps: Steps
  isApproximate = false

  constructor(isUnicode: boolean, approximation: Approximation, steps: Steps) {
    this.#isUnicode = isUnicode
    this.#approximation = approximation
    this.steps = steps
  }

  choice(alternatives: readonly AST.Alternative[]): Part {
    const first = new Map<number, Ways>()
    const last = new Map<number, Ways>()
    let empty: Ways = 0
    for (const { elements } of alternatives) {
      const part = elements.reduce<Part>(
        (before, element) => this.#row(before, this.#element(element)),
        NOTHING,
      )
      for (const [at, ways] of part.first) first.set(at, ways)
      for (const [at, ways] of part.last) last.set(at, ways)
      empty = plus(empty, part.empty)
    }
    return { empty, first, last }
  }

  #row(a: Part, b: Part): Part {
    this.#link(a.last, b.first)
    this.steps.spend(a.first.size + b.last.size)
    return {
      empty: times(a.empty, b.empty),
      first: joined(a.first, b.first, a.empty),
      last: joined(b.last, a.last, b.empty),
    }
  }

  #link(last: ReadonlyMap<number, Ways>, first: ReadonlyMap<number, Ways>): void {
    this.steps.spend(last.size * first.size)
    for (const [from, before] of last) {
      const follow = this.follow[from]
      for (const [to, after] of first) follow?.set(to, plus(follow.get(to) ?? 0, times(before, after)))
    }
  }

  #element(element: AST.Element): Part {
    switch (element.type) {
      case 'Assertion':
        return element.kind === 'start' || element.kind === 'end'
          ? this.#add({ edge: element.kind })
          : NOTHING
      case 'Backreference':
        return NOTHING
      case 'Group':
      case 'CapturingGroup':
        return this.choice(element.alternatives)
      case 'Quantifier':
        return this.#repeated(element)
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return this.#add({ set: this.#setOf(element) })
      default:
        throw new TypeError(`${element.type} needs the flag v`)
    }
  }

  #setOf(node: CharNode): number {
    const known = this.#numbers.get(node.raw)
    if (known !== undefined) return known
    this.#numbers.set(node.raw, this.sets.length)
    return this.sets.push(charSetOf(node, this.#isUnicode)) - 1
  }

  #add(position: Position): Part {
    this.steps.spend()
    const at = this.positions.push(position) - 1
    // more than any pattern that is read by people
    if (at > MOST_POSITIONS) this.steps.spend(Number.POSITIVE_INFINITY)
    this.follow.push(new Map())
    const only = new Map<number, Ways>([[at, 1]])
    return { empty: 0, first: only, last: only }
  }

  #repeated({ element, min, max }: AST.Quantifier): Part {
    if (max === 0) return NOTHING
    const before = this.positions.length
    const one = this.#element(element)
    const size = Math.max(1, this.positions.length - before)
    const copies = max === Number.POSITIVE_INFINITY ? min : max
    if (copies <= 1 || copies * size <= MOST_WRITTEN) return this.#written(one, element, min, max)
    this.isApproximate = true
    if (this.#approximation === 'more') return this.#star(one, min === 0)
    const most = Math.max(FEWEST_COPIES, Math.floor(MOST_WRITTEN / size))
    const part = this.#written(one, element, Math.min(min, most), Math.min(max, most))
    // what would follow after more rounds cannot be reached
    return min > most ? { ...part, empty: 0, last: new Map() } : part
  }

  /** `x{2,4}` as `xx(x(x)?)?`. */
  #written(one: Part, element: AST.QuantifiableElement, min: number, max: number): Part {
    const isEndless = max === Number.POSITIVE_INFINITY
    if (isEndless && min <= 1) return this.#star(one, min === 0)
    const parts = [one]
    while (parts.length < (isEndless ? min : max)) parts.push(this.#element(element))
    let rest: Part = NOTHING
    for (const [index, part] of [...parts.entries()].reverse()) {
      const isLoop = isEndless && index === parts.length - 1
      rest = this.#row(isLoop ? this.#star(part, false) : part, rest)
      if (index >= min) rest = { ...rest, empty: 1 }
    }
    return rest
  }

  /** A round that takes no character ends the repetition (ECMA-262, section 22.2.2.3.1). */
  #star(part: Part, mayBeEmpty: boolean): Part {
    this.#link(part.last, part.first)
    return mayBeEmpty ? { ...part, empty: 1 } : part
  }
}

/** Makes states of the positions: `^` and `$` are no characters but say where one can be passed. */
class Assembler {
  readonly #builder: Builder
  readonly #whole: Part
  readonly #alphabet: Alphabet

  constructor(builder: Builder, whole: Part, isUnicode: boolean) {
    this.#builder = builder
    this.#whole = whole
    this.#alphabet = alphabetOf([...builder.sets, LINE_ENDS], lastCharacter(isUnicode))
  }

  assemble(isSearch: boolean): Automaton {
    const { positions, follow } = this.#builder
    const { first, last, empty } = this.#whole
    const start = this.#leave(first, last, empty > 0, true)
    const later = this.#leave(first, last, empty > 0, false)
    const states: State[] = [{ mask: 0n, ...start }]
    for (const [at, position] of positions.entries()) {
      const mask = 'set' in position ? (this.#alphabet.masks[position.set] ?? 0n) : 0n
      const next =
        'set' in position
          ? this.#leave(follow[at], last, last.has(at), false)
          : { edges: [], accepts: undefined }
      states.push({ mask, ...next })
    }
    const isSearching = isSearch && (later.edges.length > 0 || later.accepts !== undefined)
    const searching = isSearching ? states.length : undefined
    if (searching !== undefined) {
      const all = (1n << BigInt(this.#alphabet.examples.length)) - 1n
      const loop: Edge = { to: searching, ways: 1 }
      states.push({ mask: all, accepts: later.accepts, edges: [...later.edges, loop] })
      states[0] = { mask: 0n, accepts: start.accepts, edges: [...start.edges, loop] }
    }
    return { states, alphabet: this.#alphabet, searching, isApproximate: this.#builder.isApproximate }
  }

  /** Where one gets from somewhere, over any `^` and `$` that hold there. */
  #leave(
    next: ReadonlyMap<number, Ways> | undefined,
    last: ReadonlyMap<number, Ways>,
    isLast: boolean,
    isStart: boolean,
  ) {
    const { positions, follow, steps } = this.#builder
    const edges = new Map<number, Ways>()
    let accepts: State['accepts'] = isLast ? 'anywhere' : undefined
    const open: {
      next: ReadonlyMap<number, Ways> | undefined
      isEnd: boolean
      passed: readonly number[]
      ways: Ways
    }[] = [{ next, isEnd: false, passed: [], ways: 1 }]
    for (let way = open.pop(); way; way = open.pop()) {
      for (const [to, ways] of way.next ?? []) {
        steps.spend()
        const position = positions[to]
        const all = times(way.ways, ways)
        if (!position || way.passed.includes(to)) continue
        if ('set' in position) {
          if (!way.isEnd) edges.set(to + 1, plus(edges.get(to + 1) ?? 0, all))
          continue
        }
        if (position.edge === 'start' && !isStart) continue
        const isEnd = way.isEnd || position.edge === 'end'
        if (last.has(to) && accepts !== 'anywhere') accepts = isEnd ? 'end' : 'anywhere'
        open.push({ next: follow[to], isEnd, passed: [...way.passed, to], ways: all })
      }
    }
    return { edges: [...edges].map(([to, ways]) => ({ to, ways })), accepts }
  }
}

function plus(a: Ways, b: Ways): Ways {
  return a + b === 0 ? 0 : a + b === 1 ? 1 : 2
}

function times(a: Ways, b: Ways): Ways {
  return a === 0 || b === 0 ? 0 : a * b === 1 ? 1 : 2
}

function joined(
  a: ReadonlyMap<number, Ways>,
  b: ReadonlyMap<number, Ways>,
  ways: Ways,
): ReadonlyMap<number, Ways> {
  if (ways === 0 || b.size === 0) return a
  const all = new Map(a)
  for (const [at, each] of b) all.set(at, plus(all.get(at) ?? 0, times(each, ways)))
  return all
}

/** What an automaton leaves out of a pattern. */
export interface Unmodelled {
  readonly lookarounds: readonly AST.LookaroundAssertion[]
  readonly references: boolean
  readonly boundaries: boolean
  /** `(?i:a)` */
  readonly modifiers: boolean
}

export function unmodelledIn(tree: AST.Pattern): Unmodelled {
  const nodes = nodesOf(tree)
  return {
    lookarounds: nodes.filter(
      (node): node is AST.LookaroundAssertion =>
        node.type === 'Assertion' && (node.kind === 'lookahead' || node.kind === 'lookbehind'),
    ),
    references: nodes.some(({ type }) => type === 'Backreference'),
    boundaries: nodes.some((node) => node.type === 'Assertion' && node.kind === 'word'),
    modifiers: nodes.some((node) => node.type === 'Group' && node.modifiers !== null),
  }
}

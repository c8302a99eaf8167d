/**
 * Regular expressions that an organisation writes, matched in time that grows with pattern times text, whatever the
 * pattern: all ways through it are followed side by side, and nothing is tried again.
 *
 * What is understood: literals, `.`, classes, `\d \w \s` and escapes, groups, `|`, `* + ? {m,n}`. A pattern stands for
 * the whole text, so `^` and `$` at its ends change nothing.
 */
export interface Pattern {
  matches(text: string): boolean
}

const LONGEST = 300
const DEEPEST = 20
const MOST_STATES = 5_000
/** Parts that are written out, those that take no character included. */
const MOST_PARTS = 20_000

/** One character that has to be there, or two ways to go on. */
type State =
  | { readonly test: RegExp; readonly next: number }
  | { readonly next: number; readonly other: number }

type Tree =
  | { readonly kind: 'one'; readonly test: RegExp }
  | { readonly kind: 'row'; readonly parts: readonly Tree[] }
  | { readonly kind: 'choice'; readonly parts: readonly Tree[] }
  | { readonly kind: 'many'; readonly part: Tree; readonly least: number; readonly most: number }

/** Undefined when the pattern is none, or uses what is not understood. */
export function readPattern(source: string): Pattern | undefined {
  if (source.length > LONGEST) return undefined
  try {
    const tree = new Reader(source.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')).all()
    const compiler = new Compiler()
    const start = compiler.compile(tree, -1)
    return { matches: (text) => run(compiler.states, start, [...text]) }
  } catch {
    return undefined
  }
}

const ATOM = /\[\^?\]?(?:\\.|[^\]\\])*\]|\\[dDwWsS]|\\[^A-Za-z0-9]|[^\\[\](){}*+?|^$]/uy
const QUANTIFIER = /[*+?]|\{(\d{1,3})(?:(,)(\d{1,3})?)?\}/uy

class Reader {
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  all(): Tree {
    const tree = this.#choice(0)
    if (this.#at < this.#source.length) throw new SyntaxError('something is left over')
    return tree
  }

  #choice(depth: number): Tree {
    if (depth > DEEPEST) throw new SyntaxError('too deep')
    const parts = [this.#row(depth)]
    while (this.#take('|')) parts.push(this.#row(depth))
    return { kind: 'choice', parts }
  }

  #row(depth: number): Tree {
    const parts: Tree[] = []
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source.charAt(this.#at))) {
      parts.push(this.#repeated(this.#part(depth)))
    }
    return { kind: 'row', parts }
  }

  #part(depth: number): Tree {
    if (this.#take('(')) {
      this.#take('?:')
      const group = this.#choice(depth + 1)
      if (!this.#take(')')) throw new SyntaxError('a group is not closed')
      return group
    }
    return { kind: 'one', test: new RegExp(`^${this.#match(ATOM)?.[0] ?? '('}$`, 'u') }
  }

  #repeated(part: Tree): Tree {
    const found = this.#match(QUANTIFIER)
    if (!found) return part
    const [sign, least, comma, most] = found
    if (this.#take('?') || this.#match(QUANTIFIER)) throw new SyntaxError('lazy, or repeated twice')
    if (least === undefined) {
      return {
        kind: 'many',
        part,
        least: sign === '+' ? 1 : 0,
        most: sign === '?' ? 1 : Number.POSITIVE_INFINITY,
      }
    }
    const upper =
      comma === undefined ? Number(least) : most === undefined ? Number.POSITIVE_INFINITY : Number(most)
    return { kind: 'many', part, least: Number(least), most: upper }
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#source)
    if (!found) return undefined
    this.#at = pattern.lastIndex
    return found
  }

  #take(text: string): boolean {
    const found = this.#source.startsWith(text, this.#at)
    if (found) this.#at += text.length
    return found
  }
}

/** Writes a tree out as states. The depth is that of the groups. */
class Compiler {
  readonly states: State[] = []
  #parts = 0

  /** Adds the states of a tree behind which `next` follows, and returns where it begins. */
  compile(tree: Tree, next: number): number {
    if (++this.#parts > MOST_PARTS) throw new RangeError('too large')
    if (tree.kind === 'one') return this.#add({ test: tree.test, next })
    if (tree.kind === 'row') return tree.parts.reduceRight((after, part) => this.compile(part, after), next)
    if (tree.kind === 'choice') {
      const ways = tree.parts.map((part) => this.compile(part, next))
      return ways.reduceRight((other, way) => this.#add({ next: way, other }))
    }
    let start = next
    if (tree.most === Number.POSITIVE_INFINITY) {
      const loop = this.#add({ next, other: next })
      this.states[loop] = { next: this.compile(tree.part, loop), other: next }
      start = loop
    } else {
      for (let at = tree.least; at < tree.most; at++) {
        start = this.#add({ next: this.compile(tree.part, start), other: next })
      }
    }
    for (let at = 0; at < tree.least; at++) start = this.compile(tree.part, start)
    return start
  }

  #add(state: State): number {
    if (this.states.push(state) > MOST_STATES) throw new RangeError('too large')
    return this.states.length - 1
  }
}

function run(states: readonly State[], start: number, text: readonly string[]): boolean {
  let current = reach(states, [start])
  for (const character of text) {
    const next: number[] = []
    for (const at of current) {
      const state = states[at]
      if (state && 'test' in state && state.test.test(character)) next.push(state.next)
    }
    if (next.length === 0) return false
    current = reach(states, next)
  }
  return current.has(-1)
}

/** All states that can be reached without a character; -1 is the end. */
function reach(states: readonly State[], from: readonly number[]): ReadonlySet<number> {
  const found = new Set<number>()
  const open = [...from]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (found.has(at)) continue
    found.add(at)
    const state = states[at]
    if (state && 'other' in state) open.push(state.next, state.other)
  }
  return found
}

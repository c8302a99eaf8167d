import { type CharNode, charSetOf } from './char-set.ts'
import { type AST, parse } from './parse.ts'

type Instruction =
  | { readonly op: 'char'; readonly set: readonly number[] }
  | { readonly op: 'edge'; readonly kind: 'start' | 'end' }
  /** Tries the first, and then the second. */
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'mark'; readonly register: number }
  /** Fails where nothing was read since the mark. */
  | { readonly op: 'moved'; readonly register: number }

/** A matcher that goes back and tries again, as most engines do, and counts what it does. It knows no lookarounds. */
export class Backtracker {
  readonly #code: Instruction[] = []
  readonly #isUnicode: boolean
  #registers = 0

  constructor(pattern: string) {
    const parsed = parse(pattern)
    if (!('tree' in parsed)) throw new TypeError(`${pattern} is no pattern`)
    this.#isUnicode = parsed.isUnicode
    this.#choice(parsed.tree.alternatives)
  }

  /** How many steps it takes to find the pattern, or not to find it; at most `most`. */
  search(text: string, most: number): { readonly found: boolean; readonly steps: number } {
    const signs = [...text].map((sign) => sign.codePointAt(0) ?? 0)
    let steps = 0
    for (let start = 0; start <= signs.length; start++) {
      const stack: [number, number, readonly number[]][] = [[0, start, []]]
      for (let top = stack.pop(); top; top = stack.pop()) {
        let [at, place, marks] = top
        for (;;) {
          if (++steps >= most) return { found: false, steps }
          const instruction = this.#code[at]
          if (!instruction) return { found: true, steps }
          if (instruction.op === 'char') {
            if (!has(instruction.set, signs[place++])) break
          } else if (instruction.op === 'edge') {
            if (place !== (instruction.kind === 'start' ? 0 : signs.length)) break
          } else if (instruction.op === 'split') {
            stack.push([instruction.second, place, marks])
            at = instruction.first
            continue
          } else if (instruction.op === 'jump') {
            at = instruction.to
            continue
          } else if (instruction.op === 'mark') {
            marks = withAt(marks, instruction.register, place)
          } else if (marks[instruction.register] === place) break
          at++
        }
      }
    }
    return { found: false, steps }
  }

  #choice(alternatives: readonly AST.Alternative[]): void {
    const exits: { to: number }[] = []
    for (const [index, { elements }] of alternatives.entries()) {
      const isLast = index === alternatives.length - 1
      const split = { op: 'split' as const, first: this.#code.length + 1, second: -1 }
      if (!isLast) this.#code.push(split)
      for (const element of elements) this.#element(element)
      if (isLast) continue
      const exit = { op: 'jump' as const, to: -1 }
      exits.push(exit)
      this.#code.push(exit)
      split.second = this.#code.length
    }
    for (const exit of exits) exit.to = this.#code.length
  }

  #element(element: AST.Element): void {
    if (element.type === 'Group' || element.type === 'CapturingGroup') this.#choice(element.alternatives)
    else if (element.type === 'Quantifier') this.#repeated(element)
    else if (element.type !== 'Assertion')
      this.#code.push({ op: 'char', set: charSetOf(element as CharNode, this.#isUnicode) })
    else if (element.kind === 'start' || element.kind === 'end')
      this.#code.push({ op: 'edge', kind: element.kind })
    else throw new TypeError(`${element.raw} is not known here`)
  }

  #repeated({ element, min, max, greedy }: AST.Quantifier): void {
    for (let round = 0; round < min; round++) this.#element(element)
    const isEndless = max === Number.POSITIVE_INFINITY
    const splits: { first: number; second: number }[] = []
    for (let round = min; round < (isEndless ? min + 1 : max); round++) {
      const start = this.#code.length
      const split = { op: 'split' as const, first: -1, second: -1 }
      splits.push(split)
      this.#code.push(split)
      const register = this.#registers++
      this.#code.push({ op: 'mark', register })
      this.#element(element)
      this.#code.push({ op: 'moved', register })
      if (isEndless) this.#code.push({ op: 'jump', to: start })
      split.first = start + 1
    }
    for (const split of splits) {
      split.second = this.#code.length
      if (!greedy) [split.first, split.second] = [split.second, split.first]
    }
  }
}

function withAt(marks: readonly number[], index: number, value: number): readonly number[] {
  const copy = [...marks]
  copy[index] = value
  return copy
}

function has(set: readonly number[], sign: number | undefined): boolean {
  if (sign === undefined) return false
  for (let at = 0; at < set.length; at += 2)
    if (sign >= (set[at] ?? 0) && sign <= (set[at + 1] ?? 0)) return true
  return false
}

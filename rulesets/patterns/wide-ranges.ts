import { type AST, nodesOf } from './parse.ts'

/** A range that runs over more than its ends tell. */
export interface WideRange {
  readonly raw: string
  /** Where it stands in the pattern. */
  readonly start: number
  readonly end: number
  /** Signs that it lets pass. */
  readonly extra: readonly string[]
  /** What was meant; undefined where the hyphen was to stand for itself. */
  readonly better: string | undefined
}

type Kind = 'digit' | 'upper' | 'lower'

const RUNS: readonly (readonly [Kind, number, number])[] = [
  ['digit', 0x30, 0x39],
  ['upper', 0x41, 0x5a],
  ['lower', 0x61, 0x7a],
]

/** The characters of ASCII that can be printed, without the blank. */
const FIRST_SIGN = 0x21
const LAST_SIGN = 0x7e

/** Ranges of a pattern that nobody means: `A-z`, and `+-_` beside the digits that it runs over. */
export function wideRangesIn(tree: AST.Pattern): readonly WideRange[] {
  const found: WideRange[] = []
  for (const node of nodesOf(tree)) {
    if (node.type !== 'CharacterClass') continue
    for (const element of node.elements) {
      if (element.type !== 'CharacterClassRange') continue
      const wide = wideRange(element, node)
      if (wide) found.push(wide)
    }
  }
  return found
}

function wideRange(range: AST.CharacterClassRange, within: AST.CharacterClass): WideRange | undefined {
  const { min, max, raw, start, end } = range
  // who writes a code has counted
  if (min.raw.length > 2 || max.raw.length > 2 || max.value > LAST_SIGN || min.value < FIRST_SIGN)
    return undefined
  const from = kindOf(min.value)
  const to = kindOf(max.value)
  if (from === to && from !== undefined) return undefined
  const isFromSigns = from === undefined && to === undefined
  if ((from === undefined) !== (to === undefined)) return undefined
  if (isFromSigns && !runsOverNamed(range, within)) return undefined
  const extra = signsIn(range)
  return { raw, start, end, extra, better: isFromSigns ? undefined : apart(min.value, max.value) }
}

function kindOf(value: number): Kind | undefined {
  return RUNS.find(([, first, last]) => value >= first && value <= last)?.[0]
}

/** Digits or letters that lie in the range, and that the class names as well. */
function runsOverNamed(range: AST.CharacterClassRange, { elements }: AST.CharacterClass): boolean {
  const { min, max } = range
  if (max.value - min.value >= LAST_SIGN - FIRST_SIGN) return false
  return RUNS.some(([kind, first, last]) => {
    if (min.value > first || max.value < last) return false
    return elements.some((other) => other !== range && names(other, kind, first, last))
  })
}

function names(element: AST.CharacterClassElement, kind: Kind, first: number, last: number): boolean {
  if (element.type === 'CharacterClassRange') {
    const { min, max } = element
    return min.value >= first && max.value <= last
  }
  if (element.type !== 'CharacterSet' || element.kind === 'property' || element.negate) return false
  return element.kind === 'word' || (element.kind === 'digit' && kind === 'digit')
}

/** Signs between the ends, which stand for themselves. */
function signsIn({ min, max }: AST.CharacterClassRange): readonly string[] {
  const signs: string[] = []
  for (let code = min.value + 1; code < max.value; code++)
    if (kindOf(code) === undefined) signs.push(String.fromCodePoint(code))
  return signs
}

/** `A-Za-z` for `A-z`. */
function apart(from: number, to: number): string {
  return RUNS.flatMap(([, first, last]) => {
    const start = Math.max(first, from)
    const end = Math.min(last, to)
    if (start > end) return []
    const [one, other] = [start, end].map((code) => String.fromCodePoint(code))
    return [one === other ? one : `${one}-${other}`]
  }).join('')
}

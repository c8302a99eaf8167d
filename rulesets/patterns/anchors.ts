import type { AST } from './parse.ts'

export type Side = 'start' | 'end'

/** Whether an alternative can only fit at the start, or only up to the end, of a text. */
export function isAnchored(alternative: AST.Alternative, side: Side): boolean {
  const elements = side === 'start' ? alternative.elements : [...alternative.elements].reverse()
  for (const element of elements) {
    if (holds(element, side)) return true
    if (!isWidthless(element)) return false
  }
  return false
}

function holds(element: AST.Element, side: Side): boolean {
  if (element.type === 'Assertion') return element.kind === side
  if (element.type === 'Group' || element.type === 'CapturingGroup')
    return element.alternatives.every((each) => isAnchored(each, side))
  return element.type === 'Quantifier' && element.min > 0 && holds(element.element, side)
}

function isWidthless(element: AST.Element): boolean {
  return element.type === 'Assertion'
}

/** The alternatives of a pattern: those inside where all of it is one group. */
export function alternativesOf(tree: AST.Pattern): readonly AST.Alternative[] {
  let { alternatives } = tree
  for (;;) {
    const [only] = alternatives
    const [element, ...others] = only?.elements ?? []
    if (alternatives.length !== 1 || !element || others.length > 0) return alternatives
    if (element.type !== 'Group' && element.type !== 'CapturingGroup') return alternatives
    alternatives = element.alternatives
  }
}

/** `^a|b$`, `^a$|b`: where anchors hold for some alternatives that others would need as well. */
export function isMixed(tree: AST.Pattern): boolean {
  const all = alternativesOf(tree).map((each) => ({
    start: isAnchored(each, 'start'),
    end: isAnchored(each, 'end'),
  }))
  const isSplit = all.some(({ start, end }) => start && !end) && all.some(({ start, end }) => end && !start)
  const isBare = all.some(({ start, end }) => start && end) && all.some(({ start, end }) => !start && !end)
  return isSplit || isBare
}

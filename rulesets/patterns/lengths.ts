import { isAnchored } from './anchors.ts'
import type { AST } from './parse.ts'

/** How many characters a text that fits can have: bounds that hold, if not always the tightest. */
export interface Lengths {
  readonly shortest: number
  /** Infinity where anything may follow or stand before. */
  readonly longest: number
}

/** Of a text that fits the pattern somewhere, as JSON Schema means it: what is not anchored may be part of more. */
export function lengthsOf(tree: AST.Pattern): Lengths {
  return either(
    tree.alternatives.map((alternative) => {
      const { shortest, longest } = ofRow(alternative.elements)
      const isWhole = isAnchored(alternative, 'start') && isAnchored(alternative, 'end')
      return { shortest, longest: isWhole ? longest : Number.POSITIVE_INFINITY }
    }),
  )
}

function either(lengths: readonly Lengths[]): Lengths {
  return {
    shortest: lengths.reduce((least, { shortest }) => Math.min(least, shortest), Number.POSITIVE_INFINITY),
    longest: lengths.reduce((most, { longest }) => Math.max(most, longest), Number.NEGATIVE_INFINITY),
  }
}

function ofRow(elements: readonly AST.Element[]): Lengths {
  const total = { shortest: 0, longest: 0 }
  /** What a lookahead that reads to the end of the text leaves to the whole: `^(?=.{1,64}$)`. */
  let most = Number.POSITIVE_INFINITY
  for (const element of elements) {
    if (total.longest === 0 && isLookahead(element) && element.alternatives.every(isAnchoredAtEnd))
      most = Math.min(most, either(element.alternatives.map((each) => ofRow(each.elements))).longest)
    const { shortest, longest } = ofElement(element)
    total.shortest += shortest
    total.longest += longest
  }
  return { shortest: total.shortest, longest: Math.min(total.longest, most) }
}

function isAnchoredAtEnd(alternative: AST.Alternative): boolean {
  return isAnchored(alternative, 'end')
}

function isLookahead(element: AST.Element): element is AST.LookaheadAssertion {
  return element.type === 'Assertion' && element.kind === 'lookahead' && !element.negate
}

function ofElement(element: AST.Element): Lengths {
  switch (element.type) {
    case 'Assertion':
      return { shortest: 0, longest: 0 }
    case 'Backreference':
      return { shortest: 0, longest: Number.POSITIVE_INFINITY }
    case 'Group':
    case 'CapturingGroup':
      return either(element.alternatives.map(({ elements }) => ofRow(elements)))
    case 'Quantifier': {
      const { shortest, longest } = ofElement(element.element)
      return {
        shortest: shortest * element.min,
        longest: longest === 0 || element.max === 0 ? 0 : longest * element.max,
      }
    }
    default:
      return { shortest: 1, longest: 1 }
  }
}

import { alternativesOf, isAnchored, type Side } from './anchors.ts'
import type { AST } from './parse.ts'

/**
 * The sides of a pattern on which more may stand than was meant. What begins or ends with letters that are written out
 * (`^urn:`, `\.json$`), or with anything at all (`^v1.*`), is meant so.
 */
export function openSides(tree: AST.Pattern): readonly Side[] {
  const sides = new Set<Side>()
  for (const alternative of alternativesOf(tree)) {
    if (isContained(alternative)) continue
    for (const side of ['start', 'end'] as const)
      if (!isAnchored(alternative, side) && isOpen(alternative, side)) sides.add(side)
  }
  return [...sides]
}

const NOT_BLANK: ReadonlySet<string> = new Set(['\\S', '[\\S]', '[^\\s]'])

/** One character that has to be there: `\S`, `[A-Z]`, and at the beginning `^[a-z]`. */
function isContained({ elements }: AST.Alternative): boolean {
  const wide = elements.filter(({ type }) => type !== 'Assertion')
  const [only] = wide
  if (wide.length !== 1 || !only) return false
  const inner = only.type === 'Quantifier' ? only.element : only
  return isClass(inner) && (inner === only || NOT_BLANK.has(inner.raw))
}

/** Letters that look like the anchor which is missing beside them. */
const ESCAPED_ANCHORS: Readonly<Record<Side, string>> = { start: '\\^', end: '\\$' }

function isOpen(alternative: AST.Alternative, side: Side): boolean {
  const elements = side === 'start' ? alternative.elements : [...alternative.elements].reverse()
  const edge = elements.find(({ type }) => type !== 'Assertion')
  if (!edge) return false
  if (edge.type === 'Group' || edge.type === 'CapturingGroup')
    return edge.alternatives.some((each) => isOpen(each, side))
  if (edge.type !== 'Quantifier') return isClass(edge) || edge.raw === ESCAPED_ANCHORS[side]
  const { element } = edge
  if (element.type === 'Group' || element.type === 'CapturingGroup')
    return element.alternatives.some((each) => isOpen(each, side))
  return isClass(element) && !isAnything(element)
}

function isClass(element: AST.Element): boolean {
  return element.type === 'CharacterClass' || element.type === 'CharacterSet'
}

/** `.`, `[\s\S]`, `[^]`. */
function isAnything(element: AST.Element): boolean {
  if (element.type === 'CharacterSet') return element.kind === 'any'
  if (element.type !== 'CharacterClass') return false
  const raws = new Set(element.elements.map(({ raw }) => raw))
  return raws.size === 0
    ? element.negate
    : ['sS', 'dD', 'wW'].some((pair) => [...pair].every((letter) => raws.has(`\\${letter}`)))
}

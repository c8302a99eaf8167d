import { analyse } from './analyse.ts'
import { type AST, nodesOf, parse } from './parse.ts'

/** Each rewriting takes a repetition away; nobody writes more. */
const MOST_ROUNDS = 20

/**
 * The same texts by a pattern that reads each in one way: `(a+)+` is `a+`, and `a*a*` is `a*`. Undefined where that
 * does not make the work grow with the length alone.
 */
export function unwound(pattern: string): string | undefined {
  let text = pattern
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const parsed = parse(text)
    if (!('tree' in parsed)) return undefined
    const nodes = nodesOf(parsed.tree)
    // a reference counts the groups before it
    if (nodes.some(({ type }) => type === 'Backreference')) return undefined
    const next = withoutNested(text, nodes) ?? withoutNeighbour(text, nodes)
    if (next === undefined) break
    text = next
  }
  const reading = analyse(text)
  const isLinear = 'tree' in reading && reading.growth?.kind === 'linear'
  return text !== pattern && isLinear ? text : undefined
}

function isLoop(node: AST.Node | undefined): node is AST.Quantifier {
  return node?.type === 'Quantifier' && node.min <= 1 && node.max === Number.POSITIVE_INFINITY
}

function sign(...loops: readonly AST.Quantifier[]): string {
  return loops.some(({ min }) => min === 1) ? '+' : '*'
}

/** A repetition of nothing but a repetition. */
function withoutNested(text: string, nodes: readonly AST.Node[]): string | undefined {
  for (const outer of nodes) {
    if (!isLoop(outer)) continue
    const { element } = outer
    if (element.type !== 'Group' && element.type !== 'CapturingGroup') continue
    const [only, ...others] = element.alternatives
    const [inner, ...more] = only?.elements ?? []
    if (others.length > 0 || more.length > 0 || !isLoop(inner)) continue
    // one of them may be left out, and with it all
    const times = outer.min === 1 && inner.min === 1 ? '+' : '*'
    return `${text.slice(0, outer.start)}${inner.element.raw}${times}${text.slice(outer.end)}`
  }
  return undefined
}

/** Two repetitions of the same in a row. */
function withoutNeighbour(text: string, nodes: readonly AST.Node[]): string | undefined {
  for (const { elements } of nodes.filter((node) => node.type === 'Alternative')) {
    for (const [index, one] of elements.entries()) {
      const other = elements[index + 1]
      if (!isLoop(one) || !isLoop(other) || one.element.raw !== other.element.raw) continue
      // `a+a+` asks for two
      if (one.min + other.min > 1) continue
      return `${text.slice(0, one.start)}${one.element.raw}${sign(one, other)}${text.slice(other.end)}`
    }
  }
  return undefined
}

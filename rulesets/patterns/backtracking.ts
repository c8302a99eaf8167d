import { append } from '@specward/core'
import { Ambiguity, type Turn } from './ambiguity.ts'
import { isAnchored } from './anchors.ts'
import { type Approximation, type Automaton, automatonOf, unmodelledIn } from './automaton.ts'
import { refusedAfter, startOf, step } from './language.ts'
import { pathBetween } from './loops.ts'
import { type AST, nodesOf } from './parse.ts'
import type { Steps } from './steps.ts'

/** Texts on which the work grows: `before`, each `pump` many times with what follows it, `after`. */
export interface Attack {
  readonly before: string
  readonly rounds: readonly { readonly pump: string; readonly link: string }[]
  readonly after: string
}

/** How the work of an engine that tries one way after the other grows with the length of a text. */
export type Growth =
  | { readonly kind: 'linear' }
  | { readonly kind: 'polynomial'; readonly degree: number; readonly attack: Attack }
  | { readonly kind: 'exponential'; readonly attack: Attack }

export const LINEAR: Growth = { kind: 'linear' }

/** How often a pump is repeated to see what a search comes to. */
const ROUNDS = 6

/** Undefined where that cannot be told. */
export function growthOf(tree: AST.Pattern, isUnicode: boolean, steps: Steps): Growth | undefined {
  const { lookarounds, references, boundaries, modifiers } = unmodelledIn(tree)
  if (modifiers || !lookarounds.every((each) => isHarmless(each, tree, isUnicode, steps))) return undefined
  if (references && nodesOf(tree).some(isLongReference)) return undefined
  const growth = growthOfRow(tree, isUnicode, steps)
  // a lookaround may refuse what would take long
  const isExact = lookarounds.length === 0 && !references && !boundaries
  return growth?.kind === 'linear' || isExact ? growth : undefined
}

function growthOfRow(
  tree: { readonly alternatives: readonly AST.Alternative[] },
  isUnicode: boolean,
  steps: Steps,
  isSearch = true,
): Growth | undefined {
  const make = (approximation: Approximation) => automatonOf(tree, isUnicode, approximation, steps, isSearch)
  const more = make('more')
  const growth = worstIn(more, more, steps)
  if (growth.kind === 'linear' || !more.isApproximate) return growth
  const certain = worstIn(make('fewer'), more, steps)
  return certain.kind === 'linear' ? undefined : certain
}

/** What texts come to that never complete the pattern, and all texts. */
function worstIn(automaton: Automaton, judge: Automaton, steps: Steps): Growth {
  const completing = automaton.states.reduce(
    (mask, state) => (state.accepts === 'anywhere' ? mask | state.mask : mask),
    0n,
  )
  const open = unfinished(automaton)
  const growth = growthIn(open, judge, steps)
  if (growth.kind === 'exponential' || completing === 0n) return growth
  const without = open.states.map((state) => ({ ...state, mask: state.mask & ~completing }))
  const other = growthIn({ ...open, states: without }, judge, steps)
  if (other.kind === 'linear') return growth
  return growth.kind === 'polynomial' && other.kind === 'polynomial' && growth.degree >= other.degree
    ? growth
    : other
}

/** Without the states in which the pattern has been found, since then nothing more is tried. */
function unfinished(automaton: Automaton): Automaton {
  const states = automaton.states.map((state) =>
    state.accepts === 'anywhere' ? { mask: 0n, edges: [], accepts: undefined } : state,
  )
  return { ...automaton, states }
}

function growthIn(automaton: Automaton, judge: Automaton, steps: Steps): Growth {
  const ambiguity = new Ambiguity(automaton, steps)
  for (const { at, pump } of ambiguity.doubled()) {
    const before = pathBetween(automaton, 0, at, steps)
    const attack = before && attackOf(judge, before, [{ pump, link: [] }], steps)
    if (attack) return { kind: 'exponential', attack }
  }
  for (const row of piecesOf(ambiguity.longestRow())) {
    const before = pathBetween(automaton, 0, row[0]?.from ?? 0, steps)
    const attack = before && attackOf(judge, before, roundsOf(automaton, row, steps), steps)
    if (attack) return { kind: 'polynomial', degree: row.length + 1, attack }
  }
  return LINEAR
}

/** A row and, since all of it may fit in the end, what can be cut out of it; the longest first. */
function* piecesOf(row: readonly Turn[]): Generator<readonly Turn[]> {
  for (let length = row.length; length > 0; length--)
    for (let start = 0; start + length <= row.length; start++) yield row.slice(start, start + length)
}

interface Round {
  readonly pump: readonly number[]
  readonly link: readonly number[]
}

function roundsOf(automaton: Automaton, row: readonly Turn[], steps: Steps): readonly Round[] {
  return row.map(({ pump, to }, index) => {
    const next = row[index + 1]
    return { pump, link: next ? (pathBetween(automaton, to, next.from, steps) ?? []) : [] }
  })
}

/** Texts that do not fit at last from where they begin, so that all ways are tried; undefined where every such text fits. */
function attackOf(
  automaton: Automaton,
  before: readonly number[],
  rounds: readonly Round[],
  steps: Steps,
): Attack | undefined {
  const text = [...before]
  for (const { pump, link } of rounds) {
    for (let round = 0; round < ROUNDS; round++) append(text, pump)
    append(text, link)
  }
  let subset = startOf(automaton)
  for (const kind of text) subset = step(automaton, subset, kind, steps)
  if (!subset) return undefined
  // what fits from a later place on is found when all earlier places have been tried
  const begun = new Set([...subset].filter((at) => at !== automaton.searching))
  const after = refusedAfter(automaton, begun, steps)
  if (!after) return undefined
  const { examples } = automaton.alphabet
  const written = (kinds: readonly number[]) =>
    kinds.map((kind) => String.fromCodePoint(examples[kind] ?? 0)).join('')
  return {
    before: written(before),
    rounds: rounds.map(({ pump, link }) => ({ pump: written(pump), link: written(link) })),
    after: written(after),
  }
}

/** Whether what a lookaround reads takes no longer than the text that it stands before, once for the whole search. */
function isHarmless(
  lookaround: AST.LookaroundAssertion,
  tree: AST.Pattern,
  isUnicode: boolean,
  steps: Steps,
): boolean {
  if (!nodesOf(lookaround).some(isEndless)) return true
  if (lookaround.kind === 'lookbehind' || isRepeated(lookaround)) return false
  if (!tree.alternatives.every((each) => isAnchored(each, 'start'))) return false
  return growthOfRow(lookaround, isUnicode, steps, false)?.kind === 'linear'
}

function isRepeated(node: AST.Node): boolean {
  for (let above: AST.Node | null = node.parent; above; above = above.parent)
    if (isEndless(above)) return true
  return false
}

/** Many times as well: what is bounded, but not closely. */
function isEndless(node: AST.Node): boolean {
  return node.type === 'Quantifier' && node.max > 100
}

/** A reference back to what has no length of its own, or one that is repeated. */
function isLongReference(node: AST.Node): boolean {
  if (node.type !== 'Backreference') return false
  const groups = Array.isArray(node.resolved) ? node.resolved : [node.resolved]
  return isRepeated(node) || groups.some((group) => nodesOf(group).some(isEndless))
}

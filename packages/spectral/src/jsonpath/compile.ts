import { Automaton, type Entry } from './automaton.ts'
import { inOrder, type Lookup, lookUp } from './lookups.ts'
import { planOfNimma } from './nimma-plan.ts'
import type { Plan, WalkPlan } from './plan.ts'
import { pathOfPlus } from './plus-path.ts'
import { planOfPlus } from './plus-plan.ts'
import { type PathSyntax, parsePath } from './syntax.ts'
import type { CompiledExpression, CompiledPaths, Walk, WalkCounts } from './types.ts'
import { walkGraph } from './walk.ts'
import { type Zone, zonesOf } from './zones.ts'

/** Compiles all expressions of a run. Nothing is thrown: what cannot be evaluated says so itself. */
export function compilePaths(expressions: readonly string[]): CompiledPaths {
  const syntaxes = expressions.map(syntaxOf)
  const plans = expressions.map((expression, index) => planFor(expression, syntaxes[index]))
  const lookups: Lookup[] = []
  const walked: { expression: number; plan: Omit<WalkPlan, 'kind'> }[] = []
  const plus: Automaton[] = []
  for (const [expression, plan] of plans.entries()) {
    if (plan.kind === 'root' || plan.kind === 'fixed' || plan.kind === 'containers') {
      lookups.push({ expression, plan })
    }
    if (plan.kind === 'containers') {
      walked.push({ expression, plan: { ...plan, keyed: false, parents: 0, group: '$..', plus: false } })
    }
    if (plan.kind !== 'walk' || plan.everyWay !== undefined) continue
    if (plan.plus) plus.push(new Automaton([{ expression, plan }]))
    else walked.push({ expression, plan })
  }
  const ordered = inOrder(lookups)
  const main = new Automaton(grouped(walked))
  const zone = zonesOf(syntaxes.flatMap((syntax) => (syntax === undefined || syntax.bails ? [] : [syntax])))
  return {
    expressions: expressions.map((expression, index) => described(expression, plans[index])),
    walk: (walk) => walkAll(walk, ordered, plus, main, walk.zoned === true ? zone : undefined),
  }
}

/** How one expression is evaluated. */
export function planOf(expression: string): Plan {
  return planFor(expression, syntaxOf(expression))
}

function planFor(expression: string, syntax: PathSyntax | undefined): Plan {
  return syntax === undefined || syntax.bails ? planOfPlus(expression) : planOfNimma(syntax)
}

function syntaxOf(expression: string): PathSyntax | undefined {
  try {
    return parsePath(expression)
  } catch {
    return undefined
  }
}

function described(expression: string, plan: Plan | undefined): CompiledExpression {
  switch (plan?.kind) {
    case 'refused':
      return { expression, refused: plan.why }
    case 'library':
      return { expression, fallback: plan.why }
    case 'walk':
      return plan.everyWay === undefined ? { expression } : { expression, fallback: plan.everyWay }
    default:
      return { expression }
  }
}

/** Equal steps with other modifiers fire right after the first of them. */
function grouped(walked: readonly { expression: number; plan: Omit<WalkPlan, 'kind'> }[]): Entry[] {
  const groups = new Map<string, Entry[]>()
  for (const entry of walked) {
    const known = groups.get(entry.plan.group)
    if (known === undefined) groups.set(entry.plan.group, [entry])
    else known.push(entry)
  }
  return [...groups.values()].flat()
}

function walkAll<L>(
  walk: Walk<L>,
  lookups: readonly Lookup[],
  plus: readonly Automaton[],
  main: Automaton,
  zone: Zone | undefined,
): WalkCounts {
  const isWalkable = isPlainObject(walk.root) || Array.isArray(walk.root)
  for (const lookup of lookups) {
    if (isWalkable || lookup.plan.kind === 'root') lookUp(lookup, walk)
  }
  const sum = { records: 0, edges: 0, filterCalls: 0 }
  if (!isWalkable) return sum
  const add = (counts: WalkCounts): void => {
    sum.records += counts.records
    sum.edges += counts.edges
    sum.filterCalls += counts.filterCalls
  }
  for (const automaton of plus) add(walkGraph(automaton, walk, { toPath: pathOfPlus }))
  add(walkGraph(main, walk, zone === undefined ? {} : { zone }))
  return sum
}

/** Spectral walks nothing else. */
function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

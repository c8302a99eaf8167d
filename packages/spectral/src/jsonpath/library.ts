import Nimma from 'nimma'

import { Automaton } from './automaton.ts'
import { planOf } from './compile.ts'
import { pathOfPlus } from './plus-path.ts'
import { queryLikePlus } from './plus-query.ts'
import type { Segment } from './types.ts'
import { TooManyNodes, walkGraph } from './walk.ts'

/** Enough for the largest descriptions that are known, as trees. */
const MAX_NODES = 5_000_000

/** What nimma makes code of is all that it may hold: names in brackets and dots, and no word that it looks for. */
const HARMLESS = /^(?!.*(?:import|export))[\w $.[\]*:,'"~^/-]*$/

export type Tell = (value: unknown, path: readonly Segment[]) => void

/**
 * Evaluates an expression that the automaton cannot express, on every way through a value, as the libraries that
 * Spectral uses do. No filter runs as code. Throws where a filter does, and where too many nodes would be looked at.
 */
export function evaluateByLibrary(
  expression: string,
  root: unknown,
  tell: Tell,
  maxNodes: number = MAX_NODES,
): void {
  const plan = planOf(expression)
  if (plan.kind === 'refused') throw new Error(plan.why)
  if (typeof root !== 'object' || root === null) return
  if (plan.kind === 'walk') {
    everyWay(new Automaton([{ expression: 0, plan }]), root, maxNodes, plan.plus, tell)
  } else if (plan.kind === 'library' && plan.by === 'jsonpath-plus') {
    queryLikePlus(expression, root, tell, maxNodes)
  } else if (plan.kind === 'library') {
    byNimma(expression, root, maxNodes, tell)
  } else {
    throw new Error('the automaton expresses it')
  }
}

function everyWay(automaton: Automaton, root: object, maxEdges: number, plus: boolean, tell: Tell): void {
  let failure: { readonly error: unknown } | undefined
  walkGraph(
    automaton,
    {
      root,
      rootLocation: undefined,
      enter: () => undefined,
      match: ({ value, path }) => tell(value, path),
      failed: (_, error) => {
        failure = { error }
      },
    },
    { everyWay: true, maxEdges, ...(plus ? { toPath: pathOfPlus } : {}) },
  )
  if (failure !== undefined) throw failure.error
}

function byNimma(expression: string, root: object, maxNodes: number, tell: Tell): void {
  if (!HARMLESS.test(expression)) throw new Error('it holds characters that are not handed to nimma')
  if (treeSize(root, maxNodes) > maxNodes) throw new TooManyNodes(maxNodes)
  const nimma = new Nimma([expression], { unsafe: false, customShorthands: {} })
  nimma.query(root, { [expression]: ({ path, value }) => tell(value, path) })
}

/** The nodes of a value as a tree; infinite where it has a cycle. Counted once for each object. */
function treeSize(root: object, limit: number): number {
  const sizes = new Map<object, number>()
  const stack: { readonly object: object; readonly children: readonly object[]; next: number }[] = []
  const enter = (object: object): void => {
    sizes.set(object, Number.POSITIVE_INFINITY)
    stack.push({ object, children: Object.values(object).filter(isObject), next: 0 })
  }
  enter(root)
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = top.children[top.next++]
    if (child !== undefined) {
      if (!sizes.has(child)) enter(child)
      continue
    }
    stack.pop()
    let size = Object.keys(top.object).length
    for (const each of top.children) size += sizes.get(each) ?? 0
    sizes.set(top.object, size)
    if (size > limit) return size
  }
  return sizes.get(root) ?? 0
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

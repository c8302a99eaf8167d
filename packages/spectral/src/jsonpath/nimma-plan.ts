import { compileFilter } from './filter/compile.ts'
import { RefusedFilter } from './filter/syntax.ts'
import { ANY, type Condition, labelsOf, type Plan, type Step } from './plan.ts'
import type { PathNode, PathSyntax, SliceRange } from './syntax.ts'

/** Why an expression is left to nimma itself. */
class NeedsLibrary extends Error {}

/**
 * Steps that match what nimma's code matches. It looks at the path of one node at a time, and some forms look at
 * another place than their author meant: those are steps here that look there as well, or are left to nimma.
 */
export function planOfNimma(syntax: PathSyntax): Plan {
  try {
    return plan(syntax)
  } catch (error) {
    if (error instanceof RefusedFilter) return { kind: 'refused', why: error.message }
    if (!(error instanceof NeedsLibrary)) throw error
    const hasFilter = syntax.nodes.some((node) => node.kind === 'filter')
    if (!hasFilter) return { kind: 'library', by: 'nimma', why: error.message }
    return { kind: 'refused', why: `${error.message}, and it has a filter, which may not run as code` }
  }
}

function plan(syntax: PathSyntax): Plan {
  const { nodes, keyed, parents } = syntax
  const group = JSON.stringify(nodes)
  const isFixed = nodes.every((node) => !node.deep)
  if (isFixed && parents > nodes.length) return { kind: 'never' }
  if (nodes.length === 0) {
    return keyed ? { kind: 'refused', why: 'the root has no key' } : { kind: 'root' }
  }
  if (nodes[0]?.kind === 'containers') {
    if (keyed || parents > 0) return { kind: 'refused', why: '`$..` cannot be followed by `~` or `^`' }
    return { kind: 'containers', steps: [{ labels: ANY, deep: true, conditions: [IS_CONTAINER] }] }
  }
  const names = nodes.map((node) => (node.kind === 'member' ? node.names[0] : undefined))
  if (isFixed && names.every((name) => name !== undefined))
    return { kind: 'fixed', names, keyed, parents, group }
  if (syntax.bailsLater) throw new NeedsLibrary('nimma takes its steps one by one')
  const steps = stepsOf(nodes)
  if (steps === undefined) return { kind: 'never' }
  const everyWay = steps.usesWay
    ? 'its filter asks for the way to a node'
    : parents > 1
      ? 'more than one `^` asks for the way to a node'
      : undefined
  return {
    kind: 'walk',
    steps: steps.steps,
    keyed,
    parents,
    group,
    plus: false,
    ...(everyWay === undefined ? {} : { everyWay }),
  }
}

const IS_CONTAINER: Condition = {
  id: 'is a container',
  test: ({ value }) => typeof value === 'object' && value !== null,
}

interface Steps {
  readonly steps: readonly Step[]
  readonly usesWay: boolean
}

function stepsOf(nodes: readonly PathNode[]): Steps | undefined {
  const last = nodes.length - 1
  const deepAt = nodes.flatMap((node, index) => (node.deep ? [index] : []))
  checkSeveralDeep(nodes, deepAt)
  let usesWay = false
  /** Conditions that nimma puts on the last node, wherever they are written. */
  const ofLast: Condition[] = []
  const steps: { labels: Step['labels']; deep: boolean; conditions: Condition[] }[] = []
  for (const [index, node] of nodes.entries()) {
    const { deep } = node
    if (node.kind === 'member' || node.kind === 'members') {
      steps.push({ labels: labelsOf(node.names), deep, conditions: [] })
    } else if (node.kind === 'slice') {
      const where = placeOfSlice(index, last, deepAt, node.range)
      if (where === 'nowhere') return undefined
      steps.push({ labels: ANY, deep, conditions: [conditionOfSlice(node.range)] })
    } else if (node.kind === 'filter') {
      const isOfLast = index === last || (index === 0 && !deep)
      const filter = compileFilter(node.text, 'nimma', { inner: !isOfLast })
      usesWay ||= filter.usesWay
      const condition = { id: `${isOfLast ? 'last' : 'inner'} ${node.text}`, test: filter.test }
      if (isOfLast) ofLast.push(condition)
      steps.push({ labels: ANY, deep, conditions: isOfLast ? [] : [condition] })
    } else {
      steps.push({ labels: ANY, deep, conditions: [] })
    }
  }
  steps.at(-1)?.conditions.push(...ofLast)
  return { steps, usesWay }
}

/** With several deep steps, nimma takes the first place of each name and does not look back. */
function checkSeveralDeep(nodes: readonly PathNode[], deepAt: readonly number[]): void {
  const [first, second] = deepAt
  if (first === undefined || second === undefined) return
  const before = nodes.slice(0, first)
  for (const [index, node] of nodes.entries()) {
    if (index < first) continue
    if (!node.deep) throw new NeedsLibrary('a step stands between two deep ones')
    if (index === nodes.length - 1) continue
    const [name] = node.kind === 'member' ? node.names : []
    if (typeof name !== 'string') throw new NeedsLibrary('a deep step before the last one is a number')
    const isConfused = index === first && before.slice(1).some((earlier) => mayBe(earlier, name))
    if (isConfused) throw new NeedsLibrary('a deep step has the name of one before it')
  }
  if (nodes.at(-1)?.kind === 'slice') throw new NeedsLibrary('a slice is a deep step')
}

function mayBe(node: PathNode, name: string): boolean {
  const isNamed = node.kind === 'member' || node.kind === 'members'
  return !isNamed || node.names.includes(name)
}

/** Where nimma looks for the index of a slice: at its own place, or nowhere. */
function placeOfSlice(
  index: number,
  last: number,
  deepAt: readonly number[],
  range: SliceRange,
): 'own' | 'nowhere' {
  const [deep] = deepAt
  const asksLength = range.some((value) => value < 0)
  if (deep === undefined || index < deep) {
    if (asksLength && index === 0 && last > 0)
      throw new NeedsLibrary('a slice from the end is the first step')
    return 'own'
  }
  if (deep === last) throw new NeedsLibrary('a slice is a deep step')
  if (index < last) return 'nowhere'
  if (asksLength && deep > 0) throw new NeedsLibrary('a slice from the end stands after a deep step')
  return 'own'
}

function conditionOfSlice(range: SliceRange): Condition {
  const [start, end, step] = range
  const id = `slice ${range.join(':')}`
  if (range.every((value) => value >= 0)) {
    return {
      id,
      test: ({ property }) =>
        typeof property === 'number' &&
        property >= start &&
        property < end &&
        (step === 1 || property === start || property % step === start),
    }
  }
  return {
    id,
    test: ({ property, holder }) =>
      typeof property === 'number' && Array.isArray(holder) && isWithin(property, holder.length, range),
  }
}

/** nimma's own arithmetic for ranges that count from the end. */
function isWithin(index: number, length: number, [start, end, step]: SliceRange): boolean {
  const from = start < 0 ? Math.max(0, start + length) : Math.min(length, start)
  const to = end < 0 ? Math.max(0, end + length) : Math.min(length, end)
  if (index < from || index >= to) return false
  return step === 1 || (to - Math.abs(step) > 0 && (index + start) % step === 0)
}

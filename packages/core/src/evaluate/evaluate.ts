import type { ConceptName, Concepts } from '../model/concepts.ts'
import type { Model } from '../model/model.ts'
import type { ActiveRule, Policy } from '../policy/policy.ts'
import type { Conformance } from '../policy/rule.ts'
import type { Limits } from '../source/limits.ts'
import { covers } from '../spec/format.ts'
import { Cutoff } from './cutoff.ts'
import { OperationLabels } from './operations.ts'
import { type Outcome, RuleRun, reasonOf } from './run-rule.ts'
import type { Evaluation } from './types.ts'

/** Milliseconds of judging between two pauses. */
const PAUSE_MS = 10

/** Checks that take less than this together are timed together, and more of them the next time. */
const QUICK_MS = 0.5
const MOST_UNTIMED = 16

/** Checks between two points at which an evaluation can be cancelled. */
const SLICE_CHECKS = 256

export interface EvaluateOptions {
  /** Milliseconds from any fixed point. */
  now(): number
  /** What the document may ask of the machine; the time of a rule is looked at between two nodes. */
  readonly limits?: Limits | undefined
  /** By this time all rules have to be through; those that are not are lost. */
  readonly deadline?: number | undefined
  /** Runs work that may never end; false when it was ended after so many milliseconds. */
  watch?(milliseconds: number, work: () => void): boolean
  /** For rules that need it. */
  readonly conformance?: Conformance | undefined
  /** Today's date, for rules about dates: `2027-01-31`. */
  readonly today?: string | undefined
  /** Told when a rule asks for the date: only then what is found depends on it. */
  onToday?(): void
  /** Looked at between slices. */
  readonly signal?: { readonly aborted: boolean } | undefined
}

/** Thrown by `evaluate` when its signal is aborted: what was found so far is void. */
export class EvaluationCancelled extends Error {
  constructor() {
    super('The evaluation was cancelled.')
    this.name = 'EvaluationCancelled'
  }
}

/**
 * Judges a document by a policy. Every rule sees every node of the concept that it selects, once; a rule that
 * throws or runs out of time loses only itself and leaves a problem. The result is in the order of rule ids
 * within concepts, and of the document within rules.
 *
 * @throws EvaluationCancelled when the signal is aborted.
 */
export function evaluate(model: Model, policy: Policy, options: EvaluateOptions): Evaluation {
  const slices = evaluateInSlices(model, policy, options)
  for (;;) {
    if (options.signal?.aborted) throw new EvaluationCancelled()
    const step = slices.next()
    if (step.done) return step.value
  }
}

/**
 * The same, with a pause every few milliseconds.
 *
 * @throws EvaluationCancelled when the signal is aborted.
 */
export async function evaluateWithPauses(
  model: Model,
  policy: Policy,
  options: EvaluateOptions,
  pause: () => Promise<void>,
): Promise<Evaluation> {
  const slices = evaluateInSlices(model, policy, options)
  let paused = options.now()
  for (;;) {
    if (options.signal?.aborted) throw new EvaluationCancelled()
    const step = slices.next()
    if (step.done) return step.value
    if (options.now() - paused < PAUSE_MS) continue
    await pause()
    paused = options.now()
  }
}

/**
 * The same, a slice of some hundred checks at a time: the caller may do other work between slices, or drop the
 * generator. Does not look at the signal.
 */
export function* evaluateInSlices(
  model: Model,
  policy: Policy,
  options: EvaluateOptions,
): Generator<undefined, Evaluation> {
  const outcome: Outcome = { findings: [], undecided: [], assumed: [], problems: [] }
  const labels = new OperationLabels()
  const runs: RuleRun[] = []
  const cutoff = new Cutoff(options)
  for (const [name, rules] of rulesByConcept(policy)) {
    const group = rules.map((active) => ({
      active,
      run: new RuleRun(active, model, policy, outcome, labels, options),
    }))
    runs.push(...group.map(({ run }) => run))
    const applicable = group.filter(({ active, run }) => {
      const applies = active.rule.formats.some((selector) => covers(selector, model.document.format))
      if (!applies) run.skipDocument()
      return applies
    })
    const nodes = applicable.length > 0 ? nodesOf(model, name, applicable, outcome) : []
    yield
    for (const { run, active } of applicable) {
      if (active.rule.mayHang && options.watch) yield* runWatched(run, nodes, options, cutoff)
      else yield* runOverNodes(run, nodes, options.now, cutoff)
      // what is asked of the document as a whole is one check, and may be a long one
      yield
    }
  }
  outcome.problems.push(...cutoff.problems(model.document.node.file.uri))
  const tallies = runs.map((run) => run.tally())
  return { ...outcome, rules: tallies.sort((a, b) => (a.id < b.id ? -1 : 1)) }
}

function* runOverNodes(
  run: RuleRun,
  nodes: readonly Concepts[ConceptName][],
  now: () => number,
  cutoff: Cutoff,
): Generator<undefined, void> {
  if (nodes.length > 0 && cutoff.cuts(run)) return
  let before = now()
  let step = 1
  let due = 1
  let sliceEnd = SLICE_CHECKS
  for (let checks = 0; checks < nodes.length; ) {
    const node = nodes[checks] as Concepts[ConceptName]
    if (run.stopped) return
    if (run.ms > cutoff.budgetMs) {
      run.timeOut(node, cutoff.budgetMs, nodes.length - checks, nodes.length)
      return
    }
    run.check(node)
    checks++
    if (checks < due && checks < nodes.length && !run.stopped) continue
    const after = now()
    run.ms += after - before
    // checks that take microseconds would take half as long again to time one by one
    step = after - before < QUICK_MS ? Math.min(step * 2, MOST_UNTIMED) : 1
    due = checks + step
    before = after
    if (checks >= sliceEnd) {
      sliceEnd = checks + SLICE_CHECKS
      yield
      if (cutoff.cuts(run)) return
      before = now()
    }
  }
}

/** The same for a rule whose check may never return: the slice that it hangs in is ended from outside. */
function* runWatched(
  run: RuleRun,
  nodes: readonly Concepts[ConceptName][],
  options: EvaluateOptions,
  cutoff: Cutoff,
): Generator<undefined, void> {
  let next = 0
  while (next < nodes.length && !run.stopped && !cutoff.cuts(run)) {
    const until = Math.min(next + SLICE_CHECKS, nodes.length)
    const before = options.now()
    const left = Math.max(1, Math.ceil(cutoff.budgetMs - run.ms))
    const ended = options.watch?.(left, () => {
      for (; next < until && !run.stopped; next++) run.check(nodes[next] as Concepts[ConceptName])
    })
    run.ms += options.now() - before
    const node = nodes[next]
    if (node && (ended === false || run.ms > cutoff.budgetMs)) {
      run.timeOut(node, cutoff.budgetMs, nodes.length - next, nodes.length)
      return
    }
    yield
  }
}

/** The nodes of a concept; when the model fails on them, the rules that want them are lost, and no other. */
function nodesOf(
  model: Model,
  name: ConceptName,
  group: readonly { readonly active: ActiveRule; readonly run: RuleRun }[],
  outcome: Outcome,
): readonly Concepts[ConceptName][] {
  try {
    return model.select(name)
  } catch (error) {
    for (const { run } of group) run.fail()
    const ids = group.map(({ active }) => `\`${active.rule.id}\``).join(', ')
    outcome.problems.push({
      code: 'internal-error',
      severity: 'error',
      message: `This document could not be read as far as these rules need (${name}): ${ids}. ${reasonOf(error)}`,
      uri: model.document.node.file.uri,
    })
    return []
  }
}

/** Rules grouped by what they select, both in order of their names. */
function rulesByConcept(policy: Policy): ReadonlyMap<ConceptName, readonly ActiveRule[]> {
  const groups = new Map<ConceptName, ActiveRule[]>()
  const sorted = policy.rules.toSorted((a, b) => (a.rule.id < b.rule.id ? -1 : 1))
  for (const active of sorted) {
    const name: ConceptName = active.rule.select
    const group = groups.get(name)
    if (group) group.push(active)
    else groups.set(name, [active])
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)))
}

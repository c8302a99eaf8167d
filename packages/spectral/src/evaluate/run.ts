import type { IRuleResult } from '@stoplight/spectral-core'
import { TimeoutError } from '../guard/watchdog.ts'
import { compilePaths, evaluateByLibrary } from '../jsonpath/index.ts'
import type { CompiledPaths } from '../jsonpath/types.ts'
import { Calls, type Promised, type Scene } from './calls.ts'
import { Firings, MOST_WAYS, TooManyWays } from './firings.ts'
import { Messages } from './messages.ts'
import { Places } from './places.ts'
import { prepared } from './results.ts'
import { type Rule, RuleRun } from './rule-run.ts'
import { asWritten, byPath, byPlace, byRole, type Space } from './spaces.ts'
import { Traits } from './traits.ts'
import type { ExpressionOutcome, RuleOutcome, RunRequest, RunResult } from './types.ts'

/** Runs the rules of a ruleset on a document, with the results of spectral-core's own run. */
export async function runRuleset(request: RunRequest): Promise<RunResult> {
  const run = new Run(request, await Traits.of(rulesOf(request)))
  await run.all()
  return run.result()
}

/** Regular expressions of filters. */
const MAY_LAST = /match|test|~=|search|replace|split/
/** Walking takes longer than a call, the more so the larger a document is. */
const WALK_PATIENCE = 6

/** The parts of a run in which the same ways through the document count as one. */
type Part = 'place' | 'role' | 'written' | 'path'

class Run {
  readonly #request: RunRequest
  readonly #scene: Scene
  readonly #runs: readonly RuleRun[]
  readonly #excluded: readonly Rule[]
  readonly #expressions = new Map<string, ExpressionOutcome>()
  readonly #promised: Promised[] = []

  constructor(request: RunRequest, traits: Traits) {
    this.#request = request
    const { inventory, document } = request
    this.#scene = {
      inventory,
      document,
      places: new Places(inventory, document),
      messages: new Messages(),
      now: request.now,
    }
    const formats = document.formats ?? null
    const rules = rulesOf(request)
    this.#excluded = rules.filter((rule) => !rule.matchesFormat(formats))
    this.#runs = rules
      .filter((rule) => rule.matchesFormat(formats))
      .map((rule) => new RuleRun(rule, [...new Set(rule.getGivenForFormats(formats))], traits))
  }

  async all(): Promise<void> {
    const resolved = this.#runs.filter((run) => run.rule.resolved)
    const roles = resolved.filter((run) => run.reads === 'role')
    await this.#part(
      'place',
      resolved.filter((run) => run.reads !== 'role'),
    )
    await this.#part('role', roles)
    await this.#part(
      'written',
      this.#runs.filter((run) => !run.rule.resolved),
    )
    const again = resolved.filter((run) => run.isPathRead)
    for (const run of again) run.reset()
    await this.#part('path', again)
    for (const promised of this.#promised) await this.#settle(promised)
  }

  result(): RunResult {
    const results: IRuleResult[] = []
    for (const run of this.#runs) if (!run.lost) for (const each of run.results) results.push(each)
    const rules: RuleOutcome[] = this.#runs.map((run) => ({
      name: run.rule.name,
      targets: run.targets,
      ms: run.ms,
      excluded: false,
      ...(run.lost && { lost: run.lost }),
      ...(run.doubts && { doubts: run.doubts }),
    }))
    for (const { name } of this.#excluded) rules.push({ name, targets: 0, ms: 0, excluded: true })
    return {
      results: prepared(this.#request.diagnostics, results),
      rules,
      expressions: [...this.#expressions.values()],
    }
  }

  async #part(part: Part, runs: readonly RuleRun[]): Promise<void> {
    if (runs.length === 0 || this.#isAborted()) return
    const { locations } = this.#scene.places
    if (part === 'place') await this.#partIn(part, byPlace(locations), runs)
    else if (part === 'role') await this.#partIn(part, byRole(locations), runs)
    else if (part === 'path') await this.#partIn(part, byPath(locations), runs)
    else await this.#partIn(part, asWritten(), runs)
  }

  async #partIn<L>(part: Part, space: Space<L>, runs: readonly RuleRun[]): Promise<void> {
    const byExpression = runsByExpression(runs)
    const firings = new Firings(space, byExpression, this.#request.mostWays ?? MOST_WAYS)
    const root = part === 'written' ? this.#scene.document.data : this.#scene.places.root.value
    if (typeof root !== 'object' || root === null) firings.noteAt('$', root, [])
    else await this.#find(firings, byExpression, root)
    this.#count(byExpression, firings.matches)
    const calls = new Calls(firings.list, this.#scene, {
      watched: part === 'place' || part === 'role',
      isAborted: () => this.#isAborted(),
    })
    await this.#request.guard.run(calls)
    for (const promised of calls.promised) {
      if (!promised.run.isPathRead) this.#promised.push(promised)
    }
  }

  async #find<L>(
    firings: Firings<L>,
    byExpression: ReadonlyMap<string, readonly RuleRun[]>,
    root: object,
  ): Promise<void> {
    const paths = compilePaths([...byExpression.keys()])
    const mark = firings.mark()
    const isWalked = await this.#walkOrLose(firings, paths, root, [...byExpression.values()].flat())
    if (isWalked === undefined) return
    if (isWalked) return this.#fallBack(firings, byExpression, paths, root)
    // one of the expressions holds it up: each that could is walked on its own
    firings.forget(mark)
    for (const [expression, runs] of byExpression) {
      const alone = compilePaths([expression])
      const before = firings.mark()
      const isDone = await this.#walkOrLose(firings, alone, root, runs)
      if (isDone) await this.#fallBack(firings, byExpression, alone, root)
      if (isDone !== false) continue
      firings.forget(before)
      for (const run of runs) run.lose('timeout', undefined)
    }
  }

  /** Undefined where there were too many ways to tell apart, so that the rules are lost. */
  async #walkOrLose<L>(
    firings: Firings<L>,
    paths: CompiledPaths,
    root: object,
    runs: readonly RuleRun[],
  ): Promise<boolean | undefined> {
    const mark = firings.mark()
    try {
      return await this.#walk(firings, paths, root)
    } catch (error) {
      if (!(error instanceof TooManyWays)) throw error
      firings.forget(mark)
      for (const run of runs) run.lose('timeout', error)
      return undefined
    }
  }

  /** False when the walk lasted too long. Only regular expressions in filters can hold a walk up. */
  async #walk<L>(firings: Firings<L>, paths: CompiledPaths, root: object): Promise<boolean> {
    if (!paths.expressions.some(({ expression }) => MAY_LAST.test(expression))) {
      firings.walk(paths, root)
      return true
    }
    let isDone = false
    let isLate = false
    await this.#request.guard.run({
      patience: WALK_PATIENCE,
      step: () => {
        if (!isLate) firings.walk(paths, root)
        isDone = !isLate
        return true
      },
      interrupted: () => {
        isLate = true
      },
    })
    return isDone
  }

  async #fallBack<L>(
    firings: Firings<L>,
    byExpression: ReadonlyMap<string, readonly RuleRun[]>,
    paths: CompiledPaths,
    root: object,
  ): Promise<void> {
    for (const { expression, fallback, refused } of paths.expressions) {
      const runs = byExpression.get(expression) ?? []
      if (refused !== undefined) for (const run of runs) run.lose('failed', new Error(refused))
      if (fallback === undefined || refused !== undefined) continue
      this.#expressions.set(expression, {
        expression,
        rules: [],
        matches: 0,
        fallback,
      })
      await this.#evaluateByLibrary(firings, expression, runs, root)
    }
  }

  async #evaluateByLibrary<L>(
    firings: Firings<L>,
    expression: string,
    runs: readonly RuleRun[],
    root: object,
  ): Promise<void> {
    let isOver = false
    await this.#request.guard.run({
      patience: WALK_PATIENCE,
      step: () => {
        if (isOver) return true
        isOver = true
        try {
          evaluateByLibrary(expression, root, (value, path) => firings.noteAt(expression, value, path))
        } catch (error) {
          for (const run of runs) run.lose('failed', error)
        }
        return true
      },
      interrupted: () => {
        for (const run of runs) run.lose('timeout', undefined)
      },
    })
  }

  #count(byExpression: ReadonlyMap<string, readonly RuleRun[]>, matches: ReadonlyMap<string, number>): void {
    for (const [expression, runs] of byExpression) {
      const known = this.#expressions.get(expression)
      const rules = new Set([...(known?.rules ?? []), ...runs.map((run) => run.rule.name)])
      this.#expressions.set(expression, {
        ...known,
        expression,
        rules: [...rules],
        matches: Math.max(known?.matches ?? 0, matches.get(expression) ?? 0),
      })
    }
  }

  async #settle({ run, node, path, results }: Promised): Promise<void> {
    if (run.lost) return
    try {
      const found = await this.#request.guard.settle(results)
      if (found !== undefined) run.add(found, path, node, this.#scene)
    } catch (error) {
      run.lose(error instanceof TimeoutError ? 'timeout' : 'failed', error)
    }
  }

  #isAborted(): boolean {
    return this.#request.signal?.aborted === true
  }
}

function rulesOf({ ruleset }: RunRequest): Rule[] {
  return Object.values(ruleset.rules).filter((rule) => rule.enabled)
}

function runsByExpression(runs: readonly RuleRun[]): ReadonlyMap<string, readonly RuleRun[]> {
  const found = new Map<string, RuleRun[]>()
  for (const run of runs) {
    for (const expression of run.expressions) {
      const known = found.get(expression)
      if (known) known.push(run)
      else found.set(expression, [run])
    }
  }
  return found
}

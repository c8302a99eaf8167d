import type { RulesetFunctionContext } from '@stoplight/spectral-core'
import { CompiledCopies } from '../functions/compiled-copies.ts'
import { ExampleJudge } from '../functions/examples.ts'
import type { Work } from '../guard/types.ts'
import { runPromises } from '../guard/watchdog.ts'
import type { Segment } from '../jsonpath/types.ts'
import { takeMissingReference } from '../ruleset/put-off.ts'
import type { Firing } from './firings.ts'
import type { Inventory, SourceDocument } from './fold.ts'
import type { Messages } from './messages.ts'
import type { Places } from './places.ts'
import type { Node, RuleRun, Step } from './rule-run.ts'

type Found = readonly { readonly message: string; readonly path?: readonly Segment[] }[]

export interface Scene {
  readonly inventory: Inventory
  readonly document: SourceDocument
  readonly places: Places
  readonly messages: Messages
  now(): number
}

/** A promise that a function gave in place of results. */
export interface Promised {
  readonly run: RuleRun
  readonly node: Node
  readonly path: readonly Segment[]
  readonly results: PromiseLike<Found | undefined>
}

/** Calls the functions of rules for the nodes that were found; can go on after any of the calls was interrupted. */
export class Calls implements Work {
  readonly promised: Promised[] = []
  readonly #firings: readonly Firing[]
  readonly #scene: Scene
  readonly #isAborted: () => boolean
  readonly #watched: boolean
  readonly #examples: ExampleJudge
  readonly #copies: CompiledCopies
  #next = 0

  /** With `watched`, the functions of others are watched for whether they read the path. */
  constructor(
    firings: readonly Firing[],
    scene: Scene,
    options: { readonly watched: boolean; isAborted(): boolean },
  ) {
    this.#firings = firings
    this.#scene = scene
    this.#examples = new ExampleJudge(scene.document)
    this.#copies = new CompiledCopies(scene.inventory)
    this.#watched = options.watched
    this.#isAborted = options.isAborted
  }

  step(isOver: () => boolean): boolean {
    while (this.#next < this.#firings.length) {
      const firing = this.#firings[this.#next]
      if (firing && !firing.run.lost && !firing.run.isPathRead) this.#call(firing)
      this.#next++
      if (isOver()) break
    }
    return this.#next >= this.#firings.length || this.#isAborted()
  }

  interrupted(): void {
    this.#firings[this.#next]?.run.lose('timeout', undefined)
    this.#next++
  }

  #call({ run, node }: Firing): void {
    const start = this.#scene.now()
    try {
      for (const step of run.steps) this.#callStep(run, node, step)
    } catch (error) {
      run.lose('failed', error)
    }
    if (run.isForeign) runPromises()
    run.ms += this.#scene.now() - start
  }

  #callStep(run: RuleRun, node: Node, step: Step): void {
    for (const target of step.targets(node.value)) {
      run.targets++
      const path = target.path.length > 0 ? [...node.path, ...target.path] : [...node.path]
      const context = this.#context(run, path, step)
      const options: unknown = step.then.functionOptions ?? null
      let input = target.value
      if (step.name === 'oasExample') {
        input = this.#examples.failing(input, options, path)
        if (input === undefined) continue
        if (input !== target.value) context.documentInventory = this.#copies.next()
      }
      takeMissingReference()
      const results = step.then.function(input, options, context)
      if (run.isPathRead) return
      if (step.name === 'schema') checkReferences()
      if (results === undefined) continue
      if (step.name !== undefined && Array.isArray(results)) checkDepth(results)
      if ('then' in results) this.#promise(run, node, path, results as Promised['results'])
      else run.add(results, path, node, this.#scene)
    }
  }

  #promise(run: RuleRun, node: Node, path: readonly Segment[], given: Promised['results']): void {
    const results = Promise.resolve(given)
    // nobody may be left to hear of a rejection
    results.then(undefined, () => {})
    this.promised.push({ run, node, path, results })
  }

  #context(run: RuleRun, path: Segment[], step: Step): RulesetFunctionContext {
    const { document, inventory } = this.#scene
    const context = { path, document, documentInventory: inventory, rule: run.rule }
    if (!this.#watched || step.reads !== 'unknown') return context
    Object.defineProperty(context, 'path', {
      configurable: true,
      enumerable: true,
      get: () => {
        run.isPathRead = true
        return path
      },
    })
    return context
  }
}

/** Of the schema of a rule: those of descriptions are told of where references are followed. */
function checkReferences(): void {
  const missing = takeMissingReference()
  if (missing !== undefined) throw new Error(`its schema refers to \`${missing}\`, which is not part of it`)
}

/** Spectral's functions pass for a finding that a schema is too deep for the library that compiles it. */
function checkDepth(results: Found): void {
  const overflow = results.find(({ message }) => message === 'Maximum call stack size exceeded')
  if (overflow) throw new RangeError('a schema is nested too deeply')
}

import type { RulesetFunctionContext } from '@stoplight/spectral-core'
import { Examples } from '../functions/examples.ts'
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

/** How long calls go on before it is looked whether it is somebody else's turn. */
const MOMENT_MS = 2

/** Calls the functions of rules for the nodes that were found; can go on after any of the calls was interrupted. */
export class Calls implements Work {
  readonly promised: Promised[] = []
  readonly #firings: readonly Firing[]
  readonly #scene: Scene
  readonly #isAborted: () => boolean
  readonly #watched: boolean
  readonly #examples: Examples
  /** Of the firings, and of the rules of the next one. */
  #next = 0
  #nextRun = 0
  /** When the last call came to its end. */
  #last = 0

  /** With `watched`, the functions of others are watched for whether they read the path. */
  constructor(
    firings: readonly Firing[],
    scene: Scene,
    options: { readonly watched: boolean; isAborted(): boolean },
  ) {
    this.#firings = firings
    this.#scene = scene
    this.#examples = new Examples(scene.document, scene.inventory)
    this.#watched = options.watched
    this.#isAborted = options.isAborted
  }

  step(isOver: () => boolean): boolean {
    this.#last = this.#scene.now()
    let since = this.#last
    for (let firing = this.#firings[this.#next]; firing; firing = this.#firings[this.#next]) {
      for (let run = firing.runs[this.#nextRun]; run; run = firing.runs[++this.#nextRun]) {
        if (!run.lost && !run.isPathRead) this.#call(run, firing.node)
      }
      this.#nextRun = 0
      this.#next++
      if (this.#last - since < MOMENT_MS) continue
      since = this.#last
      if (isOver()) break
    }
    return this.#next >= this.#firings.length || this.#isAborted()
  }

  interrupted(): void {
    this.#firings[this.#next]?.runs[this.#nextRun++]?.lose('timeout', undefined)
  }

  #call(run: RuleRun, node: Node): void {
    const start = this.#last
    try {
      for (const step of run.steps) this.#callStep(run, node, step)
    } catch (error) {
      run.lose('failed', error)
    }
    if (run.isForeign) runPromises()
    this.#last = this.#scene.now()
    run.ms += this.#last - start
  }

  #callStep(run: RuleRun, node: Node, step: Step): void {
    for (const target of step.targets(node.value)) {
      run.targets++
      const path = [...node.path, ...target.path]
      const context = this.#context(run, path, step)
      const { options } = step
      takeMissingReference()
      const results =
        step.name === 'oasExample'
          ? this.#examples.judge(step.then.function, target.value, options, context)
          : step.then.function(target.value, options, context)
      if (run.isPathRead) return
      if (step.name === 'schema') checkReferences(run)
      if (results === undefined) continue
      if (step.name !== undefined && Array.isArray(results)) checkDepth(run, results)
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
function checkReferences(run: RuleRun): void {
  const missing = takeMissingReference()
  if (missing !== undefined) run.doubt(`its schema refers to \`${missing}\`, which is not part of it`)
}

/** Spectral's functions pass for a finding that a schema is too deep for the library that compiles it. */
function checkDepth(run: RuleRun, results: Found): void {
  const overflow = results.find(({ message }) => message === 'Maximum call stack size exceeded')
  if (overflow) run.doubt('a schema is nested too deeply')
}

import type { IRuleResult, Ruleset } from '@stoplight/spectral-core'
import type { Segment } from '../jsonpath/types.ts'
import { type Messages, propertyOf } from './messages.ts'
import type { Associated, Place, Places, Start } from './places.ts'
import { type TargetsOf, targetsFor } from './targets.ts'
import type { Reads, Then, Traits } from './traits.ts'
import type { RuleOutcome } from './types.ts'

export type Rule = Ruleset['rules'][string]

/** A node that a rule is about. */
export interface Node {
  readonly value: unknown
  readonly path: readonly Segment[]
  /** Undefined for what was found in the document as it is written. */
  readonly start: Start | undefined
  /** The path as Spectral decodes it, once it is known. */
  keys?: readonly string[]
}

export interface Step {
  readonly then: Then
  readonly targets: TargetsOf
  /** Of a function of Spectral's own. */
  readonly name: string | undefined
  readonly reads: Reads
}

/** A rule at work on a document. */
export class RuleRun {
  readonly rule: Rule
  readonly steps: readonly Step[]
  readonly expressions: readonly string[]
  readonly results: IRuleResult[] = []
  /** Whether it has a function that somebody else wrote, which may leave promises. */
  readonly isForeign: boolean
  /** What was found for one path to a place is not true for another: a function read the path, or a result is told by it. */
  isPathRead = false
  lost: RuleOutcome['lost'] | undefined
  targets = 0
  ms = 0
  /** Every path is looked at for itself. */
  #isByPath = false
  /** What was said of places, as the function says it and in the words of the rule. */
  readonly #seen = new Map<Place, string[]>()

  constructor(rule: Rule, expressions: readonly string[], traits: Traits) {
    this.rule = rule
    this.expressions = expressions
    this.steps = rule.then.map((then) => ({
      then,
      targets: targetsFor(then.field),
      name: traits.nameOf(then),
      reads: traits.reads(then),
    }))
    this.isForeign = this.steps.some(({ name }) => name === undefined)
  }

  get reads(): Reads {
    const all = this.steps.map((step) => step.reads)
    return all.find((reads) => reads === 'role') ?? all.find((reads) => reads === 'unknown') ?? 'place'
  }

  lose(why: 'failed' | 'timeout', error: unknown): void {
    this.lost ??= { why, error }
  }

  /** Forgets what was found, to look at every path for itself. */
  reset(): void {
    this.#isByPath = true
    this.isPathRead = false
    this.results.length = 0
    this.targets = 0
    this.#seen.clear()
  }

  /** Takes down what a function says of a target. What was said of the same place in the same words is not said again. */
  add(
    found: readonly { readonly message: string; readonly path?: readonly Segment[] }[],
    path: readonly Segment[],
    node: Node,
    { places, messages }: { readonly places: Places; readonly messages: Messages },
  ): void {
    for (const each of found) {
      const isNode = each.path === undefined && path.length === node.path.length
      const keys = isNode ? keysOf(node) : (each.path ?? path).map(decoded)
      const start = isNode ? node.start : startOf(node, keys)
      const associated = this.rule.resolved
        ? places.resolved(keys, start ?? places.root)
        : places.written(keys)
      if (associated.isOfPathAlone && !this.#isByPath) this.isPathRead = true
      this.#addAt(each.message, associated, messages)
    }
  }

  #addAt(error: string, associated: Associated, messages: Messages): void {
    const { rule } = this
    const { place } = associated
    const property = propertyOf(associated)
    if (!this.#isNew(place, `${property}\n${error}`)) return
    const message = messages.print(rule.message, rule.description, error, property, associated)
    const source = place.source ?? undefined
    const path = [...place.path]
    const severity = source === undefined ? rule.severity : rule.getSeverityForSource(source, path)
    if (severity === -1 || !this.#isNew(place, message)) return
    this.results.push({
      code: rule.name,
      message,
      path,
      severity,
      ...(source !== undefined && { source }),
      range: place.range,
      ...(rule.documentationUrl !== null && { documentationUrl: rule.documentationUrl }),
    })
  }

  #isNew(place: Place, text: string): boolean {
    const known = this.#seen.get(place)
    if (known?.includes(text)) return false
    if (known) known.push(text)
    else this.#seen.set(place, [text])
    return true
  }
}

function keysOf(node: Node): readonly string[] {
  node.keys ??= node.path.map(decoded)
  return node.keys
}

function decoded(segment: Segment): string {
  const text = String(segment)
  return text.includes('~') ? text.replaceAll('~1', '/').replaceAll('~0', '~') : text
}

/** Where to begin to map a path: at the node that it goes through, unless it leads elsewhere. */
function startOf({ start, path, value }: Node, keys: readonly string[]): Start | undefined {
  if (!start || keys.length < path.length) return undefined
  for (let index = path.length - 1; index >= 0; index--) {
    if (keys[index] !== decoded(path[index] ?? '')) return undefined
  }
  return keys.length === path.length || typeof value === 'object' ? start : undefined
}

import type { IRuleResult, Ruleset } from '@stoplight/spectral-core'
import type { Segment } from '../jsonpath/types.ts'
import { type Messages, propertyOf } from './messages.ts'
import type { Places, Start } from './places.ts'
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
  /** What was found for one path to a place is not true for another: a function read the path, or a result is told by it. */
  isPathRead = false
  lost: RuleOutcome['lost'] | undefined
  targets = 0
  ms = 0
  /** Every path is looked at for itself. */
  #isByPath = false
  readonly #seen = new Set<string>()

  constructor(rule: Rule, expressions: readonly string[], traits: Traits) {
    this.rule = rule
    this.expressions = expressions
    this.steps = rule.then.map((then) => ({
      then,
      targets: targetsFor(then.field),
      name: traits.nameOf(then),
      reads: traits.reads(then),
    }))
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
    const { rule } = this
    for (const each of found) {
      const keys = (each.path ?? path).map(decoded)
      const associated = this.rule.resolved
        ? places.resolved(keys, startOf(node, keys) ?? places.root)
        : places.written(keys)
      if (associated.isOfPathAlone && !this.#isByPath) this.isPathRead = true
      const { place } = associated
      const property = propertyOf(associated)
      const key = `${place.id}\n${property}\n${each.message}`
      if (this.#seen.has(key)) continue
      this.#seen.add(key)
      const message = messages.print(rule.message, rule.description, each.message, property, associated)
      const severity =
        place.source === null || place.source === undefined
          ? rule.severity
          : rule.getSeverityForSource(place.source, [...place.path])
      if (severity === -1) continue
      this.results.push({
        code: rule.name,
        message,
        path: [...place.path],
        severity,
        ...(place.source === null || place.source === undefined ? {} : { source: place.source }),
        range: place.range,
        ...(rule.documentationUrl === null ? {} : { documentationUrl: rule.documentationUrl }),
      })
    }
  }
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

import type { IRuleResult, Ruleset } from '@stoplight/spectral-core'
import { unheard } from '../functions/unheard.ts'
import type { Segment } from '../jsonpath/types.ts'
import type { Location } from './locations.ts'
import { constantMessage, type Messages, propertyOf } from './messages.ts'
import type { Associated, Place, Places, Start } from './places.ts'
import { type TargetsOf, targetsFor } from './targets.ts'
import type { Reads, Then, Traits } from './traits.ts'
import type { RuleOutcome } from './types.ts'

export type Rule = Ruleset['rules'][string]

/** A node that a rule is about. */
export class Node {
  readonly value: unknown
  readonly path: readonly Segment[]
  /** Undefined for what was found in the document as it is written. */
  readonly location: Location | undefined

  constructor(value: unknown, path: readonly Segment[], location: Location | undefined) {
    this.value = value
    this.path = path
    this.location = location
  }

  get depth(): number {
    return this.path.length
  }
}

export interface Step {
  readonly then: Then
  readonly targets: TargetsOf
  /** Of a function of Spectral's own. */
  readonly name: string | undefined
  readonly reads: Reads
  /** What its function is called with. */
  readonly options: unknown
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
  /** Targets that could not be judged, and why the first could not: what is said of the others stands. */
  doubts: RuleOutcome['doubts']
  targets = 0
  ms = 0
  /** Every path is looked at for itself. */
  #isByPath = false
  /** What it says, where that is always the same. */
  readonly #constant: string | undefined
  /** Places of which it was said. */
  readonly #told = new Set<Place>()
  /** What was said of places, as the function says it and in the words of the rule. */
  readonly #seen = new Map<Place, string[]>()

  constructor(rule: Rule, expressions: readonly string[], traits: Traits) {
    this.rule = rule
    this.expressions = expressions
    this.#constant = constantMessage(rule.message, rule.description)
    this.steps = rule.then.map((then) => this.#step(then, traits))
    this.isForeign = this.steps.some(({ name }) => name === undefined)
  }

  #step(then: Then, traits: Traits): Step {
    const name = traits.nameOf(then)
    const options: unknown = then.functionOptions ?? null
    return {
      then,
      targets: targetsFor(then.field),
      name,
      reads: traits.reads(then),
      options: name === 'schema' && this.isConstant ? unheard(options) : options,
    }
  }

  /** What functions say is not heard: that they say something is enough. */
  get isConstant(): boolean {
    return this.#constant !== undefined
  }

  /** Nothing of its results depends on the way to a node, but for the place that it leads to. */
  get isBlindToWays(): boolean {
    return (
      this.isConstant && this.steps.every((step) => step.name !== undefined && READS_VALUES.has(step.name))
    )
  }

  get reads(): Reads {
    const all = this.steps.map((step) => step.reads)
    return all.find((reads) => reads === 'role') ?? all.find((reads) => reads === 'unknown') ?? 'place'
  }

  lose(why: 'failed' | 'timeout', error: unknown): void {
    this.lost ??= { why, error }
  }

  doubt(because: string): void {
    this.doubts = { count: (this.doubts?.count ?? 0) + 1, because: this.doubts?.because ?? because }
  }

  /** Forgets what was found, to look at every path for itself. */
  reset(): void {
    this.#isByPath = true
    this.isPathRead = false
    this.results.length = 0
    this.targets = 0
    this.doubts = undefined
    this.#seen.clear()
    this.#told.clear()
  }

  /** Takes down what a function says of a target. What was said of the same place in the same words is not said again. */
  add(
    found: readonly { readonly message: string; readonly path?: readonly Segment[] }[],
    path: readonly Segment[],
    node: Node,
    { places, messages }: { readonly places: Places; readonly messages: Messages },
  ): void {
    for (const each of found) {
      const isNode = path.length === node.path.length && (each.path === undefined || isSame(each.path, path))
      const associated =
        (isNode && places.known(node.location)) || this.#associated(each.path ?? path, node, places)
      if (associated.isOfPathAlone && !this.#isByPath) this.isPathRead = true
      if (this.#constant === undefined) this.#addAt(each.message, associated, messages)
      else this.#addConstant(this.#constant, associated.place)
    }
  }

  #associated(path: readonly Segment[], node: Node, places: Places): Associated {
    const keys = path.map(decoded)
    return this.rule.resolved
      ? places.resolved(keys, startOf(node, keys) ?? places.root)
      : places.written(keys)
  }

  #addAt(error: string, associated: Associated, messages: Messages): void {
    const { rule } = this
    const { place } = associated
    const property = propertyOf(associated)
    if (!this.#isNew(place, `${property}\n${error}`)) return
    const message = messages.print(rule.message, rule.description, error, property, associated)
    const severity = this.#severityAt(place)
    if (severity !== -1 && this.#isNew(place, message)) this.#push(message, place, severity)
  }

  #addConstant(message: string, place: Place): void {
    if (this.#told.has(place)) return
    this.#told.add(place)
    const severity = this.#severityAt(place)
    if (severity !== -1) this.#push(message, place, severity)
  }

  #severityAt({ source, path }: Place): IRuleResult['severity'] | -1 {
    const { rule } = this
    if (source === undefined || source === null || rule.overrides === undefined) return rule.severity
    return rule.getSeverityForSource(source, [...path])
  }

  #push(message: string, { source, path, range }: Place, severity: IRuleResult['severity']): void {
    const { name: code, documentationUrl } = this.rule
    const result: IRuleResult = { code, message, path: [...path], severity, range }
    if (source !== undefined && source !== null) result.source = source
    if (documentationUrl !== null) result.documentationUrl = documentationUrl
    this.results.push(result)
  }

  #isNew(place: Place, text: string): boolean {
    const known = this.#seen.get(place)
    if (known?.includes(text)) return false
    if (known) known.push(text)
    else this.#seen.set(place, [text])
    return true
  }
}

/** Functions that see nothing of the path, or only to say its last key. */
const READS_VALUES: ReadonlySet<string> = new Set(
  'casing defined enumeration falsy length or pattern schema truthy undefined xor'.split(' '),
)

function isSame(path: readonly Segment[], other: readonly Segment[]): boolean {
  if (path === other) return true
  if (path.length !== other.length) return false
  for (let index = path.length - 1; index >= 0; index--) if (path[index] !== other[index]) return false
  return true
}

function decoded(segment: Segment): string {
  const text = String(segment)
  return text.includes('~') ? text.replaceAll('~1', '/').replaceAll('~0', '~') : text
}

/** Where to begin to map a path: at the node that it goes through, unless it leads elsewhere. */
function startOf(node: Node, keys: readonly string[]): Start | undefined {
  const { path, value } = node
  if (node.location === undefined || keys.length < path.length) return undefined
  for (let index = path.length - 1; index >= 0; index--) {
    if (keys[index] !== decoded(path[index] ?? '')) return undefined
  }
  return keys.length === path.length || typeof value === 'object' ? (node as Start) : undefined
}

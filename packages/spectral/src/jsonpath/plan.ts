import type { FilterScope } from './filter/compile.ts'
import type { Segment } from './types.ts'

/** What a condition may look at: a filter's scope, and the object or array that holds the value. */
export interface StepScope extends FilterScope {
  holder: object
}

export interface Condition {
  /** Equal conditions are asked once for each edge. */
  readonly id: string
  readonly test: (scope: StepScope) => boolean
}

/** Which labels of edges a step takes. */
export type Labels = 'any' | LabelSet

export interface LabelSet {
  /** Keys of objects. */
  readonly keys: ReadonlySet<string>
  /** Keys of objects, and indices of arrays written in decimal. */
  readonly texts: ReadonlySet<string>
}

export interface Step {
  readonly labels: Labels
  readonly deep: boolean
  readonly conditions: readonly Condition[]
}

/** How an expression is evaluated. */
export type Plan =
  /** `$`. */
  | { readonly kind: 'root' }
  /** `$.a.b`: looked up before the walk. */
  | (Modifiers & { readonly kind: 'fixed'; readonly names: readonly Segment[]; readonly group: string })
  /** `$..`: the root, and every object and array. */
  | { readonly kind: 'containers'; readonly steps: readonly Step[] }
  | WalkPlan
  /** It matches nothing under Spectral either. */
  | { readonly kind: 'never' }
  /** Left to the library that Spectral uses. */
  | { readonly kind: 'library'; readonly by: Library; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string }

export type Library = 'nimma' | 'jsonpath-plus'

export interface Modifiers {
  readonly keyed: boolean
  readonly parents: number
}

export interface WalkPlan extends Modifiers {
  readonly kind: 'walk'
  readonly steps: readonly Step[]
  /** Expressions of one group fire one after another at each node, as nimma shares their code. */
  readonly group: string
  /** Why every way to a node has to be walked. */
  readonly everyWay?: string
  /** Evaluated as jsonpath-plus does: before the others, and with all segments of paths as strings. */
  readonly plus: boolean
}

export const ANY: Labels = 'any'

/** A safe integer among the names is compared as text, as nimma does. */
export function labelsOf(names: readonly Segment[]): LabelSet {
  const isNumber = (name: Segment): boolean => typeof name === 'number'
  return {
    keys: new Set(names.filter((name) => !isNumber(name)).map(String)),
    texts: new Set(names.filter(isNumber).map(String)),
  }
}

export function takes(labels: Labels, label: Segment): boolean {
  if (labels === 'any') return true
  return (typeof label === 'string' && labels.keys.has(label)) || labels.texts.has(String(label))
}

import type { Format, Node, Schema } from '@specward/core'

/** One end of a range, where it is written. */
export interface Bound {
  readonly node: Node
  readonly value: number
  /** True when the bound itself is not accepted. */
  readonly isExclusive: boolean
}

export interface Range {
  readonly least: Bound
  readonly most: Bound
}

/** Keywords that are the ends of a range of whole numbers. */
const PAIRS = [
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
  ['minContains', 'maxContains'],
] as const

export const BOUNDS: ReadonlySet<string> = new Set([
  ...PAIRS.flat(),
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
])

/** The ranges that are open at neither end, with all that holds taken together. */
export function rangesOf(schema: Schema, format: Format): readonly Range[] {
  const ranges: Range[] = []
  const add = (least: Bound | undefined, most: Bound | undefined) => {
    if (least && most) ranges.push({ least, most })
  }
  for (const [low, high] of PAIRS) add(atLeast(schema, low), atMost(schema, high))
  add(leastOf(schema, format), mostOf(schema, format))
  return ranges
}

/** The highest of the lower limits that a keyword such as `minLength` gives. */
export function atLeast(schema: Schema, keyword: string): Bound | undefined {
  return strictest(plain(schema, keyword), 1)
}

export function atMost(schema: Schema, keyword: string): Bound | undefined {
  return strictest(plain(schema, keyword), -1)
}

/** What a number has to be at least. */
export function leastOf(schema: Schema, format: Format): Bound | undefined {
  return strictest(numbers(schema, 'minimum', 'exclusiveMinimum', format), 1)
}

export function mostOf(schema: Schema, format: Format): Bound | undefined {
  return strictest(numbers(schema, 'maximum', 'exclusiveMaximum', format), -1)
}

export function isEmpty({ least, most }: Range): boolean {
  if (least.value !== most.value) return least.value > most.value
  return least.isExclusive || most.isExclusive
}

function plain(schema: Schema, keyword: string): readonly Bound[] {
  return schema
    .all(keyword)
    .flatMap((node) =>
      typeof node.value === 'number' ? { node, value: node.value, isExclusive: false } : [],
    )
}

/** Before JSON Schema draft 6, `exclusiveMinimum` is a flag that stands beside `minimum`. */
function numbers(schema: Schema, keyword: string, exclusive: string, format: Format): readonly Bound[] {
  const isFlag = format === 'oas2' || format === 'oas3.0'
  const bounds = plain(schema, keyword).map((bound) =>
    isFlag && bound.node.parent?.child(exclusive)?.value === true ? { ...bound, isExclusive: true } : bound,
  )
  if (isFlag) return bounds
  return [...bounds, ...plain(schema, exclusive).map((bound) => ({ ...bound, isExclusive: true }))]
}

/** @param sign 1 for a lower end, -1 for an upper one */
function strictest(bounds: readonly Bound[], sign: 1 | -1): Bound | undefined {
  let best: Bound | undefined
  for (const bound of bounds) {
    const difference = best === undefined ? 1 : sign * (bound.value - best.value)
    if (difference > 0 || (difference === 0 && bound.isExclusive)) best = bound
  }
  return best
}

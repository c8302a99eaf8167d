import type { At, Operation, SecurityAlternative } from '@specward/core'
import type { Overlap } from '../document/path-overlaps.ts'
import { listedWords } from '../wording.ts'
import { demandOf, isLess, placeOf, wordsOf } from './alternatives.ts'

/** An operation that lets in whom another one at the same URL refuses. */
export interface WeakerPair {
  readonly weak: Operation
  readonly strong: Operation
  /** The way in that asks for less; undefined where it can be called by anyone. */
  readonly way: SecurityAlternative | undefined
}

/** The first two operations of paths that overlap of which one takes less than the other. */
export function weakerPairOf({ pairs, isCertain }: Overlap): WeakerPair | undefined {
  return isCertain ? weakerOfPairs(pairs) : undefined
}

/** The first pair of operations of which one takes less than the other. */
export function weakerOfPairs(pairs: Overlap['pairs']): WeakerPair | undefined {
  for (const [one, other] of pairs) {
    const pair = weakerOf(one, other) ?? weakerOf(other, one)
    if (pair) return pair
  }
  return undefined
}

const OPEN: ReadonlySet<string> = new Set(['undeclared', 'public', 'optional'])

function weakerOf(weak: Operation, strong: Operation): WeakerPair | undefined {
  if (strong.security.kind !== 'required') return undefined
  if (OPEN.has(weak.security.kind)) return { weak, strong, way: undefined }
  if (weak.security.kind !== 'required') return undefined
  const ways = strong.security.alternatives
  const way = weak.security.alternatives.find(({ requirements }) =>
    ways.every((other) => isLess(demandOf(requirements), demandOf(other.requirements))),
  )
  return way && { weak, strong, way }
}

/** What the weaker one takes: "can be called by anyone", "takes `key`". */
export function takes({ way }: WeakerPair): string {
  return way ? `takes ${wordsOf(way.requirements)}` : 'can be called by anyone'
}

/** What the other one asks for: "requires `oauth` with `read` or `key`". */
export function requires({ strong }: WeakerPair): string {
  const ways = strong.security.alternatives.map(({ requirements }) => wordsOf(requirements))
  return ways.length === 0 ? 'requires more' : `requires ${listedWords(ways, 3, 'or')}`
}

/** The line that lets callers in: its own way in, its own `security`, or the operation that has none. */
export function atOf({ weak: { security, node }, way }: WeakerPair): At {
  if (security.inherited || !security.decidedBy) return { node, part: 'key' }
  return way ? placeOf(way) : security.decidedBy
}

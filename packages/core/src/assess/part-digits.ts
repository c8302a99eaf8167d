import { addTo } from '../group.ts'
import type { FacetPart, Facets } from './facets.ts'

/** Digits of the digest of a part that are written down. */
const DIGITS = 8

/** Parts, or groups of them, that are told apart in an attestation. */
const MOST_PARTS = 60

/** Segments of a path by which operations are put into groups, at most. */
const DEEPEST = 6

/** Ending of the name of a group: `/v2/droplets/*`. */
const GROUP = '/*'

type Digits = ReadonlyMap<string, string>

/**
 * First digits of the digests of parts, by name, from which it can be told later what has changed. Where there are many,
 * they are put together by the beginning of their paths; undefined where that leaves too many as well.
 */
export function partDigits(parts: readonly FacetPart[], facets: Pick<Facets, 'digest'>): Digits | undefined {
  if (parts.length <= MOST_PARTS) return singly(parts)
  for (let depth = DEEPEST; depth > 0; depth--) {
    const groups = grouped(parts, depth, facets)
    if (groups.size <= MOST_PARTS) return groups
  }
  return undefined
}

/** The same for parts as they are now, put together as they were before. */
export function digitsLike(
  before: Digits,
  parts: readonly FacetPart[],
  facets: Pick<Facets, 'digest'>,
): Digits {
  const depths = [...before.keys()]
    .filter((name) => name.endsWith(GROUP))
    .map((name) => name.split('/').length - 2)
  if (depths.length === 0) return singly(parts)
  return grouped(
    parts,
    depths.reduce((most, each) => Math.max(most, each)),
    facets,
  )
}

function singly(parts: readonly FacetPart[]): Digits {
  return new Map(parts.map(({ name, digest }) => [name, digest.slice(0, DIGITS)]))
}

function grouped(parts: readonly FacetPart[], depth: number, facets: Pick<Facets, 'digest'>): Digits {
  const groups = new Map<string, FacetPart[]>()
  for (const part of parts) {
    const name = groupOf(part.name, depth)
    addTo(groups, name, part)
  }
  return new Map([...groups].map(([name, group]) => [name, digitsOf(facets.digest(group))]))
}

/** Without the number of the way in which digests are made. */
function digitsOf(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1).slice(0, DIGITS)
}

/** `GET /v2/droplets/{id}` is in `/v2/droplets/*` at depth 2. */
function groupOf(name: string, depth: number): string {
  const start = name.indexOf('/')
  const path = start < 0 ? name : name.slice(start)
  return (
    path
      .split('/')
      .slice(0, depth + 1)
      .join('/') + GROUP
  )
}

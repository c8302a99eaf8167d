import type { MediaType, Operation, Property, ResponseUse, Schema } from '@specward/core'

type Contained = Schema['contained'][number]

/**
 * Orders that come from what things are called. Where the first of several decides what is said, it must not be the one
 * that happens to be written first: the keys of a mapping have no order (RFC 8259, section 4).
 */

/** By UTF-16 code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

export function byIdentity(a: Pick<Operation, 'identity'>, b: Pick<Operation, 'identity'>): number {
  return compareText(a.identity, b.identity)
}

export function byName(a: Pick<Property, 'name'>, b: Pick<Property, 'name'>): number {
  return compareText(a.name, b.name)
}

export function byType(a: MediaType, b: MediaType): number {
  return compareText(a.type, b.type)
}

export function byStatus(a: ResponseUse, b: ResponseUse): number {
  return compareText(a.status, b.status)
}

/** By keyword, then by where the schemas stand. */
export function byKeyword(a: Contained, b: Contained): number {
  return (
    compareText(a.keyword, b.keyword) ||
    (a.schema === b.schema ? 0 : compareText(a.schema.node.pointer, b.schema.node.pointer))
  )
}

/** The operation with the smallest identity. */
export function firstByIdentity(operations: Iterable<Operation>): Operation | undefined {
  let first: Operation | undefined
  for (const each of operations) if (!first || each.identity < first.identity) first = each
  return first
}

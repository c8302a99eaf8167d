import type { Operation, SecurityAlternative } from '@specward/core'
import { type Demand, demandOf, isCovered, isLess, namesOf } from '../authorization/alternatives.ts'
import { isReadOnly } from '../authorization/scope-words.ts'
import { PASSWORD, strengthOfAll, TOKEN } from './strength.ts'

/** By their names, so that the same one is told of in whatever order they stand. */
function inOrder(ways: readonly SecurityAlternative[]): readonly SecurityAlternative[] {
  const nameOf = ({ requirements }: SecurityAlternative) =>
    requirements
      .map(({ name }) => name)
      .sort()
      .join(' + ')
  return ways.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

/** A way into an operation that is weaker than every way into another one; undefined when there is none. */
export function weakerThan(write: Operation, read: Operation): SecurityAlternative | undefined {
  const ways = read.security.alternatives
  if (write.security.alternatives === ways) return undefined
  return (
    inOrder(write.security.alternatives).find((way) =>
      ways.every((other) => asksForLess(demandOf(way.requirements), demandOf(other.requirements))),
    ) ?? addedWeakness(write.security.alternatives, ways)
  )
}

/** A scope for reading that the read takes on top of one for writing makes it no better protected. */
function asksForLess(write: Demand, read: Demand): boolean {
  if (!isLess(write, read)) return false
  const held = new Map(
    [...read].map(([scheme, scopes]) => {
      const isScoped = (write.get(scheme)?.size ?? 0) > 0
      return [scheme, isScoped ? new Set([...scopes].filter((scope) => !isReadOnly(scope))) : scopes]
    }),
  )
  return !isCovered(held, write)
}

/**
 * By strength alone: a password or a key in the URL where the read takes tokens; or whatever is weaker than all that
 * the read takes, beside the same. A key in a header in place of a token can as well be the key of a trusted server.
 */
function addedWeakness(
  writes: readonly SecurityAlternative[],
  reads: readonly SecurityAlternative[],
): SecurityAlternative | undefined {
  const least = reads.reduce(
    (weakest, { requirements }) => Math.min(weakest, strengthOfAll(requirements) ?? 0),
    Number.POSITIVE_INFINITY,
  )
  const names = (alternatives: readonly SecurityAlternative[]) =>
    new Set(alternatives.map(({ requirements }) => namesOf(requirements).join('+')))
  const writeNames = names(writes)
  const isBeside = [...names(reads)].every((name) => writeNames.has(name))
  return writes.find(({ requirements }) => {
    const strength = strengthOfAll(requirements)
    if (strength === undefined || strength >= least) return false
    return isBeside || (strength <= PASSWORD && least >= TOKEN)
  })
}

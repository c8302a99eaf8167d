import type { OpenReference, ReferenceTable } from './references.ts'

/** How many references follow one another from each, itself included, until something else stands at their end. */
export function distancesOf(references: ReferenceTable): ReadonlyMap<OpenReference, number> {
  const distances = new Map<OpenReference, number>()
  for (const reference of references.all) measure(reference, references, distances)
  return distances
}

/** Those that run in a circle have no end: they are told of elsewhere, and count what was passed. */
function measure(
  reference: OpenReference,
  references: ReferenceTable,
  distances: Map<OpenReference, number>,
): void {
  const passed: OpenReference[] = []
  const seen = new Set<OpenReference>()
  let next: OpenReference | undefined = reference
  while (next && !distances.has(next) && !seen.has(next)) {
    passed.push(next)
    seen.add(next)
    next = next.target && references.at(next.target)
  }
  let distance = (next && distances.get(next)) ?? 0
  for (const each of passed.reverse()) {
    distance += 1
    distances.set(each, distance)
  }
}

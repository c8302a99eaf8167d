/** Groups in the order in which their first members come. */
export function groupBy<T>(
  all: readonly T[],
  keyOf: (each: T, index: number) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const [index, each] of all.entries()) {
    const key = keyOf(each, index)
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  return groups
}

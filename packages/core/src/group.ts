/** Adds a value to the list of a key. */
export function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key)
  if (known) known.push(value)
  else map.set(key, [value])
}

/** Groups in the order in which their first members come. */
export function groupBy<T>(
  all: readonly T[],
  keyOf: (each: T, index: number) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const [index, each] of all.entries()) {
    addTo(groups, keyOf(each, index), each)
  }
  return groups
}

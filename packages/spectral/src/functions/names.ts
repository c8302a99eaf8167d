/** True when something in a value could be taken for a schema with a name, by which others could know it. */
export function mayBeNamed(value: unknown): boolean {
  const stack: unknown[] = [value]
  const seen = new Set<object>()
  while (stack.length > 0) {
    const each = stack.pop()
    if (typeof each !== 'object' || each === null || seen.has(each)) continue
    if ('$id' in each || '$anchor' in each || '$dynamicAnchor' in each) return true
    if ('id' in each && typeof each.id === 'string') return true
    seen.add(each)
    for (const child of Object.values(each)) stack.push(child)
  }
  return false
}

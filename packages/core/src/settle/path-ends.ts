/** Segments of a name or URI, by `/`. */
export function segmentsOf(name: string): readonly string[] {
  return name.split('/')
}

/** How many segments two names have in common at their ends. */
export function commonEnd(one: string, other: string): number {
  const [a, b] = [segmentsOf(one), segmentsOf(other)]
  let common = 0
  while (common < Math.min(a.length, b.length) && a.at(-1 - common) === b.at(-1 - common)) common++
  return common
}

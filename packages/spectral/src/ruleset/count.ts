import type { Unit } from './unit.ts'

/** Far more than anybody has, and far less than what takes Spectral long to merge. */
export const MOST_EXTENDED = 10_000

/** How many rulesets are merged into one: each as often as a way leads to it. Does not count far beyond the limit. */
export function countExtended(unit: Unit): number {
  let count = 0
  const onWay = new Set<Unit>()
  const stack: { readonly unit: Unit; next: number }[] = []
  const enter = (each: Unit): void => {
    count++
    onWay.add(each)
    stack.push({ unit: each, next: 0 })
  }
  enter(unit)
  for (let top = stack.at(-1); top && count <= MOST_EXTENDED; top = stack.at(-1)) {
    const extended = top.unit.extended[top.next++]
    if (extended === undefined) {
      onWay.delete(top.unit)
      stack.pop()
    } else if (!onWay.has(extended)) enter(extended)
  }
  return count
}

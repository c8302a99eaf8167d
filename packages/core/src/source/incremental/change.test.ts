import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeBetween } from './change.ts'

describe('changeBetween', () => {
  it('is undefined for equal texts', () => {
    expect(changeBetween('abc', 'abc')).toBeUndefined()
    expect(changeBetween('', '')).toBeUndefined()
  })

  it('finds the smallest replacement, also in long texts', () => {
    const part = fc.string({ maxLength: 4, unit: fc.constantFrom('a', 'b', '\n') })
    const filling = fc.integer({ min: 0, max: 80_000 })
    fc.assert(
      fc.property(part, part, part, part, filling, filling, (head, cut, added, tail, before, behind) => {
        const [first, last] = [`${'x'.repeat(before)}${head}`, `${tail}${'y'.repeat(behind)}`]
        const [old, now] = [first + cut + last, first + added + last]
        const change = changeBetween(old, now)
        if (!change) return old === now
        const { start, oldEnd, newEnd } = change
        expect(old.slice(0, start) + now.slice(start, newEnd) + old.slice(oldEnd)).toBe(now)
        const isSmallest = old[start] !== now[start] || start === oldEnd || start === newEnd
        return isSmallest && (start === oldEnd || start === newEnd || old[oldEnd - 1] !== now[newEnd - 1])
      }),
      { seed: 8, numRuns: 500 },
    )
  })
})

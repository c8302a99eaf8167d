import { describe, expect, it } from 'vitest'
import { bounded } from './item-names.ts'

describe('a name', () => {
  it('stays as it is up to a thousand characters', () => {
    expect(bounded('n'.repeat(1_000))).toBe('n'.repeat(1_000))
  })

  it('is cut where it is longer, and still told from others of its length', () => {
    const long = 'n'.repeat(50_000)
    expect(bounded(long).length).toBeLessThan(1_100)
    expect(bounded(`${long}a`)).not.toBe(bounded(`${long}b`))
  })
})

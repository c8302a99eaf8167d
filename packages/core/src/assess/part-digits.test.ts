import { describe, expect, it } from 'vitest'
import type { FacetPart } from './facets.ts'
import { digitsLike, partDigits } from './part-digits.ts'

const facets = {
  digest: (parts: readonly FacetPart[]) => `1:${parts.map(({ digest }) => digest).join('')}`.padEnd(40, '0'),
}

/** Operations on `things` things in each of `kinds` kinds. */
function operations(kinds: number, things: number, digest = 'a'): readonly FacetPart[] {
  return Array.from({ length: kinds * things }, (_, index) => ({
    name: `GET /v1/kind${Math.floor(index / things)}/thing${index % things}`,
    digest,
  }))
}

describe('the digits of parts', () => {
  it('are kept one by one where there are few', () => {
    expect([...(partDigits([{ name: 'GET /a', digest: '0123456789' }], facets) ?? [])]).toEqual([
      ['GET /a', '01234567'],
    ])
  })

  it('are kept by the beginning of the path where there are many, with as much of it as there is room for', () => {
    const many = partDigits(operations(50, 3), facets)
    expect(many?.size).toBe(50)
    expect(many?.has('/v1/kind7/*')).toBe(true)
    expect(partDigits(operations(100, 2), facets)?.size).toBe(1)
  })

  it('are not kept where nothing puts them together', () => {
    const flat = Array.from({ length: 61 }, (_, index) => ({ name: `GET /thing${index}`, digest: 'a' }))
    expect(partDigits(flat, facets)).toBeUndefined()
    expect(partDigits(flat.slice(1), facets)?.size).toBe(60)
  })

  it('tell in which group something has changed, whatever has joined them', () => {
    const before = partDigits(operations(50, 3), facets) ?? new Map()
    const now = operations(50, 3).map((part) =>
      part.name.includes('kind7/') ? { ...part, digest: 'b' } : part,
    )
    const after = digitsLike(before, [...now, { name: 'POST /v1/other/x/y/z', digest: 'c' }], facets)
    expect([...after.keys()].filter((name) => after.get(name) !== before.get(name)).sort()).toEqual([
      '/v1/kind7/*',
      '/v1/other/*',
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { UsageError } from '../usage.ts'
import { shardOf, spread } from './shard.ts'

describe('--shard', () => {
  it.each([
    ['1/1', { index: 1, of: 1 }],
    ['2/5', { index: 2, of: 5 }],
    ['9999/9999', { index: 9999, of: 9999 }],
  ])('%s', (value, expected) => expect(shardOf(value)).toEqual(expected))

  it.each(['', '0/5', '6/5', '2', '2/', '/5', '2/0', '-1/5', '1.5/5', ' 1/5', '1/5 ', '02/5', '1/10000'])(
    '%j is a mistake',
    (value) => expect(() => shardOf(value)).toThrow(UsageError),
  )
})

describe('The documents of a fleet', () => {
  const fleet = Array.from({ length: 50 }, (_, index) => ({
    name: `api-${index}.yaml`,
    bytes: (index * 7919) % 300_000,
  }))
  const bytesIn = (shards: readonly number[], of: number) =>
    Array.from({ length: of }, (_, shard) =>
      fleet.reduce((sum, { bytes }, index) => sum + (shards[index] === shard + 1 ? bytes : 0), 0),
    )

  it('are in one shard each, of about as many bytes', () => {
    const shards = spread(fleet, 4)
    expect(new Set(shards)).toEqual(new Set([1, 2, 3, 4]))
    const loads = bytesIn(shards, 4)
    expect(Math.max(...loads) / Math.min(...loads)).toBeLessThan(1.1)
  })

  it('are spread in the same way whatever order they come in', () => {
    const there = new Map(fleet.map(({ name }, index) => [name, spread(fleet, 4)[index]]))
    const reversed = fleet.toReversed()
    const here = new Map(reversed.map(({ name }, index) => [name, spread(reversed, 4)[index]]))
    expect([...here].sort()).toEqual([...there].sort())
  })

  it('may be fewer than the shards', () => {
    expect(spread([{ name: 'a', bytes: 1 }], 3)).toEqual([1])
    expect(spread([], 3)).toEqual([])
  })

  it('are all in the only shard', () => {
    expect(new Set(spread(fleet, 1))).toEqual(new Set([1]))
  })
})

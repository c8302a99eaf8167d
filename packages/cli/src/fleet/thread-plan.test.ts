import { describe, expect, it } from 'vitest'
import { planThreads } from './thread-plan.ts'

const MACHINE = { processors: 8, memoryMb: 16_000, heapMb: 4144 }
const MB = 1_000_000

describe('How many threads judge', () => {
  it('is none for a document alone, whatever is asked for', () => {
    expect(planThreads([100 * MB], undefined, MACHINE).threads).toBe(0)
    expect(planThreads([100 * MB], 8, MACHINE).threads).toBe(0)
  })

  it('is none for few and small documents, and some for many of them', () => {
    expect(planThreads([30_000, 30_000, 30_000], undefined, MACHINE).threads).toBe(0)
    expect(planThreads(new Array(500).fill(30_000), undefined, MACHINE).threads).toBe(8)
  })

  it('is no more than there are processors, unless more are asked for', () => {
    const sizes = new Array(20).fill(MB)
    expect(planThreads(sizes, undefined, { ...MACHINE, processors: 4 }).threads).toBe(4)
    expect(planThreads(sizes, 12, { ...MACHINE, processors: 2 }).threads).toBe(12)
  })

  it('is no more than there are documents', () => {
    expect(planThreads([MB, MB, MB], 8, MACHINE).threads).toBe(3)
  })

  it.each([1, 2])('is none on %i processors, which one thread has busy', (processors) => {
    expect(planThreads(new Array(90).fill(MB), undefined, { ...MACHINE, processors }).threads).toBe(0)
  })

  it('is none where one is asked for', () => {
    expect(planThreads([MB, MB], 1, MACHINE).threads).toBe(0)
  })
})

describe('The memory of threads', () => {
  it('is shared among them, and for each no more than for the program itself', () => {
    expect(planThreads(new Array(20).fill(MB), 8, MACHINE).memoryMb).toBe(1500)
    expect(planThreads([MB, MB], 2, MACHINE).memoryMb).toBe(4144)
  })

  it('is enough for a large description even where there is little', () => {
    expect(planThreads([MB, MB], 2, { ...MACHINE, memoryMb: 500 }).memoryMb).toBe(1024)
  })
})

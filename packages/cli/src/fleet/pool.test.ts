import { describe, expect, it } from 'vitest'
import type { ThreadEnd, ThreadEvents } from '../io.ts'
import { type JobResult, runPool } from './pool.ts'

/** A thread in the test, which does what it is told to. */
interface Staged {
  readonly events: ThreadEvents
  readonly sent: unknown[]
  state: 'open' | 'closed' | 'ended'
}

const EXIT: ThreadEnd = { reason: 'exit', detail: '' }

function stage(weights: Readonly<Record<string, number>>, size: number, most = Number.POSITIVE_INFINITY) {
  const threads: Staged[] = []
  const results = new Map<string, JobResult>()
  const begun: string[] = []
  const jobs = Object.entries(weights).map(([question, weight]) => ({ question, weight }))
  const running = runPool(jobs, {
    size,
    messageOf: (question) => question,
    start(events) {
      if (threads.length >= most) return undefined
      const thread: Staged = { events, sent: [], state: 'open' }
      threads.push(thread)
      return {
        send: (message) => void thread.sent.push(message),
        close() {
          thread.state = 'closed'
        },
        end() {
          thread.state = 'ended'
        },
      }
    },
    begun: (question) => void begun.push(question),
    done: (question, result) => void results.set(question, result),
  })
  const ready = (): void => {
    for (const { events } of threads.slice()) events.ready()
  }
  return { threads, results, begun, running, ready }
}

describe('A pool of threads', () => {
  it('hands out the largest first, as many at once as there are threads', () => {
    const { threads, begun, ready } = stage({ small: 1, large: 9, middle: 5 }, 2)
    ready()
    expect(begun).toEqual(['large', 'middle'])
    threads[1]?.events.message('done')
    expect(begun).toEqual(['large', 'middle', 'small'])
    expect(threads.map(({ sent }) => sent)).toEqual([['large'], ['middle', 'small']])
  })

  it('starts no more threads than there are jobs, and lets each go that has nothing left to do', async () => {
    const { threads, results, running, ready } = stage({ a: 1, b: 1 }, 8)
    ready()
    expect(threads).toHaveLength(2)
    for (const { events } of threads) events.message(1)
    expect(await running.left).toEqual([])
    expect(threads.map(({ state }) => state)).toEqual(['closed', 'closed'])
    expect([...results.values()]).toEqual([{ answer: 1 }, { answer: 1 }])
  })

  it('loses the one job that a thread was at which has ended, and goes on with another thread', async () => {
    const { threads, results, running } = stage({ a: 3, b: 2, c: 1 }, 1)
    threads[0]?.events.ready()
    threads[0]?.events.ended(EXIT)
    threads[1]?.events.ready()
    threads[1]?.events.message('B')
    threads[1]?.events.message('C')
    expect(await running.left).toEqual([])
    expect([...results]).toEqual([
      ['a', { lost: EXIT }],
      ['b', { answer: 'B' }],
      ['c', { answer: 'C' }],
    ])
  })

  it('gives back what is left where no thread gets ready', async () => {
    const { threads, results, running } = stage({ a: 2, b: 1 }, 1)
    threads[0]?.events.ended({ reason: 'error', detail: 'no room' })
    expect(await running.left).toEqual(['a', 'b'])
    expect(threads).toHaveLength(1)
    expect(results.size).toBe(0)
  })

  it('gives back everything where no thread can be started', async () => {
    const { running } = stage({ a: 2, b: 1 }, 2, 0)
    expect(await running.left).toEqual(['a', 'b'])
  })

  it('ends all threads when it is told to, and takes no answer after that', async () => {
    const { threads, results, running, ready } = stage({ a: 2, b: 1, c: 1 }, 2)
    ready()
    running.end()
    threads[0]?.events.message('late')
    expect(await running.left).toEqual(['c'])
    expect(threads.map(({ state }) => state)).toEqual(['ended', 'ended'])
    expect(results.size).toBe(0)
  })

  it('ends at once where there is nothing to do', async () => {
    const { threads, running } = stage({}, 4)
    expect(await running.left).toEqual([])
    expect(threads).toEqual([])
  })
})

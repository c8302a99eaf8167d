import { describe, expect, it } from 'vitest'
import { createProgress, progressLine, timeLeft } from './progress.ts'

describe('the time that is left', () => {
  it('is guessed from how long the first ones took', () => {
    expect(timeLeft(10, 40, 3_000)).toBe('9 s left')
  })

  it('is told in minutes where there are many', () => {
    expect(timeLeft(10, 610, 2_000)).toBe('2 min left')
  })

  it.each([
    [2, 40, 60_000],
    [10, 40, 900],
  ])('is not guessed from %i of %i documents in %i ms', (done, total, elapsed) => {
    expect(timeLeft(done, total, elapsed)).toBeUndefined()
  })
})

describe('the line', () => {
  it('says how far it has got, and with what', () => {
    expect(progressLine(['judging 37 of 412', '9 s left'], 'services/orders.yaml', 80)).toBe(
      'judging 37 of 412  9 s left  services/orders.yaml',
    )
  })

  it('keeps the end of a name that is too long, and never fills the last column', () => {
    const line = progressLine(['judging 1 of 2'], 'services/orders/openapi.yaml', 40)
    expect(line).toBe('judging 1 of 2  …s/orders/openapi.yaml')
    expect(line.length).toBeLessThan(40)
  })

  it('reckons with two cells for characters that may be wide', () => {
    expect(progressLine(['judging 1 of 2'], '注文/注文/注文/注文.yaml', 34)).toBe(
      'judging 1 of 2  …/注文/注文.yaml',
    )
  })

  it('shows what is invisible in a name, so that it cannot move the cursor', () => {
    expect(progressLine(['judging 1 of 2'], 'a\u001b[2Jb.yaml', 80)).toBe('judging 1 of 2  a\\x1b[2Jb.yaml')
  })

  it('leaves the name out where there is no room', () => {
    expect(progressLine(['judging 37 of 412', '9 s left'], 'openapi.yaml', 32)).toBe(
      'judging 37 of 412  9 s left',
    )
  })
})

describe('showing progress', () => {
  const terminal = { env: {}, errColumns: 80 }

  /** What is written when a document begins at each of the given times. */
  function written(
    times: readonly number[],
    options: { env?: object; errColumns?: number | undefined } = {},
  ) {
    const lines: string[] = []
    let time = 0
    const io = { ...terminal, ...options, err: (text: string) => void lines.push(text) }
    const progress = createProgress(io as Parameters<typeof createProgress>[0], () => time, false)
    for (const [index, at] of times.entries()) {
      time = at
      progress.judging(index, times.length, `${index}.yaml`)
    }
    progress.clear()
    return lines
  }

  it('waits for a second, draws now and then, and leaves nothing behind', () => {
    expect(written([0, 500, 1000, 1010, 1020, 1100])).toEqual([
      '\r\u001b[Kjudging 3 of 6  2.yaml',
      '\r\u001b[Kjudging 6 of 6  1 s left  5.yaml',
      '\r\u001b[K',
    ])
  })

  it('writes nothing when all is done within a second', () => {
    expect(written([0, 200, 400])).toEqual([])
  })

  it('writes nothing for a single document', () => {
    expect(written([5000])).toEqual([])
  })

  it.each([
    ['where standard error is no terminal', { errColumns: undefined }],
    ['under CI', { env: { CI: 'true' } }],
    ['on a terminal that cannot clear a line', { env: { TERM: 'dumb' } }],
  ])('writes nothing %s', (_, options) => {
    expect(written([0, 5000, 9000], options)).toEqual([])
  })

  it('tells how many files were looked at while descriptions are looked for', () => {
    const lines: string[] = []
    let time = 0
    const progress = createProgress({ ...terminal, err: (text) => void lines.push(text) }, () => time, false)
    time = 1500
    progress.searched(12_345)
    expect(lines).toEqual(['\r\u001b[Klooking for API descriptions: 12345 files'])
  })
})

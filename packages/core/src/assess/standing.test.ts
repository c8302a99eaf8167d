import { describe, expect, it } from 'vitest'
import { STANDINGS, standingCounts, standingOf, standTogether } from './standing.ts'

const found = (isAccepted: boolean, isBreaking = true) => ({ isAccepted, isBreaking })
const answers = [] as const

describe('how a control stands', () => {
  it('is accepted where all that breaks it is, whatever is milder', () => {
    const of = (...findings: readonly ReturnType<typeof found>[]) =>
      standingOf({ result: 'fail', findings, answers })
    expect(of(found(true))).toBe('accepted')
    expect(of(found(true), found(false, false))).toBe('accepted')
    expect(of(found(true), found(false))).toBe('fail')
    expect(of()).toBe('fail')
  })

  it('is accepted where all that casts doubt on it is', () => {
    const of = (...findings: readonly ReturnType<typeof found>[]) =>
      standingOf({ result: 'review', findings, answers })
    expect(of(found(true, false))).toBe('accepted')
    expect(of(found(true, false), found(false, false))).toBe('review')
    expect(of()).toBe('review')
  })

  it('is a failure where a person says so, whatever is accepted', () => {
    const of = (answer: 'yes' | 'no', state: 'valid' | 'expired') =>
      standingOf({ result: 'fail', findings: [found(true)], answers: [{ answer, state }] })
    expect(of('no', 'valid')).toBe('fail')
    expect(of('no', 'expired')).toBe('accepted')
    expect(of('yes', 'valid')).toBe('accepted')
  })

  it('is the result where nothing is to be accepted', () => {
    for (const result of ['open', 'pass', 'notApplicable'] as const)
      expect(standingOf({ result, findings: [found(true, false)], answers })).toBe(result)
  })
})

describe('controls together', () => {
  it('stand as the one that has to be looked at first', () => {
    for (const [index, standing] of STANDINGS.entries())
      expect(standTogether(STANDINGS.slice(index).toReversed())).toBe(standing)
    expect(standTogether([])).toBe('open')
  })

  it('are counted in that order', () => {
    const all = (['pass', 'accepted', 'fail', 'pass'] as const).map((standing) => ({ standing }))
    expect(standingCounts(all)).toEqual([
      ['fail', 1],
      ['accepted', 1],
      ['pass', 2],
    ])
  })
})

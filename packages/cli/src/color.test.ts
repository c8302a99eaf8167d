import { describe, expect, it } from 'vitest'
import { wantsColor } from './color.ts'

describe('color', () => {
  it('is for terminals', () => {
    expect(wantsColor({ env: {}, isTerminal: true }, true)).toBe(true)
    expect(wantsColor({ env: {}, isTerminal: false }, true)).toBe(false)
  })

  it('is not for terminals that know none', () => {
    expect(wantsColor({ env: { TERM: 'dumb' }, isTerminal: true }, true)).toBe(false)
  })

  it('is forbidden by --no-color, whatever else is said', () => {
    expect(wantsColor({ env: { FORCE_COLOR: '1' }, isTerminal: true }, false)).toBe(false)
  })

  it('is forbidden by NO_COLOR with any value but the empty one', () => {
    expect(wantsColor({ env: { NO_COLOR: '0', FORCE_COLOR: '1' }, isTerminal: true }, true)).toBe(false)
    expect(wantsColor({ env: { NO_COLOR: '' }, isTerminal: true }, true)).toBe(true)
  })

  it('is forced by FORCE_COLOR, unless that says 0 or false', () => {
    expect(wantsColor({ env: { FORCE_COLOR: '1' }, isTerminal: false }, true)).toBe(true)
    expect(wantsColor({ env: { FORCE_COLOR: '0' }, isTerminal: true }, true)).toBe(false)
    expect(wantsColor({ env: { FORCE_COLOR: 'false' }, isTerminal: true }, true)).toBe(false)
  })
})

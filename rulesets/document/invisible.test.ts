import { describe, expect, it } from 'vitest'
import { disguiseInName, disguiseInProse } from './invisible.ts'

describe('a name', () => {
  it.each([
    ['get\u200bOrder', 'U+200B'],
    ['user\u202enimda', 'U+202E'],
    ['ро', undefined],
    ['p\u0430ypal', 'U+0430'],
    ['/admin/\u0441lients', 'U+0441'],
    ['\u0391pi', 'U+0391'],
    ['a\u3164', 'U+3164'],
    ['\u{e0041}a', 'U+E0041'],
    ['ошибка500error', undefined],
    ['цена', undefined],
    ['ценаUSD', undefined],
    ['ΔT', undefined],
    ['λ_max', undefined],
    ['größe', undefined],
    ['名前', undefined],
    ['می\u200cخواهم', undefined],
    ['❤\ufe0f', undefined],
    ['a', undefined],
  ])('%j', (text, code) => {
    expect(disguiseInName(text)?.what.slice(0, code?.length)).toBe(code)
  })
})

describe('prose', () => {
  it.each([
    ['one \u2067שלום\u2069 two', undefined],
    ['one \u2067שלום two', 'U+2067'],
    ['one \u2067שלום\n\u2069 two', 'U+2067'],
    ['one \u202bשלום\u202c two', undefined],
    ['\u2067\u202b\u202c\u2069', undefined],
    ['one \u202edesrever\u202c two', 'U+202E'],
    ['a\u200bb \u200dc', undefined],
    ['\u200b'.repeat(12), '12 characters'],
    ['x\u{e0049}\u{e0047}', 'U+E0049'],
    ['\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', undefined],
    ['\u{1f468}\u200d\u{1f469}\u200d\u{1f467} ❤\ufe0f', undefined],
  ])('%j', (text, what) => {
    expect(disguiseInProse(text)?.what.slice(0, what?.length)).toBe(what)
  })

  it('is cleaned of what is not seen, and of nothing else', () => {
    const flag = '\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}'
    expect(disguiseInProse(`a${flag}b\u{e0049}c`)?.cleaned).toBe(`a${flag}bc`)
    expect(disguiseInProse(`a\u202eb\u202c`)?.cleaned).toBe('ab')
  })

  it.each(['\u202e', '\u2067', '\u{e0049}', '\u200b', '\u{1f3f4}', 'а', '\u2069'])(
    'comes to an end with many %j',
    (sign) => {
      expect(() => [disguiseInProse(sign.repeat(50_000)), disguiseInName(sign.repeat(50_000))]).not.toThrow()
    },
  )
})

import { describe, expect, it } from 'vitest'
import { readPattern } from './pattern.ts'

const PATTERNS = [
  [
    '^[a-z]+(\\.[a-z]+)*:(read|write)$',
    ['orders:read', 'a.b.c:write', 'orders', 'orders:', 'Orders:read', '.a:read'],
  ],
  ['a{2}', ['a', 'aa', 'aaa']],
  ['a{1,3}b?', ['', 'a', 'aab', 'aaaa', 'aaabb']],
  ['a{2,}', ['a', 'aa', 'aaaaaa']],
  ['(?:a|b|)c', ['c', 'ac', 'bc', 'abc']],
  ['\\w+/\\d\\.[^x-]', ['ab/1.y', 'ab/1.x', 'ab/1.-', 'ab/1y']],
  ['(a*)*', ['', 'aaa', 'b']],
  ['.*', ['', 'ü😀']],
] as const

describe('a pattern', () => {
  it.each(PATTERNS)('%s matches what a regular expression matches as a whole', (source, texts) => {
    const pattern = readPattern(source)
    const expected = texts.map((text) => new RegExp(`^(?:${source})$`, 'u').test(text))
    expect(texts.map((text) => pattern?.matches(text))).toEqual(expected)
  })

  it.each([
    '(',
    'a)',
    '[a',
    'a**',
    'a+?',
    '*',
    '(?=a)b',
    '(a)\\1',
    '\\bx',
    'a^b',
    'a{900000}',
    'x'.repeat(301),
    '('.repeat(100),
    '((a{99}){99}){99}',
    '(((){200}){200}){200}',
  ])('is not read where it is none, or uses what is not understood: %s', (source) => {
    expect(readPattern(source)).toBeUndefined()
  })

  it('does not try again what it has tried', () => {
    expect(readPattern('(a+)+(a|a)*(.*)*$')?.matches(`${'a'.repeat(2_000)}\n`)).toBe(false)
  })
})

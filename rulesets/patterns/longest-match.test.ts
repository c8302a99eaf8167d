import { describe, expect, it } from 'vitest'
import { longestMatch } from './analyse.ts'

describe('the longest match of a pattern', () => {
  it.each([
    ['^[0-9]{8}$', 8],
    ['^[A-Z]{2,5}-\\d{1,3}$', 9],
    ['^(?:eu|apac)$', 4],
    ['^(foo|ba)?x$', 4],
    ['(^a{3}$)|(^b$)', 3],
    ['^a$|^bc$', 2],
    ['^$', 0],
    ['^(?=.*[a-z])[a-z0-9]{8,64}$', 64],
    ['^\\u0041\\x41[\\]a]\\.\\$$', 5],
    ['^\\p{L}{3}$', 3],
    ['^(?<year>\\d{4})$', 4],
    ['^((a{2}){3}){4}$', 24],
    ['^a{0}\\b$', 0],
  ])('of %s is known', (pattern, longest) => {
    expect(longestMatch(pattern)).toBe(longest)
  })

  it.each([
    ...['^[a-z]+$', '^a*$', '^a{2,}$', '^.*$', '^(ab)+$', '^(?:a|b+)$'],
    // tied to one end, or in one alternative alone
    ...['[0-9]{8}', '^[0-9]{8}', '[0-9]{8}$', '^a|b$', '^a$|b', '(^a)?$', '^a\\$'],
    // not known
    ...['^(a)\\1$', '^(?<n>a)\\k<n>$', '^(?i)a$', '^(a$', '^a)$', '^[a$', '^*$', '', '\\'],
  ])('of %s has no bound, or none that is known', (pattern) => {
    expect(longestMatch(pattern)).toBe(Number.POSITIVE_INFINITY)
  })

  it('is not looked for where groups stand too deep in each other', () => {
    const depth = 20_000
    expect(longestMatch(`^${'('.repeat(depth)}a${')'.repeat(depth)}$`)).toBe(Number.POSITIVE_INFINITY)
  })
})

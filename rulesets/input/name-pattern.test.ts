import { describe, expect, it } from 'vitest'
import { charactersOf } from './name-pattern.ts'

describe('what can stand in a name', () => {
  it.each([
    ['^[A-Za-z0-9_-]+$', false, false],
    ['^[\\w.-]{1,80}$', false, true],
    ['^\\w+\\.(?:png|jpe?g)$', false, true],
    ['^[^/\\\\]+$', false, true],
    ['^[^./\\\\]+$', false, false],
    ['^a$|^b$', false, false],
    ['^(a|b)$', false, false],
    ['^(?:/[a-z]+)+$', true, false],
    ['^[^/]+$', true, true],
    ['^[ -~]+$', true, true],
    ['^[+-9]+$', true, true],
    ['^.+\\.pdf$', true, true],
    ['^\\S+$', true, true],
    ['[a-z]+', true, true],
    ['^a|b$', true, true],
    ['^a\\$', true, true],
  ])('reads %s', (pattern, separator, dot) => {
    expect(charactersOf(pattern)).toEqual({ separator, dot })
  })

  it.each(['^(?!.*\\.\\.).+$', '^\\p{L}+$', '^\\x2f$', '^[a', 'a'.repeat(600)])(
    'leaves %s alone',
    (pattern) => {
      expect(charactersOf(pattern)).toBeUndefined()
    },
  )
})

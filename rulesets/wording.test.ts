import { expect, it } from 'vitest'
import { clipped, listed, readable, withArticle } from './wording.ts'

it.each([
  ['api key', 'an API key'],
  ['one-time password', 'a one-time password'],
  ['user token', 'a user token'],
  ['id token', 'an ID token'],
  ['password', 'a password'],
])('writes %s as %s', (noun, written) => {
  expect(withArticle(noun)).toBe(written)
})

it('writes out what nobody sees in a name, and cuts what is too long for a sentence', () => {
  expect(listed(['oa\u200buth', 'b'])).toBe('`oa<U+200B>uth` and `b`')
  expect(readable('prüfung ⚠️')).toBe('prüfung ⚠️')
  expect(readable('a'.repeat(1_000))).toHaveLength(161)
  expect(clipped('👍'.repeat(61))).toBe(`${'👍'.repeat(60)}…`)
  expect(clipped('a'.repeat(60))).toBe('a'.repeat(60))
})

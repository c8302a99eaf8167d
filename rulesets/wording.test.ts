import { expect, it } from 'vitest'
import { withArticle } from './wording.ts'

it.each([
  ['api key', 'an API key'],
  ['one-time password', 'a one-time password'],
  ['user token', 'a user token'],
  ['id token', 'an ID token'],
  ['password', 'a password'],
])('writes %s as %s', (noun, written) => {
  expect(withArticle(noun)).toBe(written)
})

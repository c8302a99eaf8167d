import { expect, it } from 'vitest'
import { fold } from './fold.ts'

it.each([
  ['nothing', ''],
  ['plain text', 'openapi: 3.1.0\n'.repeat(100)],
  ['characters of all kinds', 'é\u2028\u{1f600}\r\n\0'],
  ['a character that is cut in half', 'a\ud83db'],
])('brings back %s to the character, as often as it is asked for', (_, text) => {
  const unfold = fold(text)
  expect(unfold()).toBe(text)
  expect(unfold()).toBe(text)
})

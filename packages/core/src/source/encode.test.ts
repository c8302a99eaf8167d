import { describe, expect, it } from 'vitest'
import { encodeLike, isReadingOf, isSameReading } from './encode.ts'

const bytes = (content: Uint8Array) => ({ bytes: new Uint8Array(content) })
const marked = (text: string) => Buffer.from(`\uFEFF${text}`)

describe('a text in the form of what was read', () => {
  it.each([
    ['UTF-8', bytes(Buffer.from('ä')), bytes(Buffer.from('ö'))],
    ['UTF-8 with a mark', bytes(marked('ä')), bytes(marked('ö'))],
    [
      'UTF-16, little end first',
      bytes(Buffer.from('\uFEFFä', 'utf16le')),
      bytes(Buffer.from('\uFEFFö', 'utf16le')),
    ],
    [
      'UTF-16, big end first',
      bytes(Buffer.from('\uFEFFä', 'utf16le').swap16()),
      bytes(Buffer.from('\uFEFFö', 'utf16le').swap16()),
    ],
    ['the text of an editor', { text: 'ä' }, { text: 'ö' }],
    ['the text of an editor with a mark', { text: '\uFEFFä' }, { text: '\uFEFFö' }],
  ])('is %s', (_, read, expected) => {
    const made = encodeLike(read, 'ö')
    expect(made && isSameReading(made, expected)).toBe(true)
    expect([isReadingOf(read, 'ä'), isReadingOf(read, 'ö')]).toEqual([true, false])
  })

  it('is none where nothing could be read', () => {
    expect(encodeLike({ error: 'not-found', detail: '' }, 'a')).toBeUndefined()
  })
})

it('readings of different kinds, or that failed, are not the same', () => {
  expect(isSameReading({ text: 'a' }, bytes(Buffer.from('a')))).toBe(false)
  const failed = { error: 'not-found', detail: '' } as const
  expect(isSameReading(failed, failed)).toBe(false)
  expect(isSameReading(bytes(Buffer.from('a')), bytes(Buffer.from('ab')))).toBe(false)
})

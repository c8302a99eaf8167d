import { describe, expect, it } from 'vitest'

import { rejection } from './reasons.ts'

describe('What went wrong in code', () => {
  it.each([
    ['file:///rules/%5Ba%5D%20b.js', '/rules/[a] b.js:7:3'],
    ['file:///C:/rules/a%20b.js', 'C:\\rules\\a b.js:7:3'],
  ])('is told at the line of %s that the stack names', (uri, place) => {
    const error = new Error('oh')
    error.stack = `Error: oh\n    at run (${place})\n`
    expect(rejection(error, uri, 'a b.js', undefined, new Map())).toEqual({
      message: '`a b.js` could not be run: oh.',
      uri,
      line: 7,
    })
  })
})

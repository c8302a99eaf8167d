import { describe, expect, it } from 'vitest'
import { nearest } from './suggest.ts'

describe('the word that was probably meant', () => {
  it.each([
    ['maxLenght', 'maxLength'],
    ['maxlength', 'maxLength'],
    ['mxLenghts', 'maxLength'],
    ['height', undefined],
  ])('%s', (word, meant) => {
    expect(nearest(word, ['minimum', 'maxLength'])).toBe(meant)
  })

  it('is none that is further away than the caller allows', () => {
    expect(nearest('mxLenghts', ['maxLength'], 1)).toBeUndefined()
  })
})

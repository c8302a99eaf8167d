import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from './sha256.ts'

const ofNode = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

describe('the digest that a browser makes', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('of `%s` is that of the standard', (text, digest) => {
    expect(sha256(text)).toBe(digest)
  })

  it('of every length around the ends of blocks is that of Node', () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 7 + length) % 256)
      expect(sha256(bytes)).toBe(ofNode(bytes))
    }
  })

  it('of a part of a buffer, and of a megabyte, is that of Node', () => {
    const bytes = Uint8Array.from({ length: 1_000_003 }, (_, index) => index % 251)
    expect(sha256(bytes)).toBe(ofNode(bytes))
    expect(sha256(bytes.subarray(3, 777))).toBe(ofNode(bytes.subarray(3, 777)))
  })

  it('of any text is that of Node', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 })
    fc.assert(
      fc.property(text, (each) => sha256(each) === ofNode(each)),
      { seed: 7, numRuns: 300 },
    )
  })
})

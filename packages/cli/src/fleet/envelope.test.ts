import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { open, seal } from './envelope.ts'

// T20: results that somebody else has put there

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('What is sealed', () => {
  it('comes out again as it was put in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value))
        expect(open('thing', seal('thing', plain, sha256), sha256)).toEqual({ body: plain })
      }),
      { seed: 9, numRuns: 300 },
    )
  })

  it('is one line of JSON', () => {
    const text = seal('thing', { a: ['\n', '}'] }, sha256)
    expect(text).toMatch(/^[^\n]+\n$/)
    expect(JSON.parse(text)).toMatchObject({ thing: 1, body: { a: ['\n', '}'] } })
  })

  it('is not opened after any change of a character, nor where some are missing', () => {
    const text = seal('thing', { name: 'orders', list: [1, 2, 3] }, sha256)
    const change = fc.tuple(fc.nat(text.length - 1), fc.string({ maxLength: 2 }), fc.nat(3))
    fc.assert(
      fc.property(change, ([at, put, taken]) => {
        const changed = text.slice(0, at) + put + text.slice(at + taken)
        fc.pre(changed !== text)
        expect(open('thing', changed, sha256)).toHaveProperty('fault')
      }),
      { seed: 9, numRuns: 500 },
    )
    for (let length = 0; length < text.length; length++) {
      expect(open('thing', text.slice(0, length), sha256)).toHaveProperty('fault')
    }
  })

  it('is not opened as something else', () => {
    expect(open('other', seal('thing', {}, sha256), sha256)).toEqual({ fault: 'it is none' })
  })

  it('is not opened by another version', () => {
    const later = seal('thing', {}, sha256).replace('"thing":1', '"thing":2')
    expect(open('thing', later, sha256)).toEqual({ fault: 'another version of Specward has written it' })
  })
})

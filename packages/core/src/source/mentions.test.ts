import fc from 'fast-check'
import { expect, it } from 'vitest'
import { changeBetween } from './incremental/change.ts'
import { Mentions } from './mentions.ts'

const WORD = { pattern: 'aba', longest: 3 }
const SIGN = { pattern: /[^\0-\x7f]|\\[uUx]/, longest: 2 }

it('knows after any edits what stands in a text', () => {
  const text = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c', '\\', 'u', 'ä') })
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 6 }), (texts) => {
      let before = texts[0] ?? ''
      let mentions = new Mentions(before)
      for (const now of texts.slice(1)) {
        expect(mentions.has(WORD)).toBe(before.includes('aba'))
        expect(mentions.has(SIGN)).toBe(SIGN.pattern.test(before))
        const change = changeBetween(before, now)
        if (change) mentions = mentions.after(now, change)
        before = now
      }
      expect(mentions.has(WORD)).toBe(before.includes('aba'))
      expect(mentions.has(SIGN)).toBe(SIGN.pattern.test(before))
    }),
    { seed: 9, numRuns: 1_000 },
  )
})

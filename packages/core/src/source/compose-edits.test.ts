import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeEdits } from './compose-edits.ts'
import { applyTextEdits } from './edit.ts'
import type { TextEdit } from './types.ts'

/** Edits of a text of a length, in order and free of overlap, from numbers. */
function editsFrom(
  length: number,
  numbers: readonly (readonly [number, number, string])[],
): readonly TextEdit[] {
  const edits: TextEdit[] = []
  let at = 0
  for (const [gap, size, text] of numbers) {
    const start = at + (gap % 4)
    const end = start + (size % 3)
    if (end > length) break
    edits.push({ span: { start, end }, text })
    at = end + 1
  }
  return edits
}

const recipe = fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.string({ maxLength: 3 })), { maxLength: 5 })

describe('edits made one after the other', () => {
  it('are one set of edits of the first text', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 5, maxLength: 30 }),
        fc.array(recipe, { maxLength: 4 }),
        (first, recipes) => {
          const sets: (readonly TextEdit[])[] = []
          let text = first
          for (const each of recipes) {
            const edits = editsFrom(text.length, each)
            sets.push(edits)
            text = applyTextEdits(text, edits)
          }
          const composed = composeEdits(first.length, sets)
          expect(applyTextEdits(first, composed)).toBe(text)
          let end = -1
          for (const { span } of composed) {
            expect(span.start).toBeGreaterThan(end)
            end = span.end
          }
        },
      ),
      { seed: 8, numRuns: 500 },
    )
  })

  it('are none where the last takes back the first', () => {
    const sets = [[{ span: { start: 2, end: 2 }, text: 'abc' }], [{ span: { start: 2, end: 5 }, text: '' }]]
    expect(composeEdits(10, sets)).toEqual([])
  })
})

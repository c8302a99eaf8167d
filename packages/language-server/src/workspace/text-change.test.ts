import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { changeBetween, shiftRange } from './text-change.ts'

function range(startLine: number, start: number, endLine: number, end: number) {
  return { start: { line: startLine, character: start }, end: { line: endLine, character: end } }
}

describe('a range of a text', () => {
  const place = range(2, 4, 2, 8)

  it.each([
    ['text after it', range(2, 8, 2, 8), 'x', place],
    ['text below it', range(3, 0, 4, 0), '', place],
    ['lines above it', range(0, 0, 0, 0), 'a\nb\n', range(4, 4, 4, 8)],
    ['lines that go above it', range(0, 0, 2, 0), '', range(0, 4, 0, 8)],
    ['text before it in its line', range(2, 0, 2, 2), 'abc', range(2, 5, 2, 9)],
    ['text right before it', range(2, 4, 2, 4), 'ab', range(2, 6, 2, 10)],
    ['a line break right before it', range(2, 4, 2, 4), '\n', range(3, 0, 3, 4)],
    ['a line break of old right before it', range(2, 4, 2, 4), '\r', range(3, 0, 3, 4)],
    ['text inside it', range(2, 5, 2, 6), 'abc', range(2, 4, 2, 10)],
    ['text over its end', range(2, 6, 2, 9), 'abc', range(2, 4, 2, 6)],
    ['text over its beginning', range(2, 2, 2, 6), 'abc', range(2, 5, 2, 7)],
  ])('follows %s', (_, replaced, text, expected) => {
    expect(shiftRange(place, { range: replaced, text })).toEqual(expected)
  })

  it.each([
    ['it', place],
    ['its line', range(2, 0, 3, 0)],
    ['more than it', range(1, 0, 5, 0)],
  ])('goes when %s is replaced', (_, replaced) => {
    expect(shiftRange(place, { range: replaced, text: 'x' })).toBeUndefined()
  })

  it('keeps its text whatever is written outside of it', () => {
    const word = fc.constantFrom('a', 'b\n', '\n', 'cd')
    const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(''))
    const property = fc.property(
      text,
      text,
      text,
      text,
      fc.nat(),
      fc.nat(),
      (before, inside, after, written, from, to) => {
        const marked = `<${inside}>`
        const old = TextDocument.create('', '', 0, before + marked + after)
        const isBefore = from % 2 === 0
        const [low, high] = isBefore
          ? [0, before.length]
          : [before.length + marked.length, old.getText().length]
        const ends = [low + (from % (high - low + 1)), low + (to % (high - low + 1))].sort((a, b) => a - b)
        const [start = 0, end = 0] = ends
        const change = { range: { start: old.positionAt(start), end: old.positionAt(end) }, text: written }
        const placed = {
          start: old.positionAt(before.length),
          end: old.positionAt(before.length + marked.length),
        }
        const now = TextDocument.update(TextDocument.create('', '', 0, old.getText()), [change], 1)
        const shifted = shiftRange(placed, change)
        expect(shifted && now.getText(shifted)).toBe(marked)
      },
    )
    fc.assert(property, { seed: 8, numRuns: 500 })
  })
})

describe('the change between two texts', () => {
  it('makes one of the other', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '\n', '\r', '\r\n', 'ü'), { maxLength: 20 })
      .map((each) => each.join(''))
    const property = fc.property(text, text, (before, after) => {
      const change = changeBetween(before, after)
      const document = TextDocument.create('', '', 0, before)
      expect(change ? TextDocument.update(document, [change], 1).getText() : before).toBe(after)
    })
    fc.assert(property, { seed: 8, numRuns: 500 })
  })
})

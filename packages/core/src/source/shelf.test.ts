import { describe, expect, it } from 'vitest'
import { Shelf } from './shelf.ts'

/** Folds by keeping the text aside, and notes what was folded and unfolded. */
function noted() {
  const folded: string[] = []
  const unfolded: string[] = []
  const fold = (text: string) => {
    folded.push(text)
    return () => {
      unfolded.push(text)
      return text
    }
  }
  return { fold, folded, unfolded }
}

describe('a shelf of texts', () => {
  it('folds what nobody has looked at longest once there is more than it holds at hand', () => {
    const { fold, folded } = noted()
    const shelf = new Shelf(fold, 8)
    const first = shelf.put('first')
    const [second, third] = [shelf.put('two'), shelf.put('three')]
    expect(folded).toEqual(['first'])
    expect([first.text, second.text, third.text]).toEqual(['first', 'two', 'three'])
  })

  it('keeps what was just looked at, however long it is', () => {
    const { fold, folded } = noted()
    const text = new Shelf(fold, 3).put('much longer')
    expect(text.text).toBe('much longer')
    expect(folded).toEqual([])
  })

  it('folds a text once, however often it is looked at again', () => {
    const { fold, folded, unfolded } = noted()
    const shelf = new Shelf(fold, 4)
    const texts = [shelf.put('one'), shelf.put('two')]
    for (let round = 0; round < 3; round += 1) for (const each of texts) each.text
    expect(folded).toEqual(['one', 'two'])
    expect(unfolded.length).toBeGreaterThan(2)
  })

  it('tells lines and columns of a text that was folded in between, and leaves it folded', () => {
    const { fold, folded, unfolded } = noted()
    const shelf = new Shelf(fold, 4)
    const text = shelf.put('a\nbc\nd')
    expect(text.lines.position(3)).toEqual({ line: 2, column: 2 })
    shelf.put('other').text
    expect(folded).toEqual(['a\nbc\nd'])
    expect(text.lines.position(5)).toEqual({ line: 3, column: 1 })
    expect(text.lines.position(1_000)).toEqual({ line: 3, column: 2 })
    expect(unfolded).toEqual([])
  })

  it('leaves all texts as they are where nothing folds', () => {
    const shelf = new Shelf(undefined, 1)
    const texts = ['one', 'two'].map((each) => shelf.put(each))
    expect(texts.map(({ text }) => text)).toEqual(['one', 'two'])
  })
})

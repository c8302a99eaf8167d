import { parseSource } from '@specward/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Sheet } from './positions.ts'

const URI = 'file:///api.yaml'

/** A file that was read as `before`, and that an editor has as `now`. */
async function sheetOf(before: string, now: string): Promise<Sheet> {
  const document = TextDocument.create(URI, 'yaml', 2, now)
  return new Sheet(await parseSource(URI, before), { document: () => document })
}

describe('a sheet of a text that has not changed', () => {
  it('counts lines and UTF-16 code units from 0', async () => {
    const sheet = await sheetOf('a: 😀\r\nb: "x"\n', 'a: 😀\r\nb: "x"\n')
    expect(sheet.isCurrent).toBe(true)
    expect(sheet.rangeOf({ start: 3, end: 5 })).toEqual({
      start: { line: 0, character: 3 },
      end: { line: 0, character: 5 },
    })
    expect(sheet.offsetAt({ line: 1, character: 3 })).toBe(10)
  })

  it('has a place for what stands behind a byte order mark', async () => {
    const sheet = await sheetOf('\ufeffa: 1\n', '\ufeffa: 1\n')
    expect(sheet.isCurrent).toBe(true)
    expect(sheet.rangeOf({ start: 3, end: 4 })?.start).toEqual({ line: 0, character: 4 })
    expect(sheet.offsetAt({ line: 0, character: 4 })).toBe(3)
  })

  it('is that of the review where the file is not open', async () => {
    const sheet = new Sheet(await parseSource(URI, 'a:\n  b: 1\n'), { document: () => undefined })
    expect(sheet.rangeOf({ start: 5, end: 6 })?.start).toEqual({ line: 1, character: 2 })
    expect(sheet.uri).toBe(URI)
  })
})

describe('a sheet of a text that has changed', () => {
  it('finds what stands before and behind the change, and not what was written over', async () => {
    const sheet = await sheetOf('one: 1\ntwo: 2\nthree: 3\n', 'one: 1\ntwo: [\n\nthree: 3\n')
    expect(sheet.isCurrent).toBe(false)
    expect(sheet.rangeOf({ start: 0, end: 3 })?.end).toEqual({ line: 0, character: 3 })
    expect(sheet.rangeOf({ start: 12, end: 13 })).toBeUndefined()
    expect(sheet.rangeOf({ start: 14, end: 19 })?.start).toEqual({ line: 3, character: 0 })
    expect(sheet.offsetAt({ line: 3, character: 2 })).toBe(16)
    expect(sheet.offsetAt({ line: 1, character: 5 })).toBeUndefined()
  })

  it('does not take a name that has grown for the same', async () => {
    const sheet = await sheetOf('key: 1\n', 'keys: 1\n')
    expect(sheet.rangeOf({ start: 0, end: 3 })).toBeUndefined()
  })

  it('never gives a place with another text', async () => {
    const text = fc.stringMatching(/^[ab\n]{0,8}$/)
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        text,
        text,
        fc.nat(30),
        fc.nat(30),
        async (head, old, fresh, tail, a, b) => {
          const [before, now] = [`x${head}${old}${tail}`, `x${head}${fresh}${tail}`]
          const sheet = await sheetOf(before, now)
          const span = { start: Math.min(a, b, before.length), end: Math.min(Math.max(a, b), before.length) }
          const range = sheet.rangeOf(span)
          if (!range) return
          const document = TextDocument.create(URI, 'yaml', 2, now)
          const inside = span.start < 1 + head.length !== span.end <= 1 + head.length
          // a span around the change keeps its ends, but not what is between them
          if (!inside && document.getText(range).length === span.end - span.start)
            expect(document.getText(range)).toBe(before.slice(span.start, span.end))
          if (sheet.offsetAt(range.start) !== undefined) expect(sheet.offsetAt(range.start)).toBe(span.start)
        },
      ),
      { seed: 8, numRuns: 500 },
    )
  })
})

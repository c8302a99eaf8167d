import { describe, expect, it } from 'vitest'
import { decodeSource } from './decode.ts'

const uri = 'file:///api.yaml'
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

function utf16(text: string, bigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2 + 2)
  const view = new DataView(bytes.buffer)
  for (const [index, char] of ['\uFEFF', ...text.split('')].entries()) {
    view.setUint16(index * 2, char.charCodeAt(0), !bigEndian)
  }
  return bytes
}

describe('decoding', () => {
  it('reads UTF-8, with and without a byte order mark', async () => {
    for (const text of ['a: é😀', '\uFEFFa: é😀']) {
      const file = await decodeSource(uri, utf8(text))
      expect(file.value).toEqual({ a: 'é😀' })
      expect(file.text).toBe('a: é😀')
    }
  })

  it('reads UTF-16 in both byte orders where a byte order mark announces it', async () => {
    for (const bigEndian of [false, true]) {
      const file = await decodeSource(uri, utf16('a: é😀', bigEndian))
      expect(file.value).toEqual({ a: 'é😀' })
    }
  })

  it('points at the first byte that is not UTF-8', async () => {
    const bytes = Uint8Array.from([...utf8('a: é\nb: '), 0xe9, ...utf8('\nc: '), 0xe9])
    const file = await decodeSource(uri, bytes)
    expect(file.value).toBeUndefined()
    const [problem, ...others] = file.problems
    expect(others).toEqual([])
    expect(problem?.code).toBe('file-not-utf8')
    expect(problem?.message).toContain('byte 9 (0xE9)')
    expect(file.position(problem?.span?.start ?? -1)).toEqual({ line: 2, column: 4 })
  })

  it.each([
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a long form', [0xc0, 0xaf]],
    ['a long form of three bytes', [0xe0, 0x80, 0xaf]],
    ['a character that is cut off', [0xf0, 0x9f, 0x98]],
    ['a code point beyond the last', [0xf4, 0x90, 0x80, 0x80]],
  ])('refuses %s', async (_name, bad) => {
    const file = await decodeSource(uri, Uint8Array.from([...utf8('é: '), ...bad]))
    expect(file.problems.map(({ code, span }) => [code, span?.start])).toEqual([['file-not-utf8', 3]])
  })

  it('tells binary files by NUL bytes and by control characters', async () => {
    for (const bytes of [
      [0x89, 0x50, 0x4e, 0x47, 0, 1],
      [1, 2, 3, 4, 5, 6, 7, 8],
      [0xff, 0, 1],
    ]) {
      const file = await decodeSource(uri, Uint8Array.from(bytes))
      expect(file.problems.map(({ code }) => code)).toEqual(['file-binary'])
    }
  })

  it('tells an empty file', async () => {
    const file = await decodeSource(uri, new Uint8Array())
    expect(file.problems.map(({ code }) => code)).toEqual(['file-empty'])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PlaceAt, placeAt } from './at-offset.ts'
import { parseSource } from './parse.ts'

/** What stands at the mark `‸`. */
async function at(marked: string): Promise<PlaceAt | undefined> {
  const offset = marked.indexOf('‸')
  return placeAt(await parseSource('file:///api.yaml', marked.replace('‸', '')), offset)
}

async function shown(marked: string): Promise<string> {
  const place = await at(marked)
  if (!place) return 'nothing'
  const text = marked.replace('‸', '').slice(place.span.start, place.span.end)
  return `${place.part} /${place.path.join('/')} ${JSON.stringify(text)}`
}

describe('what stands at an offset', () => {
  it.each([
    ['‸a: 1\n', 'key /a "a"'],
    ['a‸: 1\n', 'key /a "a"'],
    ['a:‸ 1\n', 'inside / "a: 1"'],
    ['a: ‸1\n', 'value /a "1"'],
    ['a: 1‸\n', 'value /a "1"'],
    ['a:\n  - x\n  - ‸y\n', 'value /a/1 "y"'],
    ['a:\n ‸ - x\n', 'inside / "a:\\n  - x"'],
    ['a:\n  -‸ x\n', 'inside /a "- x"'],
    ['a: |\n  text\n  mo‸re\nb: 1\n', 'value /a "|\\n  text\\n  more"'],
    ["'a''b': {c: \"d‸\"}\n", 'value /a\'b/c "\\"d\\""'],
    ['{"a\\u0062": {‸}}', 'inside /ab "{}"'],
    ['{"a": [1, 2‸]}', 'value /a/1 "2"'],
    ['{"a": [1, 2]‸}', 'inside /a "[1, 2]"'],
    ['a: &x {b: 1}\nc: *‸x\n', 'value /c "*x"'],
    ['a: &x {b‸: 1}\nc: *x\n', 'key /a/b "b"'],
    ['__proto‸__: 1\n', 'key /__proto__ "__proto__"'],
    ['constructor: { toString: ‸1 }\n', 'value /constructor/toString "1"'],
    ['a: ‸\nb: 1\n', 'inside / "a: \\nb: 1"'],
  ])('%j is found', async (marked, expected) => {
    expect(await shown(marked)).toBe(expected)
  })

  it.each([
    ['a text with a fault', 'a: [‸1\nb: }\n'],
    ['a comment after all', 'a: 1\n# ‸x\n'],
    ['an empty text', '‸'],
    ['the first of two equal keys', 'a: { b: ‸1 }\na: { b: 2 }\n'],
    ['what a merge key brings and the mapping overrides', 'a: { <<: { b: ‸1 }, b: 2 }\n'],
  ])('is nothing in %s', async (_, marked) => {
    expect(await shown(marked)).toBe('nothing')
  })

  it('is a place of the mapping around a merge key', async () => {
    expect(await shown('a: { <<: { b: ‸1 }, c: 2 }\n')).toBe('value /a/b "1"')
    expect(await shown('a: { <<: [{ x: 0 }, { b: ‸1 }], c: 2 }\n')).toBe('value /a/b "1"')
    expect(await shown('a: { <‸<: { b: 1 } }\n')).toBe('inside /a "{ <<: { b: 1 } }"')
  })

  it('goes down as deep as the text does', async () => {
    const depth = 400
    const text = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
    const place = placeAt(await parseSource('file:///api.json', text), text.indexOf('1'))
    expect(place?.path).toHaveLength(depth)
  })

  it('is, for the span of any node, that node', async () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), tie('list'), tie('map')),
      list: fc.array(tie('any'), { maxLength: 4 }),
      map: fc.dictionary(fc.string({ maxLength: 5 }), tie('any'), { maxKeys: 4 }),
    })).map
    await fc.assert(
      fc.asyncProperty(value, fc.constantFrom(0, 2), async (root, indent) => {
        const file = await parseSource('file:///api.json', JSON.stringify(root, null, indent))
        for (const path of pathsOf(root)) {
          const span = file.locate(path)
          if (!span) throw new Error(`no place for ${path.join('/')}`)
          if (span.key) expect(placeAt(file, span.key.start + 1)).toMatchObject({ path, part: 'key' })
          const place = placeAt(file, span.value.start)
          expect(place).toMatchObject({ path, span: span.value })
        }
      }),
      { seed: 7, numRuns: 200 },
    )
  })
})

function pathsOf(root: unknown): readonly (readonly string[])[] {
  const found: (readonly string[])[] = []
  const open: { readonly value: unknown; readonly path: readonly string[] }[] = [{ value: root, path: [] }]
  for (const { value, path } of open) {
    found.push(path)
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) open.push({ value: inner, path: [...path, key] })
  }
  return found
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSource } from './parse.ts'
import type { Path, SourceFile, Span } from './types.ts'

/** Takes the marks « » out of a text; they stand around the span that is expected. */
function unmark(marked: string): { text: string; span: Span } {
  const start = marked.indexOf('«')
  const end = marked.indexOf('»') - 1
  return { text: marked.replace(/[«»]/g, ''), span: { start, end } }
}

async function expectValue(marked: string, ...path: Path): Promise<void> {
  const { text, span } = unmark(marked)
  const file = await parseSource('file:///api.yaml', text)
  expect(file.problems).toEqual([])
  expect(file.locate(path)?.value).toEqual(span)
}

async function expectKey(marked: string, ...path: Path): Promise<void> {
  const { text, span } = unmark(marked)
  const file = await parseSource('file:///api.yaml', text)
  expect(file.problems).toEqual([])
  expect(file.locate(path)?.key).toEqual(span)
}

describe('the span of a scalar', () => {
  it('is its text', () => expectValue('a:   «some text»   # comment\n', 'a'))
  it('includes its quotes', async () => {
    await expectValue("a: «'it''s'»\n", 'a')
    await expectValue('a: «"x \\" y"» # c\n', 'a')
    await expectValue('{"a": «"x \\" y\\\\"», "b": 1}', 'a')
  })
  it('covers all lines of plain text', () => expectValue('a: «one\n  two»\nb: 1\n', 'a'))
  it('leaves out anchor and tag', () => expectValue('a: !!str &x «5»\n', 'a'))
  it('runs from the indicator of a block scalar to its last content line', async () => {
    await expectValue('a: «|\n  one\n\n  two»\n\nb: 1\n', 'a')
    await expectValue('a: &x !foo «>2-  # comment\n  one»\n', 'a')
    await expectValue('- «|+\n x»\n\n\n', '0')
    await expectValue('a: # | >\n  «|\n  x»\n', 'a')
  })
  it('takes a line of white space in a block scalar for content where it is longer than the indentation', async () => {
    await expectValue('a: «|\n  x\n    »\n\nb: 1\n', 'a')
    await expectValue('a: «|\n  x»\n  \n\nb: 1\n', 'a')
  })
  it('is the header alone for a block scalar without content', () => expectValue('a: «|-»\n\nb: 1\n', 'a'))
  it('covers JSON literals', () => expectValue('[{"a":«-1.5e3»},true]', '0', 'a'))
})

describe('the span of a value without text', () => {
  it('is empty and follows the colon', () => expectValue('a:«»\nb: 1\n', 'a'))
  it('is empty and follows the dash', () => expectValue('a:\n  - x\n  -«»\n', 'a', '1'))
  it('is empty and follows the anchor or tag', () => expectValue('a: &x«»\nb: 1\n', 'a'))
  it('is empty and follows the key where there is no colon', () => expectValue('{a«», b: 1, }', 'a'))
})

describe('the span of a collection', () => {
  it('runs from the first key to the end of the last value', () =>
    expectValue('a:\n  «b: 1\n  c:\n    - 2»\n  # comment\nd: 3\n', 'a'))
  it('starts at the first dash', () => expectValue('a:\n«- 1\n- 2»\nb: 1\n', 'a'))
  it('includes the brackets of flow style', async () => {
    await expectValue('a: «{ b: [1, 2], # }\n  c: "]" }»\n', 'a')
    await expectValue('a: { b: «[1, 2 , ]», c: 3 }\n', 'a', 'b')
  })
  it('is the pair for a pair in a list', () => expectValue('[x, «a: b», c]', '1'))
  it('is the brackets for one that is empty', () => expectValue('{"a":«[ ]»}', 'a'))
  it('of the root leaves out the marker', () => expectValue('%YAML 1.2\n--- # x\n«a: 1»\n...\n'))
})

describe('the span of a key', () => {
  it('includes its quotes', async () => {
    await expectKey('a:\n  «"200"»: x\n', 'a', '200')
    await expectKey('{"a": {«"x\\u0041"»: 1}}', 'a', 'xA')
  })
  it('is found for numbers and for keys with special characters', async () => {
    await expectKey('responses:\n  «200»: x\n', 'responses', '200')
    await expectKey('«/users/{id}~1»: x\n', '/users/{id}~1')
    await expectKey("«'it''s'»: x\n", "it's")
    await expectKey('«"\\x41\\n"»: x\n', 'A\n')
  })
  it('is found after a question mark', () => expectKey('? «a»\n: b\n', 'a'))
  it('is found behind the names of object members', async () => {
    await expectKey('«constructor»: x\n', 'constructor')
    await expectKey('a: 1\n«__proto__»: x\n', '__proto__')
  })
  it('is the alias where an alias stands as the key', () => expectKey('a: &k x\nb: {«*k» : 1}\n', 'b', 'x'))
  it('is absent for list items and the root', async () => {
    const file = await parseSource('file:///api.yaml', '- a\n')
    expect(file.locate([])).toEqual({ value: { start: 0, end: 3 } })
    expect(file.locate(['0'])).toEqual({ value: { start: 2, end: 3 } })
  })
  it('is the last one where a key is repeated', async () => {
    await expectKey('a: 1\n«a»: 2\n', 'a')
    await expectKey('{"a": 1, «"a"»: 2}', 'a')
  })
})

describe('aliases and merge keys', () => {
  it('give an alias its own span', () => expectValue('a: &x {k: v}\nb: «*x»\n', 'b'))
  it('lead through an alias to the anchored node', () => expectValue('a: &x {k: «v»}\nb: *x\n', 'b', 'k'))
  it('lead through aliases of aliases', () =>
    expectValue('a: &x {k: «v»}\nb: &y {l: *x}\nc: [*y]\n', 'c', '0', 'l', 'k'))
  it('follow the anchor that stands last before the alias', () =>
    expectValue('a: &x {k: 1}\nb: &x {k: «2»}\nc: *x\nd: &x {k: 3}\n', 'c', 'k'))
  it('lead through a merge key', () => expectKey('a: &x {«k»: v}\nb:\n  <<: *x\n', 'b', 'k'))
  it('prefer own keys wherever they stand', async () => {
    await expectValue('a: &x {k: 1}\nb:\n  k: «2»\n  <<: *x\n', 'b', 'k')
    await expectValue('a: &x {k: 1}\nb:\n  <<: *x\n  k: «2»\n', 'b', 'k')
  })
  it('prefer the earlier of several merged mappings', () =>
    expectValue('a: &a {k: «1»}\nb: &b {k: 2}\nc:\n  <<: [*a, *b, {k: 3}]\n', 'c', 'k'))
  it('reach a mapping that is merged in place', () => expectValue('c:\n  <<: [{l: 1}, {k: «3»}]\n', 'c', 'k'))
  it('follow merge keys of merged mappings', () =>
    expectValue('a: &a {k: «1»}\nb: &b {<<: *a}\nc: &c {<<: *b}\nd: {<<: *c}\n', 'd', 'k'))
})

describe('texts with other line ends and characters', () => {
  it('are located with CRLF', () => expectValue('a: |\r\n  x\r\n\r\nb: «y»\r\n', 'b'))
  it('are located in UTF-16 units', () => expectValue('"😀": «"😀"» # 😀\nb: 1\n', '😀'))
  it('are located without the byte order mark', async () => {
    const file = await parseSource('file:///api.json', '\uFEFF{"a": 1}')
    expect(file.locate(['a'])).toEqual({ key: { start: 1, end: 4 }, value: { start: 6, end: 7 } })
  })
  it('are located where only the patient parser reads them', async () => {
    const text = 'a:\n  b: {\n    x: &n 1,\n    y: "q\\n"\n  }\n  "c": |\n    text\n\n  d: *n\n'
    const file = await parseSource('file:///api.yaml', text)
    expect(file.problems).toEqual([])
    const at = (...path: Path) => slice(file, file.locate(path)?.value)
    expect(at('a', 'b')).toBe('{\n    x: &n 1,\n    y: "q\\n"\n  }')
    expect(at('a', 'b', 'x')).toBe('1')
    expect(at('a', 'b', 'y')).toBe('"q\\n"')
    expect(at('a', 'c')).toBe('|\n    text')
    expect(at('a', 'd')).toBe('*n')
    expect(slice(file, file.locate(['a', 'c'])?.key)).toBe('"c"')
  })
})

describe('paths that lead nowhere', () => {
  it('have no span', async () => {
    const file = await parseSource('file:///api.yaml', 'a: [x]\nb: {c: 1}\nd: text\n')
    const nowhere = [
      ['z'],
      ['a', '1'],
      ['a', '-1'],
      ['a', '00'],
      ['a', 'length'],
      ['b', 'toString'],
      ['d', '0'],
    ]
    for (const path of nowhere) expect(file.locate(path)).toBeUndefined()
  })
  it('have none in a file that could not be read', async () => {
    const file = await parseSource('file:///api.yaml', 'a: [')
    expect(file.locate([])).toBeUndefined()
  })
})

describe('every node of a JSON value', () => {
  it('is located in JSON and in the same text read as YAML', async () => {
    const values = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 4 }), {
      minKeys: 1,
    })
    await fc.assert(
      fc.asyncProperty(values, fc.nat(2), async (generated, indent) => {
        const value = JSON.parse(JSON.stringify(generated)) as unknown
        const text = JSON.stringify(value, null, indent)
        const json = await parseSource('file:///api.json', text)
        // The comment makes it YAML.
        const yaml = await parseSource('file:///api.yaml', `${text} # end`)
        expect([json.language, yaml.language]).toEqual(['json', 'yaml'])
        for (const [path, node] of nodes(value)) {
          const place = json.locate(path)
          expect(JSON.parse(slice(json, place?.value))).toEqual(node)
          expect(yaml.locate(path)).toEqual(place)
          const name = path.at(-1)
          if (place?.key) expect(JSON.parse(slice(json, place.key))).toBe(name)
        }
      }),
    )
  })
})

function slice(file: SourceFile, span: Span | undefined): string {
  return span ? file.text.slice(span.start, span.end) : 'nowhere'
}

function nodes(root: unknown): [Path, unknown][] {
  const found: [Path, unknown][] = [[[], root]]
  for (const [path, value] of found) {
    if (typeof value !== 'object' || value === null) continue
    for (const [key, child] of Object.entries(value)) found.push([[...path, key], child])
  }
  return found
}

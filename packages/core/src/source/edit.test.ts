import { describe, expect, it } from 'vitest'
import { applyTextEdits, type EditRefusal, EditRefused, renderEdits } from './edit.ts'
import { parseSource } from './parse.ts'
import type { Path, TreeEdit } from './types.ts'

async function edited(text: string, ...edits: readonly TreeEdit[]): Promise<string> {
  const file = await parseSource(/^\s*[{[]/.test(text) ? 'file:///api.json' : 'file:///api.yaml', text)
  expect(file.problems).toEqual([])
  return applyTextEdits(file.text, renderEdits(file, edits))
}

async function refusal(text: string, ...edits: readonly TreeEdit[]): Promise<EditRefusal | 'made'> {
  try {
    await edited(text, ...edits)
    return 'made'
  } catch (error) {
    if (error instanceof EditRefused) return error.reason
    throw error
  }
}

const set = (path: string, value: unknown): TreeEdit => ({ op: 'set', path: keys(path), value })
const remove = (path: string): TreeEdit => ({ op: 'remove', path: keys(path) })
const rename = (path: string, to: string): TreeEdit => ({ op: 'rename', path: keys(path), to })
const insert = (path: string, key: string, value: unknown): TreeEdit => ({
  op: 'insert',
  path: keys(path),
  key,
  value,
})
const keys = (path: string): Path => (path === '' ? [] : path.split(' '))

const tooMany = {
  description: 'Too many requests',
  headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } },
}

const block = `openapi: 3.0.3 # the version
servers:
  - url: http://api.example.com/v1   # production
    description: "Main"
paths:
  /users:
    # Everybody asks for this.
    get:
      responses:
        '200':
          description: OK
        default:
          description: >
            Something else
            went wrong

    # Nobody does this.
    delete:
      responses:
        "204": { description: Gone }
`

describe('raising a server URL to https', () => {
  const url = set('servers 0 url', 'https://api.example.com/v1')

  it('changes nothing else in block style', async () => {
    expect(await edited(block, url)).toBe(block.replace('http:', 'https:'))
  })
  it('keeps quotes', async () => {
    for (const quote of ["'", '"']) {
      const text = `servers: [{url: ${quote}http://api.example.com/v1${quote}}]\n`
      expect(await edited(text, url)).toBe(text.replace('http:', 'https:'))
    }
  })
  it('changes nothing else in JSON, minified or not, nor with CRLF', async () => {
    const value = { servers: [{ url: 'http://api.example.com/v1', description: 'é' }] }
    for (const indent of [0, 2, '\t']) {
      for (const eol of ['\n', '\r\n']) {
        const text = `${JSON.stringify(value, null, indent)}\n`.replaceAll('\n', eol)
        expect(await edited(text, url)).toBe(text.replace('http:', 'https:'))
      }
    }
  })
})

describe('adding a 429 response', () => {
  it('follows the last response in block style, quoted as its neighbours are', async () => {
    const text = block.replace('default:', "'404':")
    expect(await edited(text, insert('paths /users get responses', '429', tooMany))).toBe(
      text.replace(
        'went wrong\n',
        `went wrong
        '429':
          description: Too many requests
          headers:
            Retry-After:
              description: Seconds to wait.
              schema:
                type: integer
`,
      ),
    )
  })
  it('takes the quotes of another response where the last has none', async () => {
    const text = await edited(
      block.replace("'200'", '"200"'),
      insert('paths /users get responses', '429', {}),
    )
    expect(text).toContain('went wrong\n        "429": {}\n')
  })
  it('quotes the key beside keys that are bare numbers', async () => {
    const text = 'responses:\n    200:\n        description: OK\n'
    expect(await edited(text, insert('responses', '429', { description: 'Stop' }))).toBe(
      "responses:\n    200:\n        description: OK\n    '429':\n        description: Stop\n",
    )
  })
  it('stays on the line in flow style', async () => {
    const text = 'responses: { "200": {description: OK} } # c\n'
    expect(await edited(text, insert('responses', '429', { description: 'a, b', x: [1] }))).toBe(
      'responses: { "200": {description: OK}, "429": { description: "a, b", x: [1] } } # c\n',
    )
  })
  it('takes lines of its own where the others have them', async () => {
    const text = 'responses: {\n  "200": {description: OK} # fine\n}\n'
    expect(await edited(text, insert('responses', '429', { description: 'Stop' }))).toBe(
      'responses: {\n  "200": {description: OK},\n  "429": {description: Stop} # fine\n}\n',
    )
  })
  it('follows the indentation of JSON', async () => {
    for (const indent of [2, 4, '\t']) {
      const value = { get: { responses: { default: { description: 'OK' } } }, x: 1 }
      const expected = { get: { responses: { default: { description: 'OK' }, 429: tooMany } }, x: 1 }
      const text = await edited(JSON.stringify(value, null, indent), insert('get responses', '429', tooMany))
      expect(JSON.parse(text)).toEqual(expected)
      // Number-like keys come first in an object, so the expected text is compared line by line.
      expect(text.split('\n').map(withoutComma).sort()).toEqual(
        JSON.stringify(expected, null, indent).split('\n').map(withoutComma).sort(),
      )
    }
  })
  it('stays on the one line of minified JSON', async () => {
    const text = '{"responses":{"200":{"description":"OK"}}}'
    expect(await edited(text, insert('responses', '429', { description: 'Stop', x: [1, 2] }))).toBe(
      '{"responses":{"200":{"description":"OK"},"429":{"description":"Stop","x":[1,2]}}}',
    )
  })
  it('fills an empty mapping', async () => {
    expect(await edited('{\n  "responses": {}\n}', insert('responses', '429', { a: 1 }))).toBe(
      '{\n  "responses": {\n    "429": {\n      "a": 1\n    }\n  }\n}',
    )
    expect(await edited('{"responses":{}}', insert('responses', '429', {}))).toBe('{"responses":{"429":{}}}')
    expect(await edited('responses: {} # c\nx: 1\n', insert('responses', '429', { a: 1 }))).toBe(
      "responses:\n  '429':\n    a: 1 # c\nx: 1\n",
    )
  })
  it('is written like JSON in YAML that is written like JSON', async () => {
    const text = '{\n  # c\n  "responses": {"200": {"a": 1}},\n}\n'
    const file = await parseSource('file:///api.yaml', text)
    const edits = renderEdits(file, [insert('responses', '429', { b: 'x' })])
    expect(applyTextEdits(text, edits)).toBe(
      '{\n  # c\n  "responses": {"200": {"a": 1}, "429": {"b": "x"}},\n}\n',
    )
  })
})

describe('set', () => {
  it('keeps comments around the value', async () => {
    expect(await edited('# a\nk: v # b\n# c\n', set('k', 5))).toBe('# a\nk: 5 # b\n# c\n')
    expect(await edited('k: # b\n  x: 1 # c\n', set('k', 5))).toBe('k: 5 # b # c\n')
    expect(await edited('k: # b\n  - 1\n', set('k', { w: 2 }))).toBe('k: # b\n  w: 2\n')
  })
  it('quotes text that would read as something else', async () => {
    const values = [
      'yes',
      '12',
      '2024-01-31',
      'a: b',
      '# x',
      '',
      ' x',
      '- x',
      '*x',
      "it's",
      'null',
      'a\u2028b',
    ]
    for (const value of values) {
      const text = await edited('k: v\n', set('k', value))
      expect((await parseSource('file:///a.yaml', text)).value).toEqual({ k: value })
      expect(text).toMatch(/^k: (['"].*['"]|it's)\n$/)
    }
  })
  it('writes text of several lines as a block, unless something follows on the line', async () => {
    expect(await edited('k: v\nl: 1\n', set('k', 'one\n\ntwo\n'))).toBe('k: |\n  one\n\n  two\nl: 1\n')
    expect(await edited('k: v # c\n', set('k', 'one\ntwo'))).toBe('k: "one\\ntwo" # c\n')
    expect(await edited('k: v\n # c\n', set('k', 'one\ntwo'))).toBe('k: "one\\ntwo"\n # c\n')
    expect(await edited('k: v  \n', set('k', 'one\ntwo'))).toBe('k: "one\\ntwo"  \n')
  })
  it('replaces a block scalar by plain text', async () => {
    expect(await edited('k: |\n  one\n  two\nl: 1\n', set('k', 'v'))).toBe('k: v\nl: 1\n')
  })
  it('replaces a scalar by a block, and an empty value too', async () => {
    expect(await edited('k: v # c\n', set('k', { a: [{ b: 1, c: 2 }] }))).toBe(
      'k:\n  a:\n    - b: 1\n      c: 2 # c\n',
    )
    expect(await edited('k:\nl: 1\n', set('k', ['x']))).toBe('k:\n  - x\nl: 1\n')
  })
  it('follows lists that are not indented', async () => {
    expect(await edited('a:\n- x\nk: v\n', set('k', ['v']))).toBe('a:\n- x\nk:\n- v\n')
  })
  it('keeps flow style', async () => {
    expect(await edited('security: [{a: []}] # c\n', set('security', [{ b: ['x'] }]))).toBe(
      'security: [{b: [x]}] # c\n',
    )
  })
  it('gives a list item its lines', async () => {
    expect(await edited('l:\n  - a\n  - b\n', set('l 0', { x: 1, w: 2 }))).toBe(
      'l:\n  - x: 1\n    w: 2\n  - b\n',
    )
  })
  it('adds a key that is missing', async () => {
    expect(await edited('a: 1\n', set('b', 2))).toBe('a: 1\nb: 2\n')
    expect(await edited('{"a": 1}', set('b', 2))).toBe('{"a": 1, "b": 2}')
  })
  it('overrides a merged key in the mapping itself', async () => {
    expect(await edited('a: &a {x: 1}\nb:\n  <<: *a\n', set('b x', 2))).toBe(
      'a: &a {x: 1}\nb:\n  <<: *a\n  x: 2\n',
    )
  })
  it('replaces an alias', async () => {
    expect(await edited('a: &a {x: 1}\nb: *a\n', set('b', 2))).toBe('a: &a {x: 1}\nb: 2\n')
  })
  it('takes an old tag away with its value', async () => {
    expect(await edited('a: !!str 5\n', set('a', 6))).toBe('a: 6\n')
  })
  it('replaces the root', async () => {
    expect(await edited('# a\nx: 1\n', set('', { w: [1] }))).toBe('# a\nw:\n  - 1\n')
  })
})

describe('remove', () => {
  it('takes the lines of an entry and its comment at the end, and leaves the rest', async () => {
    const text = '# a\na: 1\n# b\nb: # bb\n  x: 1\n  w: 2 # yy\n\n# c\nc: 3\n'
    expect(await edited(text, remove('b'))).toBe('# a\na: 1\n# b\n\n# c\nc: 3\n')
  })
  it('takes the first and the last entry', async () => {
    expect(await edited('a: 1\nb: 2\n', remove('a'))).toBe('b: 2\n')
    expect(await edited('a: 1\nb: 2', remove('b'))).toBe('a: 1')
    expect(await edited('- a: 1\n  b: 2\n', remove('0 a'))).toBe('- b: 2\n')
  })
  it('leaves an empty collection behind the last entry', async () => {
    expect(await edited('a:\n  # c\n  b: 1\nd: 2\n', remove('a b'))).toBe('a: {}\n  # c\nd: 2\n')
    expect(await edited('a:\n  - b\n', remove('a 0'))).toBe('a: []\n')
    expect(await edited('a: 1\n', remove('a'))).toBe('{}\n')
    expect(await edited('{"a": [ 1 ]}', remove('a 0'))).toBe('{"a": []}')
  })
  it('takes the comma of a flow entry', async () => {
    expect(await edited('[1, 2, 3]', remove('0'))).toBe('[2, 3]')
    expect(await edited('[1, 2, 3]', remove('1'))).toBe('[1, 3]')
    expect(await edited('[1, 2, 3]', remove('2'))).toBe('[1, 2]')
    expect(await edited('{\n  "a": 1,\n  "b": 2\n}', remove('b'))).toBe('{\n  "a": 1\n}')
    expect(await edited('a: {x: 1, w: 2,}\n', remove('a w'))).toBe('a: {x: 1,}\n')
  })
  it('takes a repeated key as often as it stands there', async () => {
    expect(await edited('a: 1\nb: 2\na: 3\n', remove('a'))).toBe('b: 2\n')
  })
  it('leaves the text of a block scalar before it as it is', async () => {
    const text = 'a: |+\n  x\n\nb: 1\n\n  # c\nd: 2\n'
    const file = await parseSource('file:///a.yaml', await edited(text, remove('b')))
    expect(file.value).toEqual({ a: 'x\n\n', d: 2 })
  })
})

describe('rename', () => {
  it('keeps the place, the value and the quotes', async () => {
    expect(await edited("a: 1\n'b' : &x # c\n  - 1\nc: 2\n", rename('b', 'z'))).toBe(
      "a: 1\n'z' : &x # c\n  - 1\nc: 2\n",
    )
    expect(await edited('{"a":1,"b":2}', rename('a', 'x"y'))).toBe('{"x\\"y":1,"b":2}')
    expect(await edited('a: {b: 1}\n', rename('a b', '200'))).toBe("a: {'200': 1}\n")
  })
})

describe('insert', () => {
  it('adds items to lists at any place', async () => {
    const text = 'l:\n- a # aa\n- b\n'
    expect(await edited(text, insert('l', '-', 'x'))).toBe('l:\n- a # aa\n- b\n- x\n')
    expect(await edited(text, insert('l', '1', 'x'))).toBe('l:\n- a # aa\n- x\n- b\n')
    expect(await edited(text, insert('l', '0', 'x'))).toBe('l:\n- x\n- a # aa\n- b\n')
    expect(await edited('[1, 2]', insert('', '0', 'x'))).toBe('["x", 1, 2]')
    expect(await edited('[1,2]', insert('', '1', 'x'))).toBe('[1,"x",2]')
    expect(await edited('[]', insert('', '-', 'x'))).toBe('["x"]')
  })
  it('follows CRLF line ends', async () => {
    expect(await edited('a:\r\n  b: 1\r\n', insert('a', 'c', { d: 1 }))).toBe(
      'a:\r\n  b: 1\r\n  c:\r\n    d: 1\r\n',
    )
  })
  it('comes after blank lines that belong to a block scalar', async () => {
    const text = await edited('a: |+\n  x\n\n\n', insert('', 'b', 1))
    expect((await parseSource('file:///a.yaml', text)).value).toEqual({ a: 'x\n\n\n', b: 1 })
  })
  it('adds no line break to the end of a text without one', async () => {
    expect(await edited('a: 1', insert('', 'b', 2))).toBe('a: 1\nb: 2')
  })
  it('writes __proto__ as a key', async () => {
    const value = JSON.parse('{"__proto__": 1}') as unknown
    expect(await edited('a: {}\n', insert('a', '__proto__', value))).toBe(
      'a:\n  __proto__:\n    __proto__: 1\n',
    )
  })
})

describe('several edits', () => {
  it('all mean the text as it was', async () => {
    const text = 'a:\n  - 1\n  - 2\n  - 3\nb: x\n'
    expect(
      await edited(
        text,
        remove('a 0'),
        set('a 1', 'two'),
        insert('a', '-', 4),
        rename('b', 'c'),
        set('b', 'v'),
      ),
    ).toBe('a:\n  - two\n  - 3\n  - 4\nc: v\n')
  })
  it('may insert at the end of nested collections at once', async () => {
    const text = 'a:\n  b:\n    c: 1\n'
    expect(await edited(text, insert('', 'x', 1), insert('a', 'w', 2), insert('a b', 'z', 3))).toBe(
      'a:\n  b:\n    c: 1\n    z: 3\n  w: 2\nx: 1\n',
    )
  })
  it('may insert several entries in one place', async () => {
    expect(await edited('a: {}\n', insert('a', 'x', 1), insert('a', 'w', 2))).toBe('a:\n  x: 1\n  w: 2\n')
    expect(await edited('{"a": 1}', insert('', 'x', 1), insert('', 'w', 2))).toBe('{"a": 1, "x": 1, "w": 2}')
  })
  it('may replace all entries of a collection', async () => {
    expect(await edited('a:\n  b: 1\n', remove('a b'), insert('a', 'c', 2))).toBe('a:\n  c: 2\n')
    expect(await edited('{"a": {"b": 1}}', remove('a b'), insert('a', 'c', 2))).toBe('{"a": {"c": 2}}')
  })
})

describe('edits are refused', () => {
  it('when two touch the same text', async () => {
    expect(await refusal('a:\n  b: 1\n', set('a', 1), set('a b', 2))).toBe('overlap')
    expect(await refusal('a: 1\nb: 2\n', set('a', 1), remove('a'))).toBe('overlap')
    expect(await refusal('a: 1\nb: 2\n', rename('a', 'c'), remove('a'))).toBe('overlap')
    expect(await refusal('a: {}\n', remove('a'), insert('a', 'b', 1))).toBe('overlap')
    expect(await refusal('a: 1\n', insert('', 'b', 1), insert('', 'b', 2))).toBe('overlap')
  })
  it('when they would change another place through an anchor', async () => {
    const text = 'a: &a\n  x: {w: 1}\nb: *a\nc:\n  <<: *a\n'
    for (const edit of [
      set('b x', 2),
      set('a x w', 2),
      set('a', 1),
      remove('a'),
      insert('b', 'z', 1),
      remove('c x'),
    ]) {
      expect(await refusal(text, edit)).toBe('shared-text')
    }
    expect(await refusal('a: &a 1\nb: *a\n', set('a', 2))).toBe('shared-text')
    expect(await refusal('a: &a {x: 1}\nb: {<<: *a, x: 2}\n', remove('b x'))).toBe('shared-text')
  })
  it('unless the anchor is used by nobody', async () => {
    expect(await edited('a: &a\n  x: 1\n', set('a x', 2))).toBe('a: &a\n  x: 2\n')
  })
  it('when the place is not there or not fit', async () => {
    expect(await refusal('a: 1\n', remove('b'))).toBe('no-such-place')
    expect(await refusal('a: 1\n', set('b c', 1))).toBe('no-such-place')
    expect(await refusal('a: [1]\n', insert('a', '2', 1))).toBe('no-such-place')
    expect(await refusal('a: 1\n', insert('a', 'b', 1))).toBe('not-a-collection')
    expect(await refusal('a: 1\n', insert('', 'a', 1))).toBe('key-exists')
    expect(await refusal('a: 1\nb: 2\n', rename('a', 'b'))).toBe('key-exists')
    expect(await refusal('a: 1\na: 2\n', rename('a', 'b'))).toBe('repeated-key')
    expect(await refusal('l: [a: b]\n', insert('l 0', 'c', 1))).toBe('unsupported')
    expect(await refusal('a: 1\n', remove(''))).toBe('unsupported')
  })
  it('when the value holds itself', async () => {
    const value: Record<string, unknown> = {}
    value.self = value
    expect(await refusal('a: 1\n', set('a', value))).toBe('value-too-deep')
  })
  it('when the file could not be read', async () => {
    const file = await parseSource('file:///a.yaml', 'a: [')
    expect(() => renderEdits(file, [set('a', 1)])).toThrow(EditRefused)
  })
})

function withoutComma(line: string): string {
  return line.replace(/,$/, '')
}

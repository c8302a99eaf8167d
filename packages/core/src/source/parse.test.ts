import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProblemCode } from '../problem.ts'
import { parseSource } from './parse.ts'
import type { SourceFile } from './types.ts'

// T10, T12: texts that explode, keys that mean something to JavaScript

const yaml = (text: string): Promise<SourceFile> => parseSource('file:///api.yaml', text)
const json = (text: string): Promise<SourceFile> => parseSource('file:///api.json', text)

/** The code of each problem with the place at which it starts, as `code@line:column`. */
function told(file: SourceFile): string[] {
  return file.problems.map(({ code, span }) => {
    if (!span) return code
    const { line, column } = file.position(span.start)
    return `${code}@${line}:${column}`
  })
}

async function expectProblem(text: string, code: ProblemCode, place?: string): Promise<void> {
  const file = await yaml(text)
  expect(told(file)).toEqual([place ? `${code}@${place}` : code])
  expect(file.value).toBeUndefined()
}

describe('the language of a text', () => {
  it('is JSON when the text is JSON, whatever the name', async () => {
    const file = await yaml('{"openapi": "3.1.0"}')
    expect(file.language).toBe('json')
    expect(file.value).toEqual({ openapi: '3.1.0' })
  })

  it('is YAML when a text with braces is not JSON and its name does not say .json', async () => {
    const file = await yaml('{openapi: 3.1.0, servers: [],}')
    expect(file.language).toBe('yaml')
    expect(file.value).toEqual({ openapi: '3.1.0', servers: [] })
  })

  it('is YAML when a .json file does not start with a bracket', async () => {
    const file = await json('openapi: 3.1.0')
    expect(file.language).toBe('yaml')
    expect(file.value).toEqual({ openapi: '3.1.0' })
  })

  it('is found in a URL with a query', async () => {
    const file = await parseSource('https://example.com/api.json?v=1', '{"a": 1,}')
    expect(file.language).toBe('json')
    expect(told(file)).toEqual(['syntax-error@1:8'])
  })
})

describe('values', () => {
  it('leave out a byte order mark', async () => {
    const file = await json('\uFEFF{"a": 1}')
    expect(file.text).toBe('{"a": 1}')
    expect(file.value).toEqual({ a: 1 })
  })

  it('read YAML scalars by the core schema: dates, yes and no stay text', async () => {
    const file = await yaml('a: 2024-01-31\nb: yes\nc: true\nd: 0x10\ne: ~\nf: 1.5\ng: "5"\n')
    expect(file.value).toEqual({ a: '2024-01-31', b: 'yes', c: true, d: 16, e: null, f: 1.5, g: '5' })
  })

  it('read keys as they are written', async () => {
    const file = await yaml('200: a\n010: b\n0x1F: c\ntrue: d\n~: e\n1.0: f\n"q": g\n!!int 7: h\n')
    expect(file.value).toEqual({
      200: 'a',
      '010': 'b',
      '0x1F': 'c',
      true: 'd',
      '~': 'e',
      '1.0': 'f',
      q: 'g',
      7: 'h',
    })
  })

  it('read keys as they are written where a line break follows them', async () => {
    expect((await yaml('a: {b: 1, 0x1\n  , ? ~\n  }\n')).value).toEqual({
      a: { b: 1, '0x1': null, '~': null },
    })
  })

  it('take a merge key with a string tag for a plain key', async () => {
    expect((await yaml('a: &a {x: 1}\nb: {!!str <<: *a}\n')).value).toMatchObject({ b: { '<<': { x: 1 } } })
  })

  it('hold __proto__ as an own key that changes no prototype', async () => {
    for (const text of ['__proto__: {polluted: true}', '{"__proto__": {"polluted": true}}']) {
      const { value } = await yaml(text)
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
      expect(Object.keys(value as object)).toEqual(['__proto__'])
      expect((value as { polluted?: unknown }).polluted).toBeUndefined()
    }
  })

  it('merge with own keys first and earlier sources before later ones', async () => {
    const file = await yaml('a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: own\n')
    expect(file.value).toMatchObject({ c: { x: 'own', y: 1, z: 2 } })
  })

  it('take the last of equal keys', async () => {
    expect((await yaml('a: 1\na: 2\n')).value).toEqual({ a: 2 })
    expect((await json('{"a": 1, "a": 2}')).value).toEqual({ a: 2 })
  })

  it('read nodes with a custom tag as if it were not there', async () => {
    const file = await yaml(
      'a: !Ref x\nb: !Sub [p, {q: 1}]\nc: !!js/function "f"\nd: !!binary aGk=\ne: !x {y: 1}\n',
    )
    expect(file.problems).toEqual([])
    expect(file.value).toEqual({ a: 'x', b: ['p', { q: 1 }], c: 'f', d: 'aGk=', e: { y: 1 } })
  })

  it("follow YAML's own tags", async () => {
    expect((await yaml('a: !!str 5\nb: !!float 5\nc: ! 5\n')).value).toEqual({ a: '5', b: 5, c: '5' })
  })

  it('use the scalar behind an alias that stands as a key', async () => {
    expect((await yaml('a: &k 404\nb:\n  *k : found\n')).value).toEqual({ a: 404, b: { 404: 'found' } })
  })

  it('read indentation that js-yaml refuses and other parsers accept', async () => {
    const file = await yaml(
      'a:\n  b: {\n    x: 1\n  }\n  c: &k [\n    2\n  ]\n  d: *k\n  200: !!str 5\n  e: |\n    text\n',
    )
    expect(file.problems).toEqual([])
    expect(file.value).toEqual({ a: { b: { x: 1 }, c: [2], d: [2], 200: '5', e: 'text\n' } })
  })

  it('come from the first document with content', async () => {
    const file = await yaml('---\n# nothing\n---\na: 1\n---\n')
    expect(file.problems).toEqual([])
    expect(file.value).toEqual({ a: 1 })
  })

  it('survive being written as JSON and read again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), async (value, indent) => {
        const file = await json(JSON.stringify(value, null, indent))
        expect(file.value).toEqual(JSON.parse(JSON.stringify(value)))
        expect(file.problems).toEqual([])
      }),
    )
  })
})

describe('problems', () => {
  it('tell an empty file', async () => {
    for (const text of ['', '  \n\t\n', '# only a comment\n', '---\n...\n'])
      await expectProblem(text, 'file-empty')
  })

  it('tell a file with NUL characters from text', async () => {
    await expectProblem('a: b\0c', 'file-binary', '1:5')
  })

  it('give each fault of a YAML text its own place', async () => {
    await expectProblem('a:\n\tb: 1\n', 'syntax-error', '2:1')
    await expectProblem('a: "x\\q"\n', 'syntax-error', '1:6')
    const file = await yaml('a: [1] 2\nb: 1\nc: [3] 4\n')
    expect(told(file)).toEqual(['syntax-error@1:8', 'syntax-error@3:8'])
  })

  it('tell a mapping that stands as a key', async () => {
    await expectProblem('a:\n  {b: c}: d\n', 'syntax-error', '2:3')
    await expectProblem('? [a]\n: b\n', 'syntax-error', '1:3')
    await expectProblem('x: &x [a]\n*x : b\n', 'syntax-error', '2:1')
  })

  it('tell an alias without anchor', async () => {
    await expectProblem('a: *nowhere\n', 'syntax-error', '1:4')
  })

  it('tell a merge of something that is not a mapping', async () => {
    await expectProblem('a:\n  <<: 5\n', 'syntax-error', '2:7')
    await expectProblem('x: &x 5\na:\n  <<: *x\n', 'syntax-error', '3:7')
    await expectProblem('x: &x {a: 1}\na:\n  <<: [[*x]]\n', 'syntax-error', '3:3')
  })

  it('tell a value that does not fit its tag', async () => {
    await expectProblem('a: !!int abc\n', 'syntax-error', '1:4')
  })

  it('tell a second document, and still read the first', async () => {
    const file = await yaml('a: 1\n---\nb: 2\n---\nc: 3\n')
    expect(file.value).toEqual({ a: 1 })
    expect(told(file)).toEqual(['multiple-documents@2:1'])
  })
})

describe('limits', () => {
  it('stop nesting beyond 1,000 levels in YAML', async () => {
    await expectProblem(`a: ${'['.repeat(100_000)}`, 'nesting-too-deep', '1:1003')
    await expectProblem('- '.repeat(100_000), 'nesting-too-deep', '1:2001')
    const lines = Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth)}a:`)
    await expectProblem(lines.join('\n'), 'nesting-too-deep', '1000:1000')
  })

  it('stop nesting beyond 1,000 levels in JSON', async () => {
    const lists = await json('['.repeat(100_000) + ']'.repeat(100_000))
    expect(told(lists)).toEqual(['nesting-too-deep@1:1001'])
    const broken = await json('{"a":'.repeat(100_000))
    expect(told(broken)).toEqual(['nesting-too-deep@1:5001'])
  })

  it('allow 900 levels', async () => {
    expect((await yaml(`a: ${'['.repeat(900)}${']'.repeat(900)}`)).problems).toEqual([])
    expect((await json('['.repeat(900) + ']'.repeat(900))).problems).toEqual([])
  })

  it('stop aliases that multiply', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for (let level = 1; level <= 9; level += 1) {
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      )
    }
    const file = await yaml(lines.join('\n'))
    expect(file.problems.map(({ code }) => code)).toEqual(['alias-limit'])
    expect(file.value).toBeUndefined()
  })

  it('stop aliases that multiply through merge keys', async () => {
    const lines = ['a0: &a0 {x: [1, 2, 3, 4, 5, 6, 7, 8, 9]}']
    for (let level = 1; level <= 8; level += 1) {
      const items = Array.from({ length: 9 }, (_, item) => `k${item}: {<<: *a${level - 1}}`)
      lines.push(`a${level}: &a${level} {${items.join(', ')}}`)
    }
    expect((await yaml(lines.join('\n'))).problems.map(({ code }) => code)).toEqual(['alias-limit'])
  })

  it('allow an alias that is used many times', async () => {
    const lines = ['a: &a {type: string}']
    for (let index = 0; index < 5_000; index += 1) lines.push(`b${index}: *a`)
    expect((await yaml(lines.join('\n'))).problems).toEqual([])
  })

  it('stop an alias inside its own anchor', async () => {
    await expectProblem('a: &a\n  b: *a\n', 'alias-limit', '2:6')
    await expectProblem('a: &a\n  <<: *a\n', 'alias-limit', '2:7')
  })
})

describe('faults of JSON', () => {
  const faults: readonly (readonly [string, string, RegExp])[] = [
    ['a comma before the closing brace', '{\n  "a": 1,\n}', /Remove this comma/],
    ['a comma before the closing bracket', '[1, 2,]', /Remove this comma/],
    ['a missing comma', '{"a": 1\n "b": 2}', /comma or '}' is missing/],
    ['a key without quotes', '{a: 1}', /Put the key a in double quotes/],
    ['a key in single quotes', "{'a': 1}", /double quotes, not single/],
    ['a string in single quotes', '{"a": \'b\'}', /double quotes, not single/],
    ['a missing colon', '{"a" 1}', /':' is missing/],
    ['a missing value', '{"a": }', /value is missing/],
    ['a comment', '{"a": 1} // b', /more text after the end/],
    ['a comment inside', '{\n  // b\n  "a": 1}', /no comments/],
    ['an open string', '{"a": "b\n}', /no closing quote/],
    ['an unknown escape', '{"a": "\\q"}', /not an escape/],
    ['a raw control character', '{"a": "\u0001"}', /U\+0001/],
    ['a number with a leading zero', '{"a": 012}', /012 is not a JSON number/],
    ['a plus sign', '{"a": +1}', /starts with a digit/],
    ['a word of another language', '{"a": True}', /no value True/],
    ['a brace that closes a bracket', '{"a": [1}', /does not match the '\['/],
    ['a bracket that is never closed', '{"a": [1', /never closed/],
    ['two values', '{}{}', /more text after the end/],
  ]
  const starts = [
    '2:9',
    '1:6',
    '2:2',
    '1:2',
    '1:2',
    '1:7',
    '1:6',
    '1:7',
    '1:10',
    '2:3',
    '1:7',
    '1:8',
    '1:8',
    '1:7',
    '1:7',
    '1:7',
    '1:9',
    '1:7',
    '1:3',
  ]

  it.each(faults.map((fault, index) => [...fault, starts[index]] as const))(
    'name %s',
    async (_name, text, message, place) => {
      const file = await json(text)
      expect(told(file)).toEqual([`syntax-error@${place}`])
      expect(file.problems[0]?.message).toMatch(message)
    },
  )

  it('are found exactly where JSON.parse finds some', async () => {
    const damaged = fc
      .tuple(fc.jsonValue(), fc.nat(), fc.string({ maxLength: 2 }))
      .map(([value, at, noise]) => {
        const text = JSON.stringify({ value })
        const cut = at % text.length
        return text.slice(0, cut) + noise + text.slice(cut + 1)
      })
      .filter((text) => /^\s*[{[]/.test(text) && !text.includes('\0'))
    await fc.assert(
      fc.asyncProperty(damaged, async (text) => {
        let valid = true
        try {
          JSON.parse(text)
        } catch {
          valid = false
        }
        const file = await json(text)
        expect(file.problems.length === 0).toBe(valid)
        expect(file.problems.every(({ message }) => message !== 'This is not valid JSON.')).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('positions', () => {
  it('count lines that end in LF, CRLF and a lone CR, and columns in UTF-16 units', async () => {
    const file = await yaml('a: 1\r\nb: 😀 x\rc: 1\nd: 2')
    const at = (text: string) => file.position(file.text.indexOf(text))
    expect(at('a:')).toEqual({ line: 1, column: 1 })
    expect(at('x')).toEqual({ line: 2, column: 7 })
    expect(at('c:')).toEqual({ line: 3, column: 1 })
    expect(at('d:')).toEqual({ line: 4, column: 1 })
    expect(file.position(file.text.length)).toEqual({ line: 4, column: 5 })
  })
})

import { describe, expect, it } from 'vitest'
import { parseSource } from './parse.ts'

const ENTRY = (index: number): string =>
  `  /things/${index}:\n    get:\n      summary: Reads "${index}"\n      parameters:\n        - name: id\n          in: query\n      responses:\n        '200':\n          description: ok\n`
const HEAD = 'openapi: 3.0.3\ninfo:\n  title: Things\npaths:\n'
const few = (entry: string): string => HEAD + ENTRY(0) + entry + ENTRY(1)
const many = (entry: string): string => {
  const entries = Array.from({ length: 800 }, (_, index) => ENTRY(index))
  return [HEAD, ...entries.slice(0, 500), entry, ...entries.slice(500)].join('')
}

const BROKEN: readonly (readonly [string, string])[] = [
  ['a key without its colon', '  /new\n'],
  ['a key without its colon, deeper down', '  /new:\n    get:\n      summary\n      responses: {}\n'],
  ['a bracket that is not closed', '  /new:\n    get:\n      tags: [a\n      responses: {}\n'],
  ['a mapping on the line of its key', '  /new:\n    get: a: b\n      responses: {}\n'],
  ['bad indentation', '  /new:\n    get:\n      summary: a\n     responses: {}\n'],
  ['a quote that is not closed', '  /new:\n    get:\n      summary: "a\n      responses: {}\n'],
]

describe('what is wrong with a long text', () => {
  it.each(BROKEN)('is what is wrong with a short one: %s', async (_, entry) => {
    const [short, long] = [few(entry), many(entry)]
    const of = async (text: string) => {
      const { problems, value } = await parseSource('file:///a.yaml', text)
      const first = text.indexOf(entry)
      const told = problems.map(({ code, message, span }) => ({
        code,
        message,
        start: (span?.start ?? 0) - first,
      }))
      return { value, told }
    }
    const expected = await of(short)
    expect(expected.told).not.toEqual([])
    expect(await of(long)).toEqual(expected)
  })

  it('is nothing where only the stricter reader stumbles', async () => {
    const text = many('  /new:\n    get:\n      summary: a\t# tab\n')
    const { problems } = await parseSource('file:///a.yaml', text)
    expect(problems).toEqual([])
  })
})

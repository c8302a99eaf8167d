import { describe, expect, it } from 'vitest'
import { parseSource } from './parse.ts'

/** Each duplicate as `/path: key first>again`, with lines and columns. */
async function told(text: string, uri = 'file:///api.yaml'): Promise<string[]> {
  const file = await parseSource(uri, text)
  expect(file.problems).toEqual([])
  return file.duplicateKeys.map(({ path, key, first, again }) => {
    const [from, to] = [first, again].map((span) => {
      const start = file.position(span.start)
      return `${start.line}:${start.column}-${file.position(span.end).column}`
    })
    return `${path.map((step) => `/${step}`).join('')} ${key} ${from} ${to}`
  })
}

describe('duplicate keys', () => {
  it('are found in a block mapping', async () => {
    expect(await told('get: 1\npost: 2\n"get": 3\n')).toEqual([' get 1:1-4 3:1-6'])
  })
  it('are found in JSON, with the path of the mapping', async () => {
    const text = '{"paths": [{"x": {"a": "{\\"a\\":", "b": 1, "a": 2}}]}'
    expect(await told(text, 'file:///api.json')).toEqual(['/paths/0/x a 1:19-22 1:43-46'])
  })
  it('are found when JSON writes the same key in different ways', async () => {
    expect(await told('{"a": 1, "\\u0061" : 2}', 'file:///api.json')).toEqual([' a 1:2-5 1:10-18'])
  })
  it('are found in flow mappings and under anchors', async () => {
    expect(await told('x: &x {a: 1, a: 2}\ny: *x\n')).toEqual(['/x a 1:8-9 1:14-15'])
  })
  it('are told once with the first and the last place', async () => {
    expect(await told('a: 1\na: 2\na: 3\n')).toEqual([' a 1:1-2 3:1-2'])
  })
  it('are told for each mapping and each key, in the order of the text', async () => {
    expect(await told('b: {x: 1, y: 1, y: 2, x: 2}\na: 1\nb: 2\n')).toEqual([
      ' b 1:1-2 3:1-2',
      '/b x 1:5-6 1:23-24',
      '/b y 1:11-12 1:17-18',
    ])
  })
  it('are found by the name of the key', async () => {
    expect(await told("200: a\n'200': b\n")).toEqual([' 200 1:1-4 2:1-6'])
  })
  it('are not an override of a merged key', async () => {
    expect(await told('a: &a {k: 1}\nb:\n  <<: *a\n  k: 2\nc:\n  k: 2\n  <<: *a\n')).toEqual([])
  })
  it('are not equal keys of different mappings, nor text that looks like keys', async () => {
    expect(await told('a: {k: 1}\nb: {k: 1}\nc: "k: 1, k: 2"\n')).toEqual([])
    expect(await told('[{"k": "\\"k\\":"}, {"k": 1}]', 'file:///api.json')).toEqual([])
  })
  it('are found in a file that only the patient parser reads', async () => {
    expect(await told('a:\n  b: {\n    x: 1,\n    x: 2\n  }\n')).toEqual(['/a/b x 3:5-6 4:5-6'])
  })
})

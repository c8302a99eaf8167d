import { existsSync, readFileSync } from 'node:fs'
import { parseSource } from '@specward/core'
import { Resolver } from '@stoplight/json-ref-resolver'
import { Document } from '@stoplight/spectral-core'
import parsers from '@stoplight/spectral-parsers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sourceParser, wayOf } from './parser.ts'
import { compare, jsonTexts, yamlTexts } from './texts.test-kit.ts'

const RUNS = Number(process.env.SPECWARD_RUNS ?? 600)
const SEED = Number(process.env.SPECWARD_SEED ?? 20_261)

async function read(text: string, name: 'yaml' | 'json' = 'yaml') {
  const parser = sourceParser(await parseSource(`file:///a.${name}`, text), name)
  const result = parser.parse(text)
  return { parser, result, way: wayOf(result) }
}

const FAST: readonly (readonly [string, string])[] = [
  ['block mappings and lists', 'a:\n  b:\n  - c\n  -   d: 1\n      e: 2\nf:\n    - - g\n      - h\n'],
  ['comments anywhere', '# a\n\na: 1 # b\n# c\nb: # d\n  # e\n  c:\n  # f\n  - d\n# g\n'],
  ['a marker before the document', '# a\n--- # b\na: 1\n'],
  ['no line break at the end', 'a:\n  - b'],
  ['flow collections', 'a: [1, {b: c, "d":e}, [], {}]\nf: {\n  g: [h,\n   i]\n  }\n'],
  ['quotes of both kinds', "a: 'it''s'\nb: \"\\u0041\\n\\t\\x41\\/ \\ud83d\\ude00\"\nc: 'd\n\n  e'\n"],
  ['folded plain text', 'a: b\n  c\n\n  d\ne: 1\n'],
  ['values that are absent', 'a:\nb:\n  c:\n  d:\n    -\n    - e\nf:'],
  ['keys that are numbers or words', '200: a\ntrue: b\n08: c\n1.0: d\nFalse: e\n'],
  ['keys in an order of their own', 'default: a\n404: {b: 1, "10": 2, "9": 3}\n200: c\n'],
  ['block scalars', 'a: |\n  b\n\n   c\n# d\ne: >-\n  f\n  g\n\n  h\n\n\ni:\n- |-\n  j\n'],
  [
    'block scalars that the original reads in its own way',
    'a: |+\n  b\n\n\nc: |2\n\n   d\ne: |\n\n  f\ng: >1\n  h\n',
  ],
  [
    'numbers in any way to write them',
    'a: [1, -0, 0x1F, 0o17, 007, .5, 1., +1, 1e3, .inf, -.INF, .nan, 9007199254740993]\n',
  ],
  ['words that are not YAML 1.2', 'a: [yes, no, on, 1_000, 0b1, 12:30, 2020-01-01, ~, NULL, True]\n'],
  [
    'lines that end as on Windows',
    '# a\r\n---\r\na: 1\r\nb: # c\r\n  - |\r\n    d\r\n\r\n    e\r\n  - >-\r\n    f\r\n    g\r\nh: i\r\n  j\r\nk: "l\r\n  m"\r\n\r\n',
  ],
  ['tabs inside text', 'a: b\tc\nd: "e\tf"\n'],
  ['names of methods', 'constructor: 1\ntoString: {hasOwnProperty: 2}\n'],
]

const UNUSUAL: readonly (readonly [string, string])[] = [
  ['not read by core', 'a: [1\n'],
  ['not read by core', 'a: 1\n---\nb: 2\n'],
  ['read leniently', 'a: {\n  b: 1\n}\n'],
  ['alias, anchor, tag or marker', 'a: &b 1\n'],
  ['alias, anchor, tag or marker', 'a: !!str 1\n'],
  ['alias, anchor, tag or marker', '? a\n: 1\n'],
  ['alias, anchor, tag or marker', 'a: []\n...\n'],
  ['carriage return', 'a: b\rc: 2\r\n'],
  ['carriage return', 'a: "b\r  c"\n'],
  ['block scalar', 'a: |+\r\n  b\r\n'],
  ['block scalar', 'a: | '],
  ['character', 'a: b\u2028c\n'],
  ['character', 'a: "\ud800"\n'],
  ['colon on a line of its own', '{"a"\n: 1}'],
  ['depth', '['.repeat(260) + ']'.repeat(260)],
  ['duplicate key', 'a: 1\n"a": 2\n'],
  ['duplicate key', '8: 1\n08: 2\n'],
  ['empty node', 'a: {b: , c: 1}\n'],
  ['empty node', 'a:\n  -\n'],
  ['key', '"<<": {a: 1}\n'],
  ['key', '__proto__: {a: 1}\n'],
  ['key', '0x10: 1\n'],
  ['multi-line scalar', 'a: "b \n  c"\n'],
  ['number', 'a: 1e999\n'],
  ['pair without braces', 'a: [b: c]\n'],
  ['root', 'a\n'],
  ['root', '---a: 1\n'],
  ['tab', '{\t"a": 1}'],
  ['tab', 'a:\tb\n'],
]

describe("a parser for Spectral's documents", () => {
  it.each(FAST)('reads %s as the original does', async (_name, text) => {
    expect(await compare(text, 'yaml')).toMatchObject({ way: 'fast', differences: [] })
  })

  it.each(UNUSUAL)('leaves a text to the original because of: %s (%j)', async (way, text) => {
    const { result, way: taken } = await read(text)
    expect(taken).toBe(way)
    expect(result).toEqual(parsers.Yaml.parse(text))
  })

  it.each(['yaml', 'json'] as const)('reads JSON for the parser of %s as the original does', async (name) => {
    const text =
      '{\n  "b": {"404": 1, "200": [{}, {"x": 1e400}], "a": "\\u00e9\\/"},\r\n  "": null, "01": -0\n}\n'
    expect(await compare(text, name)).toMatchObject({ way: 'fast', differences: [] })
  })

  it('goes once over many empty lines and comments, whatever ends them', async () => {
    const { way } = await read(`${'# a\r\n'.repeat(200)}${'\n'.repeat(200_000)}a: 1\r\n`)
    expect(way).toBe('fast')
    expect((await read(`{"a":${'\n'.repeat(200_000)}1}`)).way).toBe('fast')
  })

  it('leaves a text to the original that is not the one that core has read', async () => {
    const parser = sourceParser(await parseSource('file:///a.yaml', 'a: 1\n'), 'yaml')
    const result = parser.parse('a: 2\n')
    expect([result.data, wayOf(result)]).toEqual([{ a: 2 }, 'not read by core'])
    expect(parser.getLocationForJsonPath(result, ['a'])?.range.start.character).toBe(3)
    expect(sourceParser(undefined, 'yaml').parse('a: 2\n').data).toEqual({ a: 2 })
  })

  it('leaves the value of core as it was', async () => {
    const file = await parseSource('file:///a.yaml', 'a: {b: {x: 1, "1": 2}}\nc: |+\n  d\n\n')
    const before = structuredClone(file.value)
    const { data } = sourceParser(file, 'yaml').parse(file.text)
    expect(Object.keys((data as { a: { b: object } }).a.b)).toEqual(['x', '1'])
    expect(file.value).toEqual(before)
    expect(JSON.stringify(file.value)).toBe(JSON.stringify(before))
  })

  it('shares with core what needs no correction', async () => {
    const file = await parseSource('file:///a.yaml', 'a: {b: {x: 1, "1": 2}}\nc: {d: 1}\n')
    const { data } = sourceParser(file, 'yaml').parse(file.text)
    expect((data as { c: unknown }).c).toBe((file.value as { c: unknown }).c)
  })

  it('keeps the order of keys through the resolver', async () => {
    const text =
      'b: {default: 1, "404": {$ref: "#/c"}, "200": 2}\nc: {z: 1, "3": {$ref: "#/d"}, a: 2}\nd: {"9": 1, "1": 2}\n'
    const orders = async (parser: typeof parsers.Yaml, data: unknown) => {
      const { result } = await new Resolver().resolve(data)
      return [result.b, result.c, result.d, result.b['404']].map((value) => [
        Object.keys(value),
        Object.keys(parser.trapAccess(value)),
        Object.isFrozen(value),
      ])
    }
    const { result, parser, way } = await read(text)
    expect(way).toBe('fast')
    const expected = await orders(parsers.Yaml, parsers.Yaml.parse(text).data)
    expect(await orders(parser as typeof parsers.Yaml, result.data)).toEqual(expected)
  })

  it('works in a document of spectral-core', async () => {
    const text = 'a:\n  b: [1, 2]\n200: c\n'
    const parser = sourceParser(await parseSource('file:///a.yaml', text), 'yaml')
    const ours = new Document(text, parser, '/a.yaml')
    const theirs = new Document(text, parsers.Yaml, '/a.yaml')
    expect(ours.data).toEqual(theirs.data)
    expect(ours.diagnostics).toEqual(theirs.diagnostics)
    expect(ours.diagnostics).toHaveLength(1)
    for (const path of [[], ['a'], ['a', 'b'], ['a', 'b', 1], ['a', 'x', 'y']]) {
      expect(ours.getRangeForJsonPath(path, true)).toEqual(theirs.getRangeForJsonPath(path, true))
    }
  })

  it('gives the tree of the original to whoever asks for it', async () => {
    const text = 'a: 1\n'
    const { result } = await read(text)
    const original = parsers.Yaml.parse(text)
    expect([result.ast, result.lineMap]).toEqual([original.ast, original.lineMap])
  })

  it('equals the original on YAML in any style (SPECWARD_RUNS, SPECWARD_SEED for more)', async () => {
    let fast = 0
    for (const text of fc.sample(yamlTexts, { numRuns: RUNS, seed: SEED })) {
      const { way, differences } = await compare(text, 'yaml')
      expect(differences, JSON.stringify(text)).toEqual([])
      if (way === 'fast') fast += 1
    }
    expect(fast).toBeGreaterThan(RUNS / 10)
  })

  it.each(['yaml', 'json'] as const)('equals the original of %s on JSON in any style', async (name) => {
    let fast = 0
    for (const text of fc.sample(jsonTexts, { numRuns: RUNS, seed: SEED })) {
      const { way, differences } = await compare(text, name)
      expect(differences, JSON.stringify(text)).toEqual([])
      if (way === 'fast') fast += 1
    }
    expect(fast).toBeGreaterThan(RUNS / 10)
  })
})

const CORPUS = new URL('../../../../../shared/corpus/', import.meta.url)
const ALL = process.env.SPECWARD_CORPUS === 'all'
/** The original needs seconds for larger ones. */
const LARGEST = ALL ? Number.POSITIVE_INFINITY : 60_000

const documents = existsSync(CORPUS)
  ? readFileSync(new URL('INDEX.tsv', CORPUS), 'utf8')
      .split('\n')
      .map((row) => row.split('\t'))
      .filter((cells) => cells[8] === 'api' && Number(cells[4]) <= LARGEST)
      .map((cells) => cells[0] ?? '')
  : []

/** Templates that are not YAML, one that only a patient parser reads, tabs, and an alias. */
const LEFT: Readonly<Record<string, string>> = {
  'microcks/template-asyncapi-2.4.yaml': 'not read by core',
  'microcks/template-openapi-3.0.yaml': 'not read by core',
  'docker/engine-swagger.yaml': 'read leniently',
  'mermade/3.0-fail-incorrectSecType.json': 'tab',
  'spectral-fixtures/gh-658/URIError.yaml': 'alias, anchor, tag or marker',
}

describe.skipIf(documents.length === 0)('real descriptions (skipped without ../shared/corpus)', () => {
  it.each(documents)(
    '%s is read as by the original (SPECWARD_CORPUS=all for the large ones)',
    async (name) => {
      const text = readFileSync(new URL(name, CORPUS), 'utf8').replace(/^\uFEFF/, '')
      const most = ALL ? 20_000 : 200
      const yaml = await compare(text, 'yaml', most)
      expect([yaml.way, yaml.differences]).toEqual([LEFT[name] ?? 'fast', []])
      if (!/^\s*\{/.test(text)) return
      const json = await compare(text, 'json', most)
      expect([json.way, json.differences]).toEqual(['fast', []])
    },
  )
})

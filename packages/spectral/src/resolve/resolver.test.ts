import { Resolver } from '@stoplight/spectral-ref-resolver'
import { describe, expect, it } from 'vitest'

import { nameOf, randomFiles } from './documents.test-kit.ts'
import { differences, valueDifferences } from './oracle.test-kit.ts'
import { QuickResolver, resolverFor } from './resolver.ts'

const RUNS = Number(process.env.SPECWARD_RESOLVE_RUNS ?? 1500)
const SEED = Number(process.env.SPECWARD_SEED ?? 1)

type Options = NonNullable<ConstructorParameters<typeof Resolver>[0]>

/** Resolves the first of the files, which is told as it is afterwards. */
async function run(files: readonly unknown[], make: (options: Options) => Resolver) {
  const copies = structuredClone(files)
  const read: string[] = []
  const resolve = async (uri: { href(): string }): Promise<string> => {
    read.push(uri.href())
    const index = files.findIndex((_, at) => nameOf(at) === uri.href())
    if (index < 0) throw new Error(`ENOENT ${uri.href()}`)
    return String(index)
  }
  const resolver = make({ resolvers: { file: { resolve }, http: { resolve } } })
  const result = await resolver.resolve(copies[0], {
    baseUri: nameOf(0),
    parseResolveResult: async (parsed) => ({ ...parsed, result: copies[Number(parsed.result)] }),
  })
  return { result, copies, read, resolver }
}

async function compare(files: readonly unknown[]): Promise<{ quick: boolean; found: string[] }> {
  const theirs = await unlessEndless(run(files, (options) => new Resolver(options)))
  const ours = await unlessEndless(run(files, (options) => new QuickResolver(options)))
  // The original does not end where a value has come to hold itself; nothing can be compared then.
  if (theirs === undefined) return { quick: ours !== undefined, found: [] }
  if (ours === undefined) return { quick: true, found: ['endless'] }
  if (!(ours.resolver as QuickResolver).way.quick) return { quick: false, found: [] }
  const found = differences(ours.result, theirs.result)
  for (const [index, copy] of ours.copies.entries()) {
    found.push(...valueDifferences(copy, theirs.copies[index], `source ${index}`))
  }
  if (ours.read.join() !== theirs.read.join()) found.push(`read ${ours.read} instead of ${theirs.read}`)
  return { quick: true, found }
}

async function unlessEndless<T>(running: Promise<T>): Promise<T | undefined> {
  try {
    return await running
  } catch (error) {
    if (error instanceof RangeError || /forbids circular references/.test(String(error))) return undefined
    throw error
  }
}

async function resolve(document: unknown) {
  const { result, resolver } = await run([document], (options) => new QuickResolver(options))
  return { ...result, way: (resolver as QuickResolver).way }
}

describe('results', () => {
  for (const [what, most] of [
    ['one file', 1],
    ['several files', 4],
  ] as const) {
    it(`equals the original over random documents of ${what}`, async () => {
      let compared = 0
      let quick = 0
      for (let seed = SEED; seed < SEED + RUNS; seed++) {
        const files = randomFiles(seed * 2654435761, most)
        if (files === undefined) continue
        const outcome = await compare(files)
        expect(outcome.found, `seed ${seed}: ${JSON.stringify(files)}`).toEqual([])
        compared++
        if (outcome.quick) quick++
      }
      expect(quick).toBeGreaterThan(compared * 0.7)
    })
  }

  const cases: Record<string, readonly unknown[]> = {
    'references into references': [{ a: { $ref: '#/b/x' }, b: { $ref: '#/c' }, c: { x: { y: 1 } } }],
    'references through references': [
      { b: { $ref: '#/c' }, a: { $ref: '#/b/x/y' }, c: { x: { y: { z: 1 } } } },
    ],
    'two that need each other, and one that needs them': [
      { A: { p: { $ref: '#/B' } }, B: { q: { $ref: '#/A' } }, E: { $ref: '#/A' } },
    ],
    'a bare ring': [{ a: { $ref: '#/b' }, b: { $ref: '#/a' }, c: { $ref: '#/c' } }],
    'a reference beside other keys': [{ a: { $ref: '#/b', x: { $ref: '#/c' } }, b: { y: 1 }, c: 1 }],
    'a reference at the root': [{ $ref: '#/a', a: { b: 1 } }],
    'a reference to the root': [{ a: { b: { $ref: '#' } }, c: 1 }],
    'keys that begin with the same number': [
      {
        '200': { x: { $ref: '#/b' } },
        '200 OK': { y: { $ref: '#/a' } },
        a: { $ref: '#/200' },
        b: { z: { $ref: '#/200' } },
      },
    ],
    'escaped pointers': [
      { 'x/y': { 'a~b': { c: 1 } }, r: { $ref: '#/x~1y/a~0b' }, s: { $ref: '#/x~1y/a%7E0b' } },
    ],
    'a property that is named like a method': [{ p: { constructor: { $ref: '#/q' } }, q: { x: 1 } }],
    'targets that are not there': [{ a: { $ref: '#/nope' }, b: { $ref: '#nope' }, c: { $ref: '#/a/x' } }],
    'files that refer back': [
      { a: { $ref: 'f1.yaml#/x' }, b: { c: 1 } },
      {
        x: { y: { $ref: 'f0.yaml#/b' }, z: { $ref: 'f1.yaml#/x' }, v: { $ref: '#/w' } },
        w: { $ref: 'f0.yaml#/a' },
      },
    ],
    'a part that is a reference to nothing': [{ a: { $ref: 'f1.yaml#/x' } }, { x: { $ref: '#/nope' } }],
    'files that are not there': [{ a: { $ref: 'no.yaml#/x' }, b: { $ref: 'no.yaml' } }],
    'whole files and their parts': [
      { a: { $ref: 'f1.yaml' }, b: { $ref: 'f1.yaml#/x' } },
      { x: { $ref: '#/y' }, y: { z: 1 } },
    ],
  }
  for (const [what, files] of Object.entries(cases)) {
    it(`equals the original for ${what}`, async () => {
      expect(await compare(files)).toEqual({ quick: true, found: [] })
    })
  }

  it('shares one object between aliases of YAML until one of them changes', async () => {
    const shared = { x: { $ref: '#/t' } }
    const plain = { y: 1 }
    expect(await compare([{ a: shared, b: shared, c: plain, d: plain, t: { z: 1 } }])).toEqual({
      quick: true,
      found: [],
    })
  })

  it('leaves what it cannot be sure of to the original', async () => {
    const { result, way } = await resolve({ 'a%20b': { x: { $ref: '#/c' } }, c: 1 })
    expect(way).toEqual({ quick: false, because: 'a holder below a key with %' })
    expect(result).toMatchObject({ c: 1 })
  })
})

describe('documents that would take forever', () => {
  it('does not follow every path through a dense ring', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `d${index}`)
    const node = Object.fromEntries(names.map((name) => [name, { $ref: `#/${name}` }]))
    const ring = Object.fromEntries(names.map((name) => [name, node]))
    const { result } = await run(
      [{ a: { $ref: 'f1.yaml#/d0' } }, ring],
      (options) => new QuickResolver(options),
    )
    expect(Object.keys(result.result.a)).toEqual(names)
  })

  it('ends where each file needs the next one twice, as the original does', async () => {
    const last = 10
    const files = Array.from({ length: last + 1 }, (_, index) => {
      const next = { $ref: `f${index + 1}.yaml#/a` }
      return { a: index === last ? { end: true } : { l: next, r: { ...next } } }
    })
    expect(await compare(files)).toEqual({ quick: true, found: [] })
  })

  it('goes as deep as the document', async () => {
    let deep: unknown = { $ref: '#/x' }
    for (let index = 0; index < 20_000; index++) deep = { k: deep }
    const { result } = await new QuickResolver().resolve({ deep, x: 1 }, { baseUri: '/x/deep.yaml' })
    let value = result.deep
    for (let index = 0; index < 20_000; index++) value = value.k
    expect(value).toBe(1)
  })

  it('resolves long chains of references', async () => {
    const links = Array.from({ length: 3000 }, (_, index) => [`c${index}`, { $ref: `#/c${index + 1}` }])
    const { result } = await resolve({ ...Object.fromEntries(links), c3000: { end: true } })
    expect(result.c0).toBe(result.c3000)
  })
})

describe('reading', () => {
  it('reads each file once, by its URI', async () => {
    const read: string[] = []
    const resolver = resolverFor(async (uri) => {
      read.push(uri)
      return { text: '{"x":{"y":1}}' }
    })
    const document = { a: { $ref: 'b c.json#/x' }, b: { $ref: './b c.json#/x/y' } }
    const { result } = await resolver.resolve(document, {
      baseUri: '/api/a.json',
      parseResolveResult: async (parsed) => ({ ...parsed, result: JSON.parse(parsed.result) }),
    })
    expect(result).toEqual({ a: { y: 1 }, b: 1 })
    expect(read).toEqual(['file:///api/b%20c.json'])
  })

  it('tells why a file cannot be read, and that there is none as Spectral does', async () => {
    const resolver = resolverFor(async (uri) =>
      uri.endsWith('no.yaml')
        ? { because: 'it is missing', missing: true }
        : { because: 'it may not be read' },
    )
    const { errors } = await resolver.resolve(
      { a: { $ref: 'no.yaml' }, b: { $ref: 'https://e.org/x.yaml' } },
      { baseUri: '/api/a.yaml' },
    )
    expect(errors.map(({ message }) => message)).toEqual([
      "Error: ENOENT: no such file or directory, open '/api/no.yaml'",
      'Error: it may not be read',
    ])
  })
})

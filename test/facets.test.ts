import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { FACETS } from '../packages/core/src/assess/catalogue.ts'
import { createFacets } from '../packages/core/src/assess/facets.ts'
import { buildModel } from '../packages/core/src/model/build.ts'
import { NO_FACTS } from '../packages/core/src/model/model.ts'
import { graphOf } from '../packages/core/src/resolve/graph.test-kit.ts'
import { splitOverFiles } from './split.ts'

type Json = Record<string, unknown>

const folder = fileURLToPath(new URL('./secure', import.meta.url))
const documents = readdirSync(folder)
  .filter((name) => /\.ya?ml$/.test(name))
  .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const)
  .filter(([, text]) => /^(openapi|swagger|asyncapi):/m.test(text))

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

async function facetsOf(files: Readonly<Record<string, string>>) {
  const graph = await graphOf(files, { refHosts: [] })
  return createFacets(graph, buildModel(graph, NO_FACTS), sha256)
}

/** The digest of every facet. */
async function digests(files: Readonly<Record<string, string>>): Promise<Json> {
  const facets = await facetsOf(files)
  return Object.fromEntries(FACETS.map((facet) => [facet, facets.digest(facets.parts(facet))]))
}

const yaml = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false })

function isMapping(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Lists whose order says nothing. */
const SETS = new Set([
  'required',
  'enum',
  'parameters',
  'security',
  'allOf',
  'anyOf',
  'oneOf',
  'tags',
  'type',
])

/** The same value with its keys, and the items of lists without order, in an order that `random` gives. */
function shuffled(value: unknown, random: () => number, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffled(item, random))
    return SETS.has(key) ? inDisorder(items, random) : items
  }
  if (!isMapping(value)) return value
  const entries = inDisorder(Object.entries(value), random)
  return Object.fromEntries(entries.map(([name, inner]) => [name, shuffled(inner, random, name)]))
}

function inDisorder<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}

/** The same API told in other words: wherever prose stands, other prose, and some more. */
function reworded(value: unknown, isNamed = false): unknown {
  if (Array.isArray(value)) return value.map((item) => reworded(item))
  if (!isMapping(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      if (isNamed) return [[key, reworded(inner)]]
      if (key === 'description' || key === 'summary') return [[key, 'In other words.']]
      if (key === 'externalDocs') return []
      if (key === 'example' || key === 'examples' || key === 'default') return [[key, inner]]
      return [
        [
          key,
          reworded(inner, ['properties', 'responses', 'paths', 'headers', 'scopes', 'mapping'].includes(key)),
        ],
      ]
    }),
  )
}

describe.each(documents)('the digests of %s', (_, text) => {
  const whole = digests({ 'api.yaml': text })

  it('stay when keys and lists without order are told in another order', async () => {
    const expected = await whole
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), async (stream) => {
        const random = (): number => stream.next().value ?? 0
        expect(await digests({ 'api.yaml': yaml(shuffled(parse(text), random)) })).toEqual(expected)
      }),
      { numRuns: 8, seed: 7 },
    )
  })

  it('stay in JSON', async () => {
    expect(await digests({ 'api.json': JSON.stringify(parse(text, { merge: true })) })).toEqual(await whole)
  })

  it('stay over two files', async () => {
    expect(await digests(Object.fromEntries(splitOverFiles(text)))).toEqual(await whole)
  })

  it('stay in other words of prose', async () => {
    expect(await digests({ 'api.yaml': yaml(reworded(parse(text))) })).toEqual(await whole)
  })
})

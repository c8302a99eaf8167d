import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../project.ts'
import { description } from './arbitraries.ts'
import { Cases } from './case.ts'
import { Worker } from './crew.ts'
import type { Source } from './documents.ts'
import { excerpt } from './excerpt.ts'
import { judge } from './judge.ts'
import { mutateTree } from './mutate-tree.ts'
import { PlaceOracle } from './places.ts'
import { Random } from './random.ts'
import { shrink } from './shrink.ts'
import { split } from './split.ts'
import { at, readTree, type Tree, treeOf } from './tree.ts'
import { JSON_STYLE, write, YAML_STYLE } from './write.ts'

const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
paths:
  /orders:
    get:
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
  /users:
    get:
      responses: { '204': { description: Nothing } }
components:
  schemas:
    Order: { type: object, properties: { lines: { $ref: '#/components/schemas/Lines' } } }
    Lines: { type: array, items: { type: string } }
    Unused: { type: string }
`
const SOURCES: readonly Source[] = [
  { name: 'one', text: API, isWhole: true },
  { name: 'two', text: 'swagger: "2.0"\ninfo: { title: A, version: "1" }\npaths: {}\n', isWhole: true },
  { name: 'three', text: 'asyncapi: 3.0.0\nchannels: {}\n', isWhole: false },
]
const treeOfApi = (): Tree => readTree(API) ?? treeOf({})

describe('cases', () => {
  it('are the same for the same seed, whatever was made before', () => {
    const [one, two] = [new Cases(SOURCES, 7), new Cases(SOURCES, 7)]
    const first = Array.from({ length: 60 }, (_, index) => one.at(index))
    expect([two.at(59), two.at(3)]).toEqual([first[59], first[3]])
    expect(new Set(first.map(({ subject }) => String(subject.content))).size).toBeGreaterThan(50)
    expect(new Cases(SOURCES, 8).at(3)).not.toEqual(first[3])
  })
})

describe('a tree', () => {
  it('reads the same however it is written', () => {
    fc.assert(
      fc.property(description, fc.nat(), (value, seed) => {
        const tree = treeOf(value)
        mutateTree(tree, tree, 1, new Random(seed))
        const json = write(tree, JSON_STYLE)
        // of a key that stands there twice, readers take one or refuse the whole
        fc.pre(write(readTree(json) ?? tree, JSON_STYLE) === json)
        for (const plain of [true, false])
          expect(write(readTree(write(tree, { ...YAML_STYLE, plain })) ?? tree, JSON_STYLE)).toBe(json)
      }),
      { numRuns: 60, seed: 3 },
    )
  })

  it('loses in an excerpt what nothing in it refers to', () => {
    const found = excerpt(treeOfApi(), new Random(1))
    const names = at(found, 'components', 'schemas')
    expect(names?.kind === 'map' && names.entries.map(([key]) => key)).not.toContain('Unused')
  })

  it('refers to all of its parts when it is spread over files', async () => {
    const files = split(treeOfApi(), new Random(4))
    expect(Object.keys(files).length).toBeGreaterThan(1)
    const { report } = await judge(files)
    expect(report.problems).toEqual([])
    expect(report.summary.operations).toBe(2)
  })
})

describe('shrinking', () => {
  it('leaves what is needed, and none of the words', async () => {
    const budget = { left: 500 }
    const fails = async (text: string): Promise<boolean> =>
      at(readTree(text), 'components')?.kind === 'map' && text.includes('array')
    const small = await shrink(API, 'yaml', fails, budget)
    expect(await fails(small)).toBe(true)
    expect(small.length).toBeLessThan(40)
    expect(budget.left).toBeGreaterThan(0)
  })

  it('works on texts that nobody can read, and ends when it has tried enough', async () => {
    const text = `${API}]\n`
    const fails = async (each: string): Promise<boolean> => each.includes(']') && each.includes('Lines')
    expect(await shrink(text, 'yaml', fails, { left: 2_000 })).toMatch(/^Lines\s*\]$/)
    const budget = { left: 3 }
    expect((await shrink(text, 'yaml', fails, budget)).length).toBeGreaterThan(20)
    expect(budget.left).toBeLessThanOrEqual(0)
  })
})

describe('the places that a pointer may mean', () => {
  const text = 'a: &one { b: 1 }\nc: *one\nd: { <<: *one, e: [x] }\n'
  const oracle = new PlaceOracle(text)
  const texts = (pointer: string): readonly string[] =>
    oracle.extents(pointer).map(({ start, end }) => text.slice(start, end).trim())

  it('reach from the key to the end of the value, also through aliases and merge keys', () => {
    expect(texts('/a/b')).toEqual(['b: 1'])
    expect(texts('/c/b')).toEqual(['b: 1', '*one'])
    expect(texts('/d/b')).toEqual(['b: 1', '*one'])
    expect(texts('/d/e/0')).toEqual(['x'])
  })

  it('are none where the way ends', () => {
    expect([texts('/a/x'), texts('/d/e/1'), texts('/a/b/c')]).toEqual([[], [], []])
  })
})

describe('a worker', () => {
  const subject = { name: 'api.yaml', content: API, variant: 0 }

  async function asked(script: string, milliseconds: number) {
    const path = join(await temporaryFolder(), 'worker.mjs')
    await writeFile(path, script)
    const worker = new Worker(path, milliseconds)
    const answers = [
      await worker.ask({ kind: 'check', property: 'sound', subject }),
      await worker.ask({ kind: 'check', property: 'sound', subject }),
    ]
    worker.close()
    return answers.map((each) => each?.fault?.signature)
  }

  it('that never answers is ended, and another one takes its place', async () => {
    const script = `process.on('message', () => { for (;;); })`
    expect(await asked(script, 50)).toEqual(['hang: takes too long', 'hang: takes too long'])
  })

  it('that ends itself is a fault of what it has tried', async () => {
    const script = `process.on('message', () => process.exit(7))`
    expect(await asked(script, 60_000)).toEqual([
      'crash: the process ends with _',
      'crash: the process ends with _',
    ])
  })
})

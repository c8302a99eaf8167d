import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyTextEdits, EditRefused, renderEdits } from './edit.ts'
import { parseSource } from './parse.ts'
import type { Path, SourceFile, TreeEdit } from './types.ts'

const CORPUS = new URL('../../../../../shared/corpus/', import.meta.url)
const SAMPLE = [
  'adidas/valid-petstore.yaml',
  'adyen/BinLookupService-v54.yaml',
  'apis-guru/intellifi.json',
  'apis-guru/miataru.json',
  'asyncapi/v3/websocket-gemini-asyncapi.yml',
  'azure-autorest/storage.json',
  'nexmo/vonage-business-cloud-vgis.yml',
  'redocly/cafe-api-with-errors-3.2.yaml',
  'vacuum/all-the-components.yaml',
]

/** A document with everything that makes editing hard. */
const HARD = `# head
openapi: 3.0.3 # version
info:
    title: "T"
    description: |
        foo
          bar

    x-keep: |+
        k


    # after keep
    version: '1'
servers:
- url: http://a
  description: >-
    folded
    text
  # deep comment
- url: 'http://b' # tail
- - a
  - b:
    c: [1, {x: w}, "z"]
- # c1
  k: v
-   wide: 1
    wide2: 2
empty:
emptyMap: {}
emptyList: [ ]
paths: {
  "/a": {get: {responses: {'200': {description: ok}}}}, # c
  /b: {},
  }
? explicit
: val
multi: a
  b
  c
shared: &an
  p: 1
  q: {r: 2}
use: *an
merged:
  <<: *an
  z: 1
tagged: !!str 5
tagged-too: !foo
  a: b
nul: ~  
spaces: |
  x
     
  
lit: |-
  x
    
# c at zero
  # c deep
z: last`

/** A document so small that several edits often meet. */
const SMALL = `a:
  - 1 # c
  - x: 1
    w: 2
  # d
  - - p
    - q

b: {c: 1, d: [1, 2, 3], e: {}}
# z
f: |+
  t

g:
    # gg
    h: 1 # hh
    i:
    - j
    - k: l
      m: >
        n
`

const jsonHard = { a: 1, b: { c: [1, 2, { x: [], 'y"': 'q' }] }, d: {}, e: [], f: [[[]]], 'é😀': null }

/** Stands for an edit until the file is known: numbers choose the node and the place. */
const recipe = fc.record({
  op: fc.constantFrom('set', 'remove', 'rename', 'insert'),
  node: fc.nat(),
  place: fc.nat(),
  key: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('429', 'yes', '~', 'a: b', '', '__proto__')),
  value: fc.oneof(
    fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }),
    fc.constantFrom({}, [], { a: { b: [1] } }, [['x'], { y: 'z' }]),
    fc.constantFrom('two\nlines\n', 'two\n\n  lines', 'https://x', 'yes', '- a', '# b', '\u2028', 'a: b'),
  ),
})

type Recipe = typeof recipe extends fc.Arbitrary<infer T> ? T : never

function editFrom(all: readonly [Path, unknown][], { op, node, place, key, value }: Recipe): TreeEdit {
  const [path, at] = all[node % all.length] ?? [[], undefined]
  const clean = JSON.parse(JSON.stringify(value)) as unknown
  if (op === 'insert') {
    const count = Array.isArray(at) ? at.length + 1 : 0
    return { op, path, key: Array.isArray(at) ? String(place % count) : key, value: clean }
  }
  if (op === 'set') return { op, path, value: clean }
  return op === 'rename' ? { op, path, to: key } : { op: 'remove', path }
}

type Holder = Record<string, unknown> | unknown[]

/** The value with the edits made, in plain data without shared parts. All paths mean the value as it was. */
function applied(value: unknown, edits: readonly TreeEdit[]): unknown {
  const root: Record<string, unknown> = { root: JSON.parse(JSON.stringify(value)) }
  const byHolder = new Map<Holder, TreeEdit[]>()
  for (const edit of edits) {
    const path = ['root', ...edit.path]
    const steps = edit.op === 'insert' ? path : path.slice(0, -1)
    const holder = steps.reduce<unknown>(
      (node, step) => (node as Record<string, unknown>)[step],
      root,
    ) as Holder
    byHolder.set(holder, [...(byHolder.get(holder) ?? []), edit])
  }
  for (const [holder, own] of byHolder) {
    if (Array.isArray(holder)) editList(holder, own)
    else editMapping(holder, own)
  }
  return root.root
}

function editList(list: unknown[], edits: readonly TreeEdit[]): void {
  const slots = [...list, undefined].map((item, index) => ({ before: [] as unknown[], items: [item], index }))
  for (const edit of edits) {
    const slot = slots[Number(edit.op === 'insert' ? edit.key : edit.path.at(-1))]
    if (edit.op === 'insert') slot?.before.push(edit.value)
    else if (slot) slot.items = edit.op === 'set' ? [edit.value] : []
  }
  const result = slots.flatMap(({ before, items, index }) => [
    ...before,
    ...(index < list.length ? items : []),
  ])
  list.splice(0, list.length, ...result)
}

function editMapping(mapping: Record<string, unknown>, edits: readonly TreeEdit[]): void {
  const entries = new Map<string, unknown>(Object.entries(mapping))
  const names = new Map<string, string>()
  for (const edit of edits) {
    const name = edit.op === 'insert' ? edit.key : (edit.path.at(-1) ?? 'root')
    if (edit.op === 'remove') entries.delete(name)
    else if (edit.op === 'rename') names.set(name, edit.to)
    else entries.set(name, edit.value)
  }
  for (const name of Object.keys(mapping)) delete mapping[name]
  for (const [name, value] of entries) {
    const given = { value, enumerable: true, configurable: true, writable: true }
    Object.defineProperty(mapping, names.get(name) ?? name, given)
  }
}

/** Makes the edits in the text and in the value, and expects that reading the text gives the value. */
async function expectSame(file: SourceFile, edits: readonly TreeEdit[]): Promise<void> {
  let text: string
  try {
    text = applyTextEdits(file.text, renderEdits(file, edits))
  } catch (error) {
    if (error instanceof EditRefused) return
    throw error
  }
  const again = await parseSource(file.uri, text)
  expect(again.problems).toEqual([])
  expect(JSON.parse(JSON.stringify(again.value))).toEqual(applied(file.value, edits))
}

async function checkEdits(uri: string, text: string, numRuns: number, atOnce = 1): Promise<void> {
  const file = await parseSource(uri, text)
  expect(file.problems).toEqual([])
  const all = nodes(file.value)
  const recipes = fc.array(recipe, { minLength: atOnce, maxLength: atOnce })
  await fc.assert(
    fc.asyncProperty(recipes, (chosen) =>
      expectSame(
        file,
        chosen.map((each) => editFrom(all, each)),
      ),
    ),
    { numRuns },
  )
}

describe('reading the text after an edit gives the value with that edit', () => {
  it('in a YAML document of many styles', () => checkEdits('file:///a.yaml', HARD, 1_500))
  it('where only the patient parser reads the document', () =>
    checkEdits('file:///a.yaml', HARD.replace('\n  }\n', '\n}\n'), 100))
  it('with CRLF line ends', () => checkEdits('file:///a.yaml', `${HARD.replaceAll('\n', '\r\n')}\r\n`, 500))
  it('in JSON with and without lines', async () => {
    for (const indent of [0, 2, '\t'])
      await checkEdits('file:///a.json', JSON.stringify(jsonHard, null, indent), 200)
  })
  it('in YAML that is written like JSON', () =>
    checkEdits('file:///a.yaml', `${JSON.stringify(jsonHard, null, 2)} # end\n`, 200))
})

describe('several edits at once', () => {
  it('mean the same as one after the other, in YAML', async () => {
    for (const text of [SMALL, SMALL.trimEnd(), SMALL.replaceAll('\n', '\r\n')]) {
      await checkEdits('file:///a.yaml', text, 400, 3)
    }
  })
  it('keep the order of their places where what stood between them is removed', async () => {
    for (const name of ['a.json', 'a.yaml']) {
      const file = await parseSource(`file:///${name}`, '{"a": [1, 2]}')
      await expectSame(file, [
        { op: 'remove', path: ['a', '0'] },
        { op: 'insert', path: ['a'], key: '1', value: 'second' },
        { op: 'insert', path: ['a'], key: '0', value: 'first' },
      ])
    }
  })

  it('mean the same as one after the other, in JSON', async () => {
    for (const indent of [0, 2])
      await checkEdits('file:///a.json', JSON.stringify(jsonHard, null, indent), 300, 3)
  })
})

describe.skipIf(!existsSync(CORPUS))(
  'and so it does in real documents (skipped without ../shared/corpus)',
  () => {
    it.each(SAMPLE)('in %s', (name) =>
      checkEdits(`file:///${name}`, readFileSync(new URL(name, CORPUS), 'utf8'), 60),
    )
  },
)

describe('lines that no edit touches', () => {
  it('stay as they are, in their order', async () => {
    const file = await parseSource('file:///a.yaml', HARD)
    const all = nodes(file.value)
    await fc.assert(
      fc.property(recipe, (chosen) => {
        const edit = editFrom(all, chosen)
        // A new root leaves no line; what is set on a merged key is written elsewhere.
        if ((edit.path.length === 0 && edit.op !== 'insert') || edit.path[0] === 'merged') return
        let text: string
        try {
          text = applyTextEdits(file.text, renderEdits(file, [edit]))
        } catch (error) {
          if (error instanceof EditRefused) return
          throw error
        }
        const place = file.locate(edit.path)
        const first = file.position(place?.key?.start ?? place?.value.start ?? 0).line
        const last = file.position(place?.value.end ?? 0).line
        const before = HARD.split('\n')
        const after = text.split('\n')
        // One line more on either side: a comma or an empty collection may go there.
        const head = Math.max(first - 2, 0)
        expect(after.slice(0, head)).toEqual(before.slice(0, head))
        const tail = before.slice(last + 1)
        expect(tail.length === 0 ? [] : after.slice(-tail.length)).toEqual(tail)
      }),
      { numRuns: 500 },
    )
  })
})

function nodes(root: unknown): [Path, unknown][] {
  const found: [Path, unknown][] = [[[], root]]
  for (const [path, value] of found) {
    if (typeof value !== 'object' || value === null) continue
    for (const [key, child] of Object.entries(value)) found.push([[...path, key], child])
  }
  return found
}

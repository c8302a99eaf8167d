import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ParsedFile, textIndex } from '../file.ts'
import { parseSource } from '../parse.ts'
import type { SourceFile } from '../types.ts'
import { parseYaml } from '../yaml.ts'
import { reparse } from './reparse.ts'

const YAML = `openapi: 3.0.3
info: # what it is
  title: Shop
  description: |
    Sells things.

    # no comment
  version: '1'

paths:
  # orders
  /orders:
    get:
      summary: Lists orders
        over two lines
      parameters:
        - name: limit
          in: query
          schema:
            type: integer
            maximum: 100
        - { name: page, in: query }
      responses:
        '200':
          description: >-
            All of
            them
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Order'

    # behind a block
  "/orders/{id}":
    delete:
      tags: [a, b,
        c]
      responses: {}
components:
  schemas:
    Order:
      type: object
      properties:
        id: { type: string }
        note:
          type: string
          default: |+
            kept


        "quo\\u0074ed": {}
        empty:
        10:
          nullable: true
    Käse:
      description: 🧀 "quoted"
`

const JSON_TEXT = JSON.stringify(
  {
    openapi: '3.0.3',
    info: { title: 'Shöp "x"', version: '1' },
    paths: { '/a': { get: { responses: { 200: { description: 'All\nof them' } } } } },
    components: { schemas: { A: { type: ['string', null], properties: { b: { enum: [1, 2.5, true] } } } } },
  },
  undefined,
  2,
)

/** What a person types, and what breaks things. */
const TYPED = [
  ...[
    'a',
    ' ',
    '  ',
    '\n',
    '\r\n',
    '\r',
    '\t',
    ':',
    ': ',
    '#',
    ' #',
    '- ',
    '"',
    "'",
    '|',
    '>',
    '{',
    '}',
    '[',
  ],
  ...[
    ']',
    ',',
    '&a ',
    '*a',
    '!x ',
    '!!str ',
    '<<: ',
    '---\n',
    '\n---\n',
    '...',
    '%',
    '?',
    '? ',
    '\\',
    '0',
    '{}',
  ],
  ...[
    '\n  x: 1',
    '\n    type: string',
    '\n        deep:\n          er: 1',
    'ä',
    '🧀',
    '\u2028',
    '\ufeff',
    '\0',
  ],
  ...[
    '\n# c\n',
    '\n    # c',
    '\n\n',
    'null',
    '__proto__: 1',
    'constructor',
    '|+\n',
    '|2-\n',
    '~',
    '\n- a\n- b',
  ],
]

interface Edit {
  readonly at: number
  readonly cut: number
  readonly what: 'text' | 'line' | 'copy' | 'indent' | 'join'
  readonly text: string
}

const edits = fc.array(
  fc.record<Edit>({
    at: fc.nat(999).map((part) => part / 1000),
    cut: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 30 })),
    what: fc.constantFrom('text', 'text', 'text', 'line', 'copy', 'indent', 'join'),
    text: fc.constantFrom(...TYPED),
  }),
  { minLength: 1, maxLength: 6 },
)

function apply(text: string, { at, cut, what, text: typed }: Edit): string {
  const offset = Math.floor(at * text.length)
  const line = text.lastIndexOf('\n', offset - 1) + 1
  const next = text.indexOf('\n', offset) + 1 || text.length
  switch (what) {
    case 'text':
      return text.slice(0, offset) + typed + text.slice(offset + cut)
    case 'line':
      return text.slice(0, line) + text.slice(next)
    case 'copy':
      return text.slice(0, line) + text.slice(line, next) + text.slice(line)
    case 'indent':
      return cut === 0
        ? `${text.slice(0, line)}  ${text.slice(line)}`
        : text.slice(0, line) + text.slice(line).replace(/^ {1,2}/, '')
    default:
      return text.slice(0, Math.max(0, next - 1)) + text.slice(next)
  }
}

function everythingOf(file: SourceFile): unknown {
  const index = textIndex(file)
  const offsets = [0, 1, 0.2, 0.4, 0.5, 0.77, 1].map((part) => Math.floor(part * file.text.length))
  return {
    language: file.language,
    text: file.text,
    value: JSON.stringify(file.value),
    problems: file.problems,
    tape: index?.tape,
    lenient: index?.lenient,
    duplicates: file.duplicateKeys,
    positions: offsets.map((offset) => file.position(offset)),
  }
}

interface Counts {
  readonly steps: number
  /** Texts that were read in part. */
  readonly parts: number
  /** Of which it was known at once where they cannot be read. */
  readonly stops: number
}

/** Edits one after the other, each read over the last; counts those that were read in part. */
async function replay(
  uri: string,
  start: string,
  steps: readonly Edit[],
  longBlock?: number,
): Promise<Counts> {
  let text = start
  let file = await parseSource(uri, start)
  let parts = 0
  let stops = 0
  for (const step of steps) {
    const before = text
    text = apply(text, step)
    const fresh = await parseSource(uri, text)
    const after = text.startsWith('\ufeff') ? text.slice(1) : text
    const reread = file instanceof ParsedFile ? await reparse(file, after, longBlock) : undefined
    if (reread && 'stop' in reread) {
      stops += 1
      expect(parseYaml(after), JSON.stringify({ before, step })).toEqual({
        stop: reread.stop,
        tooDeep: false,
      })
    }
    const read = reread && 'file' in reread ? reread.file : undefined
    if (read) {
      parts += 1
      expect(everythingOf(read), JSON.stringify({ before, step })).toEqual(everythingOf(fresh))
    }
    // goes on from what is read in part, so that faults would pile up
    file = read ?? fresh
    file.position(file.text.length)
    if (file.value === undefined) {
      text = before
      file = await parseSource(uri, before)
    }
  }
  return { steps: steps.length, parts, stops }
}

/** Offsets at which the first keys of the mappings of a text begin, as its lines show them. */
function firstKeys(text: string): readonly number[] {
  const found: number[] = []
  let before = -1
  for (const line of text.matchAll(/^( *(?:- )*)([\w"'/][^\n]*)?$/gm)) {
    if (line[2] === undefined) continue
    const column = line[1]?.length ?? 0
    if (column > before) found.push(line.index + column)
    before = column
  }
  return found
}

const RUNS = Number(process.env.SPECWARD_RUNS ?? 300)
const SEED = Number(process.env.SPECWARD_SEED ?? 8)

async function check(uri: string, text: string, runs: number, longBlock?: number): Promise<Counts> {
  const counts = { steps: 0, parts: 0, stops: 0 }
  const property = fc.asyncProperty(edits, async (given) => {
    const { steps, parts, stops } = await replay(uri, text, given, longBlock)
    counts.steps += steps
    counts.parts += parts
    counts.stops += stops
  })
  await fc.assert(property, { seed: SEED, numRuns: runs })
  return counts
}

describe('reparse', () => {
  it('reads YAML in part as it would be read as a whole, after any edits', { timeout: 120_000 }, async () => {
    const { steps, parts, stops } = await check('file:///a.yaml', YAML, RUNS)
    expect(parts).toBeGreaterThan(steps / 20)
    expect(stops).toBeGreaterThan(steps / 20)
  })

  it('reads some entries of a long mapping', { timeout: 120_000 }, async () => {
    const { parts, stops } = await check('file:///a.yaml', YAML, RUNS, 250)
    expect(parts).toBeGreaterThan(RUNS / 4)
    expect(stops).toBeGreaterThan(RUNS / 20)
  })

  it('does so with line breaks of Windows', { timeout: 120_000 }, async () => {
    const { parts } = await check('file:///a.yaml', YAML.replaceAll('\n', '\r\n'), RUNS / 3)
    expect(parts).toBeGreaterThan(RUNS / 4)
  })

  it('reads JSON in part as it would be read as a whole', { timeout: 120_000 }, async () => {
    const { parts } = await check('file:///a.json', JSON_TEXT, RUNS / 2)
    expect(parts).toBeGreaterThan(RUNS / 4)
  })

  it('reads changes that end where the first key of a mapping begins', { timeout: 120_000 }, async () => {
    const keys = firstKeys(YAML)
    expect(keys.length).toBeGreaterThan(15)
    const change = fc.record({
      end: fc.constantFrom(...keys),
      cut: fc.integer({ min: 0, max: 8 }),
      typed: fc.constantFrom('', ...TYPED),
      longBlock: fc.constantFrom(undefined, 250),
    })
    let parts = 0
    const property = fc.asyncProperty(change, async ({ end, cut, typed, longBlock }) => {
      const old = await parseSource('file:///a.yaml', YAML)
      if (!(old instanceof ParsedFile)) throw new Error('The text is YAML.')
      const text = YAML.slice(0, Math.max(0, end - cut)) + typed + YAML.slice(end)
      const reread = await reparse(old, text, longBlock)
      if (!reread) return
      parts += 1
      if ('stop' in reread) expect(parseYaml(text)).toEqual({ stop: reread.stop, tooDeep: false })
      else
        expect(everythingOf(reread.file), text).toEqual(
          everythingOf(await parseSource('file:///a.yaml', text)),
        )
    })
    await fc.assert(property, { seed: SEED, numRuns: RUNS * 2 })
    expect(parts).toBeGreaterThan(RUNS / 10)
  })

  it('sees changes before the first key', { timeout: 120_000 }, async () => {
    const commented = `# Orders\n# of the shop\n\n${YAML}`
    await check('file:///a.yaml', commented, RUNS / 3)
    const old = await parseSource('file:///a.yaml', commented)
    expect(await reparse(old as ParsedFile, YAML)).toBeUndefined()
  })

  it('keeps the objects beside what has changed', async () => {
    const old = await parseSource('file:///a.yaml', YAML)
    const read = await reparse(old as ParsedFile, YAML.replace('maximum: 100', 'maximum: 1000'))
    const file = read && 'file' in read ? read.file : undefined
    const [before, after] = [old.value, file?.value] as { info: object; paths: Record<string, object> }[]
    expect(after?.info).toBe(before?.info)
    expect(after?.paths['/orders/{id}']).toBe(before?.paths['/orders/{id}'])
    expect(after?.paths['/orders']).not.toBe(before?.paths['/orders'])
  })

  it('leaves to others what it cannot judge alone', async () => {
    const anchored = 'a:\n  b: &x 1\n  c: 2\nd:\n  e: 3\n'
    const file = await parseSource('file:///a.yaml', anchored)
    expect(await reparse(file as ParsedFile, anchored.replace('3', '4'))).toBeUndefined()
    const plain = await parseSource('file:///a.yaml', YAML)
    expect(await reparse(plain as ParsedFile, YAML.replace('openapi:', 'openapi: "'))).toBeUndefined()
  })
})

const CORPUS = new URL('../../../../../../shared/corpus/', import.meta.url)

describe.skipIf(!existsSync(CORPUS))('reparse, on descriptions of the corpus (../shared/corpus)', () => {
  it('reads them in part as they would be read as a whole', { timeout: 300_000 }, async () => {
    const names = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter((name) => {
      const { size } = statSync(new URL(name, CORPUS))
      return /\.(?:ya?ml|json)$/.test(name) && size > 2_000 && size < 60_000
    })
    const sample = names.sort().filter((_, index) => index % 23 === 0)
    let parts = 0
    for (const name of sample) {
      const text = readFileSync(new URL(name, CORPUS), 'utf8')
      parts += (await check(`file:///${name.replace(/^.*\//, '')}`, text, Math.max(5, RUNS / 100))).parts
    }
    expect(parts).toBeGreaterThan(sample.length * 5)
  })
})

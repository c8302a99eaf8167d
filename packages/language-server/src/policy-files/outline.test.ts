import { parseSource } from '@specward/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cursorAt } from './cursor.ts'
import { outline } from './outline.ts'
import { type Entry, pathOf } from './outline-entry.ts'

const RUNS = { seed: 20271127, numRuns: 300 }

const words = ['rules', 'no-http', 'a b', "it's", 'x: y', '- dash', 'ü', '', '#no', 'yes', '{', '__proto__']
const word = fc.constantFrom(...words)
const scalar = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null))
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(word, tie('tree')), { maxLength: 4, selector: ([key]) => key })
      .map((entries) => new Map(entries)),
  ),
}))

/** A YAML text of a tree, in whatever style chance has it. */
function written(value: unknown, chance: () => number): string {
  const pick = <Value>(...values: readonly Value[]): Value => values[chance() % values.length] as Value
  const comment = (): string => pick('', '', '', ' # remark: here', '')
  const plain = (text: string): boolean => /^[a-z][a-z-]*$/.test(text) && text !== 'yes'
  const quoted = (text: string): string =>
    plain(text) && pick(true, true, false)
      ? text
      : pick(JSON.stringify(text), `'${text.replaceAll("'", "''")}'`)
  const leaf = (each: unknown): string => (typeof each === 'string' ? quoted(each) : String(each))
  const flow = (each: unknown): string => {
    const gap = pick('', ' ')
    if (each instanceof Map) {
      const entries = [...each].map(([key, item]) => `${quoted(key)}: ${flow(item)}`)
      return `{${gap}${entries.join(pick(', ', ',\n          '))}${gap}}`
    }
    if (Array.isArray(each)) return `[${gap}${each.map(flow).join(', ')}${gap}]`
    return leaf(each)
  }
  const block = (each: unknown, indent: number, isInline: boolean): string => {
    const pad = ' '.repeat(indent)
    const size = each instanceof Map ? each.size : Array.isArray(each) ? each.length : 0
    if (size === 0 || pick(false, false, false, true))
      return `${isInline ? '' : ' '}${flow(each)}${comment()}\n`
    const blank = (): string => pick('', '', '\n', `${pad}# a: remark\n`)
    if (each instanceof Map) {
      const lines = [...each].map(([key, item], index) => {
        const first = isInline && index === 0 ? '' : blank() + pad
        if (item === 'ü')
          return `${first}${quoted(key)}: |${comment()}\n${pad}  key: of text\n\n${pad}  - more\n`
        return `${first}${quoted(key)}:${block(item, indent + (Array.isArray(item) ? pick(0, 2) : pick(1, 2, 4)), false)}`
      })
      return `${isInline ? '' : `${comment()}\n`}${lines.join('')}`
    }
    const items = (each as readonly unknown[]).map((item, index) => {
      const first = isInline && index === 0 ? '' : blank() + pad
      return `${first}- ${block(item, indent + 2, true)}`
    })
    return `${isInline ? '' : `${comment()}\n`}${items.join('')}`
  }
  return `${pick('', '---\n', '# head\n')}${block(value, 0, true)}`
}

const texts = fc.tuple(tree, fc.infiniteStream(fc.nat(1000))).map(([value, stream]) => {
  return written(value, () => stream.next().value ?? 0)
})

const parsed = (text: string) => parseSource('file:///specward.yaml', text)

/** What a reader of the whole text says of a place. */
function shape(entry: Entry): unknown {
  const { kind, children } = entry
  return kind === 'list' || kind === 'mapping' ? children.map((each) => [each.name, shape(each)]) : kind
}

describe('the outline of a text', () => {
  it('has the paths and places that a parser finds', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const file = await parsed(text)
        fc.pre(file.problems.length === 0 && file.duplicateKeys.length === 0)
        const { entries } = outline(text)
        for (const entry of entries) {
          const span = file.locate(pathOf(entry))
          expect(span, `${JSON.stringify(pathOf(entry))} in\n${text}`).toBeDefined()
          expect([pathOf(entry), entry.key]).toEqual([pathOf(entry), span?.key])
          if (entry.kind === 'scalar' && !entry.isBlock) expect(entry.value).toEqual(span?.value)
          if (entry.isFlow) expect(entry.value).toEqual(span?.value)
        }
        expect(entries.length).toBe(count(file.value))
      }),
      RUNS,
    )
  })

  it('never fails, and keeps the path of the place at which a text is cut off', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, at) => {
        const offset = at % (text.length + 1)
        const whole = outline(text)
        const cut = outline(text.slice(0, offset))
        cursorAt(cut, offset)
        cursorAt(whole, offset)
        const ended = whole.entries.find(({ key, isFlow }) => key?.end === offset && !isFlow)
        if (!ended || ended.parent?.isFlow) return
        const place = cursorAt(outline(`${text.slice(0, offset)}:`), offset)
        expect(place && pathOf(place.entry)).toEqual(pathOf(ended))
      }),
      RUNS,
    )
  })

  it('never fails on what is no YAML at all', () => {
    const junk = fc.string({ unit: fc.constantFrom(...'ab:-[]{},\'"#|>&*!? \n\r\t%@`\\'), maxLength: 80 })
    fc.assert(
      fc.property(junk, fc.nat(), (text, at) => {
        cursorAt(outline(text), at % (text.length + 1))
        expect(shape(outline(text).root)).toBeDefined()
      }),
      { ...RUNS, numRuns: 2000 },
    )
  })

  it('keeps what stands around a line that is being written', () => {
    const { root } = outline('extends: [a]\nrules:\n  no-http\n  no-eval: error\nwai\nfailOn: warn\n')
    expect(shape(root)).toEqual([
      ['extends', [['0', 'scalar']]],
      [
        'rules',
        [
          ['no-http', 'empty'],
          ['no-eval', 'scalar'],
        ],
      ],
      ['wai', 'empty'],
      ['failOn', 'scalar'],
    ])
  })

  it('ends brackets that nobody has closed where the next line belongs elsewhere', () => {
    const { root } = outline('rules: { no-http:\nfailOn: warn\n')
    expect(shape(root)).toEqual([
      ['rules', [['no-http', 'empty']]],
      ['failOn', 'scalar'],
    ])
  })
})

/** How many entries a value has, with those of its collections. */
function count(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce((sum: number, each) => sum + 1 + count(each), 0)
}

describe('the cursor', () => {
  const at = (marked: string) => {
    const offset = marked.indexOf('|')
    const cursor = cursorAt(outline(marked.replace('|', '')), offset)
    return cursor && `${cursor.part} ${pathOf(cursor.entry).join('/')} ${cursor.text}`.trim()
  }

  it.each([
    ['|', 'value'],
    ['ru|', 'value  ru'],
    ['rules:\n  |', 'value rules'],
    ['rules:\n  no-|', 'value rules no-'],
    ['rules:\n  no-a: |', 'value rules/no-a'],
    ['rules:\n  no-a: er|', 'value rules/no-a er'],
    ['rules:\n  no-a: error\n  |\n', 'new rules'],
    ['rules:\n  no-a: error\n|\n', 'new'],
    ['rules:\n  no-a: error\n\n|failOn: warn', 'key failOn failOn'],
    ['waivers:\n  - |', 'value waivers/0'],
    ['waivers:\n  - rule: a\n    |', 'new waivers/0'],
    ['waivers:\n  - rule: a\n    ow|', 'key waivers/0/ow ow'],
    ['waivers:\n  - rule: a\n  |', 'new waivers'],
    ['waivers:\n- rule: a\n  |\nx: 1', 'new waivers/0'],
    ['extends: [|]', 'new extends'],
    ['extends: [a, |', 'new extends'],
    ['x: { a: |', 'value x/a'],
    ['x: { a: b, | }', 'new x'],
    ['x: { a: "b|" }', 'value x/a b'],
    ['a: b # no|', undefined],
    ['a: |b', 'value a b'],
  ])('in %j is at %j', (marked, expected) => {
    expect(at(marked)).toBe(expected)
  })
})

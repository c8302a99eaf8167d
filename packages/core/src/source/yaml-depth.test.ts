import { describe, expect, it } from 'vitest'
import { parseSource } from './parse.ts'
import type { SourceFile } from './types.ts'
import { deepAt } from './yaml-depth.ts'

/** Calls something with so much of the stack in use already. */
const below = <Result>(levels: number, call: () => Result): Result =>
  levels === 0 ? call() : below(levels - 1, call)

const told = ({ problems }: SourceFile) => problems.map(({ code, span }) => [code, span?.start])

describe('a broken YAML text that nests deep', () => {
  // js-yaml gives up at the second line, before it comes to what is deep
  const broken = (deep: string) => `a: b: c\nd:\n  ${deep}e\nf: "never closed\n`

  for (const [what, deep] of [
    ['lists on one line', '- '.repeat(1_200)],
    ['complex keys', '? '.repeat(1_200)],
    ['brackets', '['.repeat(1_200)],
    ['indentation', Array.from({ length: 400 }, (_, at) => `${' '.repeat(at + 2)}k:\n`).join('')],
  ] as const) {
    it(`is told in the same way however much of the stack is left: ${what}`, async () => {
      const first = told(await parseSource('file:///a.yaml', broken(deep)))
      for (const levels of [0, 1_000, 3_000, 5_000]) {
        expect(told(await below(levels, () => parseSource('file:///a.yaml', broken(deep))))).toEqual(first)
      }
      expect(first.map(([code]) => code)).toEqual(['nesting-too-deep'])
    })
  }

  it('is read as before where it is not that deep', async () => {
    const deep = '- '.repeat(200)
    const problems = told(await parseSource('file:///a.yaml', broken(deep)))
    expect(new Set(problems.map(([code]) => code))).toEqual(new Set(['syntax-error']))
  })
})

describe('how deep a text nests', () => {
  it.each([
    ['lines below each other', 'a:\n  - b: [1, {c: 2}]\n'.repeat(5_000)],
    ['brackets in words', 'a:\n  description: from [0, 1)\n'.repeat(5_000)],
    ['a block scalar', `a: |\n${'  range: [0, 1)\n'.repeat(5_000)}b: >-\n${'  {{ x\n'.repeat(5_000)}`],
    ['comments', '# a: [\n'.repeat(5_000)],
    ['expressions', `[\n${"{ pattern: '^[^[]+$' },\n".repeat(5_000)}`],
  ])('is not taken for more by %s', (_, text) => {
    expect(deepAt(text)).toBeUndefined()
  })

  it('does not hide a text that only the patient parser reads', async () => {
    const text = `tags: [\n  {name: a}\n]\ninfo:\n  description: |\n${'    range: [0, 1)\n'.repeat(320)}`
    const { problems, value } = await parseSource('file:///a.yaml', text)
    expect([problems, Object.keys(value as object)]).toEqual([[], ['tags', 'info']])
  })
})

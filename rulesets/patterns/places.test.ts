import { defineRule, type Model, type Schema } from '@specward/core'
import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import { limitOf } from './cost.ts'
import { type PatternPlace, patternsIn } from './places.ts'

const MODEL = { select: () => [] } as unknown as Model

/** A place of which each holder sets a limit, and how often holders are asked for theirs. */
function placeWith(holders: number, limit: number | undefined) {
  const count = { asked: 0 }
  const holder = () => ({
    all: () => {
      count.asked++
      return limit === undefined ? [] : [{ value: limit }]
    },
  })
  const place = { schema: holder(), holders: Array.from({ length: holders }, holder), of: 'text' }
  return { place: place as unknown as PatternPlace, count }
}

describe('the longest text for a pattern', () => {
  it('is asked of each holder once, however often it is wanted', () => {
    const { place, count } = placeWith(1_000, 40)
    for (let time = 0; time < 100; time++) expect(limitOf(place, MODEL)).toBe(40)
    expect(count.asked).toBe(1_000)
  })

  it('is known from the first holder that sets none', () => {
    const { place, count } = placeWith(1_000, undefined)
    expect(limitOf(place, MODEL)).toBe(100_000)
    expect(count.asked).toBe(1)
  })

  it('is found among more holders than fit into arguments', () => {
    expect(limitOf(placeWith(200_000, 40).place, MODEL)).toBe(40)
  })
})

describe('a pattern on which many schemas are built', () => {
  it('has all of them as holders, in one list', async () => {
    const names = Array.from(
      { length: 500 },
      (_, at) => `S${at}: { allOf: [{ $ref: '#/components/schemas/Base' }] }`,
    )
    const found: (readonly Schema[])[] = []
    const rule = defineRule({
      id: 'no-thing',
      title: 'Collects.',
      why: 'Collects.',
      fix: 'Collects.',
      presets: {},
      formats: ['oas'],
      references: { owasp: [], cwe: [], controls: [] },
      select: 'document',
      check(_, { model }) {
        for (const { holders } of patternsIn(model)) found.push(holders)
      },
      examples: { bad: [], good: [] },
    })
    const text = `paths: {}
components: { schemas: { Base: { type: string, pattern: '^a$' }, ${names.join(', ')} } }
`
    expect((await runRule(rule, { title: 'case', text })).problems).toEqual([])
    expect(found.map(({ length }) => length)).toEqual([501])
  })
})

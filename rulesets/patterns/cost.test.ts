import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import { analyse } from './analyse.ts'
import { attackText, stepsFor } from './cost.ts'
import slow from './no-slow-pattern.ts'

function growthOf(pattern: string) {
  const reading = analyse(pattern)
  const growth = 'tree' in reading ? reading.growth : undefined
  if (growth?.kind !== 'polynomial') throw new RangeError(`the work for ${pattern} grows otherwise`)
  return growth
}

describe('what a pattern costs', () => {
  it('is less where what is repeated is longer', () => {
    const [short, long] = ['a+;$', '(?:abcdefgh)+;$'].map((pattern) => stepsFor(growthOf(pattern), 1000))
    expect(short).toBe(500_000)
    expect(long).toBe(500_000 / 8)
  })

  it('is shown by a text in which every repeated part can be seen', () => {
    expect(attackText(growthOf('^x.+@.+$').attack)).toContain('a@a@a@')
    const text = attackText(growthOf('\\/[ab]+[bc]+\\/long-enough-for-a-line[cd]+[de]+$').attack)
    expect(text.match(/×n/g)?.length).toBeGreaterThan(1)
    expect(text).toContain('long-enough-for-a-line')
  })

  it('is told with the parts, and the same each time', async () => {
    const text = `paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { uri: { type: string, pattern: 'items/(.*)_(.*)/end$' } } }
      responses: { '201': { description: Created } }
`
    const say = async () =>
      (await runRule(slow, { title: 'case', text })).findings.map(({ message }) => message)
    const first = await say()
    expect(first).toHaveLength(1)
    expect(first[0]).toContain('×n')
    expect(await say()).toEqual(first)
  })
})

import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './require-anchored-pattern.ts'

const taking = (...patterns: readonly string[]) => `paths:
  /orders:
    get:
      parameters:
${patterns.map((pattern, index) => `        - { name: p${index}, in: query, schema: { type: string, pattern: '${pattern}' } }`).join('\n')}
      responses: { '200': { description: OK } }
`

const messages = async (...patterns: readonly string[]) =>
  (await runRule(rule, taking(...patterns))).findings.map(({ message }) => message)

describe('require-anchored-pattern', () => {
  it.each([
    ['[a-z]{2,}', 'what stands before and after it is not checked. Begin it with `^` and end it with `$`.'],
    ['^[a-z]{2,}', 'what stands after it is not checked. End it with `$`.'],
    [
      '[a-z]{2}|[0-9]{3}',
      'what stands before and after it is not checked. Put its alternatives into a group and anchor that, `^(?:…)$`.',
    ],
    [
      '^[a-z]{2}|^[0-9]{3}',
      'what stands after it is not checked. Put its alternatives into a group and anchor that, `(?:…)$`.',
    ],
  ])('says what mends %s', async (pattern, remedy) => {
    expect((await messages(pattern))[0]).toContain(remedy)
  })

  it('tells of alternatives among the others', async () => {
    const found = await messages('[a-z]{2}', '[a-z]{3}', '[a-z]{4}', '[a-z]{2}|[0-9]{3}')
    expect(found).toEqual([
      'Parameter `p0` only has to contain `[a-z]{2}`: what stands before and after it is not checked. Begin it with `^` and end it with `$`. So it is with 3 more patterns of this description. Where there are alternatives, `a|b`, put them into a group first: `^(?:a|b)$`.',
    ])
  })
})

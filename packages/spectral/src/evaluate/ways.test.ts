import type { RulesetDefinition } from '@stoplight/spectral-core'
import functions from '@stoplight/spectral-functions'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ours, rule, theirs, told } from './oracle.test-kit.ts'

const { casing, defined, pattern, schema, truthy, xor } = functions

const object = { type: 'object', required: ['x'], properties: { a: { type: 'string' } } }
const constant = { message: 'Wrong.' }

/** Rules of which nothing depends on the way to a node but the place that it leads to, beside one that tells the way. */
const RULES: RulesetDefinition = {
  rules: {
    missing: rule('$..*', defined, { field: 'x', ...constant }),
    deep: rule('$..*', truthy, { field: 'a.b', ...constant }),
    keyed: rule('$..*', casing, { field: '@key', options: { type: 'flat' }, ...constant }),
    nested: rule('$..*', schema, { options: { schema: object }, ...constant }),
    all: rule('$..*', schema, { options: { schema: object, allErrors: true }, ...constant }),
    either: rule(['$..a', '$..b'], xor, { options: { properties: ['x', 'y'] }, description: 'Either. ' }),
    texts: rule('$..x', pattern, { options: { match: '^t' }, ...constant }),
    told: rule('$..*', defined, { field: 'x', message: '{{property}}: {{error}}' }),
  },
  overrides: [{ files: ['*.yaml#/one'], rules: { missing: 'off', nested: 'hint' } }],
}

const keys = fc.constantFrom('a', 'b', 'x', 'a/b', 'a~b', 'a–b', 'a%b', 'é', '0')
const pointers = fc.constantFrom(
  '#/one',
  '#/one/a',
  '#/two',
  '#/two/b',
  '#/three/a~1b',
  '#/three/a~0b',
  '#/three/a%E2%80%93b',
  '#/three/a%25b',
  '#/three/%C3%A9/a',
  '#/nowhere',
)

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('text', 'other', 1, null),
    fc.record({ $ref: pointers }),
    fc.record({ $ref: pointers, x: tie('value') }),
    fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
    fc.array(tie('value'), { maxLength: 2 }),
  ),
}))

const part = fc.dictionary(keys, value, { minKeys: 1, maxKeys: 4 })
const documents = fc.record({ three: part, one: part, two: part })

describe('the ways to a node', () => {
  it('change nothing of what is found at its place', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        const given = { text: JSON.stringify(document) }
        const expected = await theirs(RULES, given).catch(() => undefined)
        const { results, rules } = await ours(RULES, given)
        if (expected === undefined) return
        expect(rules.filter((each) => each.lost)).toEqual([])
        expect(told(results)).toEqual(told(expected))
      }),
      { numRuns: Number(process.env.SPECWARD_WAYS ?? 60) },
    )
  })
})

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
    holding: rule('$..[?(@ && @.a)]', truthy, { field: 'a.b', ...constant }),
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
const tails = ['', '/a', '/b', '/x', '/a~1b', '/a~0b', '/a%E2%80%93b', '/a%25b', '/%C3%A9/a', '/nowhere']

/** With references to these parts: Spectral would not come back from references that lead to one another. */
function partWith(...parts: readonly string[]): fc.Arbitrary<object> {
  const targets = parts.flatMap((name) => tails.map((tail) => `#/${name}${tail}`))
  const { value } = fc.letrec((tie) => {
    const ref = fc.constantFrom('#/nowhere', ...targets)
    return {
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('text', 'other', 1, null),
        fc.record({ $ref: ref }),
        fc.record({ $ref: ref, x: tie('value') }),
        fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
        fc.array(tie('value'), { maxLength: 2 }),
      ),
    }
  })
  return fc.dictionary(keys, value, { minKeys: 1, maxKeys: 4 })
}

const documents = fc
  .record({ three: partWith('one', 'two'), one: partWith('two'), two: partWith() })
  .chain((parts) =>
    fc
      .shuffledSubarray(Object.entries(parts), { minLength: 3 })
      .map((entries) => Object.fromEntries(entries)),
  )

/** What stands beside a reference, and a key that pointers cannot spell, below what is reached in two ways. */
const EXAMPLES: [object][] = [
  [{ three: { a: { $ref: '#/one' } }, one: { a: { $ref: '#/two', x: 'text' } }, two: { y: 1 } }],
  [{ one: { a: { $ref: '#/two' } }, two: { a: { é: 'text' } } }],
]

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
      { numRuns: Number(process.env.SPECWARD_WAYS ?? 60), examples: EXAMPLES },
    )
  })
})

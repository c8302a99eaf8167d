import type { RulesetDefinition } from '@stoplight/spectral-core'
import rulesets from '@stoplight/spectral-rulesets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ours, theirs, told } from '../evaluate/oracle.test-kit.ts'

const SEED = Number(process.env.SPECWARD_SEED ?? 1)
const RUNS = Number(process.env.SPECWARD_EXAMPLES ?? 4)

const text = fc.constantFrom('', 'a', 'ab', 'abc', '2020-02-30', '2020-01-01', 'x@y.z', '😀😀', 'aa1')
const number = fc.constantFrom(0, -1, 1, 1.5, 3, 10, 2 ** 31, 1e22)
const names = fc.constantFrom('a', 'b', 'c', 'id')
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null))

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.dictionary(names, tie('value'), { maxKeys: 3 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}))

const tuple = (tie: (key: 'schema') => fc.Arbitrary<unknown>) =>
  fc.array(tie('schema'), { minLength: 1, maxLength: 2 })

const { schema } = fc.letrec((tie) => {
  const schemas = fc.array(tie('schema'), { minLength: 1, maxLength: 3 })
  return {
    schema: fc.oneof(
      { maxDepth: 3 },
      fc.record(
        {
          type: fc.constantFrom(
            'string',
            'number',
            'integer',
            'object',
            'array',
            'boolean',
            ['string', 'null'],
            'odd',
          ),
          nullable: fc.boolean(),
          'x-nullable': fc.boolean(),
          enum: fc.uniqueArray(leaf, { minLength: 1, maxLength: 3 }),
          const: leaf,
          minLength: fc.nat(3),
          maxLength: fc.integer({ min: -1, max: 3 }),
          pattern: fc.constantFrom('^a', 'a$', '[0-9]', '('),
          format: fc.constantFrom('date', 'email', 'int32', 'nothing', 'byte'),
          minimum: number,
          exclusiveMinimum: fc.oneof(fc.boolean(), number),
          multipleOf: fc.constantFrom(1, 0.5, 0, 1e-8),
          readOnly: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      fc.record(
        {
          type: fc.constantFrom('object', 'array'),
          properties: fc.dictionary(names, tie('schema'), { maxKeys: 3 }),
          required: fc.oneof(
            { weight: 9, arbitrary: fc.uniqueArray(names, { minLength: 1, maxLength: 2 }) },
            { weight: 1, arbitrary: fc.boolean() },
          ),
          additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
          patternProperties: fc.dictionary(fc.constantFrom('^a', 'd$'), tie('schema'), { maxKeys: 2 }),
          minProperties: fc.nat(2),
          items: fc.oneof({ weight: 4, arbitrary: tie('schema') }, { weight: 1, arbitrary: tuple(tie) }),
          maxItems: fc.nat(2),
          uniqueItems: fc.boolean(),
          writeOnly: fc.boolean(),
          if: tie('schema'),
          example: fc.dictionary(names, leaf, { maxKeys: 2 }),
        },
        { requiredKeys: [] },
      ),
      fc.record(
        { allOf: schemas, anyOf: schemas, oneOf: schemas, not: tie('schema'), title: leaf },
        { requiredKeys: [] },
      ),
    ),
  }
})

const version = fc.constantFrom('2.0', '3.0.3', '3.1.0')

function described(openapi: string, given: readonly (readonly [unknown, unknown])[]): string {
  const info = { title: 'a', version: '1' }
  const paths = Object.fromEntries(
    given.map(([schema, example], index) => {
      const content = { 'application/json': { schema, example } }
      const response =
        openapi === '2.0'
          ? { description: 'a', schema, examples: { 'application/json': example } }
          : { description: 'a', content }
      const request = openapi === '2.0' ? {} : { requestBody: { content } }
      return [`/${index}`, { post: { ...request, responses: { 200: response } } }]
    }),
  )
  const schemas = Object.fromEntries(
    given.map(([schema, example], index) => [`S${index}`, { ...(schema as object), default: example }]),
  )
  return JSON.stringify(
    openapi === '2.0'
      ? { swagger: openapi, info, paths, definitions: schemas }
      : { openapi, info, paths, components: { schemas } },
  )
}

const { rules } = rulesets.oas as { rules: Record<string, unknown> }
const EXAMPLES = {
  formats: (rulesets.oas as { formats: unknown }).formats,
  rules: Object.fromEntries(
    Object.entries(rules).filter(([name]) => /valid-(media|schema)-example/.test(name)),
  ),
} as RulesetDefinition

describe('what is said of examples', () => {
  it('is what Spectral says, whatever the schemas and the examples are', async () => {
    const pairs = fc.array(fc.tuple(schema, value), { minLength: 20, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(version, pairs, async (openapi, given) => {
        const document = { text: described(openapi, given) }
        const { results, rules: outcomes } = await ours(EXAMPLES, document)
        expect(outcomes.filter((each) => each.lost)).toEqual([])
        expect(told(results)).toEqual(told(await theirs(EXAMPLES, document)))
      }),
      { numRuns: RUNS, seed: SEED },
    )
  })
})

import core from '@stoplight/spectral-core'
import formats from '@stoplight/spectral-formats'
import functions from '@stoplight/spectral-functions'
import rulesets from '@stoplight/spectral-rulesets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { isSurelyValid } from './sure.ts'

const SEED = Number(process.env.SPECWARD_SEED ?? 1)

function isValid(definition: unknown): boolean {
  try {
    core.assertValidRuleset(definition)
    return true
  } catch {
    return false
  }
}

const odd = fc.constantFrom<unknown>(
  null,
  1,
  7,
  -1,
  '',
  'x',
  'off',
  'error',
  '$',
  '#A',
  '#A.b',
  '#C',
  true,
  [],
  {},
  [null],
  ['$'],
  [{}],
)
const text = fc.constantFrom('', 'a', 'b c')
const url = fc.constantFrom('https://example.com/a', 'https://a.b', 'https://docs.example.com')
const severity = fc.constantFrom<unknown>('error', 'warn', 'off', 0, 3, -1)
const given = fc.oneof(
  fc.constantFrom('$', '$.a[*]', '#A', '#A.b', '#B'),
  fc.array(fc.constantFrom('$', '#A', '#B.x'), { minLength: 1, maxLength: 2 }),
)
const then = fc.oneof(
  fc.constantFrom<unknown>(
    { function: functions.truthy },
    { function: functions.truthy, functionOptions: undefined },
    { function: functions.truthy, functionOptions: null },
    { function: functions.pattern, functionOptions: { match: 'a' }, field: 'a' },
    { function: functions.casing, functionOptions: { type: 'flat' }, other: 1 },
    { function: () => [], functionOptions: 1 },
  ),
  fc.array(
    fc.constantFrom<unknown>(
      { function: functions.falsy },
      { function: functions.length, functionOptions: { min: 'a' } },
      { field: 1, function: functions.falsy },
    ),
    { maxLength: 2 },
  ),
)
const formatList = fc.array(fc.constantFrom<unknown>(formats.oas3, formats.oas2), { maxLength: 2 })
const rule = fc.oneof(
  fc.record(
    {
      given,
      then,
      severity,
      message: text,
      description: text,
      documentationUrl: url,
      formats: formatList,
      recommended: fc.boolean(),
      resolved: fc.boolean(),
      tags: fc.array(text),
      type: fc.constantFrom('style', 'validation'),
      extensions: fc.constantFrom<unknown>({}, { a: 1 }),
      'x-a': odd,
    },
    { requiredKeys: ['given', 'then'] },
  ),
  fc.constantFrom<unknown>('error', 'off', true),
)
const rules = fc.dictionary(fc.constantFrom('a', 'b'), rule, { maxKeys: 2 })
const aliases = fc.dictionary(
  fc.constantFrom('A', 'B'),
  fc.array(fc.constantFrom('$', '$.a', '#A', '#B'), { maxLength: 2 }),
)
const override = fc.record(
  {
    files: fc.array(fc.constantFrom('a', '**/*', 'a#/b'), { maxLength: 2 }),
    rules: fc.oneof(rules, fc.dictionary(fc.constant('a'), severity)),
    aliases,
    formats: formatList,
    extends: fc.constantFrom<unknown>([], rulesets.arazzo),
  },
  { requiredKeys: ['files'] },
)
const definition = fc.record(
  {
    rules,
    aliases,
    overrides: fc.array(override, { maxLength: 2 }),
    formats: formatList,
    extends: fc.constant([]),
    documentationUrl: url,
    description: text,
    'x-b': odd,
    parserOptions: fc.dictionary(fc.constantFrom('duplicateKeys', 'incompatibleValues'), severity),
  },
  { requiredKeys: [] },
)

/** Puts something odd in the place of one part of a value. */
function damaged(value: unknown, steps: readonly number[], put: unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined || typeof value !== 'object' || value === null) return put
  const entries = Object.entries(value)
  const chosen = entries[step % Math.max(1, entries.length)]
  if (!chosen) return put
  const changed = damaged(chosen[1], rest, put)
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === chosen[0] ? changed : item))
  return { ...value, [chosen[0]]: changed }
}

describe('A definition that looks good', () => {
  it('is good for Spectral', () => {
    let sure = 0
    fc.assert(
      fc.property(definition, (value) => {
        if (!isSurelyValid(value)) return
        sure += 1
        expect(isValid(value)).toBe(true)
      }),
      { numRuns: 2000, seed: SEED },
    )
    expect(sure).toBeGreaterThan(20)
  })

  it('is good for Spectral also where something odd was put in', () => {
    fc.assert(
      fc.property(
        definition,
        fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }),
        odd,
        (value, steps, put) => {
          const other = damaged(value, steps, put)
          if (isSurelyValid(other)) expect(isValid(other)).toBe(true)
        },
      ),
      { numRuns: 3000, seed: SEED },
    )
  })
})

import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Checker } from '../packages/core/src/policy/checker.ts'
import {
  type FunctionOptions,
  readFunctionOptions,
} from '../packages/core/src/policy/own/function-options.ts'
import { judge } from '../packages/core/src/policy/own/functions.ts'
import { Node } from '../packages/core/src/source/node.ts'
import { parseSource } from '../packages/core/src/source/parse.ts'

const SEED = Number(process.env.SPECWARD_SEED ?? 1)

// The functions of rules with `select` against those of the same name in Spectral: same failures, same words.

/** `schema` is the original. */
type Simple = Exclude<FunctionOptions['function'], 'schema'>

type Original = (
  value: unknown,
  options: unknown,
  context: object,
) => readonly { readonly message: string }[] | undefined

const originals: Readonly<Record<string, Original>> = createRequire(import.meta.url)(
  '@stoplight/spectral-functions',
)

async function read(name: FunctionOptions['function'], options: unknown) {
  const text = JSON.stringify({ functionOptions: options ?? undefined, function: name })
  const file = await parseSource('file:///a.json', text)
  const check = new Checker(file)
  const root = new Node(file, undefined, '', file.value)
  const read = readFunctionOptions(check, name, root.child('functionOptions'), root)
  return { read, errors: check.errors }
}

const context = {
  path: [],
  documentInventory: { findAssociatedItemForPath: () => null },
}

/** What the original says, or `refused` when it does not take the options. */
function original(name: string, value: unknown, options: unknown): readonly string[] | 'refused' {
  try {
    const said = originals[name]?.(value, options ?? null, context) ?? []
    return said.map(({ message }) =>
      message.replaceAll('#{{print("property")}}', '').replaceAll('#{{print("value")}}', printed(value)),
    )
  } catch {
    return 'refused'
  }
}

function printed(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : (JSON.stringify(value) ?? 'undefined')
}

async function ours(name: FunctionOptions['function'], value: unknown, options: unknown) {
  const { read: checked, errors } = await read(name, options)
  if (!checked || errors.length > 0) return 'refused'
  return judge({ value, property: undefined }, checked).map(({ message }) => message)
}

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'C', '1', '2', '-', '_', '/', '.'), maxLength: 7 }),
  fc.constantFrom('fooBar', 'FooBar', 'foo-bar', 'FOO_BAR', 'a1B2', 'x-fooBar', '10', '9', 'é'),
)
const scalar = fc.oneof(
  text,
  fc.integer({ min: -3, max: 12 }),
  fc.boolean(),
  fc.constantFrom(null, undefined, '', 0),
)
const value = fc.oneof(
  scalar,
  fc.array(fc.oneof(text, fc.integer({ min: 0, max: 20 })), { maxLength: 4 }),
  fc.array(fc.dictionary(fc.constantFrom('n', 'm'), scalar, { maxKeys: 2 }), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), scalar, { maxKeys: 4 }),
)

const OPTIONS: Readonly<Record<Simple, fc.Arbitrary<unknown>>> = {
  truthy: fc.constantFrom(undefined, {}),
  falsy: fc.constant(undefined),
  defined: fc.constant(undefined),
  undefined: fc.constant(undefined),
  enumeration: fc.oneof(
    fc.record({
      values: fc.array(fc.oneof(text, fc.integer({ min: 0, max: 5 }), fc.boolean()), { maxLength: 4 }),
    }),
    fc.constantFrom({}, { values: [{}] }, { values: 'a' }, { value: [] }),
  ),
  length: fc.oneof(
    fc.record(
      { min: fc.integer({ min: 0, max: 4 }), max: fc.integer({ min: 0, max: 4 }) },
      { requiredKeys: [] },
    ),
    fc.constantFrom({ min: '1' }, { mni: 1 }, { min: 0.5 }),
  ),
  pattern: fc.oneof(
    fc.record(
      {
        match: fc.constantFrom('^a', '/^A/i', '[ab]+', 'B$', '/b/'),
        notMatch: fc.constantFrom('a', '/1/', '^$'),
      },
      { requiredKeys: [] },
    ),
    fc.constantFrom({ match: 3 }, { matches: 'a' }),
  ),
  casing: fc.oneof(
    fc.record(
      {
        type: fc.constantFrom('flat', 'camel', 'pascal', 'kebab', 'cobol', 'snake', 'macro'),
        disallowDigits: fc.boolean(),
        separator: fc.record(
          { char: fc.constantFrom('/', '-', '.'), allowLeading: fc.boolean() },
          { requiredKeys: ['char'] },
        ),
      },
      { requiredKeys: ['type'] },
    ),
    fc.constantFrom(
      {},
      { type: 'title' },
      { type: 'camel', separator: {} },
      { type: 'camel', separator: { char: 'ab' } },
    ),
  ),
  alphabetical: fc.constantFrom(undefined, { keyedBy: 'n' }, { keyedBy: 1 }),
  xor: fc.constantFrom(
    { properties: ['a', 'b'] },
    { properties: ['a', 'b', 'c', 'd'] },
    { properties: ['a', 'b', 'c', 'd', 'e', 'f'] },
    { properties: ['a'] },
    {},
  ),
  or: fc.constantFrom(
    { properties: ['a', 'b'] },
    { properties: ['b', 'c', 'd', 'e', 'f'] },
    { properties: [1, 2] },
  ),
}

describe('the functions of rules with `select`', () => {
  it.each(Object.keys(OPTIONS) as Simple[])('%s says what the original says', async (name) => {
    await fc.assert(
      fc.asyncProperty(value, OPTIONS[name], async (each, options) => {
        const wanted = original(name, each, options)
        const said = await ours(name, each, options)
        // an original looks at its options only when it looks at the value
        if (said === 'refused' && wanted !== 'refused')
          expect(
            original(name, 'a', options) === 'refused' ||
              original(name, ['a'], options) === 'refused' ||
              original(name, { a: 1 }, options) === 'refused',
          ).toBe(true)
        else expect(said).toEqual(wanted)
      }),
      { numRuns: 400, seed: SEED },
    )
  })
})

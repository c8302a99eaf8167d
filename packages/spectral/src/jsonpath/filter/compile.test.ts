import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { bySpectral } from '../oracle.test-kit.ts'
import { compileFilter, type FilterScope } from './compile.ts'

// T9: filters are no code

const SEED = Number(process.env.SPECWARD_SEED ?? 1)

const scopeOf = (value: unknown, property: unknown = 'key'): FilterScope => ({
  value,
  property,
  root: value,
  parent: undefined,
  parentProperty: undefined,
  path: undefined,
})

const holds = (filter: string, value: unknown, property?: unknown): boolean =>
  compileFilter(filter, 'nimma').test(scopeOf(value, property))

const operand = fc.constantFrom(
  '@',
  '@property',
  '@.a',
  "@['x-b']",
  '@.a.length',
  '@.length',
  'null',
  'true',
  '1',
  '-1',
  "'a'",
  '"200"',
  'undefined',
  'void 0',
  '@.a.constructor.name',
  '@[0]',
)
const condition = fc.oneof(
  fc
    .tuple(
      operand,
      fc.constantFrom('==', '!=', '===', '!==', '<', '>=', '+', '-', '%', '&', '|', '^'),
      operand,
    )
    .map((parts) => parts.join(' ')),
  operand,
  fc.constantFrom(
    '@.toString',
    '@.keys',
    '@property.match(/^(a|2)/)',
    '@property.includes("a")',
    '@property.length > 1',
    "@property in ['a', 'b']",
    "@property ~= '^a'",
    '@.a.indexOf("a") === -1',
    '@.indexOf(1) >= 0',
    '@string()',
    '@number()',
    '@boolean()',
    '@scalar()',
    '@array()',
    '@null()',
    '@object()',
    '@integer()',
    '@root.a == @.a',
    "['a', 200].includes(@property)",
    '/a/.test(@)',
    '@.a.toUpperCase() == "A"',
  ),
)
const filter = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    condition,
    fc.tuple(tie('any'), fc.constantFrom('&&', '||'), tie('any')).map((parts) => parts.join(' ')),
    tie('any').map((inner) => `!(${inner})`),
    tie('any').map((inner) => `(${inner})`),
    fc.tuple(tie('any'), fc.constantFrom(' && ', '||'), condition).map((parts) => parts.join('')),
  ),
})).any

const leaf = fc.constantFrom<unknown>(null, 0, 1, -1, 2.5, '', 'a', 'A', '200', true, false, [], {}, ['a', 1])
const node = fc.oneof(
  leaf,
  fc.dictionary(fc.constantFrom('a', 'x-b', 'length', '200', 'toString', 'constructor'), leaf, {
    maxKeys: 3,
  }),
)

describe('a filter', () => {
  test('means what the code that nimma makes of it means', () => {
    fc.assert(
      fc.property(filter, fc.constantFrom('a', '200', 'b'), node, (text, key, value) => {
        const root = { [key]: value }
        const expression = `$..[?(${text})]`
        let expected: boolean
        try {
          expected = bySpectral([expression], root).some(({ path }) => path.length === 1)
        } catch {
          return // Where it throws for any node, Spectral has no results at all.
        }
        const scope = { ...scopeOf(value, key), root }
        expect(compileFilter(text, 'nimma').test(scope), `${text} on ${JSON.stringify(root)}`).toBe(expected)
      }),
      { numRuns: 1500, seed: SEED },
    )
  })

  test('calls methods of the key as of a text, even where it is an index', () => {
    expect(holds('@property.match(/^1/)', null, 12)).toBe(true)
  })

  test('does not hold where a value has no such method', () => {
    expect(holds('@.match(/a/)', 1)).toBe(false)
    expect(holds('!@.match(/a/)', {})).toBe(false)
    expect(holds('@.match(/a/)', { match: 'a' })).toBe(false)
  })

  test('throws where a member of nothing is read', () => {
    expect(() => holds('@.a', null)).toThrow(TypeError)
    expect(() => holds('@.a.b', {})).toThrow(TypeError)
    expect(() => holds('@.a.match(/x/)', {})).toThrow(TypeError)
  })

  test('sees own members only', () => {
    expect(holds('@.a', Object.create({ a: 1 }, {}))).toBe(true)
    expect(holds('@[@property] === undefined', {}, '__proto__')).toBe(true)
    expect(holds('@[@property] === undefined', {}, 'constructor')).toBe(true)
  })

  test('asks for the type of a value by the name of its constructor', () => {
    expect(holds('@.constructor.name === "Array"', [])).toBe(true)
    expect(holds('@.constructor.name === "Array"', { constructor: { name: 'Array' } })).toBe(true)
    expect(holds('@.constructor.name === "Object"', {})).toBe(true)
  })

  test('keeps no state between nodes', () => {
    const { test: matches } = compileFilter('/a/g.test(@)', 'nimma')
    expect([matches(scopeOf('a')), matches(scopeOf('a'))]).toEqual([true, true])
  })

  test.each([
    ['@.constructor.constructor("return process")()', 'only methods'],
    ["@['constructor']('x')", 'constructor'],
    ['@.__proto__', '__proto__'],
    ['@.a.__lookupGetter__', '__lookupGetter__'],
    ['@.a = 1', 'no meaning'],
    ['@.repeat(1000000000)', 'repeat'],
    ['@.map(@)', 'map'],
    ['@.valueOf.call(@)', 'call'],
    ['(@.a)()', 'may not be called'],
    ['@.a[@.b]()', 'by its name'],
    ['process.exit()', 'process'],
    ['Array.isArray(@)', 'Array'],
    ['scope.root', 'scope'],
    ['this', 'this'],
    ['`@`', 'no meaning'],
    ['@ in @.list', 'list of literals'],
    ["@ ~= 'a/b'", 'without slashes'],
    ['@.a; @.b', 'no meaning'],
    ['@.a @.b', 'expected'],
    ['@ &&', 'expected'],
    ['/(/.test(@)', 'regular expression'],
    ["'\\x41'", 'escape'],
    [`${'('.repeat(200)}@${')'.repeat(200)}`, 'deep'],
  ])('refuses %s and names the place', (text, why) => {
    expect(() => compileFilter(text, 'nimma')).toThrow(why)
    expect(() => compileFilter(text, 'nimma')).toThrow('at character')
  })
})

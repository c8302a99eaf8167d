import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expandTemplate, parseTemplate, schemeVariables, variableValues } from './url-template.ts'

function urls(
  template: string,
  variables: Record<string, readonly string[]>,
  limit = 100,
): readonly string[] {
  const named = Object.fromEntries(Object.entries(variables).map(([name, values]) => [name, { values }]))
  return expandTemplate(template, named, limit).expansions.map(({ url }) => url)
}

describe('a template', () => {
  test.for([
    ['https://acme.io', 'https://acme.io'],
    ['{a}{b}', '<a>|<b>'],
    ['x{a}y', 'x|<a>|y'],
    ['{a', '{a'],
    ['a}{}b', 'a}{}b'],
    ['{{a}}', '{|<a>|}'],
    ['', ''],
  ] as const)('%s is %s', ([template, parts]) => {
    const shown = parseTemplate(template).map((part) => ('text' in part ? part.text : `<${part.variable}>`))
    expect(shown.join('|')).toBe(parts)
  })

  test('gives back its text when its parts are joined', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'a', '/', ':') }), (template) => {
        const parts = parseTemplate(template).map((part) =>
          'text' in part ? part.text : `{${part.variable}}`,
        )
        expect(parts.join('')).toBe(template)
      }),
    )
  })
})

describe('the values of a variable', () => {
  test.for([
    ['eu', ['us', 'eu'], 'eu us'],
    ['eu', undefined, 'eu'],
    [undefined, ['us', 'eu'], 'us eu'],
    [443, ['8443', 443], '8443'],
  ] as const)('default %s and enum %s give %s', ([fallback, permitted, values]) => {
    expect(variableValues(fallback, permitted).join(' ')).toBe(values)
  })
})

describe('a template expands', () => {
  test('over all combinations, those that differ from the first in one variable before the others', () => {
    expect(urls('{s}://{r}.acme.io', { s: ['https', 'http'], r: ['eu', 'us'] })).toEqual([
      'https://eu.acme.io',
      'http://eu.acme.io',
      'https://us.acme.io',
      'http://us.acme.io',
    ])
  })

  test('once for each value, however often it is given', () => {
    expect(urls('{s}://acme.io', { s: ['https', 'https'] })).toEqual(['https://acme.io'])
  })

  test('to one URL when it has no variables', () => {
    expect(urls('/v1', { s: ['https', 'http'] })).toEqual(['/v1'])
  })

  test('with the same value wherever a variable stands', () => {
    expect(urls('https://{r}.acme.io/{r}', { r: ['eu', 'us'] })).toEqual([
      'https://eu.acme.io/eu',
      'https://us.acme.io/us',
    ])
  })

  test('leaving variables that are not defined as they are', () => {
    expect(urls('https://{tenant}.acme.io/{constructor}/{__proto__}', {})).toEqual([
      'https://{tenant}.acme.io/{constructor}/{__proto__}',
    ])
  })

  test('without expanding what a value contains', () => {
    expect(urls('{a}{b}', { a: ['{b}'], b: ['x'] })).toEqual(['{b}x'])
  })

  test('telling which value each variable has', () => {
    const { expansions } = expandTemplate('{s}://{open}', { s: { values: ['https'] } }, 10)
    expect(expansions.map(({ values }) => values)).toEqual([{ s: 'https' }])
  })

  test('no further than the limit, and says so', () => {
    const variables = { a: { values: ['1', '2', '3'] }, b: { values: ['1', '2', '3'] } }
    expect(expandTemplate('{a}{b}', variables, 8)).toMatchObject({
      truncated: true,
      expansions: { length: 8 },
    })
    expect(expandTemplate('{a}{b}', variables, 9)).toMatchObject({
      truncated: false,
      expansions: { length: 9 },
    })
  })

  test('showing every value of every variable before the limit cuts off combinations', () => {
    const values = Array.from({ length: 10 }, (_, index) => String(index))
    const variables = { s: ['https', 'http'], a: values, b: values, c: values }
    expect(urls('{s}://{a}{b}{c}', variables, 50).some((url) => url.startsWith('http:'))).toBe(true)
  })

  test('to as many different URLs as there are combinations', () => {
    const values = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 })
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const expanded = urls('{x}/{y}/{z}', { x: a, y: b, z: c })
        expect(new Set(expanded).size).toBe(a.length * b.length * c.length)
        expect(expanded[0]).toBe(`${a[0]}/${b[0]}/${c[0]}`)
      }),
    )
  })
})

describe('the protocol depends on', () => {
  test.for([
    ['{scheme}://acme.io', 'scheme'],
    ['http{s}://{host}', 's'],
    ['{a}{b}://acme.io', 'a b'],
    ['{scheme}//acme.io', 'scheme'],
    ['{baseUrl}/v1', 'baseUrl'],
    ['https://{host}', ''],
    ['//{host}/v1', ''],
    ['/{version}/pets', ''],
    ['v1/{x}?to=https://acme.io', ''],
    ['/v1', ''],
  ] as const)('%s: %s', ([template, names]) => {
    expect(schemeVariables(template).join(' ')).toBe(names)
  })
})

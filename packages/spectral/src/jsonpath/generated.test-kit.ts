import fc from 'fast-check'

const KEYS = ['a', 'b', 'c', 'get', 'x-y', '200', "it's", 'type']
const FILTERS = [
  '@property === "a"',
  "@property == 'b'",
  '@ && @.a',
  '@ && @.type === "get"',
  '@property >= 1',
  '@.match && @.match(/^a/)',
  '@ == 1',
  '@ && @.length > 1',
  '!@',
  '@ === null || @.b',
  '@.a',
]
/** What only nimma understands. */
const FILTERS_OF_NIMMA = [
  '@property.match(/^(a|2)/)',
  "@property in ['a','c']",
  "@property ~= '^[ab]$'",
  '@string()',
  '@object()',
  '@array() && @[0]',
  '@scalar()',
  '@root.a',
  '@parentProperty === "a"',
  '@path.indexOf("a") > 0',
]

/** A value as documents hold them. */
export const openDocument: fc.Arbitrary<object> = fc.letrec<{ any: unknown; list: unknown[]; map: object }>(
  (tie) => ({
    any: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(null, 0, 1, 12, '', 'a', 'get', true, false),
      tie('map'),
      tie('list'),
    ),
    list: fc.array(tie('any'), { maxLength: 3 }),
    map: fc.dictionary(fc.constantFrom(...KEYS), tie('any'), { maxKeys: 4 }),
  }),
).map

/** All frozen, as what Spectral resolves is. */
export const document: fc.Arbitrary<object> = openDocument.map((map) => frozen(map))

/** A value in which objects are shared, but none is within itself. */
export const graph: fc.Arbitrary<object> = fc
  .array(
    fc.dictionary(fc.constantFrom(...KEYS.slice(0, 5)), fc.oneof(fc.nat({ max: 9 }), fc.boolean()), {
      maxKeys: 4,
    }),
    { minLength: 3, maxLength: 7 },
  )
  .map((drafts) => {
    const nodes: Record<string, unknown>[] = []
    for (const draft of drafts) {
      const entries = Object.entries(draft).map(([key, to]): [string, unknown] => {
        if (typeof to === 'boolean' || nodes.length === 0) return [key, to]
        return [key, to % 4 === 3 ? [nodes[to % nodes.length]] : nodes[to % nodes.length]]
      })
      nodes.push(Object.fromEntries(entries))
    }
    return frozen({ a: nodes.at(-1), b: nodes.at(-2), c: nodes.at(-3) })
  })

export function frozen<T extends object>(value: T): T {
  for (const child of Object.values(value)) {
    if (typeof child === 'object' && child !== null && !Object.isFrozen(child)) frozen(child)
  }
  return Object.freeze(value)
}

const filter = fc.oneof(
  { arbitrary: fc.constantFrom(...FILTERS), weight: 2 },
  { arbitrary: fc.constantFrom(...FILTERS_OF_NIMMA), weight: 1 },
)
const key = fc.constantFrom(...KEYS.filter((each) => each !== "it's"))
const step = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('.a', '.b', '.c', '.get', '.type', "['x-y']", '.*', '[*]') },
  { weight: 2, arbitrary: filter.map((each) => `[?(${each})]`) },
  { weight: 3, arbitrary: fc.constantFrom('..a', '..b', '..get', '..*', "..['x-y']", '..[0]', '..[a,b]') },
  { weight: 1, arbitrary: filter.map((each) => `..[?(${each})]`) },
  { weight: 1, arbitrary: fc.tuple(key, key).map(([one, other]) => `['${one}','${other}']`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('[0]', '[200]', '[0:2]', '[1:]', '[-1:]', '[::2]', '[1:3:2]', '[:-1]'),
  },
)
const end = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.constantFrom('~', '^', '^^', '^~') },
)

/** An expression of one to four steps. */
export const expression: fc.Arbitrary<string> = fc
  .tuple(fc.array(step, { minLength: 1, maxLength: 4 }), end)
  .map(([steps, last]) => `$${steps.join('')}${last}`)

import fc from 'fast-check'

type Json = unknown

const KEYS = [
  'paths',
  'components',
  'schemas',
  'schema',
  'properties',
  'items',
  'type',
  'parameters',
  'responses',
  'get',
  'a',
  'info',
  'description',
  '$ref',
  'content',
] as const
const key = fc.constantFrom(...KEYS)
const filter = fc.constantFrom(
  "@property === 'get'",
  "@property != 'type'",
  '@property.match(/^[a-c]/)',
  "@ && @.type === 'object'",
  '@ && @.description',
  '@ && !@.description && @.properties',
  "@ && @.in == 'query'",
  "@property === 'a' || @property === 'b'",
  '@ == 1',
  "@parentProperty === 'properties'",
  '@ && @.required && @.required.length > 0',
  '@path !== "$[\'paths\']"',
)
const step = fc.oneof(
  { weight: 5, arbitrary: key.map((one) => (one === '$ref' ? "['$ref']" : `.${one}`)) },
  { weight: 3, arbitrary: fc.constantFrom('[*]', '.*') },
  { weight: 3, arbitrary: key.map((one) => (one === '$ref' ? "..['$ref']" : `..${one}`)) },
  { weight: 2, arbitrary: filter.map((one) => `[?( ${one} )]`) },
  { weight: 1, arbitrary: filter.map((one) => `..[?( ${one} )]`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "['a','get']",
      '[0]',
      '[200]',
      '[0:1]',
      '[-1:]',
      '..*',
      '..[*]',
      "..['type','items']",
    ),
  },
)
const expression = fc
  .tuple(fc.array(step, { maxLength: 4 }), fc.constantFrom('', '', '', '', '~', '^', '^^'))
  .map(([steps, end]) => `$${steps.join('')}${end}`)

const field = fc.constantFrom(
  '@key',
  'description',
  'type',
  'properties.a',
  'enum[0]',
  'items.type',
  '$.type',
  '$..description',
  '$[*]',
  '200',
)
const call = fc.oneof(
  fc.constantFrom('truthy', 'falsy', 'defined', 'undefined').map((one) => ({ function: one })),
  fc
    .constantFrom('^[a-z]+$', '/OBJECT/i', '^$')
    .map((match) => ({ function: 'pattern', functionOptions: { match } })),
  fc
    .constantFrom('camel', 'kebab', 'snake', 'flat')
    .map((type) => ({ function: 'casing', functionOptions: { type } })),
  fc.nat(4).map((max) => ({ function: 'length', functionOptions: { max } })),
  fc.constant({ function: 'enumeration', functionOptions: { values: ['object', 'get', 1] } }),
  fc
    .constantFrom('xor', 'or')
    .map((one) => ({ function: one, functionOptions: { properties: ['type', 'description', 'a'] } })),
  fc.constantFrom(
    { function: 'alphabetical' },
    { function: 'alphabetical', functionOptions: { keyedBy: 'name' } },
  ),
  fc
    .constantFrom<Json>(
      { type: 'object', required: ['description'], properties: { type: { enum: ['object'] } } },
      { type: 'string' },
      { additionalProperties: { type: 'object' }, maxProperties: 1 },
      { items: { type: 'string' } },
    )
    .map((one) => ({ function: 'schema', functionOptions: { schema: one, allErrors: true } })),
)
const then = fc
  .tuple(call, fc.option(field, { nil: undefined }))
  .map(([one, at]) => (at === undefined ? one : { ...one, field: at }))
const message = fc.constantFrom(
  '{{error}}',
  '{{path}}',
  '{{property}} is {{value}}: {{error}}',
  '{{description}} #{{print("property")}} at {{path}}',
  'plain',
)
const rule = fc.record(
  {
    given: fc.oneof(
      expression,
      fc.array(expression, { minLength: 1, maxLength: 2 }),
      fc.constant('#Alias.properties[*]'),
    ),
    then: fc.oneof(then, fc.array(then, { minLength: 1, maxLength: 2 })),
    message,
    description: fc.constant('What it is about'),
    severity: fc.constantFrom<Json>('error', 'warn', 'info', 'hint', 0, 'off'),
    resolved: fc.boolean(),
    formats: fc.constantFrom(['oas3'], ['oas3_1'], ['oas2', 'oas3_0']),
    documentationUrl: fc.constant('https://example.com/rule'),
  },
  { requiredKeys: ['given', 'then'], noNullPrototype: true },
)

/** What is overlooked in values that are not frozen depends on all expressions of a run, and is not copied in full. */
const isOverlooked = (given: unknown) => [given].flat().some((one) => /^\$(\.\*|\[).*\.\./.test(String(one)))

/** A ruleset as an object, functions and formats by their names. */
export const ruleset: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .record({ rules: fc.array(rule, { minLength: 2, maxLength: 8 }), isOas: fc.integer({ min: 0, max: 4 }) })
  .map(({ rules, isOas }) => ({
    ...(isOas === 0 ? { extends: [['spectral:oas', 'all']] } : {}),
    aliases: { Alias: ['$..schema', '$.components.schemas[*]'] },
    rules: Object.fromEntries(
      rules.map((one, index) => [
        `rule-${index}`,
        isOverlooked(one.given) ? { ...one, resolved: true } : one,
      ]),
    ),
  }))

import fc from 'fast-check'
import { stringify } from 'yaml'

/** One document with the file that it refers to, and a ruleset as an object. */
export interface Case {
  readonly files: Readonly<Record<string, string>>
  readonly ruleset: Readonly<Record<string, unknown>>
}

type Json = unknown

const NAMES = ['Pet', 'User', 'a', 'b', 'a/b', 'c d', 'é~1', '%20', 'schema', 'type', 'items', '0', '__proto__x'] as const
const WORDS = ['', 'x', 'get', 'object', 'string', 'kebab-case', 'camelCase', 'snake_case', 'A1', '42'] as const

const name = fc.constantFrom(...NAMES)
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(...WORDS),
  fc.constantFrom<Json>(0, 1, -1.5, true, false, null),
)

const pointer = (segments: readonly string[]) =>
  `#/${segments.map((one) => encodeURIComponent(one.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`

/** Most lead somewhere: to a component, to a part of one, into the other file, from there back. */
const reference = fc
  .record({
    file: fc.constantFrom('', '', '', '', 'other.yaml', 'main.yaml', 'gone.yaml'),
    section: fc.constantFrom('schemas', 'schemas', 'schemas', 'parameters', 'nowhere'),
    to: name,
    below: fc.oneof({ weight: 4, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: fc.tuple(fc.constant('properties'), name) }),
  })
  .map(({ file, section, to, below }) => `${file}${pointer(['components', section, to, ...below])}`)

const holder = fc.tuple(reference, fc.option(fc.tuple(fc.constantFrom('description', 'type', 'a'), scalar), { freq: 4, nil: undefined })).map(
  ([$ref, beside]) => (beside === undefined ? { $ref } : { [beside[0]]: beside[1], $ref }),
)

const { schema } = fc.letrec<{ schema: Json; map: Json }>((tie) => ({
  map: fc.dictionary(name, tie('schema'), { maxKeys: 3, noNullPrototype: true }),
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    holder,
    fc.record(
      {
        type: fc.constantFrom<Json>('object', 'string', 'array', ['object', 'null'], 3),
        description: scalar,
        properties: tie('map'),
        items: tie('schema'),
        required: fc.array(fc.oneof(name, scalar), { maxLength: 2 }),
        enum: fc.array(fc.oneof(scalar, holder), { maxLength: 2 }),
        example: fc.oneof(scalar, holder, tie('map')),
        allOf: fc.array(tie('schema'), { maxLength: 2 }),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  ),
}))

const components = fc.record({
  schemas: fc.dictionary(name, schema, { minKeys: 2, maxKeys: 6, noNullPrototype: true }),
  parameters: fc.dictionary(
    name,
    fc.oneof(
      fc.record({ name: scalar, in: fc.constantFrom('query', 'path'), schema, description: scalar }, { requiredKeys: ['in'] }),
      holder,
    ),
    { maxKeys: 3, noNullPrototype: true },
  ),
})

const content = fc.record({ 'application/json': fc.record({ schema, example: scalar }, { requiredKeys: ['schema'] }) })
const operation = fc.record(
  {
    operationId: scalar,
    tags: fc.array(scalar, { maxLength: 2 }),
    parameters: fc.array(fc.oneof(holder, fc.record({ name, in: fc.constantFrom('query', 'path', 'header'), schema })), { maxLength: 3 }),
    requestBody: fc.oneof(holder, fc.record({ content })),
    responses: fc.dictionary(fc.constantFrom('200', '404', 'default', '2XX'), fc.oneof(holder, fc.record({ description: scalar, content })), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
  },
  { requiredKeys: ['responses'], noNullPrototype: true },
)
const paths = fc.dictionary(
  fc.constantFrom('/pets', '/pets/{id}', '/a~1b', '/Users/', '/%7Bx}'),
  fc.oneof({ weight: 5, arbitrary: fc.dictionary(fc.constantFrom('get', 'post', 'parameters'), operation, { maxKeys: 2, noNullPrototype: true }) }, { weight: 1, arbitrary: holder }),
  { maxKeys: 3, noNullPrototype: true },
)

const root = fc.record({
  openapi: fc.constantFrom('3.0.3', '3.1.0', '3.0.3', '3.9', '2.0'),
  info: fc.record({ title: scalar, description: scalar, contact: fc.oneof(scalar, holder) }, { requiredKeys: ['title'] }),
  servers: fc.array(fc.record({ url: fc.constantFrom('http://a.b/', 'https://{x}.b') }), { maxLength: 2 }),
  paths,
  components,
  'x-again': fc.option(schema, { nil: undefined }),
})

/** The same object at two places is written as an alias in YAML. */
function share(document: Record<string, Json>, where: number): Json {
  const schemas = Object.entries((document.components as { schemas: Record<string, Json> }).schemas)
  const [, one] = schemas[where % schemas.length] ?? []
  return typeof one === 'object' && one !== null ? { ...document, 'x-alias': [one, { deep: one }] } : document
}

const text = (value: Json, style: number) =>
  style === 0 ? JSON.stringify(value, null, 2) : stringify(value, { indent: 2 + (style % 2), lineWidth: style === 3 ? 40 : 0, collectionStyle: style === 4 ? 'flow' : 'any' })

const files = fc
  .record({ main: root, other: fc.record({ components, paths }), style: fc.nat(4), where: fc.option(fc.nat(5), { nil: undefined }) })
  .map(({ main, other, style, where }) => ({
    'main.yaml': text(where === undefined ? main : share(main, where), style),
    'other.yaml': text(other, 1),
  }))

const KEYS = ['paths', 'components', 'schemas', 'schema', 'properties', 'items', 'type', 'parameters', 'responses', 'get', 'a', 'info', 'description', '$ref', 'content'] as const
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
  "@ && @.required && @.required.length > 0",
  "@path !== \"$['paths']\"",
)
const step = fc.oneof(
  { weight: 5, arbitrary: key.map((one) => (one === '$ref' ? "['$ref']" : `.${one}`)) },
  { weight: 3, arbitrary: fc.constantFrom('[*]', '.*') },
  { weight: 3, arbitrary: key.map((one) => (one === '$ref' ? "..['$ref']" : `..${one}`)) },
  { weight: 2, arbitrary: filter.map((one) => `[?( ${one} )]`) },
  { weight: 1, arbitrary: filter.map((one) => `..[?( ${one} )]`) },
  { weight: 1, arbitrary: fc.constantFrom("['a','get']", '[0]', '[200]', '[0:1]', '[-1:]', '..*', '..[*]', "..['type','items']") },
)
const expression = fc
  .tuple(fc.array(step, { maxLength: 4 }), fc.constantFrom('', '', '', '', '~', '^', '^^'))
  .map(([steps, end]) => `$${steps.join('')}${end}`)

const field = fc.constantFrom('@key', 'description', 'type', 'properties.a', 'enum[0]', 'items.type', '$.type', '$..description', '$[*]', '200')
const call = fc.oneof(
  fc.constantFrom('truthy', 'falsy', 'defined', 'undefined').map((one) => ({ function: one })),
  fc.constantFrom('^[a-z]+$', '/OBJECT/i', '^$').map((match) => ({ function: 'pattern', functionOptions: { match } })),
  fc.constantFrom('camel', 'kebab', 'snake', 'flat').map((type) => ({ function: 'casing', functionOptions: { type } })),
  fc.nat(4).map((max) => ({ function: 'length', functionOptions: { max } })),
  fc.constant({ function: 'enumeration', functionOptions: { values: ['object', 'get', 1] } }),
  fc.constantFrom('xor', 'or').map((one) => ({ function: one, functionOptions: { properties: ['type', 'description', 'a'] } })),
  fc.constantFrom({ function: 'alphabetical' }, { function: 'alphabetical', functionOptions: { keyedBy: 'name' } }),
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
    given: fc.oneof(expression, fc.array(expression, { minLength: 1, maxLength: 2 }), fc.constant('#Alias.properties[*]')),
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
const ruleset = fc
  .record({ rules: fc.array(rule, { minLength: 2, maxLength: 8 }), isOas: fc.integer({ min: 0, max: 4 }) })
  .map(({ rules, isOas }) => ({
    ...(isOas === 0 ? { extends: [['spectral:oas', 'all']] } : {}),
    aliases: { Alias: ['$..schema', '$.components.schemas[*]'] },
    rules: Object.fromEntries(rules.map((one, index) => [`rule-${index}`, one])),
  }))

/** Random documents with cycles, siblings, aliases and a second file, and random rules over them. */
export const cases: fc.Arbitrary<Case> = fc.record({ files, ruleset })

import fc from 'fast-check'
import { stringify } from 'yaml'

type Json = unknown

const NAMES = [
  'Pet',
  'User',
  'a',
  'b',
  'a/b',
  'c d',
  'é~1',
  '%20',
  'schema',
  'type',
  'items',
  '0',
  '__proto__x',
] as const
const WORDS = [
  '',
  'x',
  'get',
  'object',
  'string',
  'kebab-case',
  'camelCase',
  'snake_case',
  'A1',
  '42',
] as const

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
    below: fc.oneof(
      { weight: 4, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('properties'), name) },
    ),
  })
  .map(({ file, section, to, below }) => `${file}${pointer(['components', section, to, ...below])}`)

const holder = fc
  .tuple(
    reference,
    fc.option(fc.tuple(fc.constantFrom('description', 'type', 'a'), scalar), { freq: 4, nil: undefined }),
  )
  .map(([$ref, beside]) => (beside === undefined ? { $ref } : { [beside[0]]: beside[1], $ref }))

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
      fc.record(
        { name: scalar, in: fc.constantFrom('query', 'path'), schema, description: scalar },
        { requiredKeys: ['in'] },
      ),
      holder,
    ),
    { maxKeys: 3, noNullPrototype: true },
  ),
})

const content = fc.record({
  'application/json': fc.record({ schema, example: scalar }, { requiredKeys: ['schema'] }),
})
const operation = fc.record(
  {
    operationId: scalar,
    tags: fc.array(scalar, { maxLength: 2 }),
    parameters: fc.array(
      fc.oneof(holder, fc.record({ name, in: fc.constantFrom('query', 'path', 'header'), schema })),
      { maxLength: 3 },
    ),
    requestBody: fc.oneof(holder, fc.record({ content })),
    responses: fc.dictionary(
      fc.constantFrom('200', '404', 'default', '2XX'),
      fc.oneof(holder, fc.record({ description: scalar, content })),
      {
        maxKeys: 2,
        noNullPrototype: true,
      },
    ),
  },
  { requiredKeys: ['responses'], noNullPrototype: true },
)
const paths = fc.dictionary(
  fc.constantFrom('/pets', '/pets/{id}', '/a~1b', '/Users/', '/%7Bx}'),
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.dictionary(fc.constantFrom('get', 'post', 'parameters'), operation, {
        maxKeys: 2,
        noNullPrototype: true,
      }),
    },
    { weight: 1, arbitrary: holder },
  ),
  { maxKeys: 3, noNullPrototype: true },
)

const root = fc.record({
  openapi: fc.constantFrom('3.0.3', '3.1.0', '3.0.3', '3.9', '2.0'),
  info: fc.record(
    { title: scalar, description: scalar, contact: fc.oneof(scalar, holder) },
    { requiredKeys: ['title'] },
  ),
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
  style === 0
    ? JSON.stringify(value, null, 2)
    : stringify(value, {
        indent: 2 + (style % 2),
        lineWidth: style === 3 ? 40 : 0,
        collectionStyle: style === 4 ? 'flow' : 'any',
      })

/** Texts by name, `main.yaml` first: with cycles, siblings of references, aliases, and a second file. */
export const files: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record({
    main: root,
    other: fc.record({ components, paths }),
    style: fc.nat(4),
    where: fc.option(fc.nat(5), { nil: undefined }),
  })
  .map(({ main, other, style, where }) => ({
    'main.yaml': text(where === undefined ? main : share(main, where), style),
    'other.yaml': text(other, 1),
  }))

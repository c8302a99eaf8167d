import { json, linked, openapi, posting, times } from '../documents.mjs'

const CYCLE = { exit: 3, code: 'ref-cycle', says: /leads back to itself/ }
const FAR = { exit: 3, code: 'reference-limit', says: /limits\.references/ }
const WIDE = { exit: 3, code: 'unexpected-shape', says: /more than 300 others/, sees: true }
const TOGETHER = { exit: 3, code: 'unexpected-shape', says: /more than 8,000,000/, sees: true }
const MANY = { exit: 3, code: 'file-limit', says: /limits\.files/ }

/** @type {import('../case.mjs').Case[]} */
export const references = [
  {
    name: 'a chain of 450 references',
    files: () => ({ 'api.json': linked(450, chain) }),
    expected: { exit: 1 },
  },
  {
    name: 'a chain of 100,000 references',
    files: () => ({ 'api.json': linked(100_000, chain) }),
    expected: FAR,
  },
  {
    name: 'a chain of 20,000 references with words beside each',
    files: () => ({ 'api.json': linked(20_000, ($ref) => ({ $ref, description: 'More' })) }),
    heavy: true,
    expected: { ...FAR, only: ['reference-limit', 'unexpected-shape'] },
  },
  {
    name: 'a chain of 2,000 references over as many files',
    files: () => chainOfFiles(2_000),
    expected: FAR,
  },
  {
    name: 'a tree of references over 12,000 files',
    files: () => treeOfFiles(12_000),
    expected: MANY,
    heavy: true,
  },
  {
    name: '100,000 references to as many files, the first 300 of which are there',
    files: () => fanOfFiles(100_000, 300),
    expected: { exit: 3, code: 'file-limit', says: /more than 200 files.*limits\.files/, sees: true },
  },
  {
    name: '100,000 references to as many files, none of which is there',
    files: () => fanOfFiles(100_000, 0),
    expected: { exit: 3, code: 'ref-file-not-found', sees: true },
    heavy: true,
  },
  {
    name: 'a chain of references that ends where it begins',
    files: () => ({
      'api.json': linked(5_000, (_, at) => chain(`#/components/schemas/s${(at + 1) % 5_000}`)),
    }),
    expected: { ...CYCLE, only: ['ref-cycle'] },
  },
  {
    name: 'a reference to itself',
    files: () => ({ 'api.json': linked(1, () => chain('#/components/schemas/s0')) }),
    expected: CYCLE,
  },
  {
    name: 'a reference to the whole document',
    files: () => ({ 'api.json': linked(1, () => chain('#')) }),
    expected: { exit: 3, code: 'ref-invalid' },
  },
  {
    name: 'a reference to its own parent',
    files: () => ({
      'api.json': linked(1, () => ({ properties: { a: { $ref: '#/components/schemas/s0' } } })),
    }),
    expected: { exit: 1 },
  },
  {
    name: 'a reference through itself',
    files: () => ({ 'api.json': linked(1, () => chain('#/components/schemas/s0/properties/a')) }),
    expected: CYCLE,
  },
  {
    name: 'two files that refer to each other',
    files: () => ({
      'api.json': linked(1, () => chain('b.json#/a')),
      'b.json': '{ "a": { "$ref": "api.json#/components/schemas/s0" } }',
    }),
    expected: CYCLE,
  },
  {
    name: 'a path item that refers to itself',
    files: () => ({ 'api.json': json({}, { '/circle': { $ref: '#/paths/~1circle' } }) }),
    expected: CYCLE,
  },
  {
    name: 'a schema that is all of itself',
    files: () => ({ 'api.json': linked(1, () => ({ allOf: [{ $ref: '#/components/schemas/s0' }] })) }),
    expected: { exit: 1 },
  },
  {
    name: '300 schemas, each all of the others',
    files: () => ({
      'api.json': linked(300, (_, at) => ({
        allOf: times(300, (other) => ({ $ref: `#/components/schemas/s${other === at ? 300 : other}` })),
      })),
    }),
    expected: WIDE,
    heavy: true,
  },
  {
    name: 'properties 100,000 references deep',
    files: () => ({
      'api.json': linked(100_000, ($ref) => ({ type: 'object', properties: { a: { $ref } } })),
    }),
    expected: { exit: 1 },
    heavy: true,
  },
  {
    name: 'properties 100,000 references deep, in a project that gives a document 1 s',
    peers: false,
    files: () => ({
      'api.json': linked(100_000, ($ref) => ({ type: 'object', properties: { a: { $ref } } })),
      'specward.yaml': 'limits: { documentTime: 1 }\n',
    }),
    expected: { exit: 3, code: 'document-timeout', says: /limits\.documentTime/ },
    heavy: true,
  },
  {
    name: 'items 20,000 references deep',
    files: () => ({ 'api.json': linked(20_000, ($ref) => ({ type: 'array', items: { $ref } })) }),
    heavy: true,
    expected: { exit: 1 },
  },
  {
    name: '`allOf` 100,000 references deep',
    files: () => ({ 'api.json': linked(100_000, ($ref) => ({ allOf: [{ $ref }] })) }),
    expected: { exit: 3, code: 'unexpected-shape', says: /more than 300 others/, sees: true },
    heavy: true,
  },
  ...['allOf', 'anyOf', 'oneOf'].map((word) => ({
    name: `diamonds of \`${word}\`: 2 to the power of 250 ways`,
    files: () => ({
      'api.json': linked(250, ($ref) => ({
        [word]: [{ $ref }, { $ref }, { type: 'object', properties: { own: { $ref } } }],
      })),
    }),
    expected: word === 'allOf' ? WIDE : { exit: 1 },
  })),
  {
    name: 'diamonds of `properties`: 2 to the power of 3,000 ways',
    files: () => ({ 'api.json': linked(3_000, ($ref) => ({ properties: { a: { $ref }, b: { $ref } } })) }),
    heavy: true,
    expected: { exit: 1 },
  },
  {
    name: '20,000 schemas built on one with 20,000 properties',
    files: () => ({ 'api.json': built(20_000) }),
    heavy: true,
    expected: TOGETHER,
  },
  {
    name: '20,000 schemas, each a choice of the same 20,000',
    files: () => ({ 'api.json': choosing(20_000) }),
    heavy: true,
    expected: TOGETHER,
  },
  {
    name: 'a discriminator that maps 20,000 names to schemas built on it',
    files: () => ({ 'api.json': discriminated(20_000) }),
    heavy: true,
    expected: { exit: 1 },
  },
  {
    name: 'callbacks that refer to the path item they stand in',
    files: () => ({
      'api.json': json(
        {},
        {
          '/circle': {
            post: {
              summary: 'Tell',
              callbacks: { done: { '{$url}': { $ref: '#/paths/~1circle' } } },
              responses: { 204: { description: 'Taken' } },
            },
          },
        },
      ),
    }),
    expected: { exit: 1 },
  },
  {
    name: 'a pointer of 1,000,000 keys',
    files: () => ({ 'api.json': linked(1, () => chain(`#${'/a'.repeat(1_000_000)}`)) }),
    expected: { exit: 3, code: 'ref-not-found' },
  },
  {
    name: '`$ref` that is a list, a number, a mapping',
    files: () => ({
      'api.json': json({ components: { schemas: { A: { $ref: [] }, B: { $ref: 1 }, C: { $ref: {} } } } }),
    }),
    expected: { exit: 3, code: 'ref-invalid' },
  },
  {
    name: 'references in example data',
    files: () => ({
      'api.json': json({
        components: { schemas: { A: { example: { $ref: '/etc/passwd' }, default: { $ref: '#/nowhere' } } } },
      }),
    }),
    expected: { exit: 1 },
  },
]

function chain($ref) {
  return { $ref }
}

function chainOfFiles(count) {
  const files = times(count, (at) => [`f${at}.json`, JSON.stringify({ $ref: `f${at + 1}.json` })])
  const entry = JSON.stringify(openapi({}, { '/linked': { post: posting('f0.json') } }))
  return { 'api.json': entry, ...Object.fromEntries(files), [`f${count}.json`]: '{"type":"string"}' }
}

/** One document that refers to many files, of which some are there, in a project that allows 200. */
function fanOfFiles(references, files) {
  const schemas = Object.fromEntries(times(references, (at) => [`s${at}`, chain(`fan/f${at}.json`)]))
  return {
    'api.json': json({ components: { schemas } }),
    'specward.yaml': 'limits: { files: 200 }\n',
    ...Object.fromEntries(times(files, (at) => [`fan/f${at}.json`, '{"type":"string"}'])),
  }
}

function treeOfFiles(count) {
  const file = (at) =>
    JSON.stringify({
      properties: Object.fromEntries(
        [2 * at + 1, 2 * at + 2]
          .filter((next) => next < count)
          .map((next) => [`p${next}`, { $ref: `f${next}.json` }]),
      ),
    })
  const entry = JSON.stringify(openapi({}, { '/linked': { post: posting('tree/f0.json') } }))
  return { 'api.json': entry, ...Object.fromEntries(times(count, (at) => [`tree/f${at}.json`, file(at)])) }
}

function built(count) {
  const base = { $ref: '#/components/schemas/Base' }
  const all = Object.fromEntries(times(count, (at) => [`s${at}`, { allOf: [base] }]))
  const properties = Object.fromEntries(times(count, (at) => [`p${at}`, { type: 'string' }]))
  return json(
    { components: { schemas: { Base: { type: 'object', properties }, ...all } } },
    { '/built': { post: posting('#/components/schemas/s0') } },
  )
}

function choosing(count) {
  const refTo = (name) => ({ $ref: `#/components/schemas/${name}` })
  const schemas = {
    ...Object.fromEntries(times(count, (at) => [`s${at}`, { anyOf: [refTo('All')] }])),
    All: { anyOf: times(count, (at) => refTo(`m${at}`)) },
    ...Object.fromEntries(times(count, (at) => [`m${at}`, { type: 'object' }])),
  }
  return json({ components: { schemas } }, { '/chosen': { post: posting('#/components/schemas/s0') } })
}

function discriminated(count) {
  const base = { $ref: '#/components/schemas/Base' }
  const mapping = Object.fromEntries(times(count, (at) => [`n${at}`, `#/components/schemas/S${at}`]))
  const schemas = Object.fromEntries(times(count, (at) => [`S${at}`, { allOf: [base] }]))
  const Base = {
    type: 'object',
    properties: { kind: { type: 'string' } },
    discriminator: { propertyName: 'kind', mapping },
  }
  return json(
    { components: { schemas: { Base, ...schemas } } },
    { '/kinds': { post: posting('#/components/schemas/Base') } },
  )
}

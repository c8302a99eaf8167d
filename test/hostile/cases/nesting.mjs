import { json, jsonAround, nested, times, yaml } from '../documents.mjs'

const DEEP = 100_000
const TOO_DEEP = { exit: 3, code: 'nesting-too-deep', says: /1,000 levels.*limits\.nesting/ }

/** @type {import('../case.mjs').Case[]} */
export const nesting = [
  {
    name: '100,000 lists in each other, JSON',
    files: () => ({ 'api.json': jsonAround(nested('[', '', ']', DEEP)) }),
    expected: { ...TOO_DEEP, at: 'api.json:1:1208' },
  },
  {
    name: '100,000 lists in each other, YAML flow',
    files: () => ({ 'api.yaml': yaml(`x-part: ${nested('[', '', ']', DEEP)}`) }),
    expected: { ...TOO_DEEP, at: 'api.yaml:7:1008' },
  },
  {
    name: '5,000 mappings in each other, YAML block',
    files: () => ({ 'api.yaml': yaml('x-part:', ...times(5_000, (index) => `${' '.repeat(index + 1)}a:`)) }),
    expected: { ...TOO_DEEP, at: 'api.yaml:1006:1000' },
  },
  {
    name: '100,000 lists in each other on one line, YAML block',
    files: () => ({ 'api.yaml': yaml('x-part:', `  ${'- '.repeat(DEEP)}a`) }),
    expected: { ...TOO_DEEP, at: 'api.yaml:8:2001' },
  },
  {
    name: '100,000 complex keys in each other, YAML',
    files: () => ({ 'api.yaml': yaml('x-part:', `  ${'? '.repeat(DEEP)}a`) }),
    expected: { ...TOO_DEEP, at: 'api.yaml:8:2000' },
  },
  {
    name: 'an opening bracket 1,000,000 times, never closed',
    files: () => ({ 'api.json': jsonAround('['.repeat(1_000_000)) }),
    expected: { ...TOO_DEEP, at: 'api.json:1:1208' },
  },
  ...[
    ['properties', '{"type":"object","properties":{"a":', '}}'],
    ['items', '{"type":"array","items":', '}'],
    ['allOf', '{"allOf":[', ']}'],
    ['not', '{"not":', '}'],
  ].flatMap(([word, open, close]) => [
    {
      name: `a schema with \`${word}\` 100,000 deep`,
      files: () => ({ 'api.json': withSchema(nested(open, '{}', close, DEEP)) }),
      expected: TOO_DEEP,
    },
    {
      name: `a schema with \`${word}\` as deep as may be`,
      files: () => ({ 'api.json': withSchema(nested(open, '{}', close, word === 'allOf' || word === 'properties' ? 490 : 990)) }),
      expected: word === 'allOf' ? { exit: 3, code: 'unexpected-shape', says: /more than 300 others/, sees: true } : { exit: 1 },
    },
  ]),
  {
    name: 'an example 100,000 deep',
    files: () => ({ 'api.json': withSchema(`{"example":${nested('{"a":', '1', '}', DEEP)}}`) }),
    expected: TOO_DEEP,
  },
  {
    name: 'callbacks in callbacks, 150 deep',
    files: () => ({ 'api.json': json({}, { '/nested': { post: callback(150) } }) }),
    expected: { exit: 1 },
  },
]

function withSchema(text) {
  return jsonAround('0', { components: { schemas: { Deep: '@@' } } }).replace('"@@"', () => text)
}

function callback(depth) {
  let operation = { responses: { 204: { description: 'Taken' } } }
  for (let index = 0; index < depth; index++)
    operation = { ...operation, callbacks: { done: { '{$request.body#/url}': { post: operation } } } }
  return operation
}

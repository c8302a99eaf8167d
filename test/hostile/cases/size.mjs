import { json, jsonAround, openapi, times, yaml } from '../documents.mjs'

const MB = 1024 * 1024
const LARGE = { exit: 3, code: 'file-too-large', says: /limits\.fileSize/ }

/** @type {import('../case.mjs').Case[]} */
export const size = [
  { name: 'a file of 65 MB', files: () => ({ 'api.json': blank(65) }), expected: LARGE, heavy: true },
  { name: 'a reference to a file of 65 MB', files: () => ({ 'api.json': json({}, { '/big': { $ref: 'big.json' } }), 'big.json': blank(65) }), expected: { exit: 3, code: 'ref-unreadable', says: /limits\.fileSize/, sees: true }, heavy: true },
  { name: 'one line of 50 MB', files: () => ({ 'api.json': jsonAround(`"${'a'.repeat(50 * MB)}"`) }), expected: { exit: 1 }, heavy: true },
  { name: 'one line of 5 MB in YAML', files: () => ({ 'api.yaml': yaml(`x-part: ${'a'.repeat(5 * MB)}`) }), expected: { exit: 1 } },
  { name: '10,000,000 empty lists in 30 MB of YAML', files: () => ({ 'api.yaml': [yaml('x-part: ['), ...times(300, () => '[],'.repeat(33_334)), ']\n'] }), expected: LARGE, heavy: true },
  { name: '15,000,000 empty items in 30 MB of YAML', files: () => ({ 'api.yaml': [yaml('x-part:'), ...times(300, () => '-\n'.repeat(50_000))] }), expected: LARGE, heavy: true },
  { name: '20,000,000 empty lists in 60 MB of JSON', files: () => ({ 'api.json': [jsonAround('[').slice(0, -1), ...times(600, () => '[],'.repeat(33_334)), '[]]}'] }), expected: LARGE, heavy: true },
  { name: '1,000,000 keys in a mapping, JSON', files: () => ({ 'api.json': jsonAround(`{${times(1_000_000, (at) => `"k${at}":0`).join()}}`) }), expected: { exit: 1 }, heavy: true },
  { name: '200,000 keys in a mapping, YAML', files: () => ({ 'api.yaml': yaml('x-part:', times(200_000, (at) => `  k${at}: 0`).join('\n')) }), expected: { exit: 1 } },
  { name: 'one key 100,000 times, JSON', files: () => ({ 'api.json': jsonAround(`{${times(100_000, () => '"k":0').join()}}`) }), expected: { exit: 1 } },
  { name: 'one key 100,000 times, YAML', files: () => ({ 'api.yaml': yaml('x-part:', times(100_000, () => '  k: 0').join('\n')) }), expected: { exit: 1 } },
  { name: 'one key 50,000 times, a merge between them', files: () => ({ 'api.yaml': yaml('x-0: &a { k: 1 }', 'x-part:', '  <<: *a', times(50_000, () => '  k: 0').join('\n')) }), expected: { exit: 1 } },
  { name: 'a key of 5 MB', files: () => ({ 'api.json': jsonAround(`{"${'k'.repeat(5 * MB)}":0}`) }), expected: { exit: 1 } },
  { name: 'a path of 1 MB', files: () => ({ 'api.json': json({}, { [`/${'p'.repeat(MB)}`]: { get: { responses: {} } } }) }), expected: { exit: 1 } },
  { name: '20,000 paths', files: () => ({ 'api.json': json({}, Object.fromEntries(times(20_000, (at) => [`/p${at}`, { get: { responses: { 200: { description: 'Here' } } } }]))) }), expected: { exit: 1 }, heavy: true },
  { name: '100,000 security schemes', files: () => ({ 'api.json': json({ components: { securitySchemes: Object.fromEntries(times(100_000, (at) => [`s${at}`, { type: 'http', scheme: 'bearer' }])) } }) }), expected: { exit: 1 } },
  {
    name: '100,000 security requirements',
    files: () => ({ 'api.json': JSON.stringify({ ...openapi({ components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } } }), security: [...times(100_000, () => ({ key: [] })), {}] }) }),
    expected: { exit: 1 },
  },
  { name: 'one requirement of 20,000 schemes that nobody defines', files: () => ({ 'api.json': JSON.stringify({ ...openapi(), security: [{}, Object.fromEntries(times(20_000, (at) => [`s${at}`, []]))] }) }), expected: { exit: 1 } },
  {
    name: 'a server whose variables have 10 to the power of 20 values',
    files: () => ({ 'api.json': JSON.stringify({ ...openapi(), servers: [{ url: `https://${times(20, (at) => `{v${at}}`).join('')}.example.com`, variables: Object.fromEntries(times(20, (at) => [`v${at}`, { default: '0', enum: times(10, String) }])) }] }) }),
    expected: { exit: 3, code: 'server-expansion-limit', sees: true },
  },
  { name: '20,000 servers', files: () => ({ 'api.json': JSON.stringify({ ...openapi(), servers: times(20_000, (at) => ({ url: `https://h${at}.example.com` })) }) }), expected: { exit: 1 } },
  { name: 'an enumeration of 100,000 values', files: () => ({ 'api.json': json({ components: { schemas: { A: { enum: times(100_000, String) } } } }) }), expected: { exit: 1 } },
  { name: '20,000 tags, parameters and responses', files: () => ({ 'api.json': json({ tags: times(20_000, (at) => ({ name: `t${at}` })) }, { '/wide': { get: { tags: times(20_000, (at) => `t${at}`), parameters: times(20_000, (at) => ({ name: `p${at}`, in: 'query', schema: { type: 'string' } })), responses: Object.fromEntries(times(20_000, (at) => [`x${at}`, { description: 'x' }])) } } }) }), expected: { exit: 1 } },
]

function blank(megabytes) {
  return [JSON.stringify(openapi()).slice(0, -1), ...times(megabytes, () => ' '.repeat(MB)), '}']
}

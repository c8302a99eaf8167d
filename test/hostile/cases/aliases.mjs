import { times, yaml } from '../documents.mjs'

const TOO_MANY = { exit: 3, code: 'alias-limit', says: /1,000,000 nodes.*limits\.aliases/ }
const ENDLESS = { exit: 3, code: 'alias-limit', says: /never ends/ }

/** @type {import('../case.mjs').Case[]} */
export const aliases = [
  {
    name: 'a billion laughs',
    files: () => ({ 'api.yaml': yaml('x-0: &a0 [a, a, a, a, a, a, a, a, a]', ...laughs((at) => `[${list(at)}]`)) }),
    expected: { ...TOO_MANY, at: 'api.yaml:13:16' },
  },
  {
    name: 'a billion laughs in mappings of a schema',
    files: () => ({ 'api.yaml': yaml('x-0: &a0 { type: string }', ...laughs((at) => `{ allOf: [${list(at)}] }`)) }),
    expected: TOO_MANY,
  },
  {
    name: 'one long list, repeated 2,000 times',
    files: () => ({ 'api.yaml': yaml(`x-0: &a [${times(1_000, () => 'a').join(', ')}]`, ...times(2_000, (at) => `x-r${at}: *a`)) }),
    expected: TOO_MANY,
  },
  {
    name: 'merges of a wide mapping',
    files: () => ({
      'api.yaml': yaml(`x-0: &a { ${times(1_000, (at) => `k${at}: 1`).join(', ')} }`, ...times(2_000, (at) => `x-r${at}: { <<: *a, own: 1 }`)),
    }),
    expected: TOO_MANY,
  },
  {
    name: 'merges of merges',
    files: () => ({ 'api.yaml': yaml('x-0: &a0 { k: 1 }', ...laughs((at) => `{ <<: [${list(at)}], k${at}: 1 }`)) }),
    expected: TOO_MANY,
  },
  { name: 'an anchor that holds itself', files: () => ({ 'api.yaml': yaml('x-0: &a [*a]') }), expected: { ...ENDLESS, at: 'api.yaml:7:10' } },
  { name: 'an anchor that merges itself', files: () => ({ 'api.yaml': yaml('x-0: &a { <<: *a }') }), expected: { ...ENDLESS, at: 'api.yaml:7:15' } },
  { name: 'an anchor that is its own key', files: () => ({ 'api.yaml': yaml('x-0: &a { *a : 1 }') }), expected: { ...ENDLESS } },
  { name: 'an alias of nothing', files: () => ({ 'api.yaml': yaml('x-0: *nothing') }), expected: { exit: 3, code: 'syntax-error', at: 'api.yaml:7:6' } },
  {
    name: '100,000 anchors of one name',
    files: () => ({ 'api.yaml': yaml('x-0:', ...times(100_000, () => '  - &a 1'), 'x-1: *a') }),
    expected: { exit: 1 },
  },
]

const laughs = (line) => times(20, (at) => `x-${at + 1}: &a${at + 1} ${line(at)}`)
const list = (at) => times(9, () => `*a${at}`).join(', ')

import { json, jsonAround, yaml } from '../documents.mjs'

const SYNTAX = { exit: 3, code: 'syntax-error' }

/** @type {import('../case.mjs').Case[]} */
export const scalars = [
  { name: 'numbers that no program holds, JSON', files: () => ({ 'api.json': jsonAround(`[1e400, -1e400, -0, 1e-400, ${'9'.repeat(10_000)}, 0.${'1'.repeat(10_000)}]`) }), expected: { exit: 1 } },
  { name: 'limits of schemas that no program holds', files: () => ({ 'api.json': jsonAround('0', { components: { schemas: { A: { type: 'string', maxLength: '@@' } } } }).replace('"@@"', '1e400') }), expected: { exit: 1 } },
  { name: 'numbers that no program holds, YAML', files: () => ({ 'api.yaml': yaml(`x-part: [1e400, -.inf, .inf, .nan, -0, 0x${'f'.repeat(10_000)}, 0o7, 0b1, 1_000, 1:30:00, ${'9'.repeat(10_000)}]`) }), expected: { exit: 1 } },
  { name: 'a version that is a number, a date, NaN', files: () => ({ 'api.yaml': yaml().replace('1.0.0', '.nan'), 'b.yaml': yaml().replace('1.0.0', '2027-01-31'), 'c.yaml': yaml().replace('1.0.0', '1.10') }), args: ['lint', 'api.yaml', 'b.yaml', 'c.yaml', '--format', 'json'], expected: { exit: 1 } },
  { name: 'dates, times, binary, sets and ordered maps', files: () => ({ 'api.yaml': yaml('x-part: [2027-01-31, 2027-01-31T00:00:00Z, !!binary aGk=, !!set { a, b }, !!omap [a: 1], !!timestamp 2027-01-31]') }), expected: { exit: 1 } },
  { name: '`!!js/function` and other tags of programs', files: () => ({ 'api.yaml': yaml('x-part:', '  - !!js/function "function () { process.exit(0) }"', '  - !!js/regexp /a/', '  - !!js/undefined ""', '  - !!python/object/apply:os.system ["exit 1"]', '  - !ruby/object:Gem::Installer { i: x }', '  - !<tag:example.com,2027:x> y') }), expected: { exit: 1 } },
  { name: 'a tag where the security stands', files: () => ({ 'api.yaml': yaml().replace('security: []', 'security: !custom []') }), expected: { exit: 1 } },
  { name: 'a merge key that brings the security', files: () => ({ 'api.yaml': yaml('x-0: &a { security: [] }', '<<: *a').replace('security: []\n', '') }), expected: { exit: 1, sees: true } },
  { name: 'a byte order mark', files: () => ({ 'api.json': `\uFEFF${json()}` }), expected: { exit: 1 } },
  { name: 'UTF-16, little end first', files: () => ({ 'api.json': Buffer.from(`\uFEFF${json()}`, 'utf16le') }), expected: { exit: 1 } },
  { name: 'UTF-16, big end first', files: () => ({ 'api.yaml': Buffer.from(`\uFEFF${yaml()}`, 'utf16le').swap16() }), expected: { exit: 1 } },
  { name: 'UTF-16 without a mark', files: () => ({ 'api.json': Buffer.from(json(), 'utf16le') }), expected: { exit: 3, code: 'file-binary' } },
  { name: 'Latin-1', files: () => ({ 'api.yaml': Buffer.from(yaml('x-part: caf\u00e9'), 'latin1') }), expected: { exit: 3, code: 'file-not-utf8', at: 'api.yaml:7:12' } },
  { name: 'overlong UTF-8', files: () => ({ 'api.yaml': Buffer.concat([Buffer.from(yaml('x-part: ').trimEnd()), Buffer.from([0x20, 0xc0, 0xaf])]) }), expected: { exit: 3, code: 'file-not-utf8' } },
  { name: 'a NUL byte', files: () => ({ 'api.yaml': yaml('x-part: a\0b') }), expected: { exit: 3, code: 'file-binary' } },
  { name: 'a NUL that is written `\\u0000`', files: () => ({ 'api.json': jsonAround('"\\u0000"', { tags: [{ name: 'a\u0000b' }] }) }), expected: { exit: 1 } },
  { name: 'halves of surrogate pairs', files: () => ({ 'api.json': jsonAround('{"\\ud800":"\\udc00"}', { tags: [{ name: '\ud800' }] }) }), expected: { exit: 1 } },
  { name: 'nothing', files: () => ({ 'api.json': '' }), expected: { exit: 3, code: 'file-empty' } },
  { name: 'white space and comments alone', files: () => ({ 'api.yaml': '# nothing\n---\n# here\n' }), expected: { exit: 3, code: 'file-empty' } },
  { name: 'a picture', files: () => ({ 'api.yaml': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') }), expected: { exit: 3, code: 'file-binary' } },
  { name: 'JSON that stops in the middle', files: () => ({ 'api.json': json().slice(0, -20) }), expected: { ...SYNTAX } },
  { name: 'YAML that stops in the middle', files: () => ({ 'api.yaml': yaml('x-part: "never closed') }), expected: { ...SYNTAX } },
  { name: 'a second document that says otherwise', files: () => ({ 'api.yaml': `${yaml()}---\n${yaml()}` }), expected: { exit: 3, code: 'multiple-documents', at: 'api.yaml:8:1', sees: true } },
  { name: 'a key that stands twice, the second without security', files: () => ({ 'api.yaml': yaml('security: []').replace('security: []', 'security: [{ key: [] }]') }), expected: { exit: 1 } },
  { name: 'a version that does not exist', files: () => ({ 'api.json': json().replace('3.1.0', '9.9.9') }), expected: { exit: 3, code: 'unsupported-version' } },
  { name: 'security as a mapping', files: () => ({ 'api.yaml': yaml().replace('security: []', 'security: { key: [] }') }), expected: { exit: 3, code: 'unexpected-shape', at: 'api.yaml:4:11' } },
  { name: 'an operation that is a list', files: () => ({ 'api.yaml': yaml().replace('{ responses', '[{ responses').replace('Gone } } }', 'Gone } } }]') }), expected: { exit: 3, code: 'unexpected-shape' } },
]

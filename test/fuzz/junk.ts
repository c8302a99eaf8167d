import { list, map, scalar, type Tree, treeOf } from './tree.ts'

/** Names that mean something to JavaScript, to YAML, to pointers or to nobody. */
export const ODD_NAMES: readonly string[] = [
  ...['', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'prototype', 'valueOf'],
  ...['$ref', '$id', '$schema', '$defs', '$anchor', '$dynamicRef', 'x-', 'x-specward-ignore', '<<', 'null'],
  ...['~', '~1', '~0', '/', '//', '%2F', '%', '#', '*', '0', '-1', '1e3', '0x10', 'true', 'on'],
  ...[' ', 'a b', '\t', '\n', '\u0000', '\u202e', '\u2028', '\ufeff', '\u{1f600}', 'é', 'e\u0301', '\ud800'],
  ...['{', '}', '{a', '{a}{b}', '[', '"', "'", '`', '<b>', '&amp;', '=1+1', '@x', '!x', '|', '>', '::', '-'],
]

/** Texts that some reader of texts takes for more than they are. */
export const ODD_TEXTS: readonly string[] = [
  ...ODD_NAMES,
  ...['http://[::1', 'https://', 'http://a:b@c/', '//host/path', 'HTTP://EXAMPLE.COM', 'file:///etc/passwd'],
  ...[
    'https://exa mple.com',
    'https://{host}:{port}/{a}{b',
    'wss://x',
    'kafka://b:9092',
    'javascript:alert(1)',
  ],
  ...['^(a+)+$', '[', '(?<n>a)\\k<n>', '(?=', '\\p{L}', '\\', 'a{1,99999}', '^.*$'],
  ...['application/json; charset=utf-8', '*/*', 'text', 'a/b/c', ';', 'multipart/form-data'],
  ...['2027-02-30', '0001-01-01T00:00:00Z', '9'.repeat(40), '1.0', '3.1.0', '2.0', '/'.repeat(300)],
  ...['\u001b[31mred\u001b[0m', '::error::x', '</script><script>', 'a'.repeat(2_000), '\r\n\r\nx', 'ſ', 'İ'],
]

const ODD_NUMBERS: readonly number[] = [0, -1, 1.5, 1e21, -1e-7, 2 ** 53, 2 ** 31, 1e308, 404, 200]

/** Words of the specifications, of which each stands somewhere else than it should. */
export const KEYWORDS: readonly string[] = [
  ...['openapi', 'swagger', 'asyncapi', 'info', 'servers', 'security', 'paths', 'webhooks', 'components'],
  ...['get', 'post', 'delete', 'trace', 'query', 'parameters', 'requestBody', 'responses', 'callbacks'],
  ...['schema', 'schemas', 'properties', 'items', 'allOf', 'oneOf', 'anyOf', 'not', 'additionalProperties'],
  ...['type', 'format', 'enum', 'const', 'default', 'example', 'examples', 'discriminator', 'mapping'],
  ...[
    'securitySchemes',
    'securityDefinitions',
    'flows',
    'scopes',
    'in',
    'name',
    'scheme',
    'url',
    'variables',
  ],
  ...['channels', 'operations', 'messages', 'payload', 'headers', 'bindings', 'traits', 'reply', 'address'],
  ...['content', 'encoding', 'links', 'tags', 'pattern', 'required', 'readOnly', 'nullable', 'maxLength'],
]

const SHAPES: readonly unknown[] = [
  [],
  [[]],
  [null, 1, 'x', {}],
  {},
  { '': {} },
  { $ref: 1 },
  { $ref: '#' },
  { $ref: '#/' },
  { $ref: ['#'] },
  { allOf: [null, 3, { $ref: '#/components/schemas' }] },
  { type: ['string', 'null', 7], enum: 'x', properties: [], items: [true], required: 'all' },
  { constructor: { prototype: {} }, toString: 'x', length: -1 },
  { if: {}, else: true, dependentSchemas: [], patternProperties: { '[': {} } },
  { $id: 'https://example.com/other', $ref: '#/x' },
  { $anchor: 'a', $dynamicRef: '#a' },
]

/** A value that has no business where it is put. */
export function junk(random: {
  pick<Item>(items: readonly Item[]): Item
  below(limit: number): number
}): Tree {
  const kind = random.below(8)
  if (kind < 3) return scalar(random.pick(ODD_TEXTS))
  if (kind === 3) return scalar(random.pick(ODD_NUMBERS))
  if (kind === 4) return scalar(random.pick([true, false, null]))
  if (kind === 5) return map([[random.pick(ODD_NAMES), scalar(random.pick(ODD_TEXTS))]])
  if (kind === 6) return list([scalar(random.pick(ODD_TEXTS)), map()])
  return treeOf(random.pick(SHAPES))
}

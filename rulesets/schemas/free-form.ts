import { type Schema, tokens } from '@specward/core'

/** Last words of names under which callers keep what is theirs, or which stand for any JSON. */
const FREE: ReadonlySet<string> = new Set([
  ...['metadata', 'meta', 'attribute', 'label', 'annotation', 'extra', 'extension', 'custom', 'customfield'],
  ...[
    'context',
    'payload',
    'data',
    'json',
    'raw',
    'variable',
    'param',
    'parameter',
    'arg',
    'argument',
    'kwarg',
  ],
  ...[
    'config',
    'configuration',
    'setting',
    'option',
    'preference',
    'property',
    'header',
    'env',
    'environment',
  ],
  ...['schema', 'filter', 'query', 'where', 'selector', 'expression', 'state', 'value', 'default', 'input'],
  ...['output', 'template', 'detail', 'info', 'map', 'dictionary', 'dict', 'blob', 'tag', 'field', 'content'],
  ...[
    'additional',
    'userdata',
    'conf',
    'var',
    'trait',
    'passthrough',
    'spec',
    'manifest',
    'document',
    'secret',
    'example',
  ],
])

const SAID =
  /\b(?:free[- ]?form|arbitrary|any (?:valid )?(?:json|value|type|object|data|kind|additional|extra)|key[- ]?\/?value|key[- ]value|custom (?:data|fields|properties|attributes)|dictionary|hash ?map|(?:set|map|collection) of (?:keys?|key-value|string)|json schema|name[- ]?\/?value|depends? on|varies|dynamic|json blob|non-empty json|opaque|unstructured|schemaless|user[- ]defined)\b/i

/** Words that say where a value goes, not what it is. */
const WRAPPING: ReadonlySet<string> = new Set(['request', 'body', 'dto', 'input', 'param'])

/** Whether a value may have any shape on purpose, as far as its name and what is written about it tell. */
export function isFreeForm(name: string, schema: Schema): boolean {
  const last = tokens(name)
    .filter((word) => !WRAPPING.has(word))
    .at(-1)
  if (last !== undefined && FREE.has(last)) return true
  return ['description', 'title'].some((key) =>
    schema.all(key).some(({ string }) => string !== undefined && saysFreeForm(string)),
  )
}

export function saysFreeForm(text: string): boolean {
  return SAID.test(text)
}

import type { Kind } from '../spec/grammar.ts'

/** Keys of any object of a specification that say something to people and nothing to a caller. */
const PROSE: ReadonlySet<string> = new Set([
  'description',
  'summary',
  'title',
  'externalDocs',
  'example',
  'examples',
  'tags',
  '$comment',
  'deprecated',
  'operationId',
  // shown on pages of documentation, and read by nothing else
  'x-logo',
  'x-tagGroups',
  'x-displayName',
  'x-codeSamples',
  'x-code-samples',
  'x-example',
  'x-examples',
])

/** Schemas that are held for others to refer to: what refers to them is what counts. */
const DEFINITIONS: ReadonlySet<string> = new Set(['$defs', 'definitions', '$id', '$anchor', '$dynamicAnchor'])

/** Keywords that mean the same when they are `false` and when they are absent. */
const FALSE_BY_DEFAULT: ReadonlySet<string> = new Set([
  'required',
  'nullable',
  'readOnly',
  'writeOnly',
  'uniqueItems',
  'allowEmptyValue',
  'allowReserved',
])

/** Lists of words whose order says nothing. */
const WORD_SETS: ReadonlySet<string> = new Set([
  'required',
  'enum',
  'type',
  'consumes',
  'produces',
  'schemes',
])

/** Lists of objects whose order does. */
const SEQUENCES: ReadonlySet<string> = new Set(['items', 'prefixItems'])

/** True for an entry of an object of a specification that changes nothing for a caller. */
export function isWithoutMeaning(kind: Kind, key: string, value: unknown): boolean {
  if (PROSE.has(key) || key.startsWith('x-specward-')) return true
  if (value === false && FALSE_BY_DEFAULT.has(key)) return true
  return kind === 'schema' && DEFINITIONS.has(key)
}

/** True for a key that vendors add, and that is not prose: a gateway may act on it. */
export function isTellingExtension(key: string): boolean {
  return key.startsWith('x-') && !key.startsWith('x-specward-') && !PROSE.has(key)
}

export function isWordSet(key: string): boolean {
  return WORD_SETS.has(key)
}

export function isSequence(key: string): boolean {
  return SEQUENCES.has(key)
}

import type { Node, Schema } from '@specward/core'
import { listedAs } from '../wording.ts'
import { declaredTypes } from './types.ts'
import { itemsOf } from './values.ts'

const TYPES_OF_KEYWORDS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['string'], ['minLength', 'maxLength', 'pattern']],
  [
    ['number', 'integer'],
    ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ],
  [['array'], ['minItems', 'maxItems', 'items', 'prefixItems', 'contains']],
  [
    ['object'],
    [
      ...['minProperties', 'maxProperties', 'required', 'properties', 'patternProperties'],
      ...['propertyNames', 'additionalProperties', 'unevaluatedProperties'],
    ],
  ],
]

/** What each keyword is made for (JSON Schema 2020-12: Validation, section 6; Core, section 10.3). */
export const KEYWORDS_BY_TYPE: ReadonlyMap<string, readonly string[]> = new Map(
  TYPES_OF_KEYWORDS.flatMap(([types, keywords]) => keywords.map((keyword) => [keyword, types] as const)),
)

/** True for a value that would limit nothing at the right type either, and for what a validator cannot read. */
export function limitsNothing({ key, value }: Node, types: ReadonlySet<string>): boolean {
  // a list of closed objects may have been meant; a closed text is harmless
  if (value === false) return !(key.endsWith('Properties') && types.has('array'))
  // `required: true` is no keyword of a schema
  if (value === true || value === null || value === '') return true
  if (value === 0) return /^min(?!imum)/.test(key)
  return typeof value === 'object' && Object.keys(value).length === 0
}

const COUNTERPARTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  number: { minLength: 'minimum', maxLength: 'maximum', minItems: 'minimum', maxItems: 'maximum' },
  string: { minimum: 'minLength', maximum: 'maxLength', minItems: 'minLength', maxItems: 'maxLength' },
  array: { minLength: 'minItems', maxLength: 'maxItems', minimum: 'minItems', maximum: 'maxItems' },
  object: { minItems: 'minProperties', maxItems: 'maxProperties' },
}

function counterparts(keywords: readonly string[], type: string): readonly string[] {
  return keywords.flatMap((each) => COUNTERPARTS[type]?.[each] ?? [])
}

/** What to do with keywords of a list that are made for other types, in a sentence. */
export function substituteInList(nodes: readonly Node[], items: Schema | undefined): string {
  const keywords = [...new Set(nodes.map(({ key }) => key))].sort()
  const it = keywords.length === 1 ? 'it' : 'them'
  const others = counterparts(keywords, 'array')
  const limits = listedAs('and', others)
  if (areOfItems(nodes, items))
    return `Move ${it} into \`items\`${others.length === 0 ? '' : `; the number of items is limited by ${limits}`}.`
  if (others.length > 0) return `Use ${limits} if the number of items is meant, or remove ${it}.`
  const none = keywords.includes('required') ? '; use `minItems` if the list may not be empty' : ''
  return `Remove ${it}${none}.`
}

/** Whether keywords of a list would limit its items. */
export function areOfItems(nodes: readonly Node[], items: Schema | undefined): boolean {
  return !items || nodes.every((node) => fitsItems(node, items))
}

function fitsItems(node: Node, items: Schema): boolean {
  const types = declaredTypes(items)?.types
  if (types && !KEYWORDS_BY_TYPE.get(node.key)?.some((type) => types.has(type))) return false
  if (node.key !== 'required' || !items.isWhole) return true
  return itemsOf(node).every(({ string }) => string !== undefined && items.propertyNames.has(string))
}

/** What to do instead, in a sentence. */
export function substituteFor(keywords: readonly string[], types: ReadonlySet<string>): string {
  const type = ['array', 'object', 'string', 'number', 'integer'].find((each) => types.has(each)) ?? ''
  const [first = ''] = keywords
  const others = counterparts(keywords, type === 'integer' ? 'number' : type)
  const correct = `declare the type \`${KEYWORDS_BY_TYPE.get(first)?.[0]}\` if that is meant`
  return others.length === 0
    ? `Remove ${keywords.length === 1 ? 'it' : 'them'}, or ${correct}.`
    : `Use ${listedAs('and', others)}, or ${correct}.`
}

import { type Node, nearest } from '@specward/core'
import { TYPES } from './types.ts'

/** What a keyword that limits or protects something expects as its value. */
type Expected = 'number' | 'flag' | 'text' | 'list' | 'schema' | 'schemas' | 'types'

/** Keywords without which a schema lets more through than was meant, or shows what was to be hidden. */
const DECISIVE: ReadonlyMap<string, Expected> = new Map<string, Expected>([
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'multipleOf'].map(
    (key) => [key, 'number'] as const,
  ),
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minContains', 'maxContains'].map(
    (key) => [key, 'number'] as const,
  ),
  ...['uniqueItems', 'readOnly', 'writeOnly'].map((key) => [key, 'flag'] as const),
  ...['pattern', 'format'].map((key) => [key, 'text'] as const),
  ...['enum', 'required', 'allOf', 'oneOf', 'anyOf', 'prefixItems'].map((key) => [key, 'list'] as const),
  ...['items', 'additionalProperties', 'unevaluatedProperties', 'propertyNames'].map(
    (key) => [key, 'schema'] as const,
  ),
  ...['properties', 'patternProperties', 'dependentSchemas'].map((key) => [key, 'schemas'] as const),
  ['type', 'types'],
])

/** All other keywords of JSON Schema, drafts 3 to 2020-12, of OpenAPI and of AsyncAPI. */
const OTHERS: ReadonlySet<string> = new Set([
  ...[
    'additionalItems',
    'unevaluatedItems',
    'contains',
    'const',
    'not',
    'if',
    'then',
    'else',
    'dependencies',
  ],
  ...['dependentRequired', 'definitions', 'id', 'title', 'description', 'default', 'deprecated', 'example'],
  ...['examples', 'contentEncoding', 'contentMediaType', 'contentSchema', 'nullable', 'discriminator', 'xml'],
  ...['externalDocs', 'divisibleBy', 'disallow', 'extends', 'optional', 'links', 'media', 'collectionFormat'],
  ...[
    'allowEmptyValue',
    'name',
    'in',
    'schema',
    'content',
    'style',
    'explode',
    'summary',
    'formats',
    'item',
    'allow',
    'requires',
  ],
])

/** How other languages and frameworks call the same. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ...['minlen', 'minimumlength', 'lengthmin'].map((key) => [key, 'minLength'] as const),
  ...['maxlen', 'maximumlength', 'lengthmax'].map((key) => [key, 'maxLength'] as const),
  ...['minvalue', 'minimumvalue'].map((key) => [key, 'minimum'] as const),
  ...['maxvalue', 'maximumvalue'].map((key) => [key, 'maximum'] as const),
  ...['minimumitems', 'minitem'].map((key) => [key, 'minItems'] as const),
  ...['maximumitems', 'maxitem'].map((key) => [key, 'maxItems'] as const),
  ...['regex', 'regexp', 'regularexpression'].map((key) => [key, 'pattern'] as const),
  ...['enumeration', 'enumvalues'].map((key) => [key, 'enum'] as const),
  ...['additionalproperty', 'extraproperties'].map((key) => [key, 'additionalProperties'] as const),
])

const PLAIN_NAMES: ReadonlyMap<string, string> = new Map(
  [...DECISIVE.keys()].map((key) => [key.toLowerCase(), key]),
)

/** The keyword that a key of a schema was meant to be; undefined for what is one, or is like none. */
export function meantBy(node: Node): string | undefined {
  const { key } = node
  if (DECISIVE.has(key) || OTHERS.has(key) || !/^[a-z][\w -]{2,25}$/i.test(key) || /^x-/i.test(key))
    return undefined
  const plain = key.toLowerCase().replaceAll(/[_ -]/g, '')
  const meant =
    PLAIN_NAMES.get(plain) ?? ALIASES.get(plain) ?? limitOf(plain, node.parent) ?? nearKeyword(key)
  return meant !== undefined && fits(node.value, DECISIVE.get(meant)) ? meant : undefined
}

/** `min` and `max` mean another limit for each type. */
function limitOf(word: string, schema: Node | undefined): string | undefined {
  if (word !== 'min' && word !== 'max') return undefined
  const limit = LIMITS.get(schema?.child('type')?.string ?? '')
  return limit === undefined ? undefined : `${word}${limit}`
}

const LIMITS: ReadonlyMap<string, string> = new Map([
  ['string', 'Length'],
  ['array', 'Items'],
  ['object', 'Properties'],
  ['number', 'imum'],
  ['integer', 'imum'],
])

/** Short words are near too much, and a key that is near to a harmless keyword may be that one. */
function nearKeyword(key: string): string | undefined {
  if (key.length < 5) return undefined
  const most = key.length < 9 ? 1 : 2
  const near = nearest(key, DECISIVE.keys(), most)
  return near !== undefined && nearest(key, OTHERS, most) === undefined ? near : undefined
}

/** Whether a value has the form that a keyword expects, or is that as text. */
function fits(value: unknown, expected: Expected | undefined): boolean {
  switch (expected) {
    case 'number':
      return typeof value === 'number' || (typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value))
    case 'flag':
      return value === true || value === 'true'
    case 'text':
      return typeof value === 'string' && value !== ''
    case 'list':
      return (Array.isArray(value) && value.length > 0) || value === true
    case 'types':
      return (Array.isArray(value) ? value : [value]).every(
        (each) => typeof each === 'string' && TYPES.has(each),
      )
    case 'schema':
      return value === false || isMapping(value)
    default:
      return isMapping(value)
  }
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

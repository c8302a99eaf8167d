import type { Node, Schema } from '@specward/core'
import { conjuncts, has, isAnnotation, keywordsOf, typesOf } from './composition.ts'
import { isFreeForm } from './free-form.ts'
import type { InputHolder, InputValue } from './inputs.ts'
import { isUnread } from './unread-parts.ts'

/** Something that is sent and of which the description says too little to check it. */
export interface Undescribed {
  readonly kind: 'anything' | 'items' | 'properties' | 'members' | 'entries' | 'untyped'
  readonly way: string
  readonly node: Node
  /** Keyword that says something, but not of values of another type. */
  readonly keyword: string
}

/** Keywords after which a value without `type` is not anything. */
const DECIDING = ['enum', 'const', 'not', 'if', 'oneOf', 'anyOf', '$dynamicRef', '$recursiveRef']

/** Keywords that hold for values of one type only, and let all others pass. */
const OF_ONE_TYPE = [
  ...['minLength', 'maxLength', 'pattern', 'format', 'contentEncoding', 'contentMediaType'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains'],
  ...['required', 'minProperties', 'maxProperties', 'additionalProperties', 'patternProperties'],
  ...['propertyNames', 'unevaluatedProperties', 'unevaluatedItems', 'dependentRequired'],
]

const OF_OBJECTS: ReadonlySet<string> = new Set([
  ...['required', 'minProperties', 'maxProperties', 'additionalProperties', 'patternProperties'],
  ...['propertyNames', 'unevaluatedProperties', 'dependentRequired'],
])

const OF_LISTS: ReadonlySet<string> = new Set([
  ...['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'unevaluatedItems'],
])

/** What is meant, where all that is said is said of objects, or of lists. */
function kindOf(keywords: readonly string[]): Undescribed['kind'] {
  if (keywords.every((each) => OF_OBJECTS.has(each))) return 'members'
  return keywords.every((each) => OF_LISTS.has(each)) ? 'entries' : 'untyped'
}

const ITEMS = ['items', 'prefixItems', 'contains', 'unevaluatedItems', 'enum', 'const']

export function undescribedIn({ values }: InputHolder): readonly Undescribed[] {
  return values.flatMap((value) => [...ofValue(value), ...booleansIn(value)])
}

function ofValue({ schema, way, name, isChoice, source }: InputValue): readonly Undescribed[] {
  const { node } = schema
  const types = typesOf(schema)
  // OpenAPI 2.0: what a parameter lacks, it lacks by the specification
  if (node.child('in') && node.child('name')) return []
  if (types.has('array') && !describesItems(schema)) return [{ kind: 'items', way, node, keyword: 'items' }]
  // what a choice leaves out may be said beside it
  if (types.size > 0 || has(schema, 'type') || isChoice || schema.alternatives.length > 0) return []
  if (has(schema, ...DECIDING) || isUnread(schema)) return []
  const isForm = source === 'form' || source === 'multipart'
  // a form has fields whatever the schema says, and a part of it without a type is a file (OpenAPI 3.1)
  if (isForm && (way === '' || source === 'multipart')) return []
  if (has(schema, 'properties')) return [{ kind: 'properties', way, node, keyword: 'properties' }]
  const found = OF_ONE_TYPE.filter((each) => has(schema, each))
  const [keyword] = found
  if (keyword !== undefined) return [{ kind: kindOf(found), way, node, keyword }]
  // the members of a mapping of anything are as free as its keys
  if (
    !saysNothing(schema) ||
    way.endsWith('.*') ||
    isFreeForm(name === '' ? (schema.name ?? '') : name, schema)
  )
    return []
  return [{ kind: 'anything', way, node, keyword: 'type' }]
}

/** Properties and items whose schema is `true`. */
function booleansIn({ schema, way }: InputValue): readonly Undescribed[] {
  const entries = conjuncts(schema).flatMap((part) => [...(part.own('properties')?.children() ?? [])])
  const anything = entries.filter(({ value, key }) => value === true && !isFreeForm(key, schema))
  return anything.map((node) => ({
    kind: 'anything',
    way: way === '' ? node.key : `${way}.${node.key}`,
    node,
    keyword: 'type',
  }))
}

function describesItems(schema: Schema): boolean {
  const isSaid = ITEMS.some((keyword) => schema.all(keyword).some(({ value }) => value !== true))
  return isSaid || schema.all('maxItems').some(({ value }) => value === 0)
}

function saysNothing(schema: Schema): boolean {
  return [...keywordsOf(schema)].every((key) => key === '$ref' || key === 'allOf' || isAnnotation(key))
}

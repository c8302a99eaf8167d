import type { Model, Node, Schema } from '@specward/core'

/** Keywords that say what a value may be; `type` is looked at apart from them. */
const TELLING = [
  ...['properties', 'patternProperties', 'propertyNames', 'items', 'prefixItems', 'contains', 'required'],
  ...['oneOf', 'anyOf', 'not', 'if', 'enum', 'const', 'pattern', 'format', 'minProperties', 'maxProperties'],
]

/** What a schema lets through, in words, where it says next to nothing; undefined where it says enough. */
export function openness(schema: Schema): string | undefined {
  if (TELLING.some((keyword) => schema.all(keyword).some(({ value }) => !isEmpty(value)))) return undefined
  const closing = [...schema.all('additionalProperties'), ...schema.all('unevaluatedProperties')]
  if (closing.some(({ value }) => value !== true && !isEmpty(value))) return undefined
  const types = new Set(schema.all('type').flatMap(({ value }) => (Array.isArray(value) ? value : [value])))
  types.delete('null')
  if (types.size === 0) return schema.all('type').length === 0 ? 'accepts anything' : undefined
  if (types.has('object')) return 'accepts any object'
  return types.has('array') ? 'accepts any list' : undefined
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/**
 * The list of objects among which the payload is chosen, where nothing in the payload tells which one it is: no
 * discriminator, no property that has another value in each, nothing that each asks for and the others do not have.
 */
export function undistinguished(schema: Schema, model: Model): Node | undefined {
  const list = schema.all('oneOf').find(({ isList }) => isList)
  if (!list || schema.all('discriminator').length > 0) return undefined
  const members = [...list.children()].map((item) => memberAt(item, model))
  if (members.length < 2) return undefined
  const known = members.filter((member) => member !== undefined)
  if (known.length < members.length) return undefined
  const [first] = known
  const hasTag = [...(first?.fixed ?? [])].some((name) => known.every(({ fixed }) => fixed.has(name)))
  const count = new Map<string, number>()
  for (const { names } of known) for (const name of names) count.set(name, (count.get(name) ?? 0) + 1)
  const isTold = known.every(({ required }) => required.some((name) => count.get(name) === 1))
  return hasTag || isTold ? undefined : list
}

interface Member {
  readonly names: ReadonlySet<string>
  readonly required: readonly string[]
  /** Names of the properties that can have listed values only. */
  readonly fixed: ReadonlySet<string>
}

/** Undefined for what is no plain object, or is put together of others: that is not compared. */
function memberAt(item: Node, model: Model): Member | undefined {
  const node = model.resolve(item)
  const properties = node && model.resolve(node.child('properties') ?? node)
  if (!node?.child('properties') || !properties?.isObject || node.child('allOf')) return undefined
  const required = node.child('required')?.value
  const names = new Set<string>()
  const fixed = new Set<string>()
  for (const property of properties.children()) {
    names.add(property.key)
    const value = model.resolve(property)
    if (value?.child('const') || value?.child('enum')) fixed.add(property.key)
  }
  return {
    names,
    required: Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [],
    fixed,
  }
}

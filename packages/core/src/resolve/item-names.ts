import { own } from '../json.ts'
import type { Node } from '../source/node.ts'

/** Fields by which the things that stand in lists are called, those that say most first. */
const CALLED = ['stepId', 'workflowId', 'url', 'target', 'id', 'name', 'condition', 'title'] as const

/** Lists whose items are schemas that need no name. */
const PARTS: ReadonlySet<string> = new Set(['allOf', 'oneOf', 'anyOf'])

/**
 * What an item of a list is called by its content, so that neither its place in the list nor its neighbours matter: the
 * value of a scalar, name and location of a parameter, the URL of a server, the schemes of a security requirement, the
 * title of a schema or the values that tell it from others. '' where it says nothing of the kind.
 */
export function itemName(item: Node): string {
  const { value, parent } = item
  if (typeof value !== 'object' || value === null) return `=${String(value)}`
  if (!item.isObject) return ''
  if (parent?.key === 'prefixItems') return `no ${item.key}`
  if (parent?.key === 'security') return requirementName(value)
  const parameter = parameterName(value)
  if (parameter !== undefined) return parameter
  for (const key of CALLED) {
    const name = own(value, key)
    if (typeof name === 'string' && name !== '') return withoutUserinfo(name)
  }
  return PARTS.has(parent?.key ?? '') ? partName(value) : ''
}

/** Names that are longer are cut: all that stands below such a name repeats it. */
const MOST_CHARACTERS = 1_000

/** A name as it is, or of a very long one the beginning, the length and a number that tells it from others. */
export function bounded(name: string): string {
  if (name.length <= MOST_CHARACTERS) return name
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  return `${name.slice(0, MOST_CHARACTERS)}… ${name.length} ${(hash >>> 0).toString(16)}`
}

/** A URL in which no password stands: names end up in digests, from which a short one could be guessed. */
export function withoutUserinfo(url: string): string {
  return url.replace(/\/\/[^/?#]*@/gu, '//')
}

/** Header names are compared without case (RFC 9110, section 5.1). */
function parameterName(value: object): string | undefined {
  const [where, name] = [own(value, 'in'), own(value, 'name')]
  if (typeof where !== 'string' || typeof name !== 'string') return undefined
  return `${where} ${where === 'header' ? name.toLowerCase() : name}`
}

function requirementName(value: object): string {
  const names = Object.keys(value).sort()
  return names.length === 0 ? '{}' : names.join(' + ')
}

/** Type, format and fixed values: what tells the alternatives of a choice apart and seldom changes. */
function partName(schema: object): string {
  const said = ['type', 'format'].map((key) => scalarText(own(schema, key)))
  const fixed = fixedValue(schema)
  const properties = own(schema, 'properties')
  const values = typeof properties === 'object' && properties !== null ? Object.entries(properties) : []
  const told = values.flatMap(([name, property]) => {
    const text = fixedValue(property)
    return text === '' ? [] : [`${name}${text}`]
  })
  return [...said, fixed, ...told.sort()].filter((text) => text !== '').join(' ')
}

function fixedValue(schema: unknown): string {
  const values = own(schema, 'enum')
  const only = Array.isArray(values) && values.length === 1 ? values[0] : own(schema, 'const')
  const text = scalarText(only)
  return text === '' ? '' : `=${text}`
}

function scalarText(value: unknown): string {
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string')
  if (isList) return [...value].sort().join('|')
  return typeof value === 'object' || value === undefined ? '' : String(value)
}

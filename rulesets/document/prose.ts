import type { Node } from '@specward/core'

/** Fields in which the specifications expect words for people. */
const FIELDS: ReadonlySet<string> = new Set(['description', 'summary', 'title'])

/** Under these stand values of the API, not words about it. */
const DATA: ReadonlySet<string> = new Set([
  'example',
  'default',
  'enum',
  'const',
  'value',
  'dataValue',
  'serializedValue',
  'payload',
])

/** Mappings whose keys are names that the author gives. */
const NAMES: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'schemas',
  'responses',
  'parameters',
  'headers',
  'callbacks',
  'channels',
  'messages',
  'operations',
  'paths',
  'webhooks',
])

/** Whether a string is a description, a summary or a title, and not part of an example or an extension. */
export function isProse(node: Node): boolean {
  // an overlay puts a text in the place of another
  if (node.key === 'update' && /description|summary|title/.test(node.parent?.child('target')?.string ?? ''))
    return true
  if (!FIELDS.has(node.key) || node.parent?.isList) return false
  // `title: { description: ... }` under `properties` is a schema; a text there is a mistake that nobody renders
  if (node.parent && isNaming(node.parent)) return false
  for (let above = node.parent, below = node; above; below = above, above = above.parent) {
    const { parent } = above
    if (!parent || isNaming(parent)) continue
    if (above.key === 'examples') {
      // an Example Object has a summary and a description of its own; OpenAPI 2.0 has examples by media type
      if (above.isObject && node.parent === below && !below.key.includes('/')) continue
      return false
    }
    if (above.key.startsWith('x-')) return false
    if (DATA.has(above.key) && !isSchemaOfPayload(above)) return false
  }
  return true
}

/** `properties`, unless a property has that name. */
function isNaming({ key, isList, parent }: Node): boolean {
  return NAMES.has(key) && !isList && (parent?.key !== 'properties' || parent.parent?.key === 'properties')
}

/** AsyncAPI: `payload` of a message is a schema, that of an example is data. */
function isSchemaOfPayload({ key, parent }: Node): boolean {
  return key === 'payload' && !parent?.parent?.isList
}

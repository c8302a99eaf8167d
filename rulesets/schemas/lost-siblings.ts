import type { Direction, Model, Node, ReferenceUse, Schema } from '@specward/core'
import { isSame } from './values.ts'

/** Keywords of a schema that only describe it. All others decide what is accepted, or who sees it. */
const DESCRIBING: ReadonlySet<string> = new Set([
  ...[
    '$ref',
    '$comment',
    '$id',
    '$anchor',
    '$schema',
    'title',
    'summary',
    'description',
    'example',
    'examples',
  ],
  ...['default', 'deprecated', 'externalDocs', 'xml', 'name', 'id', 'definitions', '$defs', 'discriminator'],
])

/** Keywords that count where they say something else than the target does. */
const COMPARED: ReadonlySet<string> = new Set(['type', 'format'])

/** Fields of other objects that decide something. */
const DECIDING: Readonly<Record<string, readonly string[]>> = {
  parameter: ['required', 'schema', 'content', 'pattern', 'maxLength', 'maximum', 'enum', 'items'],
  header: ['required', 'schema', 'content', 'pattern', 'maxLength', 'enum'],
  requestBody: ['required', 'content'],
  response: ['content', 'schema', 'headers'],
  securityScheme: ['type', 'scheme', 'in', 'name', 'flows', 'flow', 'scopes', 'openIdConnectUrl'],
  message: ['payload', 'headers', 'contentType', 'schemaFormat', 'bindings', 'traits'],
}

/** What stands beside a `$ref` that nothing reads, although it decides something and its target does not say it. */
export function lostBeside({ node, kind, standsAlone }: ReferenceUse, model: Model): readonly Node[] {
  const holder = node.parent
  if (!standsAlone || !holder || node.key !== '$ref') return []
  const keys = Object.keys(holder.value as object)
  if (keys.length < 2) return []
  const target = model.resolve(holder)
  return keys.flatMap((key) => {
    const sibling = holder.child(key)
    if (!sibling || key.startsWith('x-') || !decides(kind, sibling, target)) return []
    return isSame(target?.child(key)?.value, sibling.value) ? [] : sibling
  })
}

/** Whether a lost keyword changes anything where its schema travels; unknown where there are no operations at all. */
export function matters(keyword: string, schema: Schema | undefined, model: Model): boolean {
  const direction = ONE_WAY.get(keyword)
  if (!direction || !schema || model.select('operation').length === 0) return true
  return schema.uses.some((use) => use.direction === direction)
}

/** In which direction a keyword keeps a property back. */
const ONE_WAY: ReadonlyMap<string, Direction> = new Map([
  ['readOnly', 'request'],
  ['writeOnly', 'response'],
])

function decides(kind: string, { key, value }: Node, target: Node | undefined): boolean {
  if (value === null || (value === false && !key.endsWith('Properties'))) return false
  if (kind !== 'schema') return Object.hasOwn(DECIDING, kind) && DECIDING[kind]?.includes(key) === true
  if (COMPARED.has(key)) return target?.child(key) !== undefined
  return !DESCRIBING.has(key) && !isEmpty(value)
}

function isEmpty(value: unknown): boolean {
  if (value === true || value === '') return value === ''
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

import type { Node } from '@specward/core'

/** Fields whose text is a name or an address, by which programs find something. */
const FIELDS: ReadonlySet<string> = new Set([
  ...['operationId', 'name', 'url', 'host', 'basePath', '$ref', 'operationRef', 'externalValue', 'address'],
  ...['tokenUrl', 'authorizationUrl', 'refreshUrl', 'openIdConnectUrl', 'pathname', 'protocol', 'scheme'],
  ...['type', 'format', 'in', 'messageId', 'propertyName', 'workflowId', 'stepId', 'operationPath', 'target'],
  ...['extends', 'reference', 'const'],
])

/** Lists of names. */
const LISTS: ReadonlySet<string> = new Set([
  'enum',
  'required',
  'schemes',
  'consumes',
  'produces',
  'dependsOn',
])

/** Mappings whose keys are names that the author gives. */
const NAMING: ReadonlySet<string> = new Set([
  ...[
    'properties',
    'patternProperties',
    'definitions',
    '$defs',
    'schemas',
    'parameters',
    'headers',
    'responses',
  ],
  ...[
    'examples',
    'variables',
    'channels',
    'messages',
    'operations',
    'servers',
    'paths',
    'callbacks',
    'scopes',
  ],
])

const DATA: ReadonlySet<string> = new Set(['example', 'default', 'value', 'payload', 'update'])

/** Whether a node stands within example data, a value or an extension. */
export function isData(node: Node): boolean {
  for (let up: Node | undefined = node; up?.parent; up = up.parent) {
    const isNamed = NAMING.has(up.parent.key) && !up.parent.isList
    if (isNamed) continue
    if (up.key.startsWith('x-')) return true
    // what a message carries is a schema, what an action puts in is a part of a description
    if (DATA.has(up.key) && !isStructure(up)) return true
    if (up.key === 'examples' && up.isList) return true
  }
  return false
}

function isStructure({ key, parent }: Node): boolean {
  if (key === 'update') return parent?.child('target') !== undefined
  return key === 'payload' && parent?.key !== 'requestBody' && !parent?.parent?.isList
}

/** Whether a text is a name or an address. */
export function isNameValue(node: Node): boolean {
  const { parent } = node
  if (!parent) return false
  const isItem = parent.isList
  const isListed = isItem && (LISTS.has(parent.key) || isScopes(parent))
  if (!isListed && (isItem || !FIELDS.has(node.key))) return false
  return !isData(node)
}

/** `security: [{ oauth: [read] }]` */
function isScopes(list: Node): boolean {
  return list.parent?.parent?.key === 'security' && list.parent.parent.isList
}

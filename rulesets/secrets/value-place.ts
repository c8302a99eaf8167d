import type { Node } from '@specward/core'

/**
 * What a value in a description is: `in-force` when clients and servers work with it (a default, a constant, an
 * extension, a parameter of a link), `example` when it is there to be read, undefined when it is no value at all.
 */
export interface ValuePlace {
  readonly standing: 'in-force' | 'example'
  /** What the value is called: its key, the property or parameter that it is a value of. */
  readonly name: string
  /** The mapping that says what the value is: the schema or parameter with the `default`; undefined within data. */
  readonly holder: Node | undefined
}

const EXAMPLES: ReadonlySet<string> = new Set(['example', 'examples', 'x-example', 'x-examples'])
const VALUES: ReadonlySet<string> = new Set(['default', 'const', 'enum'])

/** Below these, keys are names that authors choose. */
const NAMING: ReadonlySet<string> = new Set([
  ...['properties', 'patternProperties', 'headers', 'variables', 'responses', 'parameters', 'schemas'],
  ...['definitions', 'securitySchemes', 'callbacks', 'paths', 'messages', 'channels', 'servers'],
  ...['$defs', 'dependentSchemas', 'requestBodies', 'pathItems', 'links', 'operations', 'mapping', 'scopes'],
])

/** Between a value and what it belongs to. */
const PASSED: ReadonlySet<string> = new Set([
  'schema',
  'items',
  'allOf',
  'anyOf',
  'oneOf',
  'content',
  'value',
])

/** Extensions that show how something is used. */
const SHOWING = /example|sample|snippet|mock|demo|test/i

/** Where a value stands, and what it is called. */
export function placeOfValue(node: Node): ValuePlace | undefined {
  const leaf = passLists(node)
  for (let up: Node | undefined = leaf; up?.parent; up = up.parent) {
    const standing = standingBelow(up)
    if (standing === undefined) continue
    const isKeyword = !isName(up) && (EXAMPLES.has(up.key) || VALUES.has(up.key))
    const isItself = up === leaf || isValueOfExample(leaf, up)
    const holder = isKeyword && isItself ? up.parent : undefined
    return { standing, name: holder ? nameOfHolder(holder) : leaf.key, holder }
  }
  return undefined
}

/** True for a key that the author has chosen. */
function isName({ parent }: Node): boolean {
  return parent !== undefined && NAMING.has(parent.key)
}

/** What the key of a node makes of everything below it. */
function standingBelow(node: Node): ValuePlace['standing'] | undefined {
  const { key, parent } = node
  if (parent && isName(node)) {
    return parent.key === 'parameters' && parent.parent?.parent?.key === 'links' ? 'in-force' : undefined
  }
  if (EXAMPLES.has(key)) return 'example'
  if (key.startsWith('x-'))
    return SHOWING.test(key) ? 'example' : isWithinExample(node) ? 'example' : 'in-force'
  if (!VALUES.has(key)) return undefined
  if (isWithinExample(node)) return 'example'
  // one of several is a choice, and no credential
  return key === 'enum' && isChoice(node) ? undefined : 'in-force'
}

/** True for a list of several values. */
export function isChoice(node: Node | undefined): boolean {
  return Array.isArray(node?.value) && node.value.length > 1
}

function isWithinExample(node: Node): boolean {
  for (let up = node.parent; up?.parent; up = up.parent) {
    if (EXAMPLES.has(up.key) && !NAMING.has(up.parent.key)) return true
    if (up.key.startsWith('x-') && SHOWING.test(up.key)) return true
  }
  return false
}

/** `examples: { one: { value: ... } }` */
function isValueOfExample(leaf: Node, examples: Node): boolean {
  return leaf.key === 'value' && leaf.parent?.parent === examples
}

function nameOfHolder(holder: Node): string {
  let node = holder
  while (node.parent) {
    const name = node.child('name')?.string
    if (name !== undefined && node.child('in')) return name
    if (!node.parent.isList && !PASSED.has(node.key) && !isMediaType(node)) return node.key
    node = node.parent
  }
  return ''
}

function isMediaType({ key, parent }: Node): boolean {
  return parent?.key === 'content' && key.includes('/')
}

/** The nearest node with a key of its own. */
function passLists(node: Node): Node {
  let named = node
  while (named.parent?.isList && named.parent.parent) named = named.parent
  return named
}

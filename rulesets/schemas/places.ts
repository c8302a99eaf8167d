import type { Node } from '@specward/core'

/** How messages call a schema by where it stands: `` `Order.lines[]` ``, `` parameter `limit` ``. */
export function placeOf(node: Node): string {
  let way = ''
  let above: Node | undefined = node
  for (let here: Node | undefined = node; here?.parent; here = above) {
    const { parent, key }: Node = here
    above = parent
    if (isComponents(parent)) return `\`${joined(key, way)}\``
    if (here.child('in')?.string !== undefined && here.child('name')?.string !== undefined)
      return inside(`parameter \`${here.child('name')?.string}\``, way)
    if (parent.parent?.key === 'paths') {
      const call = `\`${key.toUpperCase()} ${parent.key}\``
      return way === '' || way.startsWith('[') ? `a schema of ${call}` : `\`${way}\` of ${call}`
    }
    if (parent.key === 'headers') return inside(`header \`${key}\``, way)
    if (parent.key === 'properties') {
      way = joined(key, way)
      above = parent.parent
    } else if (key === 'items') way = way.startsWith('[') || way === '' ? `[]${way}` : `[].${way}`
  }
  return way === '' ? 'a schema' : way.startsWith('[') ? 'the items of a list' : `\`${way}\``
}

/** The same at the beginning of a sentence. */
export function namedAt(node: Node): string {
  return placeOf(node).replace(/^[a-z]/, (letter) => letter.toUpperCase())
}

function isComponents({ key, parent }: Node): boolean {
  return (
    (key === 'schemas' && parent?.key === 'components') ||
    key === 'definitions' ||
    key === '$defs' ||
    (key === 'messages' && parent?.key === 'components')
  )
}

function joined(name: string, way: string): string {
  return way === '' || way.startsWith('[') ? `${name}${way}` : `${name}.${way}`
}

function inside(holder: string, way: string): string {
  if (way === '') return holder
  return way.startsWith('[') ? `an item of ${holder}` : `\`${way}\` in ${holder}`
}

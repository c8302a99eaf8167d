import { REFERABLE_SECTIONS } from '../sections.ts'
import type { Random } from './random.ts'
import { copyOf, list, type Mapping, map, mapAt, scalar, type Tree } from './tree.ts'
import { JSON_STYLE, write, YAML_STYLE } from './write.ts'

/** Where entries stand that can move, and whether they begin at the root. */
function holdersIn(root: Mapping): readonly (readonly [name: string, holder: Mapping])[] {
  const isOld = mapAt(root, 'definitions') !== undefined
  const found: [string, Mapping][] = []
  const add = (name: string, ...path: string[]): void => {
    const holder = mapAt(root, ...path)
    if (holder) found.push([name, holder])
  }
  for (const section of REFERABLE_SECTIONS) add(section, 'components', section)
  if (isOld) for (const section of ['definitions', 'parameters', 'responses']) add(section, section)
  add('paths', 'paths')
  add('webhooks', 'webhooks')
  add('root-channels', 'channels')
  return found
}

/**
 * The same description with some of its components, path items, webhooks and channels in other files, as `$ref`s.
 * @returns the texts by name, `api.json` first
 */
export function split(tree: Tree, random: Random): Readonly<Record<string, string>> {
  const root = copyOf(tree)
  if (root.kind !== 'map') return { 'api.json': write(root, JSON_STYLE) }
  const files = new Map<string, Mapping>()
  const share = random.pick([0.2, 0.5, 1])
  for (const [name, holder] of holdersIn(root)) {
    for (const entry of holder.entries) {
      const [key, value] = entry
      if (!canMove(key, value) || !random.chance(share)) continue
      const file = random.pick(['parts.json', 'more/parts.yaml'])
      const parts = files.get(file) ?? map()
      files.set(file, parts)
      const section = mapAt(parts, name) ?? map()
      if (section.entries.length === 0) parts.entries.push([name, section])
      section.entries.push([key, pointedTo(value, file.includes('/') ? '../api.json' : 'api.json')])
      entry[1] = map([['$ref', scalar(`${file}#/${name}/${escaped(key)}`)]])
    }
  }
  const texts = [...files].map(([file, parts]) => [
    file,
    write(parts, file.endsWith('.json') ? JSON_STYLE : YAML_STYLE),
  ])
  return { 'api.json': write(root, JSON_STYLE), ...Object.fromEntries(texts) }
}

/** A mapping that is no reference itself; of a scheme whose URLs are relative, or a schema with `$id`, the base would change. */
function canMove(key: string, value: Tree): boolean {
  if (key.startsWith('x-') || value.kind !== 'map') return false
  return !value.entries.some(([name]) => name === '$ref' || name === '$id')
}

/** What moved refers to what stayed. */
function pointedTo(tree: Tree, main: string): Tree {
  if (tree.kind === 'scalar') return scalar(tree.value)
  if (tree.kind === 'list') return list(tree.items.map((item) => pointedTo(item, main)))
  return map(
    tree.entries.map(([key, value]) => {
      const isLocal =
        value.kind === 'scalar' && typeof value.value === 'string' && value.value.startsWith('#')
      if ((key === '$ref' || key === '$dynamicRef' || key === 'operationRef') && isLocal)
        return [key, scalar(`${main}${value.value}`)]
      if (key === 'mapping' && value.kind === 'map') return [key, mappingTo(value, main)]
      return [key.startsWith('#/') && value.kind === 'list' ? `${main}${key}` : key, pointedTo(value, main)]
    }),
  )
}

/** Values of a `mapping` are references where they begin with `#`. */
function mappingTo(mapping: Mapping, main: string): Tree {
  return map(
    mapping.entries.map(([key, value]) => {
      const isLocal =
        value.kind === 'scalar' && typeof value.value === 'string' && value.value.startsWith('#')
      return [key, isLocal ? scalar(`${main}${value.value}`) : pointedTo(value, main)]
    }),
  )
}

function escaped(key: string): string {
  return encodeURI(key.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('#', '%23')
}

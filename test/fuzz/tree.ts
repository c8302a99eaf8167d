import { load } from 'js-yaml'
import { parse } from 'yaml'

/**
 * A value as it stands in a text: with its keys in order, the same key twice, and names such as `__proto__` that an
 * object of JavaScript would take for something else.
 */
export type Tree = Scalar | List | Mapping

export interface Scalar {
  readonly kind: 'scalar'
  value: string | number | boolean | null
}

export interface List {
  readonly kind: 'list'
  items: Tree[]
}

export interface Mapping {
  readonly kind: 'map'
  entries: [key: string, value: Tree][]
}

export const scalar = (value: Scalar['value']): Scalar => ({ kind: 'scalar', value })
export const list = (items: readonly Tree[] = []): List => ({ kind: 'list', items: [...items] })
export const map = (entries: readonly (readonly [string, Tree])[] = []): Mapping => ({
  kind: 'map',
  entries: entries.map(([key, value]) => [key, value]),
})

/** A value of JavaScript as a tree; what JSON does not know becomes a text. */
export function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return list(value.map(treeOf))
  if (typeof value === 'object' && value !== null)
    return map(Object.keys(value).map((key) => [key, treeOf(Reflect.get(value, key))]))
  if (typeof value === 'number') return scalar(Number.isFinite(value) ? value : String(value))
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return scalar(value)
  return scalar(String(value))
}

/**
 * The tree of a text in YAML or JSON; aliases and merge keys are replaced by what they stand for.
 * @returns undefined where it cannot be read
 */
export function readTree(text: string): Tree | undefined {
  try {
    return treeOf(parse(text, { merge: true, maxAliasCount: 1_000, logLevel: 'silent', uniqueKeys: false }))
  } catch {
    return undefined
  }
}

/** The same for large texts that are known to be right: quicker, and not particular about what is odd. */
export function readQuickly(text: string): Tree | undefined {
  try {
    return treeOf(text.trimStart().startsWith('{') ? JSON.parse(text.replace(/^\ufeff/, '')) : load(text))
  } catch {
    return readTree(text)
  }
}

export function copyOf(tree: Tree): Tree {
  if (tree.kind === 'scalar') return scalar(tree.value)
  if (tree.kind === 'list') return list(tree.items.map(copyOf))
  return map(tree.entries.map(([key, value]) => [key, copyOf(value)]))
}

/** Trees directly below, in order. */
export function childrenOf(tree: Tree): readonly Tree[] {
  if (tree.kind === 'list') return tree.items
  return tree.kind === 'map' ? tree.entries.map(([, value]) => value) : []
}

/** What stands under a key, the last where it stands there twice. */
export function at(tree: Tree | undefined, ...path: readonly string[]): Tree | undefined {
  let found = tree
  for (const key of path) {
    if (found?.kind === 'map') found = found.entries.findLast(([name]) => name === key)?.[1]
    else if (found?.kind === 'list') found = found.items[Number(key)]
    else return undefined
  }
  return found
}

export function mapAt(tree: Tree | undefined, ...path: readonly string[]): Mapping | undefined {
  const found = at(tree, ...path)
  return found?.kind === 'map' ? found : undefined
}

export function textAt(tree: Tree | undefined, ...path: readonly string[]): string | undefined {
  const found = at(tree, ...path)
  return found?.kind === 'scalar' && typeof found.value === 'string' ? found.value : undefined
}

/** Puts a value under a key: in the place of the one that is there, else at the end. */
export function put(holder: Mapping, key: string, value: Tree): void {
  const entry = holder.entries.findLast(([name]) => name === key)
  if (entry) entry[1] = value
  else holder.entries.push([key, value])
}

/** A mapping under a key, made where there is none. */
export function mapUnder(holder: Mapping, key: string): Mapping {
  const found = mapAt(holder, key)
  if (found) return found
  const made = map()
  put(holder, key, made)
  return made
}

/** A place in a tree: what holds it, and where it stands in that. */
export interface Place {
  readonly holder: List | Mapping
  readonly index: number
  readonly path: readonly string[]
}

/** Every place below the root, in the order of the text. */
export function placesIn(root: Tree): readonly Place[] {
  const places: Place[] = []
  const visit = (tree: Tree, path: readonly string[]): void => {
    if (tree.kind === 'scalar') return
    for (const [index, child] of childrenOf(tree).entries()) {
      const key = tree.kind === 'map' ? (tree.entries[index]?.[0] ?? '') : String(index)
      const place = { holder: tree, index, path: [...path, key] }
      places.push(place)
      visit(child, place.path)
    }
  }
  visit(root, [])
  return places
}

export function valueAt({ holder, index }: Place): Tree {
  const found = holder.kind === 'list' ? holder.items[index] : holder.entries[index]?.[1]
  return found ?? scalar(null)
}

export function setAt({ holder, index }: Place, value: Tree): void {
  if (holder.kind === 'list') holder.items[index] = value
  else {
    const entry = holder.entries[index]
    if (entry) entry[1] = value
  }
}

export function removeAt({ holder, index }: Place): void {
  if (holder.kind === 'list') holder.items.splice(index, 1)
  else holder.entries.splice(index, 1)
}

export function pointerTo(path: readonly string[]): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** How many nodes a tree has. */
export function sizeOf(tree: Tree): number {
  return 1 + childrenOf(tree).reduce((sum, child) => sum + sizeOf(child), 0)
}

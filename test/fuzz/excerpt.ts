import type { Random } from './random.ts'
import { copyOf, type Mapping, map, mapAt, placesIn, type Tree, valueAt } from './tree.ts'

/** Where descriptions keep what others refer to. */
const SHARED = [['components'], ['definitions'], ['parameters'], ['responses']]

/** Components that an excerpt takes along; all others become empty ones. */
const MOST_COMPONENTS = 40

/** A few of the paths, channels and operations of a description, with what they refer to. */
export function excerpt(tree: Tree, random: Random): Tree {
  const root = copyOf(tree)
  if (root.kind !== 'map') return root
  const count = random.pick([1, 2, 4, 8])
  for (const section of ['paths', 'webhooks', 'channels', 'operations']) {
    const holder = mapAt(root, section)
    if (holder && holder.entries.length > count)
      holder.entries = random.shuffled(holder.entries).slice(0, count)
  }
  const wanted = reached(root)
  for (const path of SHARED) {
    const holder = mapAt(root, ...path)
    if (!holder) continue
    const sections = path[0] === 'components' ? holder.entries.map(([, value]) => value) : [holder]
    for (const section of sections) if (section.kind === 'map') thin(section, wanted)
  }
  return root
}

function thin(section: Mapping, wanted: ReadonlyMap<Tree, boolean>): void {
  section.entries = section.entries.flatMap(([key, value]): [string, Tree][] => {
    const isWhole = wanted.get(value)
    // what nobody refers to goes, but for what is referred to by name
    if (isWhole === undefined) return value.kind === 'map' && isScheme(value) ? [[key, value]] : []
    return [[key, isWhole ? value : map()]]
  })
}

function isScheme(value: Mapping): boolean {
  return ['oauth2', 'http', 'apiKey', 'basic', 'openIdConnect', 'mutualTLS'].some((type) =>
    value.entries.some(([key, each]) => key === 'type' && each.kind === 'scalar' && each.value === type),
  )
}

/** What is referred to from outside of the components, and from there on: whether it is taken along as it is. */
function reached(root: Mapping): ReadonlyMap<Tree, boolean> {
  const found = new Map<Tree, boolean>()
  const first = map(root.entries.filter(([key]) => !SHARED.some(([name]) => name === key)))
  const queue: Tree[] = [first]
  for (let tree = queue.shift(); tree; tree = queue.shift()) {
    for (const place of placesIn(tree)) {
      const value = valueAt(place)
      if (value.kind !== 'scalar' || typeof value.value !== 'string' || !value.value.startsWith('#/'))
        continue
      const path = value.value
        .slice(2)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      const target = mapAt(root, ...path)
      if (!target || found.has(target)) continue
      const isWhole = found.size < MOST_COMPONENTS
      found.set(target, isWhole)
      if (isWhole) queue.push(target)
    }
  }
  return found
}

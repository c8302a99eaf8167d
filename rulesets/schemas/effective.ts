import type { Fix, Node, Schema } from '@specward/core'
import { insert, remove, rename } from '../edits.ts'
import { listed } from '../wording.ts'
import { areOfItems } from './applicable.ts'

/** What counts the parts of a value, by its type: characters, items, members. */
const COUNTED: Readonly<Record<string, string>> = { string: 'Length', array: 'Items', object: 'Properties' }

const COUNTING = /^(min|max)(?:Length|Items|Properties)$/

/**
 * What was probably meant by keywords that have no effect beside a type: to limit the items of the list, the list
 * around, or the same number of other parts. Else to take them away, after a look at whether the type is the mistake.
 */
export function effective(
  schema: Schema,
  idle: readonly Node[],
  types: ReadonlySet<string>,
): Fix | undefined {
  const { written } = schema
  if (types.has('array')) {
    const items = written.child('items')
    const isReady = items?.isObject && !items.child('$ref') && idle.every(({ key }) => !items.child(key))
    if (items && isReady && areOfItems(idle, schema.items)) return moved(idle, items, 'into `items`')
  }
  const list = written.key === 'items' ? written.parent : undefined
  if (list && idle.every(({ key }) => /^(?:min|max)Items$/.test(key) && !list.child(key)))
    return moved(idle, list, 'to the list')
  const [type, ...others] = [...types].filter((each) => Object.hasOwn(COUNTED, each))
  const unit = type !== undefined && others.length === 0 && types.size === 1 ? COUNTED[type] : undefined
  const renamed = idle.map((node) => [node, COUNTING.exec(node.key)?.[1]] as const)
  if (unit !== undefined && renamed.every(([, side]) => side && !written.child(side + unit))) {
    const names = renamed.map(([, side]) => `${side}${unit}`)
    if (new Set(names).size === names.length)
      return {
        title: `Write ${listed(names)}`,
        kind: 'suggested',
        edits: renamed.map(([node, side]) => rename(node, `${side}${unit}`)),
      }
  }
  return { title: `Remove ${namesOf(idle)}`, kind: 'suggested', edits: idle.map(remove) }
}

function moved(idle: readonly Node[], to: Node, where: string): Fix {
  return {
    title: `Move ${namesOf(idle)} ${where}`,
    kind: 'suggested',
    edits: idle.flatMap((node) => [remove(node), insert(to, node.key, node.value)]),
  }
}

function namesOf(nodes: readonly Node[]): string {
  return listed([...new Set(nodes.map(({ key }) => key))])
}

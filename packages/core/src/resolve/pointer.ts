import { append } from '../append.ts'
import { own } from '../json.ts'
import type { Node } from '../source/node.ts'
import type { Path } from '../source/types.ts'

export type Located =
  | { readonly node: Node }
  /** The way leads through a reference that has to be followed first. */
  | { readonly through: Node; readonly rest: Path }
  | { readonly missing: string }

/** Walks a pointer from a node; stops where the way leads through an object that is itself a reference. */
export function locate(from: Node, path: Path): Located {
  let node = from
  for (let index = 0; index < path.length; index++) {
    const key = path[index] as string
    const child = node.child(key)
    if (!child) {
      return typeof own(node.value, '$ref') === 'string'
        ? { through: node, rest: path.slice(index) }
        : { missing: key }
    }
    node = child
  }
  return { node }
}

/** The objects below `root` by their `$anchor` or `$dynamicAnchor` (JSON Schema 2020-12, section 8.2.2); the first wins. */
export function indexAnchors(root: Node): ReadonlyMap<string, Node> {
  const anchors = new Map<string, Node>()
  const seen = new Set<unknown>()
  const stack = [root]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (typeof node.value !== 'object' || seen.has(node.value)) continue
    seen.add(node.value)
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      const name = own(node.value, keyword)
      if (typeof name === 'string' && !anchors.has(name)) anchors.set(name, node)
    }
    append(stack, [...node.children()].reverse())
  }
  return anchors
}

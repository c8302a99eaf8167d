import { Node } from '../source/node.ts'
import type { Path, SourceFile } from '../source/types.ts'

/** The nodes of a file that the keys of an override lead to; `*` stands for any key. */
export function nodesAt(file: SourceFile, keys: Path): readonly Node[] {
  let nodes = [new Node(file, undefined, '', file.value)]
  for (const key of keys) {
    nodes = nodes.flatMap((node) => (key === '*' ? [...node.children()] : (node.child(key) ?? [])))
  }
  return nodes
}

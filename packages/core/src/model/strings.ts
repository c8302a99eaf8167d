import { append } from '../append.ts'
import { Node } from '../source/node.ts'
import type { SourceFile } from '../source/types.ts'
import type { StringLiteral } from './concepts.ts'

/** Every string value of the files, structure and data alike, each node once. */
export function stringsOf(files: readonly SourceFile[]): readonly StringLiteral[] {
  const strings: StringLiteral[] = []
  for (const file of files) {
    const seen = new Set<unknown>()
    const stack = [new Node(file, undefined, '', file.value)]
    for (let node = stack.pop(); node; node = stack.pop()) {
      const { value } = node
      if (typeof value === 'string') {
        strings.push(toLiteral(node, value))
      } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
        seen.add(value)
        append(stack, [...node.children()].reverse())
      }
    }
  }
  return strings
}

/** A mapping or list on the way down, with its place. */
interface Holder {
  readonly value: object
  readonly key: string
  readonly above: Holder | undefined
}

/** String values of a file, of at least `shortest` characters, in which a pattern is found. Nodes are made of those alone. */
export function stringsIn(
  { value, language }: SourceFile,
  root: Node,
  pattern: RegExp,
  shortest: number,
): StringLiteral[] {
  if (typeof value !== 'object' || value === null) return []
  const found: StringLiteral[] = []
  // nine of ten strings of a large description stand there several times
  const without = new Set<string>()
  // only YAML can show one object at several places
  const seen = language === 'yaml' ? new Set<unknown>([value]) : undefined
  const stack: Holder[] = [{ value, key: '', above: undefined }]
  for (let holder = stack.pop(); holder; holder = stack.pop()) {
    for (const key of Object.keys(holder.value)) {
      const item = (holder.value as Record<string, unknown>)[key]
      if (typeof item === 'string') {
        if (item.length < shortest || without.has(item)) continue
        if (!pattern.test(item)) {
          without.add(item)
          continue
        }
        const node = nodeOf(holder, root)?.child(key)
        if (node) found.push(toLiteral(node, item))
      } else if (typeof item === 'object' && item !== null && !seen?.has(item)) {
        seen?.add(item)
        stack.push({ value: item, key, above: holder })
      }
    }
  }
  return found
}

function nodeOf(holder: Holder, root: Node): Node | undefined {
  const keys: string[] = []
  for (let up = holder; up.above; up = up.above) keys.push(up.key)
  return root.at(...keys.reverse())
}

function toLiteral(node: Node, value: string): StringLiteral {
  return {
    concept: 'string',
    node,
    value,
    // by value, so that the same text found at two places is told apart only by its keys
    get identity() {
      return `string ${node.path.filter((key) => !/^\d+$/.test(key)).join(' ')}`
    },
  }
}

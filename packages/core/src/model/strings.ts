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
        const literal = node
        strings.push({
          concept: 'string',
          node,
          value,
          // by value, so that the same text found at two places is told apart only by its keys
          get identity() {
            return `string ${literal.path.filter((key) => !/^\d+$/.test(key)).join(' ')}`
          },
        })
      } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
        seen.add(value)
        append(stack, [...node.children()].reverse())
      }
    }
  }
  return strings
}

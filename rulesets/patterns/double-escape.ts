import { type AST, nodesOf } from './parse.ts'

/** What stands for characters once it is escaped, in a class. */
const IN_CLASS = /(?<!\\)\\\\(?:[dwsDWS]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})/

/**
 * The first place at which a backslash is escaped that was to escape what follows: `\\d+`, `[\\w-]`. Before a word
 * (`C:\\data`), it is the backslash itself that is meant.
 */
export function doubleEscape(tree: AST.Pattern): string | undefined {
  for (const node of nodesOf(tree)) {
    const found =
      node.type === 'Alternative'
        ? inRow(node.elements)
        : node.type === 'CharacterClass'
          ? inClass(node.raw)
          : undefined
    if (found !== undefined) return found
  }
  return undefined
}

function inRow(elements: readonly AST.Element[]): string | undefined {
  for (const [index, element] of elements.entries()) {
    const next = elements[index + 1]
    if (element.raw !== '\\\\' || !next) continue
    const letter = next.type === 'Quantifier' ? next.element : next
    if (!/^[dwsDWS]$/.test(letter.raw)) continue
    const after = elements[index + 2]
    if (letter !== next || !after || !/^\w/.test(after.raw)) return `\\\\${letter.raw}`
  }
  return undefined
}

function inClass(raw: string): string | undefined {
  return IN_CLASS.exec(raw)?.[0]
}

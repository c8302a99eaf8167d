import { type AST, RegExpParser } from '@eslint-community/regexpp'
import { append } from '@specward/core'

export type { AST }

/** A pattern as ECMA-262 reads it, or why it does not. */
export type Parsed =
  | { readonly tree: AST.Pattern; readonly isUnicode: boolean }
  /** With the part that is refused where it is known, else with what a parser says of it. */
  | { readonly refused: string; readonly index: number }
  /** So long or so deep that nobody wrote it by hand. */
  | { readonly excess: string }

const LONGEST = 5000
const DEEPEST = 50

let parser: RegExpParser | undefined

/**
 * Reads a pattern with the flag `u`, as JSON Schema 2020-12 (Core, section 6.4) asks for, and without it where escapes
 * of signs that need none (`\_`) are all that is wrong with the first.
 */
export function parse(pattern: string): Parsed {
  if (pattern.length > LONGEST) return { excess: `it has more than ${LONGEST} characters` }
  if (depthOf(pattern) > DEEPEST) return { excess: `its groups are nested more than ${DEEPEST} deep` }
  parser ??= new RegExpParser({ ecmaVersion: 2025 })
  const strict = attempt(parser, pattern, true)
  const read = 'tree' in strict ? strict : attempt(parser, pattern, false)
  if (!('tree' in read)) return { refused: read.message, index: read.index }
  const strange = strangeIn(read.tree)
  if (strange) return { refused: strange.raw, index: strange.start }
  return { tree: read.tree, isUnicode: read === strict }
}

function attempt(reader: RegExpParser, pattern: string, unicode: boolean) {
  try {
    return { tree: reader.parsePattern(pattern, 0, pattern.length, { unicode }) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const index = 'index' in error && typeof error.index === 'number' ? error.index : 0
    return { message: error.message.replace(/^.*\/: /s, ''), index }
  }
}

/** How deep groups stand in each other; what is escaped or in a class opens none. */
function depthOf(pattern: string): number {
  let depth = 0
  let deepest = 0
  let isClass = false
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at]
    if (sign === '\\') at++
    else if (isClass) isClass = sign !== ']'
    else if (sign === '[') isClass = true
    else if (sign === '(') deepest = Math.max(deepest, ++depth)
    else if (sign === ')') depth--
  }
  return deepest
}

const POSIX =
  /\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]$/

/**
 * What is valid by accident: a letter with a backslash that means nothing in ECMA-262, where it stands for the letter
 * itself (Annex B), and a class of POSIX, of which the signs are read one by one.
 */
function strangeIn(tree: AST.Pattern): AST.Node | undefined {
  return nodesOf(tree).find((node) => {
    if (node.type === 'CharacterClass') return POSIX.test(node.raw)
    if (node.type !== 'Character' || !/^\\[A-Za-z]$/.test(node.raw)) return false
    return node.raw.codePointAt(1) === node.value && !/[cku]$/.test(node.raw)
  })
}

/** All nodes of a tree in the order in which they begin. */
export function nodesOf(tree: AST.Node): readonly AST.Node[] {
  const found: AST.Node[] = []
  const open: AST.Node[] = [tree]
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node)
    append(open, [...childrenOf(node)].reverse())
  }
  return found
}

function childrenOf(node: AST.Node): readonly AST.Node[] {
  if ('alternatives' in node) return node.alternatives
  if ('elements' in node) return node.elements
  if (node.type === 'Quantifier') return [node.element]
  if (node.type === 'CharacterClassRange') return [node.min, node.max]
  return []
}

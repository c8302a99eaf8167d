/** Which of the characters that lead out of a folder can stand in a name. */
export interface NameCharacters {
  readonly separator: boolean
  readonly dot: boolean
}

const ALL: NameCharacters = { separator: true, dot: true }

/** No pattern that a person writes for a name is longer. */
const LONGEST = 500

const SEPARATORS = ['/', '\\']

/**
 * Reads a pattern, and never runs it: one of a description may take for ever. Undefined where it has something that is
 * not read here, such as a lookahead.
 */
export function charactersOf(pattern: string): NameCharacters | undefined {
  if (pattern.length > LONGEST) return undefined
  let depth = 0
  let separator = false
  let dot = false
  let isAnchored = pattern.startsWith('^')
  for (let at = 0; at < pattern.length; at++) {
    const found = read(pattern, at)
    if (!found) return undefined
    separator ||= found.separator
    dot ||= found.dot
    const character = pattern[at]
    if (character === '(') depth++
    if (character === ')') depth--
    // anchors bind to one alternative alone
    if (character === '|' && depth === 0 && !(pattern[at - 1] === '$' && pattern[at + 1] === '^'))
      isAnchored = false
    at = found.end
  }
  return isAnchored && /(?<!\\)\$$/.test(pattern) ? { separator, dot } : ALL
}

interface Piece extends NameCharacters {
  /** Of its last character. */
  readonly end: number
}

function read(pattern: string, at: number): Piece | undefined {
  const character = pattern[at] ?? ''
  if (character === '\\') return readEscape(pattern[at + 1] ?? '', at + 1)
  if (character === '[') return readClass(pattern, at)
  if (character === '(' && pattern[at + 1] === '?') {
    return pattern[at + 2] === ':' ? { separator: false, dot: false, end: at + 2 } : undefined
  }
  if (character === '.') return { ...ALL, end: at }
  return { separator: character === '/', dot: false, end: at }
}

function readEscape(character: string, end: number): Piece | undefined {
  if (/[DSW]/.test(character)) return { ...ALL, end }
  if (/[pPxucCk0]/.test(character)) return undefined
  return { separator: SEPARATORS.includes(character), dot: character === '.', end }
}

function readClass(pattern: string, at: number): Piece | undefined {
  const end = endOfClass(pattern, at)
  if (end === undefined) return undefined
  const isNegated = pattern[at + 1] === '^'
  const text = pattern.slice(at + (isNegated ? 2 : 1), end)
  if (/\\[pPxucC0]|\[/.test(text)) return undefined
  const has = (character: string) => isInClass(text, character) !== isNegated
  return { separator: SEPARATORS.some(has), dot: has('.'), end }
}

function endOfClass(pattern: string, at: number): number | undefined {
  for (let end = at + 1; end < pattern.length; end++) {
    if (pattern[end] === '\\') end++
    else if (pattern[end] === ']') return end
  }
  return undefined
}

function isInClass(text: string, wanted: string): boolean {
  const pieces = text.match(/\\?[\s\S]/g) ?? []
  return pieces.some((piece, index) => {
    if (/^\\[DSW]$/.test(piece)) return true
    const next = pieces[index + 2]
    if (pieces[index + 1] === '-' && next !== undefined)
      return literal(piece) <= wanted && wanted <= literal(next)
    return !/^\\[dsw]$/.test(piece) && literal(piece) === wanted
  })
}

function literal(piece: string): string {
  return piece.length > 1 ? piece.slice(1) : piece
}

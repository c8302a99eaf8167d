/** What a part of a pattern can match: how much at most, and whether it is tied to the ends of the text. */
interface Part {
  readonly longest: number
  readonly fromStart: boolean
  readonly toEnd: boolean
}

/** A group that is being read. */
interface Open {
  /** Its alternatives that have been read. */
  readonly alternatives: Part[]
  /** The parts of the alternative that is being read. */
  parts: Part[]
  /** A look around matches nothing itself. */
  readonly isLook: boolean
}

const NOTHING: Part = { longest: 0, fromStart: false, toEnd: false }
const ONE: Part = { longest: 1, fromStart: false, toEnd: false }
/** What is not known, such as what a group had matched before. */
const ANY: Part = { longest: Number.POSITIVE_INFINITY, fromStart: false, toEnd: false }

/** Atoms of a regular expression (ECMA-262, section 22.2.1). */
const ATOM =
  /\(\?<?[=!]|\(\?:|\(\?<[^>]*>|\((?!\?)|[)|^$.]|\\(?:[bB]|[pP]\{[^}]*\}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|[^()|^$.\\[\]*+?]/y

const QUANTIFIER = /(?:([*+?])|\{(\d+)(,(\d*))?\})[?+]?/y

/** Length of the longest text that a pattern accepts as a whole; Infinity when there is none, or when it is not known. */
export function longestMatch(pattern: string): number {
  const groups: Open[] = [{ alternatives: [], parts: [], isLook: false }]
  let at = 0
  while (at < pattern.length) {
    ATOM.lastIndex = at
    const atom = ATOM.exec(pattern)?.[0]
    const group = groups.at(-1)
    if (atom === undefined || !group) return Number.POSITIVE_INFINITY
    at += atom.length
    if (atom.startsWith('(')) {
      groups.push({ alternatives: [], parts: [], isLook: /^\(\?<?[=!]/.test(atom) })
      continue
    }
    if (atom === '|') {
      group.alternatives.push(inSequence(group.parts))
      group.parts = []
      continue
    }
    if (atom === ')') groups.pop()
    const part = atom === ')' ? closed(group) : partOf(atom)
    QUANTIFIER.lastIndex = at
    const quantifier = QUANTIFIER.exec(pattern)
    at += quantifier?.[0].length ?? 0
    groups.at(-1)?.parts.push(quantifier ? repeated(part, quantifier) : part)
  }
  const [whole, ...open] = groups
  if (!whole || open.length > 0) return Number.POSITIVE_INFINITY
  const { longest, fromStart, toEnd } = closed(whole)
  return fromStart && toEnd ? longest : Number.POSITIVE_INFINITY
}

function partOf(atom: string): Part {
  if (atom === '^') return { ...NOTHING, fromStart: true }
  if (atom === '$') return { ...NOTHING, toEnd: true }
  if (/^\\[bB]$/.test(atom)) return NOTHING
  return /^\\[1-9k]/.test(atom) ? ANY : ONE
}

function closed({ alternatives, parts, isLook }: Open): Part {
  if (isLook) return NOTHING
  const all = [...alternatives, inSequence(parts)]
  return {
    longest: all.reduce((longest, part) => Math.max(longest, part.longest), 0),
    fromStart: all.every(({ fromStart }) => fromStart),
    toEnd: all.every(({ toEnd }) => toEnd),
  }
}

function inSequence(parts: readonly Part[]): Part {
  return {
    longest: parts.reduce((sum, { longest }) => sum + longest, 0),
    fromStart: parts[0]?.fromStart ?? false,
    toEnd: parts.at(-1)?.toEnd ?? false,
  }
}

function repeated({ longest }: Part, [, sign, least, comma, most]: RegExpExecArray): Part {
  const unlimited = sign === '*' || sign === '+' || (comma !== undefined && most === '')
  const times = unlimited ? Number.POSITIVE_INFINITY : Number(sign === '?' ? 1 : most || least)
  // nothing, however often, stays nothing
  return { ...NOTHING, longest: longest === 0 || times === 0 ? 0 : longest * times }
}

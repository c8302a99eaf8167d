import type { AST } from './parse.ts'

/** Characters as ranges, `[from, to, from, to, ...]`, both ends included, in order and apart. */
export type CharSet = readonly number[]

/** Line terminators of ECMA-262, section 12.3: what `.` does not stand for. */
export const LINE_ENDS: CharSet = [0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029]

const DIGITS: CharSet = [0x30, 0x39]
const WORD: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a]
/** ECMA-262, section 22.2.2.9: white space and line terminators. */
const SPACE: CharSet = [
  0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f,
  0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff,
]

const CLASSES = { digit: DIGITS, word: WORD, space: SPACE } as const

/** The last character: of Unicode, or of what is read without the flag `u`, a UTF-16 code unit. */
export function lastCharacter(isUnicode: boolean): number {
  return isUnicode ? 0x10ffff : 0xffff
}

export type CharNode = AST.Character | AST.CharacterSet | AST.CharacterClass

/** The characters that a part of a pattern stands for. */
export function charSetOf(node: CharNode, isUnicode: boolean): CharSet {
  const last = lastCharacter(isUnicode)
  if (node.type === 'Character') return [node.value, node.value]
  if (node.type === 'CharacterSet') return ofEscape(node, last)
  const parts = node.elements.map((element) => {
    if (element.type === 'CharacterClassRange') return [element.min.value, element.max.value]
    if (element.type === 'Character') return [element.value, element.value]
    if (element.type === 'CharacterSet') return ofEscape(element, last)
    throw new TypeError(`${element.type} stands in no class without the flag v`)
  })
  const set = union(parts)
  return node.negate ? complement(set, last) : set
}

function ofEscape(node: AST.CharacterSet, last: number): CharSet {
  if (node.kind === 'any') return complement(LINE_ENDS, last)
  const set = node.kind === 'property' ? ofProperty(node.key, node.value) : CLASSES[node.kind]
  return node.negate ? complement(set, last) : set
}

const properties = new Map<string, CharSet>()

/** Beyond the Basic Multilingual Plane, so many characters in a row are told by their first. */
const STRIDE = 64

/** As the Unicode data of the platform have it. */
function ofProperty(key: string, value: string | null): CharSet {
  const name = value === null ? key : `${key}=${value}`
  let set = properties.get(name)
  if (!set) {
    const expression = new RegExp(`^\\p{${name}}$`, 'u')
    const found: number[] = []
    for (let code = 0, size = 1; code <= 0x10ffff; code += size) {
      size = code <= 0xffff ? 1 : STRIDE
      if (!expression.test(String.fromCodePoint(code))) continue
      if (found.at(-1) === code - 1) found[found.length - 1] = code + size - 1
      else found.push(code, code + size - 1)
    }
    set = found
    properties.set(name, set)
  }
  return set
}

function union(sets: readonly CharSet[]): CharSet {
  const ranges = sets.flatMap((set) => {
    const pairs: [number, number][] = []
    for (let at = 0; at < set.length; at += 2) pairs.push([set[at] ?? 0, set[at + 1] ?? 0])
    return pairs
  })
  const united: number[] = []
  for (const [from, to] of ranges.sort(([a], [b]) => a - b)) {
    const end = united.at(-1)
    if (end !== undefined && from <= end + 1) united[united.length - 1] = Math.max(end, to)
    else united.push(from, to)
  }
  return united
}

function complement(set: CharSet, last: number): CharSet {
  const rest: number[] = []
  let next = 0
  for (let at = 0; at < set.length; at += 2) {
    const from = set[at] ?? 0
    if (from > next) rest.push(next, from - 1)
    next = (set[at + 1] ?? 0) + 1
  }
  if (next <= last) rest.push(next, last)
  return rest
}

/** Characters that no set of a pattern tells apart, each such kind with one of its own. */
export interface Alphabet {
  /** For each kind a character that stands for it, one that can be read where there is any. */
  readonly examples: readonly number[]
  /** For each set that was given: the kinds in it, as bits. */
  readonly masks: readonly bigint[]
  kindOf(character: number): number
}

/** Characters that are shown best. */
const READABLE = [..."a0A-_. /@:b1x,;!'"].map((sign) => sign.codePointAt(0) ?? 0)

export function alphabetOf(sets: readonly CharSet[], last: number): Alphabet {
  const cuts = [...new Set([0, ...sets.flatMap((set) => set.map((at, index) => at + (index % 2)))])]
    .filter((cut) => cut <= last)
    .sort((a, b) => a - b)
  const members = cuts.map(() => 0n)
  for (const [index, set] of sets.entries()) {
    let cut = 0
    for (let at = 0; at < set.length; at += 2) {
      while ((cuts[cut] ?? Number.POSITIVE_INFINITY) < (set[at] ?? 0)) cut++
      for (; (cuts[cut] ?? Number.POSITIVE_INFINITY) <= (set[at + 1] ?? 0); cut++)
        members[cut] = (members[cut] ?? 0n) | (1n << BigInt(index))
    }
  }
  const kinds = new Map<bigint, number>()
  const kindAt = members.map((member) => {
    const kind = kinds.get(member) ?? kinds.size
    kinds.set(member, kind)
    return kind
  })
  const kindOf = (character: number) => kindAt[cutBefore(cuts, character)] ?? 0
  const examples = [...kinds.values()].map((kind) => cuts[kindAt.indexOf(kind)] ?? 0)
  for (const sign of [...READABLE].reverse()) examples[kindOf(sign)] = sign
  const masks = sets.map((_, index) => {
    let mask = 0n
    for (const [member, kind] of kinds) if ((member >> BigInt(index)) & 1n) mask |= 1n << BigInt(kind)
    return mask
  })
  return { examples, masks, kindOf }
}

function cutBefore(cuts: readonly number[], character: number): number {
  let low = 0
  let high = cuts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((cuts[middle] ?? 0) <= character) low = middle
    else high = middle - 1
  }
  return low
}

import { ODD_NAMES, ODD_TEXTS } from './junk.ts'
import type { Random } from './random.ts'

/** A change of a text; `other` is a text from which pieces are taken. */
type Change = (text: string, other: string, random: Random) => string

const splice = (text: string, from: number, to: number, put: string): string =>
  text.slice(0, from) + put + text.slice(to)

/** Offset of the beginning of a line, and of the next one. */
function lineIn(text: string, random: Random): readonly [from: number, to: number] {
  const offset = random.below(text.length)
  const from = text.lastIndexOf('\n', offset - 1) + 1
  const to = text.indexOf('\n', offset) + 1
  return [from, to === 0 ? text.length : to]
}

/** Some lines, as a range of offsets. */
function linesIn(text: string, random: Random): readonly [from: number, to: number] {
  const [from] = lineIn(text, random)
  let to = from
  for (let count = 1 + random.below(random.pick([2, 5, 40])); count > 0; count -= 1) {
    const end = text.indexOf('\n', to) + 1
    if (end === 0) return [from, text.length]
    to = end
  }
  return [from, to]
}

function inLine(change: (line: string, random: Random) => string): Change {
  return (text, _, random) => {
    const [from, to] = lineIn(text, random)
    return splice(text, from, to, change(text.slice(from, to), random))
  }
}

const SIGNS = [
  ...':-?[]{},#&*!|>\'"%@`~<=\\/ \t\n\r\u0000\u0007\u0085\u2028\u202e\ufeff\u{10ffff}',
  '\ud800',
  '\r\n',
]
const MARKS = [
  '---\n',
  '...\n',
  '%YAML 1.2\n---\n',
  '%TAG ! tag:x,2000:\n---\n',
  '\ufeff',
  '# specward-ignore x -- y\n',
]
const TAGS = [
  '!!str ',
  '!!int ',
  '!!map ',
  '!!binary ',
  '!!set ',
  '!!omap ',
  '!!timestamp ',
  '!x ',
  '!<x> ',
  '!!js/function ',
]
const LINES = [
  '<<: *a\n',
  '<<: [*a, *b]\n',
  '? a\n: b\n',
  '? [a]\n: b\n',
  '{ a: 1, a: 2 }\n',
  '[ , ]\n',
  '- - - -\n',
  'a: |\n  b\n',
  'a: >-2\n',
  "'",
  '"',
  'x: "\\ud800"\n',
  '\t\n',
]

const CHANGES: readonly (readonly [weight: number, change: Change])[] = [
  [3, (text, _, random) => splice(text, ...oneSign(text, random), random.pick(SIGNS))],
  [2, (text, _, random) => splice(text, ...oneSign(text, random), '')],
  [2, (text, _, random) => flipped(text, random)],
  [3, (text, _, random) => splice(text, ...linesIn(text, random), '')],
  [2, (text, _, random) => twice(text, linesIn(text, random), random)],
  [
    2,
    (text, other, random) => splice(text, ...linesIn(text, random), other.slice(...linesIn(other, random))),
  ],
  [
    1,
    (text, other, random) =>
      text.slice(0, random.below(text.length)) + other.slice(random.below(other.length)),
  ],
  [1, (text, _, random) => text.slice(0, random.below(text.length))],
  [1, (text, _, random) => text.slice(random.below(text.length))],
  [2, (text, _, random) => moved(text, random)],
  [3, inLine((line, random) => `${random.pick([' ', '  ', '\t', '        '])}${line}`)],
  [2, inLine((line) => line.replace(/^ {1,2}/, ''))],
  [1, inLine((line) => line.replace(/^ +/, (blanks) => '\t'.repeat(blanks.length / 2)))],
  [1, (text, _, random) => text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n', '\u2028', '\u0085']))],
  [1, inLine((line, random) => line.replace(/\n$/, random.pick(['\r\n', '\r', ' #c\n', '', '\u2028'])))],
  [2, inLine((line, random) => line.replace(/: (.*)/, (_, value) => `: ${random.pick(['"', "'"])}${value}`))],
  [3, inLine((line, random) => line.replace(/([:-]) /, (_, sign) => `${sign} &${random.pick(['a', 'b'])} `))],
  [3, inLine((line, random) => line.replace(/: ?.*/, () => `: *${random.pick(['a', 'b', 'c'])}`))],
  [2, inLine((line, random) => line.replace(/: /, () => `: ${random.pick(TAGS)}`))],
  [2, inLine((line, random) => line.replace(/[\w$-]+(?=["']?:)/, () => random.pick(ODD_NAMES)))],
  [2, inLine((line, random) => line.replace(/: .*/, () => `: ${random.pick(ODD_TEXTS)}`))],
  [2, inLine((line, random) => `${/^ */.exec(line)?.[0] ?? ''}${random.pick(LINES)}${line}`)],
  [1, (text, _, random) => random.pick(MARKS) + text],
  [1, (text, _, random) => splice(text, ...at(text, random), random.pick(MARKS))],
  [
    1,
    (text, _, random) =>
      splice(text, ...at(text, random), random.pick(['[', '{', '- ', '"']).repeat(random.pick([9, 1_200]))),
  ],
  [1, (text, _, random) => splice(text, ...at(text, random), bomb())],
]

function oneSign(text: string, random: Random): readonly [number, number] {
  const offset = random.below(text.length)
  return [offset, offset + 1]
}

function at(text: string, random: Random): readonly [number, number] {
  const [from] = lineIn(text, random)
  return [from, from]
}

function flipped(text: string, random: Random): string {
  const [from, to] = oneSign(text, random)
  return splice(text, from, to, String.fromCharCode(text.charCodeAt(from) ^ (1 << random.below(8))))
}

function twice(text: string, [from, to]: readonly [number, number], random: Random): string {
  return splice(text, to, to, text.slice(from, to).repeat(random.pick([1, 1, 3, 50])))
}

function moved(text: string, random: Random): string {
  const [from, to] = linesIn(text, random)
  const rest = splice(text, from, to, '')
  const [target] = lineIn(rest, random)
  return splice(rest, target, target, text.slice(from, to))
}

/** Ten aliases of ten aliases of ten aliases. */
function bomb(): string {
  const lines = ['x0: &x0 [a, a, a]']
  for (let level = 1; level < 9; level += 1)
    lines.push(`x${level}: &x${level} [${Array.from({ length: 10 }, () => `*x${level - 1}`).join(', ')}]`)
  return `${lines.join('\n')}\n`
}

/** Makes a few changes to a text, of which no more than so many characters are left. */
export function mutateText(
  text: string,
  other: string,
  count: number,
  random: Random,
  longest = 2_000_000,
): string {
  let made = text
  for (let nth = 0; nth < count; nth += 1) made = random.weighted(CHANGES)(made, other, random)
  return made.slice(0, longest)
}

/** The bytes of a text: mostly UTF-8, at times in another encoding or with a few bytes that are wrong. */
export function encoded(text: string, random: Random): Uint8Array {
  const kind = random.below(40)
  if (kind === 0) return Buffer.from(`\ufeff${text}`, 'utf16le')
  if (kind === 1) return Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  if (kind === 2) return Buffer.from(text, 'latin1')
  const bytes = Buffer.from(text)
  if (kind === 3 && bytes.length > 0) {
    for (let nth = 0; nth < 3; nth += 1) bytes[random.below(bytes.length)] = random.below(256)
  }
  return bytes
}

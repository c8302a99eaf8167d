import { parseSource, type SourceFile } from '@specward/core'
import parsers, { type IParser } from '@stoplight/spectral-parsers'
import fc from 'fast-check'
import { type ParserName, sourceParser, wayOf } from './parser.ts'
import type { Way } from './types.ts'

const { Json, Yaml } = parsers

type Path = (string | number)[]

export interface Comparison {
  readonly way: Way | undefined
  /** What differs from the original; empty when nothing does. */
  readonly differences: readonly string[]
  readonly compared: number
}

/** Reads a text in both ways and compares values, diagnostics and places. `most` bounds the paths that are looked up. */
export async function compare(text: string, name: ParserName, most = 2_000): Promise<Comparison> {
  const file = await parseSource(`file:///a.${name}`, text)
  return compareFile(file, text, name, most)
}

export function compareFile(file: SourceFile, text: string, name: ParserName, most: number): Comparison {
  const original = (name === 'yaml' ? Yaml : Json) as IParser
  const parser = sourceParser(file, name)
  const result = attempt(() => parser.parse(text))
  // The original throws for a few texts, and is let do so.
  if (result === undefined)
    return { way: undefined, differences: attempt(() => original.parse(text)) ? ['throws'] : [], compared: 0 }
  const way = wayOf(result)
  // Everything else is the original itself.
  if (way !== 'fast') return { way, differences: [], compared: 0 }
  const expected = original.parse(text)
  const differences = [
    ...differentValues(result.data, expected.data),
    ...different('diagnostics', result.diagnostics, expected.diagnostics),
  ]
  const paths = allPaths(expected.data)
  const step = Math.max(1, Math.floor(paths.length / most))
  let compared = 0
  for (let at = 0; at < paths.length && differences.length < 5; at += step) {
    for (const path of variants(paths[at] ?? [])) {
      for (const closest of [true, false]) {
        const ours = parser.getLocationForJsonPath(result, path, closest)
        const theirs = original.getLocationForJsonPath(expected, path, closest)
        differences.push(...different(JSON.stringify(path), ours, theirs))
        compared += 1
      }
    }
  }
  return { way, differences, compared }
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

function variants(path: Path): Path[] {
  const last = path.at(-1)
  const others: Path[] = [path, [...path, 'nothing'], [...path, 0], [...path, '', 'x']]
  const odd = typeof last === 'number' ? String(last) : Number(last)
  return Number.isInteger(Number(odd)) ? [...others, [...path.slice(0, -1), odd]] : others
}

function different(what: string, ours: unknown, theirs: unknown): string[] {
  const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)]
  return a === b ? [] : [`${what}: ${a} instead of ${b}`]
}

/** Compares without recursion, with the order of the keys. */
function differentValues(ours: unknown, theirs: unknown): string[] {
  const pairs: [unknown, unknown, Path][] = [[ours, theirs, []]]
  for (const [a, b, path] of pairs) {
    const where = JSON.stringify(path)
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
      if (!Object.is(a, b)) return [`value at ${where}: ${JSON.stringify(a)} instead of ${JSON.stringify(b)}`]
      continue
    }
    for (const keys of [Object.keys, (value: object) => Object.keys(Yaml.trapAccess(value as never))]) {
      const difference = different(`keys at ${where}`, keys(a), keys(b))
      if (difference.length > 0) return difference
    }
    if (Array.isArray(a) !== Array.isArray(b)) return [`list or mapping at ${where}`]
    for (const key of Object.keys(b)) {
      pairs.push([a[key as never], b[key as never], [...path, Array.isArray(b) ? Number(key) : key]])
    }
  }
  return []
}

export function allPaths(root: unknown): Path[] {
  const found: [Path, unknown][] = [[[], root]]
  for (const [path, value] of found) {
    if (typeof value !== 'object' || value === null) continue
    for (const [key, child] of Object.entries(value)) {
      found.push([[...path, Array.isArray(value) ? Number(key) : key], child])
    }
  }
  return found.map(([path]) => path)
}

const KEYS = [
  ...[
    'a',
    'b',
    'key',
    '200',
    '404',
    '1',
    '0',
    '01',
    '08',
    '1.0',
    '-1',
    'true',
    'True',
    'null',
    '~',
    'x-y',
    'a b',
  ],
  ...[
    '$ref',
    '/users/{id}',
    'a:b',
    '0x10',
    '1e3',
    '.5',
    '- x',
    'constructor',
    'é😀',
    '"q"',
    "'s'",
    '"a\\u0041"',
  ],
  ...[
    '"<<"',
    '""',
    '4294967295',
    '4294967294',
    'toString',
    '? x',
    '&k a',
    '*k',
    '!!str a',
    '"a b"',
    "'it''s'",
  ],
]
const SCALARS = [
  ...[
    '1',
    '-1',
    '0',
    '-0',
    '1.5',
    '1.',
    '.5',
    '-.5',
    '+1',
    '1e3',
    '1E-3',
    '1e999',
    '007',
    '0x1F',
    '0o17',
    '0b1',
    '1_000',
  ],
  ...[
    '12345678901234567890',
    '-12345678901234567890',
    '9007199254740993',
    '.inf',
    '-.INF',
    '+.inf',
    '.nan',
    '.NaN',
  ],
  ...[
    'true',
    'False',
    'TRUE',
    'yes',
    'no',
    'on',
    'null',
    'Null',
    'NULL',
    '~',
    '',
    'text',
    'two words',
    'a#b',
    'a # c',
  ],
  ...[
    'a:b',
    'http://x.y/z?q=1#f',
    '2020-01-01',
    '2020-01-01T00:00:00Z',
    '12:30:45',
    '1.2.3',
    '-',
    '- a',
    '-a',
    '?a',
    ':a',
  ],
  ...[
    "'single'",
    "'it''s'",
    '"double"',
    '"\\u0041\\n\\t\\x41\\/"',
    '"\\ud83d\\ude00"',
    '""',
    "''",
    '"a\\\\"',
    '😀 é',
    '=',
    '<<',
  ],
  ...[
    '&a x',
    '*a',
    '!!str 1',
    '!x y',
    '!',
    '%x',
    '@x',
    '`x',
    '{}',
    '[]',
    '[ ]',
    '{ }',
    '[1, 2]',
    '[a, b,]',
    '{a: 1, b}',
  ],
  ...[
    '{a: , b: 1}',
    '{"a":1}',
    '[[], {}]',
    '[a: b]',
    '{a: [b, {c: d}], 2: e, 1: f}',
    '[,]',
    '["x" , "y"]',
    'a\tb',
    'a\t',
  ],
  ...[
    '>',
    '|',
    '|-',
    'a,b',
    '[http://x]',
    '[a#b, c #d\n  ]',
    'x ',
    '"a" ',
    '\u2028',
    '\u0085',
    '\ufeff',
    '\u007f',
    '...',
    '---',
  ],
]
const COMMENTS = ['', '', '', '', '', '', '', '', '', '', '', ' # c', ' # c', '  #c: d # e', ' ', ' ']

/** How a node is written: what it holds, and numbers that decide about its style. */
interface Shape {
  readonly kind: 'map' | 'list' | 'scalar' | 'block' | 'folded' | 'null'
  readonly children: readonly Shape[]
  readonly dice: readonly number[]
}

const dice = fc.array(fc.nat(9_999), { minLength: 8, maxLength: 8 })
const shapes = fc.letrec<{ node: Shape; leaf: Shape }>((tie) => ({
  leaf: fc.record({
    kind: fc.constantFrom('scalar', 'scalar', 'scalar', 'scalar', 'block', 'folded', 'null'),
    children: fc.constant([]),
    dice,
  }),
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('leaf'),
    fc.record({
      kind: fc.constantFrom('map', 'map', 'map', 'list'),
      children: fc.array(tie('node'), { minLength: 1, maxLength: 4 }),
      dice,
    }),
  ),
}))

function pick(list: readonly string[], die: number | undefined): string {
  return list[(die ?? 0) % list.length] ?? ''
}

/** Lines of a node at an indentation, the first without it. */
function write(shape: Shape, indent: number): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = shape.dice
  const pad = ' '.repeat(indent)
  const comment = pick(COMMENTS, b)
  switch (shape.kind) {
    case 'null':
      return comment
    case 'scalar':
      // Most scalars are ordinary, or nearly all texts would hold something unusual.
      return ` ${a % 12 === 0 ? pick(SCALARS, c) : pick(['text', '12', "'x'", '"y: z"', 'true', '[1, a]'], c)}${comment}`
    case 'folded':
      return ` ${pick(['"', "'", ''], a)}one${pick(['', ' ', '\\', ' \\'], c)}\n${' '.repeat(indent + (d % 3))}${pick(['two', '\n  two', '\\ two', '# two'], e)}${pick(['"', "'", ''], a)}${comment}`
    case 'block':
      return writeBlock(shape.dice, indent, comment)
    case 'map':
    case 'list': {
      const lines = shape.children.map((child, index) => {
        const head =
          shape.kind === 'list'
            ? '-'
            : `${keyOf(child, index)}${pick([':', ':', ':', ':', ':', ':', ':', ':', ' :'], d + index)}`
        const step = shape.kind === 'map' && child.kind === 'list' && e % 2 === 0 ? 0 : 2 + (e % 2)
        return `${pad}${head}${pick(['', '', '', '', '', `\n${pad}# c\n${pad}  `], child.dice[7])}${below(child, indent, step, shape.kind)}`
      })
      return lines.join(pick(['\n', '\n', '\n', '\n\n', '\n# c\n', `\n${pad}# c\n`], c))
    }
  }
}

function keyOf(child: Shape, index: number): string {
  const [, , , , , x = 0, y = 0] = child.dice
  return x % 10 === 0 ? pick(KEYS, y) : `k${index}`
}

function below(child: Shape, indent: number, step: number, holder: string): string {
  if (child.kind !== 'map' && child.kind !== 'list') return write(child, indent + step)
  const compact = holder === 'list' && (child.dice[6] ?? 0) % 3 > 0
  if (compact) return ` ${write(child, indent + 2).trimStart()}`
  return `${pick(COMMENTS, child.dice[1])}\n${write(child, indent + step)}`
}

function writeBlock(rolls: readonly number[], indent: number, comment: string): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = rolls
  const header = pick(['|', '>', '|-', '>-', '|+', '>+', '|2', '>1-', '|-2'], a % 3 === 0 ? c : c % 4)
  const pad = ' '.repeat(indent + (d % 2))
  const lines = [
    ...(b % 8 === 0 ? [pick(['', ' ', '', ' ', `${pad}  `], d)] : []),
    ...(b % 7 === 0 ? [] : [`${pad}first: line`]),
    ...(c % 2 === 0 ? ['', `${pad}${pick(['second', '  more', '# no comment', '\ttab', '- x'], e)}`] : []),
    ...(e % 3 === 0 ? [`${pad}third `, ...(a % 2 === 0 ? ['', ` ${pad}  `] : [])] : []),
  ]
  return ` ${header}${comment}\n${lines.join('\n')}`
}

const marks = [...':-?#&*!|>\'"%@`{}[],\n\n \t\r~<.0a'].map(String)

/** YAML texts in many styles, a part of them damaged, so that many hold something that no parser expects. */
export const yamlTexts: fc.Arbitrary<string> = fc
  .record({
    root: shapes.node.filter(({ kind }) => kind === 'map' || kind === 'list'),
    head: fc.constantFrom(
      '',
      '',
      '',
      '',
      '---\n',
      '# c\n',
      '\n',
      '--- # c\n',
      '%YAML 1.2\n---\n',
      '--- ',
      '\n\n# c\n\n',
    ),
    tail: fc.constantFrom('\n', '\n', '\n', '', '\n\n', '\n# end', '\n...\n', '\n---\n', '\n  ', '  '),
    lineBreak: fc.constantFrom('\n', '\n', '\n', '\r\n'),
    damages: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.array(fc.record({ at: fc.nat(500), mark: fc.constantFrom(...marks), cut: fc.nat(2) }), {
          maxLength: 2,
        }),
      },
    ),
  })
  .map(({ root, head, tail, lineBreak, damages }) => {
    let text = `${head}${write(root, 0)}${tail}`
    for (const { at, mark, cut } of damages) {
      const place = at % (text.length + 1)
      text = text.slice(0, place) + mark + text.slice(place + cut)
    }
    return text.replace(/(?<!\r)\n/g, lineBreak)
  })

/** JSON texts with odd white space, keys in an order of their own, escapes and repeated keys. */
export const jsonTexts: fc.Arbitrary<string> = fc
  .record({
    value: fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(
          '1',
          '-0',
          '1.50',
          '1E5',
          '1e400',
          '12345678901234567890',
          'true',
          'false',
          'null',
          '{}',
          '[]',
        ),
        fc.constantFrom(
          '"a"',
          '""',
          '"\\u0041\\n\\/"',
          '"\\ud83d"',
          '"é😀"',
          '"\u2028"',
          '"\u007f"',
          '"a: b # c"',
          '"1"',
        ),
        fc.array(tie('node'), { maxLength: 4 }).map((items) => `[~${items.join('~,~')}~]`),
        fc
          .array(
            fc.tuple(
              fc.constantFrom(
                'a',
                'b',
                '404',
                '200',
                '0',
                '01',
                '',
                '<<',
                '__proto__',
                '\\u0061',
                'k"'.replace('"', '\\"'),
                '-1',
                '1.5',
              ),
              tie('node'),
            ),
            { maxLength: 4 },
          )
          .map((entries) => `{~${entries.map(([key, item]) => `"${key}"~:~${item}`).join('~,~')}~}`),
      ),
    })).node,
    space: fc.constantFrom('', ' ', '\n', '\n  ', '\r\n', '\t', '\n\n', '\r', ' \n '),
    colon: fc.constantFrom('', ' ', '\n'),
    around: fc.constantFrom('', '\n', ' ', '\n\n  '),
  })
  .map(({ value, space, colon, around }) => {
    return (
      around +
      value.replaceAll('~:~', `${colon === '\n' && space !== '\n' ? '' : colon}: `).replaceAll('~', space) +
      around
    )
  })

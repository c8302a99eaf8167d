import { type Dialect, RefusedFilter } from './syntax.ts'

export type Token =
  | { readonly kind: 'string'; readonly value: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string; readonly at: number }
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'sign'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly text: ''; readonly at: number }

const SPACE = /[ \t\r\n]+/y
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const WORDS = {
  nimma: /[@$_A-Za-z\u0080-\uffff][@$\w\u0080-\uffff]*/y,
  'jsonpath-plus': /[$_A-Za-z\u0080-\uffff][$\w\u0080-\uffff]*/y,
}
const SIGN = /===|!==|>>>|==|!=|<=|>=|<<|>>|&&|\|\||\?\?|\*\*|~=|[-+*/%<>!~&|^?:.,()[\]]/y
const REGEX = /\/((?:[^\\/[\n]|\\[^\n]|\[(?:[^\\\]\n]|\\[^\n])*\])+)\/([a-z]*)/y
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
])

export function tokensOf(text: string, dialect: Dialect): Token[] {
  const tokens: Token[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    return pattern.exec(text)
  }
  while (at < text.length) {
    const space = take(SPACE)
    if (space !== null) {
      at += space[0].length
      continue
    }
    const { token, length } = tokenAt(text, at, take, WORDS[dialect], startsValue(tokens.at(-1)))
    tokens.push(token)
    at += length
  }
  tokens.push({ kind: 'end', text: '', at: text.length })
  return tokens
}

function tokenAt(
  text: string,
  at: number,
  take: (pattern: RegExp) => RegExpExecArray | null,
  words: RegExp,
  valueExpected: boolean,
): { token: Token; length: number } {
  const char = text.charAt(at)
  if (char === '"' || char === "'") return stringAt(text, at)
  const number = take(NUMBER)
  if (number !== null && (char !== '.' || valueExpected)) {
    return { token: { kind: 'number', value: Number(number[0]), at }, length: number[0].length }
  }
  const word = take(words)
  if (word !== null) return { token: { kind: 'word', text: word[0], at }, length: word[0].length }
  if (char === '/' && valueExpected) {
    const regex = take(REGEX)
    if (regex === null) throw new RefusedFilter('a regular expression does not end', at)
    const [all, source = '', flags = ''] = regex
    return { token: { kind: 'regex', source, flags, at }, length: all.length }
  }
  const sign = take(SIGN)
  if (sign === null) throw new RefusedFilter(`\`${char}\` has no meaning in a filter`, at)
  return { token: { kind: 'sign', text: sign[0], at }, length: sign[0].length }
}

function stringAt(text: string, at: number): { token: Token; length: number } {
  const quote = text.charAt(at)
  let value = ''
  for (let index = at + 1; index < text.length; index++) {
    const char = text.charAt(index)
    if (char === quote) return { token: { kind: 'string', value, at }, length: index + 1 - at }
    if (char !== '\\') {
      value += char
      continue
    }
    index++
    const escaped = text.charAt(index)
    if (/[xu0-9\n\r]/.test(escaped))
      throw new RefusedFilter(`the escape \`\\${escaped}\` is not read`, index - 1)
    value += ESCAPES.get(escaped) ?? escaped
  }
  throw new RefusedFilter('a string does not end', at)
}

/** A slash begins a regular expression where a value is expected, and divides elsewhere. */
function startsValue(before: Token | undefined): boolean {
  if (before === undefined) return true
  return before.kind === 'sign' && before.text !== ')' && before.text !== ']'
}

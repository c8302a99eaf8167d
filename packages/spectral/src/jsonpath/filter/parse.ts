import { type Dialect, RefusedFilter, type Syntax } from './syntax.ts'
import { type Token, tokensOf } from './tokens.ts'

/** How tightly an operator binds. All of them group to the left. */
const BINDING: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['&&', 2],
  ['|', 3],
  ['^', 4],
  ['&', 5],
  ...['==', '!=', '===', '!=='].map((operator): [string, number] => [operator, 6]),
  ...['<', '>', '<=', '>='].map((operator): [string, number] => [operator, 7]),
  ...['<<', '>>', '>>>'].map((operator): [string, number] => [operator, 8]),
  ['+', 9],
  ['-', 9],
  ['*', 10],
  ['/', 10],
  ['%', 10],
])
const BINDING_OF_NIMMA: ReadonlyMap<string, number> = new Map([...BINDING, ['in', 12], ['~=', 20]])

const UNARY = ['-', '+', '!', '~', 'void']
const UNARY_OF_PLUS = [...UNARY, 'typeof']

/** Nobody writes a filter as deep as this, and it is read by recursion. */
const MAX_DEPTH = 100
const MAX_LENGTH = 10_000

/** Reads the text of a filter. Throws a RefusedFilter where it is none. */
export function parseFilter(text: string, dialect: Dialect): Syntax {
  if (text.length > MAX_LENGTH) throw new RefusedFilter('the filter is too long', MAX_LENGTH)
  const reader = new Reader(tokensOf(text, dialect), dialect)
  const syntax = reader.expression()
  reader.end()
  return syntax
}

class Reader {
  readonly #tokens: readonly Token[]
  readonly #binding: ReadonlyMap<string, number>
  readonly #unary: readonly string[]
  #next = 0
  #depth = 0

  constructor(tokens: readonly Token[], dialect: Dialect) {
    this.#tokens = tokens
    this.#binding = dialect === 'nimma' ? BINDING_OF_NIMMA : BINDING
    this.#unary = dialect === 'nimma' ? UNARY : UNARY_OF_PLUS
  }

  expression(): Syntax {
    if (++this.#depth > MAX_DEPTH) throw new RefusedFilter('it nests too deeply', this.#peek().at)
    const test = this.#binary(0)
    const at = this.#peek().at
    let result = test
    if (this.#accept('?')) {
      const yes = this.expression()
      this.#expect(':')
      result = { kind: 'choice', test, yes, no: this.expression(), at }
    }
    this.#depth--
    return result
  }

  end(): void {
    const token = this.#peek()
    if (token.kind !== 'end') throw this.#unexpected(token)
  }

  #binary(least: number): Syntax {
    let left = this.#operand()
    for (;;) {
      const token = this.#peek()
      const operator = token.kind === 'sign' || token.kind === 'word' ? token.text : ''
      const binding = this.#binding.get(operator)
      if (binding === undefined || binding <= least) return left
      this.#next++
      left = { kind: 'binary', operator, left, right: this.#binary(binding), at: token.at }
    }
  }

  #operand(): Syntax {
    if (++this.#depth > MAX_DEPTH) throw new RefusedFilter('it nests too deeply', this.#peek().at)
    const token = this.#peek()
    const isSign = token.kind === 'sign' || token.kind === 'word'
    let result: Syntax
    if (isSign && this.#unary.includes(token.text)) {
      this.#next++
      result = { kind: 'unary', operator: token.text, argument: this.#operand(), at: token.at }
    } else {
      result = this.#suffixes(this.#primary())
    }
    this.#depth--
    return result
  }

  #primary(): Syntax {
    const token = this.#peek()
    this.#next++
    const { at } = token
    switch (token.kind) {
      case 'string':
      case 'number':
        return { kind: 'literal', value: token.value, at }
      case 'regex':
        return { kind: 'regex', source: token.source, flags: token.flags, at }
      case 'word':
        return wordOf(token.text, at)
      case 'sign':
        if (token.text === '(') {
          const inner = this.expression()
          this.#expect(')')
          return inner
        }
        if (token.text === '[') return { kind: 'array', items: this.#list(']'), at }
        throw this.#unexpected(token)
      default:
        throw this.#unexpected(token)
    }
  }

  #suffixes(start: Syntax): Syntax {
    let syntax = start
    for (;;) {
      const { at } = this.#peek()
      if (this.#accept('.')) {
        const name = this.#peek()
        if (name.kind !== 'word') throw this.#unexpected(name)
        this.#next++
        syntax = {
          kind: 'member',
          object: syntax,
          property: { kind: 'literal', value: name.text, at: name.at },
          at,
        }
      } else if (this.#accept('[')) {
        const property = this.expression()
        this.#expect(']')
        syntax = { kind: 'member', object: syntax, property, at }
      } else if (this.#accept('(')) {
        syntax = { kind: 'call', callee: syntax, args: this.#list(')'), at }
      } else {
        return syntax
      }
    }
  }

  #list(close: string): Syntax[] {
    const items: Syntax[] = []
    if (this.#accept(close)) return items
    do items.push(this.expression())
    while (this.#accept(','))
    this.#expect(close)
    return items
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 0 }
  }

  #accept(sign: string): boolean {
    const token = this.#peek()
    if (token.kind !== 'sign' || token.text !== sign) return false
    this.#next++
    return true
  }

  #expect(sign: string): void {
    if (!this.#accept(sign)) throw this.#unexpected(this.#peek(), sign)
  }

  #unexpected(token: Token, expected?: string): RefusedFilter {
    const found =
      'text' in token && token.text !== ''
        ? `\`${token.text}\``
        : token.kind === 'end'
          ? 'the end'
          : `a ${token.kind}`
    const wanted = expected === undefined ? 'a value' : `\`${expected}\``
    return new RefusedFilter(`${wanted} is expected instead of ${found}`, token.at)
  }
}

function wordOf(text: string, at: number): Syntax {
  switch (text) {
    case 'true':
    case 'false':
      return { kind: 'literal', value: text === 'true', at }
    case 'null':
      return { kind: 'literal', value: null, at }
    case 'undefined':
      return { kind: 'literal', value: undefined, at }
    default:
      return { kind: 'name', name: text, at }
  }
}

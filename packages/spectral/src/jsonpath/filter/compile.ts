import { callerOf, constructorName, isOfStrings, NO_SUCH_METHOD, readComputed, readerOf } from './members.ts'
import { OPERATORS } from './operators.ts'
import { parseFilter } from './parse.ts'
import { type Dialect, RefusedFilter, type Syntax } from './syntax.ts'

/** What a filter may read. One object is reused for all nodes. */
export interface FilterScope {
  value: unknown
  /** The key that leads to the value; null for the root. */
  property: unknown
  root: unknown
  /** Only of a filter that `usesWay`. */
  parent: unknown
  parentProperty: unknown
  path: unknown
}

export interface Filter {
  /** Whether it holds. Throws what Spectral's evaluation would throw. */
  readonly test: (scope: FilterScope) => boolean
  /** It reads `@path`, `@parent` or `@parentProperty`, which depend on the way to a node. */
  readonly usesWay: boolean
}

type Evaluate = (scope: FilterScope) => unknown

/** Where a filter stands, as it changes what it reads. */
export interface Place {
  /** A filter on a node before the last: `@root` is that node, and methods of `@property` get no text. */
  readonly inner: boolean
}

/** Compiles a filter into closures over a closed set of operators and methods. Throws a RefusedFilter. */
export function compileFilter(text: string, dialect: Dialect, place: Place = { inner: false }): Filter {
  const { evaluate, usesWay } = compileExpression(text, dialect, place)
  const test = (scope: FilterScope): boolean => {
    try {
      return Boolean(evaluate(scope))
    } catch (error) {
      if (error === NO_SUCH_METHOD) return false
      throw error
    }
  }
  return { test, usesWay }
}

/** As `compileFilter`, for the value of the expression. */
export function compileExpression(
  text: string,
  dialect: Dialect,
  place: Place = { inner: false },
): { evaluate: Evaluate; usesWay: boolean } {
  const compiler = new Compiler(dialect, place)
  const evaluate = compiler.compile(parseFilter(text, dialect))
  return { evaluate, usesWay: compiler.usesWay }
}

const NAMES_OF_PLUS: ReadonlyMap<string, string> = new Map([
  ['_$_v', '@'],
  ['_$_property', '@property'],
  ['_$_parent', '@parent'],
  ['_$_parentProperty', '@parentProperty'],
  ['_$_root', '@root'],
  ['_$_path', '@path'],
])

const TYPE_TESTS: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['@string', (value) => typeof value === 'string'],
  ['@number', (value) => typeof value === 'number'],
  ['@boolean', (value) => typeof value === 'boolean'],
  ['@scalar', (value) => value === null || typeof value !== 'object'],
  ['@array', (value) => Array.isArray(value)],
  ['@null', (value) => value === null],
  ['@object', (value) => value !== null && typeof value === 'object'],
  ['@integer', (value) => Number.isInteger(value)],
])

class Compiler {
  usesWay = false
  readonly #dialect: Dialect
  readonly #place: Place

  constructor(dialect: Dialect, place: Place) {
    this.#dialect = dialect
    this.#place = place
  }

  compile(syntax: Syntax): Evaluate {
    switch (syntax.kind) {
      case 'literal': {
        const { value } = syntax
        return () => value
      }
      case 'regex': {
        const regex = regexOf(syntax.source, syntax.flags, syntax.at)
        return () => regex
      }
      case 'array': {
        const items = syntax.items.map((item) => this.compile(item))
        return (scope) => items.map((item) => item(scope))
      }
      case 'name':
        return this.#name(syntax.name, syntax.at)
      case 'member':
        return this.#member(syntax.object, syntax.property, syntax.at)
      case 'call':
        return this.#call(syntax.callee, syntax.args, syntax.at)
      case 'unary':
        return this.#unary(syntax.operator, syntax.argument)
      case 'choice': {
        const [test, yes, no] = [this.compile(syntax.test), this.compile(syntax.yes), this.compile(syntax.no)]
        return (scope) => (test(scope) ? yes(scope) : no(scope))
      }
      case 'binary':
        return this.#binary(syntax.operator, syntax.left, syntax.right, syntax.at)
    }
  }

  #name(written: string, at: number): Evaluate {
    const name = this.#dialect === 'nimma' ? written : (NAMES_OF_PLUS.get(written) ?? '')
    switch (name) {
      case '@':
        return (scope) => scope.value
      case '@property':
        return (scope) => scope.property
      case '@root':
        return this.#place.inner ? (scope) => scope.value : (scope) => scope.root
      case '@parent':
        this.usesWay = true
        return (scope) => scope.parent
      case '@parentProperty':
        this.usesWay = true
        return (scope) => scope.parentProperty
      case '@path':
        this.usesWay = true
        return (scope) => scope.path
      case 'index':
        return () => undefined
      default: {
        const test = TYPE_TESTS.get(name)
        if (test === undefined) throw new RefusedFilter(`\`${written}\` is not known`, at)
        return (scope) => test(scope.value)
      }
    }
  }

  #member(object: Syntax, property: Syntax, at: number): Evaluate {
    if (isNamed(property, 'name') && object.kind === 'member' && isNamed(object.property, 'constructor')) {
      const value = this.compile(object.object)
      return (scope) => constructorName(value(scope))
    }
    const owner = this.compile(object)
    if (property.kind === 'literal' && typeof property.value === 'string') {
      const read = readerOf(property.value, at)
      return (scope) => read(owner(scope))
    }
    if (this.#dialect === 'jsonpath-plus' && property.kind !== 'literal') {
      throw new RefusedFilter('only a literal may stand in brackets', property.at)
    }
    const name = this.compile(property)
    return (scope) => readComputed(owner(scope), name(scope))
  }

  #call(callee: Syntax, args: readonly Syntax[], at: number): Evaluate {
    if (callee.kind === 'name' && callee.name.startsWith('@')) return this.#name(callee.name, callee.at)
    if (callee.kind !== 'member') throw new RefusedFilter('only methods may be called', at)
    const { property } = callee
    if (property.kind !== 'literal' || typeof property.value !== 'string') {
      throw new RefusedFilter('a method has to be called by its name', property.at)
    }
    const name = property.value
    const owner = this.#receiver(callee.object, name)
    const call = callerOf(name, property.at)
    const values = args.map((argument) => this.compile(argument))
    const [first] = values
    if (first !== undefined && values.length === 1) return (scope) => call(owner(scope), [first(scope)])
    return (scope) =>
      call(
        owner(scope),
        values.map((value) => value(scope)),
      )
  }

  /** nimma calls the methods of strings on the key as text, even where it is an index. */
  #receiver(object: Syntax, method: string): Evaluate {
    const isKey = object.kind === 'name' && object.name === '@property'
    if (isKey && !this.#place.inner && isOfStrings(method)) return (scope) => String(scope.property)
    return this.compile(object)
  }

  #unary(operator: string, argument: Syntax): Evaluate {
    const value = this.compile(argument)
    switch (operator) {
      case '!':
        return (scope) => !value(scope)
      case '-':
        return (scope) => -(value(scope) as number)
      case '+':
        return (scope) => +(value(scope) as number)
      case '~':
        return (scope) => ~(value(scope) as number)
      case 'typeof':
        return (scope) => typeof value(scope)
      default:
        return (scope) => void value(scope)
    }
  }

  #binary(operator: string, left: Syntax, right: Syntax, at: number): Evaluate {
    if (operator === 'in') return this.#contained(left, right)
    if (operator === '~=') return this.#matched(left, right)
    const [a, b] = [this.compile(left), this.compile(right)]
    if (operator === '&&') return (scope) => a(scope) && b(scope)
    if (operator === '||') return (scope) => a(scope) || b(scope)
    const operate = OPERATORS.get(operator)
    if (operate === undefined) throw new RefusedFilter(`\`${operator}\` is not known`, at)
    return operate(a, b, right.kind === 'literal' ? { value: right.value } : undefined)
  }

  /** `a in b` is `b.includes(a) === true`; nimma leaves what stands on the right as it is. */
  #contained(left: Syntax, right: Syntax): Evaluate {
    const plain = right.kind === 'literal' || (right.kind === 'array' && right.items.every(isLiteral))
    if (!plain) throw new RefusedFilter('only a list of literals may stand after `in`', right.at)
    const [value, list, call] = [this.compile(left), this.compile(right), callerOf('includes', right.at)]
    return (scope) => call(list(scope), [value(scope)]) === true
  }

  #matched(left: Syntax, right: Syntax): Evaluate {
    if (right.kind !== 'literal' || typeof right.value !== 'string' || /^$|\/|\n/.test(right.value)) {
      throw new RefusedFilter('only a string without slashes may stand after `~=`', right.at)
    }
    const regex = regexOf(right.value, '', right.at)
    const value = this.compile(left)
    return (scope) => regex.test(value(scope) as string)
  }
}

function isLiteral(syntax: Syntax): boolean {
  return syntax.kind === 'literal'
}

function isNamed(syntax: Syntax, name: string): boolean {
  return syntax.kind === 'literal' && syntax.value === name
}

function regexOf(source: string, flags: string, at: number): RegExp {
  try {
    return new RegExp(source, flags)
  } catch {
    throw new RefusedFilter('a regular expression cannot be read', at)
  }
}

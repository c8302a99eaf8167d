import type { FilterScope } from './compile.ts'

type Evaluate = (scope: FilterScope) => unknown
/** Makes the evaluation of an operator. A literal on the right, which is the common case, is not asked for each time. */
type Operate = (left: Evaluate, right: Evaluate, literal: { readonly value: unknown } | undefined) => Evaluate

const number = (value: unknown): number => value as number

/** The operators that evaluate both sides. Their meaning is JavaScript's. */
export const OPERATORS: ReadonlyMap<string, Operate> = new Map<string, Operate>([
  [
    '===',
    (left, right, literal) => {
      if (literal === undefined) return (scope) => left(scope) === right(scope)
      const { value } = literal
      return (scope) => left(scope) === value
    },
  ],
  [
    '!==',
    (left, right, literal) => {
      if (literal === undefined) return (scope) => left(scope) !== right(scope)
      const { value } = literal
      return (scope) => left(scope) !== value
    },
  ],
  [
    '==',
    (left, right, literal) => {
      // biome-ignore lint/suspicious/noDoubleEquals: the operator of the filter
      if (literal === undefined) return (scope) => left(scope) == right(scope)
      const { value } = literal
      // biome-ignore lint/suspicious/noDoubleEquals: the operator of the filter
      return (scope) => left(scope) == value
    },
  ],
  [
    '!=',
    (left, right, literal) => {
      // biome-ignore lint/suspicious/noDoubleEquals: the operator of the filter
      if (literal === undefined) return (scope) => left(scope) != right(scope)
      const { value } = literal
      // biome-ignore lint/suspicious/noDoubleEquals: the operator of the filter
      return (scope) => left(scope) != value
    },
  ],
  ['<', (left, right) => (scope) => number(left(scope)) < number(right(scope))],
  ['>', (left, right) => (scope) => number(left(scope)) > number(right(scope))],
  ['<=', (left, right) => (scope) => number(left(scope)) <= number(right(scope))],
  ['>=', (left, right) => (scope) => number(left(scope)) >= number(right(scope))],
  ['+', (left, right) => (scope) => number(left(scope)) + number(right(scope))],
  ['-', (left, right) => (scope) => number(left(scope)) - number(right(scope))],
  ['*', (left, right) => (scope) => number(left(scope)) * number(right(scope))],
  ['/', (left, right) => (scope) => number(left(scope)) / number(right(scope))],
  ['%', (left, right) => (scope) => number(left(scope)) % number(right(scope))],
  ['|', (left, right) => (scope) => number(left(scope)) | number(right(scope))],
  ['&', (left, right) => (scope) => number(left(scope)) & number(right(scope))],
  ['^', (left, right) => (scope) => number(left(scope)) ^ number(right(scope))],
  ['<<', (left, right) => (scope) => number(left(scope)) << number(right(scope))],
  ['>>', (left, right) => (scope) => number(left(scope)) >> number(right(scope))],
  ['>>>', (left, right) => (scope) => number(left(scope)) >>> number(right(scope))],
])

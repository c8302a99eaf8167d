import { JSONPath } from 'jsonpath-plus'
import toPath from 'lodash.topath'

import { compileExpression, type FilterScope } from './filter/compile.ts'
import { NO_SUCH_METHOD } from './filter/members.ts'
import type { Segment } from './types.ts'
import { TooManyNodes } from './walk.ts'

type Tell = (value: unknown, path: readonly Segment[]) => void

/**
 * Evaluates an expression by jsonpath-plus, with filters by the interpreter: they never run as code. This is also how
 * Spectral reads a `field` that begins with `$`. Throws where a filter is refused or throws, and past the limit.
 */
export function queryLikePlus(expression: string, json: object, tell: Tell, maxSteps = 20_000_000): void {
  const query = JSONPath({
    path: expression,
    json,
    resultType: 'all',
    autostart: false,
    eval: interpret,
    callback: (found: { readonly path: string; readonly value: unknown }) =>
      tell(found.value, toPath(found.path.slice(1))),
  })
  limitSteps(query, maxSteps)
  query.evaluate(expression, json, undefined, undefined)
}

/** jsonpath-plus has no limit of its own, and asks its method for each step. */
function limitSteps(query: object, limit: number): void {
  const trace: unknown = Reflect.get(query, '_trace')
  if (typeof trace !== 'function') throw new TypeError('jsonpath-plus has changed')
  let steps = 0
  Object.defineProperty(query, '_trace', {
    value: (...args: unknown[]): unknown => {
      if (++steps > limit) throw new TooManyNodes(limit)
      return Reflect.apply(trace, query, args)
    },
  })
}

const compiled = new Map<string, (scope: FilterScope) => unknown>()
const MAX_COMPILED = 1000

/** What jsonpath-plus calls for each filter and node, in place of its own evaluation. */
function interpret(script: string, context: object): unknown {
  let evaluate = compiled.get(script)
  if (evaluate === undefined) {
    evaluate = compileExpression(script, 'jsonpath-plus').evaluate
    if (compiled.size >= MAX_COMPILED) compiled.clear()
    compiled.set(script, evaluate)
  }
  try {
    return evaluate({
      value: Reflect.get(context, '_$_v'),
      property: Reflect.get(context, '_$_property'),
      root: Reflect.get(context, '_$_root'),
      parent: Reflect.get(context, '_$_parent'),
      parentProperty: Reflect.get(context, '_$_parentProperty'),
      path: Reflect.get(context, '_$_path'),
    })
  } catch (error) {
    if (error === NO_SUCH_METHOD) return false
    throw error
  }
}

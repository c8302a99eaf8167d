import { JSONPath } from 'jsonpath-plus'

import { compileExpression, compileFilter } from './filter/compile.ts'
import { RefusedFilter } from './filter/syntax.ts'
import { ANY, type Condition, type Labels, labelsOf, type Plan, type Step, takes } from './plan.ts'

/** jsonpath-plus looks for filters within a filter by this form. */
const NESTED_FILTER = /@.?([^?]*)[['](\??\(.*?\))(?!.\)\])[\]']/u
/** Names that strings and arrays have as well, and tokens that are no names. */
const NO_PLAIN_NAME = /^(?:length|-?\d.*|\d*|.*:.*|[$@`(].*)$/u

class NeedsLibrary extends Error {}

/** The steps of an expression that nimma leaves to jsonpath-plus. */
export function planOfPlus(expression: string): Plan {
  try {
    const tokens = JSONPath.toPathArray(expression)
    checkScripts(tokens)
    return plan(tokens, expression)
  } catch (error) {
    if (error instanceof RefusedFilter) return { kind: 'refused', why: error.message }
    if (!(error instanceof NeedsLibrary)) throw error
    return { kind: 'library', by: 'jsonpath-plus', why: error.message }
  }
}

/** Throws where a script is refused. Those within a filter are seen when it is evaluated. */
function checkScripts(tokens: readonly string[]): void {
  for (const token of tokens) {
    if (!/^\??\(/.test(token)) continue
    const script = scriptOfPlus(token)
    if (!NESTED_FILTER.test(codeOf(token))) compileExpression(script, 'jsonpath-plus')
  }
}

function codeOf(token: string): string {
  return token.replace(/^\?\((.*?)\)$/u, '$1')
}

/** The text that jsonpath-plus evaluates for a filter in its brackets. */
function scriptOfPlus(filter: string): string {
  const script = codeOf(filter)
    .replaceAll('@parentProperty', '_$_parentProperty')
    .replaceAll('@parent', '_$_parent')
    .replaceAll('@property', '_$_property')
    .replaceAll('@root', '_$_root')
    .replaceAll(/@([.\s)[])/gu, '_$_v$1')
  return script.replaceAll('@path', '_$_path')
}

interface Draft {
  labels: Labels
  deep: boolean
  conditions: Condition[]
}

function plan(tokens: readonly string[], expression: string): Plan {
  const steps: Draft[] = []
  let deep = false
  let keyed = false
  let parents = 0
  /** What `^` asks of the object in which the next step looks. */
  let ofHolder: Condition[] = []
  const path = tokens[0] === '$' && tokens.length > 1 ? tokens.slice(1) : tokens
  for (const [index, token] of path.entries()) {
    const isLast = index === path.length - 1
    if (token === '..') {
      if (ofHolder.length > 0) throw new NeedsLibrary('`..` follows `^`')
      deep = true
    } else if (token === '~') {
      if (deep || steps.length === 0 || ofHolder.length > 0)
        throw new NeedsLibrary('`~` does not follow a name')
      keyed = true
      break
    } else if (token === '^') {
      const step = steps.at(-1)
      if (deep || step === undefined || ofHolder.length > 0)
        throw new NeedsLibrary('`^` does not follow a step')
      if (isLast) {
        parents = 1
      } else {
        steps.pop()
        deep = step.deep
        ofHolder = [hasChild(step)]
      }
    } else {
      steps.push({ ...stepOf(token), deep, conditions: [...ofHolder, ...stepOf(token).conditions] })
      deep = false
      ofHolder = []
    }
  }
  if (deep || steps.length === 0) throw new NeedsLibrary('it does not end with a step')
  return { kind: 'walk', steps, keyed, parents, group: expression, plus: true }
}

function stepOf(token: string): { labels: Labels; conditions: Condition[] } {
  if (token === '*') return { labels: ANY, conditions: [] }
  if (token.startsWith('?(')) return { labels: ANY, conditions: [conditionOf(token)] }
  const names = token.split(',')
  if (names.some((name) => NO_PLAIN_NAME.test(name) || /^(?:\.\.|[*~^])$/.test(name))) {
    throw new NeedsLibrary(`\`${token}\` is no plain name`)
  }
  return { labels: labelsOf(names), conditions: [] }
}

function conditionOf(token: string): Condition {
  if (NESTED_FILTER.test(codeOf(token))) throw new NeedsLibrary('a filter holds a filter')
  const script = scriptOfPlus(token)
  const filter = compileFilter(script, 'jsonpath-plus')
  if (filter.usesWay) throw new NeedsLibrary('its filter asks for the way to a node')
  return { id: `plus ${script}`, test: filter.test }
}

/** Holds where the object in which a step looks has a child that another step takes: `a^.b`. */
function hasChild(step: Step): Condition {
  const { labels, conditions } = step
  const id = `has ${labels === 'any' ? '*' : [...labels.keys].join()} ${conditions.map((each) => each.id).join(' and ')}`
  return {
    id,
    test: (scope) => {
      const { value, property, holder } = scope
      const isTaken = (key: string | number, child: unknown): boolean => {
        if (!takes(labels, key)) return false
        scope.value = child
        scope.property = key
        return conditions.every((condition) => condition.test(scope))
      }
      try {
        if (Array.isArray(holder)) return holder.some((child, index) => isTaken(index, child))
        return Object.entries(holder).some(([key, child]) => isTaken(key, child))
      } finally {
        scope.value = value
        scope.property = property
      }
    },
  }
}

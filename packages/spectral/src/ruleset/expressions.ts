import type { Problem } from '@specward/core'
import type { Ruleset } from '@stoplight/spectral-core'

import { compilePaths } from '../jsonpath/index.ts'
import { type Places, strings } from './place.ts'
import { quote } from './values.ts'

export interface RefusedRules {
  readonly names: ReadonlySet<string>
  readonly problems: readonly Problem[]
}

/** Rules whose `given` cannot be evaluated, each with a problem at the expression. */
export function refusedRules(ruleset: Ruleset, places: Places): RefusedRules {
  const enabled = Object.values(ruleset.rules).filter((rule) => rule.enabled)
  const givens = enabled.flatMap(({ name, given }) =>
    given.filter((each) => each.startsWith('$')).map((expression) => ({ name, expression })),
  )
  const { expressions } = compilePaths(givens.map(({ expression }) => expression))
  const names = new Set<string>()
  const problems: Problem[] = []
  for (const [index, { refused }] of expressions.entries()) {
    const given = givens[index]
    if (refused === undefined || !given || names.has(given.name)) continue
    names.add(given.name)
    problems.push(problemOf(given.name, given.expression, refused, ruleset, places))
  }
  return { names, problems }
}

function problemOf(
  name: string,
  expression: string,
  why: string,
  { definition }: Ruleset,
  places: Places,
): Problem {
  const message = `The rule ${quote(name)} is lost, because its \`given\` ${quote(expression)} cannot be evaluated: ${why}.`
  const problem = { code: 'rule-failed', severity: 'error', message } as const
  const found = places.of(definition, name)
  if (!found) return problem
  const { place, rule } = found
  if (!place.text) return { ...problem, uri: place.unit.uri }
  const index = strings(rule.given).indexOf(expression)
  const path = [...place.path, 'given', ...(Array.isArray(rule.given) && index >= 0 ? [String(index)] : [])]
  return { ...problem, uri: place.text.file.uri, span: place.text.span(path) }
}

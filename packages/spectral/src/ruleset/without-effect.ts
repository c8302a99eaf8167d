import { didYouMean, type Path, type PolicyNotice } from '@specward/core'
import type { Ruleset } from '@stoplight/spectral-core'
import functions from '@stoplight/spectral-functions'

import { unresolvedReference } from '../schema-function.ts'
import type { Places } from './place.ts'
import type { RulesetText } from './text.ts'
import { isObject, type Mapping, quote } from './values.ts'

const STEP_KEYS = ['field', 'function', 'functionOptions']

interface Step {
  readonly rule: string
  readonly step: Mapping
  readonly text: RulesetText
  readonly path: Path
}

/**
 * What in `then` of the author's own rules has no effect, without Spectral saying so: keys that it does not know, and
 * schemas with a reference that leads nowhere, which whatever there is keeps to.
 */
export function withoutEffect(rulesets: readonly Ruleset[], places: Places): readonly PolicyNotice[] {
  const steps = rulesets.flatMap((ruleset) => stepsOf(ruleset, places))
  return steps.flatMap((each) => [...unknownKeys(each), ...unresolvedSchema(each)])
}

function stepsOf(ruleset: Ruleset, places: Places): readonly Step[] {
  return Object.values(ruleset.rules).flatMap(({ name, enabled }) => {
    const found = places.of(ruleset.definition, name)
    const text = found?.place.text
    if (!enabled || !text || !found.place.isOwn) return []
    const { then } = found.rule
    const path = [...found.place.path, 'then']
    const steps: readonly unknown[] = Array.isArray(then) ? then : [then]
    return steps.flatMap((step, index) =>
      isObject(step)
        ? [{ rule: name, step, text, path: Array.isArray(then) ? [...path, String(index)] : path }]
        : [],
    )
  })
}

function unknownKeys({ rule, step, text, path }: Step): readonly PolicyNotice[] {
  return Object.keys(step)
    .filter((key) => !STEP_KEYS.includes(key) && !key.startsWith('x-'))
    .map((key) => {
      const hint = didYouMean(key, STEP_KEYS)
      const message = `The rule ${quote(rule)} ignores ${quote(key)}: \`then\` has no such key.${hint}`
      const span = text.span([...path, key], 'key')
      return { code: 'key-ignored', severity: 'warn', message, uri: text.file.uri, span }
    })
}

function unresolvedSchema({ rule, step, text, path }: Step): readonly PolicyNotice[] {
  const reference = step.function === functions.schema ? unresolvedReference(step.functionOptions) : undefined
  if (reference === undefined) return []
  const message = `The rule ${quote(rule)} lets everything pass: ${quote(reference)}, to which its schema refers, is not in that schema, and other files are not read.`
  const span = text.span([...path, 'functionOptions', 'schema'], 'key')
  return [{ code: 'schema-unresolved', severity: 'warn', message, uri: text.file.uri, span }]
}

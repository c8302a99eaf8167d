import { didYouMean, type PolicyNotice } from '@specward/core'
import type { Ruleset } from '@stoplight/spectral-core'

import type { Places } from './place.ts'
import { isObject, quote } from './values.ts'

const STEP_KEYS = ['field', 'function', 'functionOptions']

/** Keys in `then` of the author's own rules that mean nothing. Spectral ignores them, and so asks something else. */
export function ignoredKeys(rulesets: readonly Ruleset[], places: Places): readonly PolicyNotice[] {
  return rulesets.flatMap((ruleset) =>
    Object.values(ruleset.rules).flatMap(({ name, enabled }) => {
      const found = places.of(ruleset.definition, name)
      const text = found?.place.text
      if (!enabled || !text || !found.place.isOwn) return []
      const { then } = found.rule
      const steps: readonly unknown[] = Array.isArray(then) ? then : [then]
      return steps.flatMap((step, index) => {
        const path = [...found.place.path, 'then', ...(Array.isArray(then) ? [String(index)] : [])]
        const keys = isObject(step) ? Object.keys(step) : []
        return keys
          .filter((key) => !STEP_KEYS.includes(key) && !key.startsWith('x-'))
          .map((key): PolicyNotice => {
            const message = `The rule ${quote(name)} ignores ${quote(key)}: \`then\` has no such key.${didYouMean(key, STEP_KEYS)}`
            const span = text.span([...path, key], 'key')
            return { code: 'key-ignored', severity: 'warn', message, uri: text.file.uri, span }
          })
      })
    }),
  )
}

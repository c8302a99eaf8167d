import { didYouMean } from '@specward/core'
import functions from '@stoplight/spectral-functions'

import type { ConversionContext, FoundFunction } from './convert.ts'
import type { RulesetText } from './text.ts'
import type { Unit } from './unit.ts'
import { listed, quote } from './values.ts'

const CORE_FUNCTIONS = new Map<string, FoundFunction>(Object.entries({ ...functions }))

/**
 * What the conversion of a definition asks for: functions of Spectral, and those that the ruleset brings along. `lost`
 * is filled with the rules that need a function whose code may not run.
 */
export function contextFor(
  unit: Unit,
  text: RulesetText,
  found: ReadonlyMap<string, FoundFunction>,
  lost: Map<string, string[]>,
): ConversionContext {
  return {
    didYouMean,
    functionByName: (name) => CORE_FUNCTIONS.get(name) ?? found.get(name),
    fail: (path, message, part) => text.fail(unit.written(path), message, part),
    unknownFunction: (path, name) => {
      const known = [...CORE_FUNCTIONS.keys(), ...found.keys()]
      const hint = didYouMean(name, known)
      const all = hint === '' ? ` Known are ${listed(known, 40)}; others are named by \`functions\`.` : hint
      text.fail(unit.written(path), `Unknown function ${quote(name)}.${all}`)
    },
    lost: (rule, name) => {
      lost.set(name, [...(lost.get(name) ?? []), rule])
      unit.hasGaps = true
    },
  }
}

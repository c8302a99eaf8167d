import type { ConfigurationError, Path } from '@specward/core'
import core from '@stoplight/spectral-core'

import { sentence } from './messages.ts'
import { reasonOf } from './reasons.ts'
import type { Unit } from './unit.ts'
import { dotted, isObject, mapEntries, quote } from './values.ts'

/** One thing that Spectral finds wrong with a definition. */
export interface Fault {
  readonly path: Path
  readonly message: string
}

/** What Spectral's own check of a definition finds, told at the lines of its file. */
export function validate(unit: Unit): readonly ConfigurationError[] {
  const { text } = unit
  const faults = faultsOf(alone(unit.definition))
  if (!text) {
    return faults.map(({ path, message }) => {
      const where = path.length === 0 ? '' : ` At ${quote(dotted(path))}:`
      return { message: `The ruleset is not valid.${where} ${message}.`, uri: unit.uri }
    })
  }
  for (const { path, message } of faults) {
    const written = unit.written(path)
    if (text.isReported(written)) continue
    text.fail(written, sentence(written, message, text))
  }
  return []
}

/** A definition without those of others, which are checked by themselves. */
function alone(definition: Readonly<Record<string, unknown>>): unknown {
  return mapEntries(definition, (value, key) => {
    if (key === 'extends') return []
    if (key !== 'overrides' || !Array.isArray(value)) return value
    return value.map((each) => (isObject(each) && 'extends' in each ? { ...each, extends: [] } : each))
  })
}

function faultsOf(definition: unknown): readonly Fault[] {
  try {
    core.assertValidRuleset(definition)
    return []
  } catch (error) {
    const faults = flat(error)
    return faults.length > 0 ? faults : [{ path: [], message: 'the ruleset is not valid' }]
  }
}

/** The errors in an error, in order. */
export function flat(error: unknown): readonly Fault[] {
  const found: Fault[] = []
  const stack = [error]
  while (stack.length > 0) {
    const next = stack.pop()
    if (next instanceof Error && 'errors' in next && Array.isArray(next.errors)) {
      stack.push(...next.errors.toReversed())
      continue
    }
    const path = next instanceof core.RulesetValidationError ? next.path.map(decoded) : []
    found.push({ path: path.length === 1 && path[0] === '' ? [] : path, message: reasonOf(next) })
  }
  return found
}

function decoded(key: string | number): string {
  return String(key).replaceAll('~1', '/').replaceAll('~0', '~')
}

import { grouped, LIMIT_NAMES, LIMITS, type LimitName } from '../source/limits.ts'
import type { Node } from '../source/node.ts'
import type { Checker } from './checker.ts'
import { originOf } from './origin.ts'
import type { LimitStatement } from './statements.ts'

/** Reads `limits:`, what a description may ask of the machine that judges it. */
export function readLimits(check: Checker, node: Node | undefined): readonly LimitStatement[] {
  const entries = node && check.entries(node, '`limits`', LIMIT_NAMES)
  if (!entries) return []
  return LIMIT_NAMES.flatMap((name): readonly LimitStatement[] => {
    const at = entries[name]
    const value = at && readLimit(check, at, name)
    if (!at || value === undefined) return []
    return [{ kind: 'limit', name, value, scope: undefined, origin: originOf(check.file, at) }]
  })
}

function readLimit(check: Checker, node: Node, name: LimitName): number | undefined {
  const { value } = node
  const { most, unit } = LIMITS[name]
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value
  check.wrongType(node, `\`limits.${name}\``, `a whole number from 1 to ${grouped(most)} (${unit})`)
  return undefined
}

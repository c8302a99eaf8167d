import type { Node } from '../source/node.ts'
import type { Checker } from './checker.ts'
import { originOf } from './origin.ts'
import { readWords, ruleIds } from './read-locks.ts'
import type { Registry } from './rule.ts'
import type { WaiverSettingName, WaiverStatement } from './statements.ts'
import { ALL_RULES, APPROVALS, SEVERITIES, STALE_LEVELS } from './words.ts'

const KEYS = ['stale', 'longest', 'endsSoon', 'approval', 'forbid', 'forbidInline'] as const

/** Reads `waivers:`, what is asked of those who accept findings. */
export function readWaiverSettings(
  check: Checker,
  node: Node | undefined,
  registry: Registry,
): readonly WaiverStatement[] {
  const entries = node && check.entries(node, '`waivers`', KEYS)
  if (!entries) return []
  const said = (setting: WaiverSettingName, at: Node | undefined, value: string | number | undefined) =>
    at === undefined || value === undefined
      ? []
      : [
          {
            kind: 'waiver-setting' as const,
            setting,
            value,
            scope: undefined,
            origin: originOf(check.file, at),
          },
        ]
  const { stale, longest, endsSoon, approval } = entries
  const rules = (setting: 'forbid' | 'forbidInline'): readonly WaiverStatement[] => {
    const ids = [ALL_RULES, ...ruleIds(registry)]
    const found = readWords(check, entries[setting], 'rule', ids, registry.unchecked)
    return [...found].map(([value, origin]) => ({
      kind: 'waiver-setting',
      setting,
      value,
      scope: undefined,
      origin,
    }))
  }
  return [
    ...said('stale', stale, stale && check.word(stale, '`stale`', STALE_LEVELS)),
    ...readLongest(check, longest).flatMap(({ severity, at, days }) => said(`longest.${severity}`, at, days)),
    ...said('endsSoon', endsSoon, endsSoon && readDays(check, endsSoon, '`endsSoon`', 0)),
    ...said('approval', approval, approval && check.word(approval, '`approval`', APPROVALS)),
    ...rules('forbid'),
    ...rules('forbidInline'),
  ]
}

/** One number for all severities, or one for each. */
function readLongest(check: Checker, node: Node | undefined) {
  if (!node) return []
  if (!node.isObject) {
    const days = readDays(check, node, '`longest`', 1)
    return SEVERITIES.map((severity) => ({ severity, at: node, days }))
  }
  const entries = check.entries(node, '`longest`', SEVERITIES) ?? {}
  return SEVERITIES.flatMap((severity) => {
    const at = entries[severity]
    return at ? [{ severity, at, days: readDays(check, at, `\`longest.${severity}\``, 1) }] : []
  })
}

/** A whole number of days. */
export function readDays(check: Checker, node: Node, name: string, least: number): number | undefined {
  const { value } = node
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value
  check.wrongType(node, name, `a whole number of days, at least ${least}`)
  return undefined
}

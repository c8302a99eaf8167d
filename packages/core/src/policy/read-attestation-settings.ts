import type { Node } from '../source/node.ts'
import type { Checker } from './checker.ts'
import { originOf } from './origin.ts'
import { readDays } from './read-waiver-settings.ts'
import type { AttestationStatement } from './statements.ts'
import { OUTDATED_LEVELS } from './words.ts'

/** Reads `attestations:`, what is asked of those who answer for what no description shows. */
export function readAttestationSettings(
  check: Checker,
  node: Node | undefined,
): readonly AttestationStatement[] {
  const entries = node && check.entries(node, '`attestations`', ['outdated', 'longest', 'endsSoon'])
  if (!entries) return []
  const { outdated, longest, endsSoon } = entries
  const said = (
    setting: AttestationStatement['setting'],
    at: Node | undefined,
    value: string | number | undefined,
  ): readonly AttestationStatement[] => {
    if (at === undefined || value === undefined) return []
    const origin = originOf(check.file, at)
    return [{ kind: 'attestation-setting', setting, value, scope: undefined, origin }]
  }
  return [
    ...said('outdated', outdated, outdated && check.word(outdated, '`outdated`', OUTDATED_LEVELS)),
    ...said('longest', longest, longest && readDays(check, longest, '`longest`', 1)),
    ...said('endsSoon', endsSoon, endsSoon && readDays(check, endsSoon, '`endsSoon`', 0)),
  ]
}

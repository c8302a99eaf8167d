import type { RawFinding } from '../evaluate/types.ts'
import { placeIds } from '../policy/at.ts'

/**
 * Makes one of findings that say the same thing about the same place: rule, place, identity, discriminator and
 * message are equal. The first one stays, with the operations of all, sorted.
 */
export function unite(findings: readonly RawFinding[]): readonly RawFinding[] {
  const idOf = placeIds()
  const united = new Map<string, RawFinding>()
  for (const finding of findings) {
    const { ruleId, at, identity, discriminator, message } = finding
    const key = JSON.stringify([ruleId, idOf(at), identity, discriminator ?? null, message])
    const first = united.get(key)
    united.set(key, first ? withOperations(first, finding.operations) : finding)
  }
  return [...united.values()]
}

function withOperations(finding: RawFinding, more: readonly string[]): RawFinding {
  return { ...finding, operations: [...new Set([...finding.operations, ...more])].sort() }
}

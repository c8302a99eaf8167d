import type { Exposure } from '../assess/exposure.ts'
import type { ExposedOperation } from './assessment.ts'
import type { Places } from './places.ts'
import type { ReportFinding } from './report.ts'

/**
 * Exposures with their places and with the fingerprints of what was found about each operation.
 * @param findings all of the document
 */
export function exposedOperations(
  exposures: readonly Exposure[],
  findings: readonly Pick<ReportFinding, 'operations' | 'fingerprint'>[],
  places: Places,
): readonly ExposedOperation[] {
  const byLabel = new Map<string, string[]>()
  for (const { operations, fingerprint } of findings) {
    for (const label of operations) {
      const known = byLabel.get(label)
      if (known) known.push(fingerprint)
      else byLabel.set(label, [fingerprint])
    }
  }
  return exposures.map(({ operation, ...exposure }) => ({
    operation: operation.label,
    ...exposure,
    isDeprecated: operation.deprecated,
    tags: operation.tags,
    findings: [...new Set(byLabel.get(operation.label))],
    ...places.at({ node: operation.node, part: 'key' }),
  }))
}

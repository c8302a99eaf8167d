import type { ExposureField, ToldExposure } from '../assess/exposure.ts'
import { addTo } from '../group.ts'
import type { ExposedOperation } from './assessment.ts'
import type { Places } from './places.ts'
import type { ReportFinding } from './report.ts'

/**
 * Exposures with their places and with the fingerprints of what was found about each operation.
 * @param findings all of the document
 * @param text a text of the description without the secrets that were found
 */
export function exposedOperations(
  exposures: readonly ToldExposure[],
  findings: readonly Pick<ReportFinding, 'operations' | 'fingerprint'>[],
  places: Places,
  text: (text: string) => string,
): readonly ExposedOperation[] {
  const byLabel = new Map<string, string[]>()
  for (const { operations, fingerprint } of findings) {
    for (const label of operations) {
      addTo(byLabel, label, fingerprint)
    }
  }
  const field = ({ name, kind, where }: ExposureField) => ({
    name: text(name),
    kind,
    // responses are called as somebody has written them
    where: text(where),
  })
  return exposures.map((exposure) => {
    const { operation, kind, callers, because, intended, requires, servers, takes, returns, changesData } =
      exposure
    const label = text(operation.label)
    return {
      operation: label,
      kind,
      callers,
      because: text(because),
      intended: intended && { by: intended.by, reason: text(intended.reason) },
      tags: operation.tags.map(text),
      requires: requires.map((each) => each.map(text)),
      servers: servers.map(({ url, encrypted }) => ({ url: text(url), encrypted })),
      takes: takes.map(field),
      returns: returns.map(field),
      changesData,
      isDeprecated: operation.deprecated,
      findings: [...new Set(byLabel.get(label))],
      ...places.at({ node: operation.node, part: 'key' }),
    }
  })
}

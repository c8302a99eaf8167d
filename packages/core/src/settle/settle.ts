import type { RawFinding } from '../evaluate/types.ts'
import { locateAt, nodeOf } from '../policy/at.ts'
import type { Span } from '../source/types.ts'
import { type FingerprintOptions, fingerprintsOf } from './fingerprint.ts'
import { compareText } from './order.ts'
import type { SettledFinding } from './types.ts'
import { unite } from './unite.ts'

export type SettleOptions = FingerprintOptions

/**
 * Makes a list to be reported out of the findings of one document: what says the same is made one, places are
 * looked up, the list is sorted by file, position, rule and message, and every finding gets its fingerprint.
 */
export function settle(findings: readonly RawFinding[], options: SettleOptions): readonly SettledFinding[] {
  const sorted = inOrder(place(unite(findings)))
  const prints = fingerprintsOf(sorted, options)
  return sorted.map((finding, index) => ({ ...finding, ...(prints[index] ?? { fingerprint: '' }) }))
}

type Placed = RawFinding & { readonly span: Span }

function place(findings: readonly RawFinding[]): readonly Placed[] {
  return findings.map((finding) => ({ ...finding, span: locateAt(finding.at).span }))
}

function inOrder(findings: readonly Placed[]): readonly Placed[] {
  return findings.toSorted(
    (a, b) =>
      compareText(nodeOf(a.at).file.uri, nodeOf(b.at).file.uri) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      compareText(a.ruleId, b.ruleId) ||
      compareText(a.message, b.message) ||
      compareText(a.identity, b.identity),
  )
}

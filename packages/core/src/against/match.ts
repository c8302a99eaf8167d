import { isSofter } from '../policy/fold.ts'
import type { SettledFinding } from '../settle/types.ts'
import { type BaseDocument, type BaseFinding, keyOf, listedSeverity } from './base-types.ts'

/** What of a finding decides whether it is known, and the marks that it gets. */
export type Matchable = Pick<
  SettledFinding,
  'ruleId' | 'fingerprint' | 'parts' | 'severity' | 'isKnown' | 'baseSeverity'
>

/** A document with what was found in it now. */
export interface FoundDocument<F extends Matchable> {
  /** As the base would call it. */
  readonly name: string
  readonly findings: readonly F[]
}

export interface Matched<F extends Matchable> {
  /** The findings of each document in the order given, those that the base knows marked. */
  readonly findings: readonly (readonly F[])[]
  /** For each document, the name of that of the base which it was compared with; undefined where there is none. */
  readonly counterparts: readonly (string | undefined)[]
  /** For each document, what the base knows and nobody finds any more. */
  readonly missing: readonly (readonly BaseFinding[])[]
}

/**
 * Marks findings that the base has as well: those of the same rule with the same fingerprint in the same document, or those all of whose parts the base has.
 * What has become graver since counts as new. A document that the base does not have is compared with one that is gone,
 * where one alone is that much like it. Linear in the number of findings.
 *
 * @param isAlike whether a new document can be what became of one that is gone, by their names
 */
export function matchFindings<F extends Matchable>(
  documents: readonly FoundDocument<F>[],
  base: readonly BaseDocument[],
  isAlike: (name: string, goneName: string) => boolean = () => true,
): Matched<F> {
  const byName = new Map(base.map((each) => [each.name, each]))
  const strangers = documents.filter(({ name }) => !byName.has(name))
  const renamed = renamedFrom(
    strangers,
    base.filter(({ isGone }) => isGone),
    isAlike,
  )
  const counterparts = documents.map((document) => byName.get(document.name) ?? renamed.get(document))
  const marked = documents.map(({ findings }, index) => markKnown(findings, counterparts[index]))
  return {
    findings: marked,
    counterparts: counterparts.map((each) => each?.name),
    missing: documents.map(({ findings }, index) => {
      const found = new Set(findings.map(keyOf))
      return (counterparts[index]?.findings ?? []).filter((each) => !found.has(keyOf(each)))
    }),
  }
}

function markKnown<F extends Matchable>(
  findings: readonly F[],
  base: BaseDocument | undefined,
): readonly F[] {
  if (!base) return findings
  const severityOf = listedSeverity(base.findings)
  return findings.map((finding) => {
    if (finding.isKnown) return finding
    const before = severityOf(finding)
    if (before === undefined) return finding
    return isSofter(before, finding.severity)
      ? { ...finding, baseSeverity: before }
      : { ...finding, isKnown: true, baseSeverity: undefined }
  })
}

/**
 * What has become of documents that are gone, by the findings that one document of either side alone has. A pair is one
 * only where no other shares as many, more than half of the smaller side is shared, and nothing else speaks against it: a new document with a fault of the kind
 * that an unrelated deleted one had must not pass for it.
 */
function renamedFrom<D extends FoundDocument<Matchable>>(
  strangers: readonly D[],
  gone: readonly BaseDocument[],
  isAlike: (name: string, goneName: string) => boolean,
): ReadonlyMap<D, BaseDocument> {
  const renamed = new Map<D, BaseDocument>()
  if (strangers.length === 0 || gone.length === 0) return renamed
  const [now, before] = [holders(strangers), holders(gone)]
  const votes = new Map<D, Map<BaseDocument, number>>()
  for (const [key, document] of now) {
    const other = document && before.get(key)
    if (!other) continue
    const counts = votes.get(document) ?? new Map<BaseDocument, number>()
    counts.set(other, (counts.get(other) ?? 0) + 1)
    votes.set(document, counts)
  }
  const claims = new Map<BaseDocument, D | null>()
  for (const [document, counts] of votes) {
    const best = bestOf(document, counts)
    if (best && isAlike(document.name, best.name)) claims.set(best, claims.has(best) ? null : document)
  }
  for (const [other, document] of claims) if (document) renamed.set(document, other)
  return renamed
}

function bestOf(
  document: FoundDocument<Matchable>,
  counts: ReadonlyMap<BaseDocument, number>,
): BaseDocument | undefined {
  const [best, second] = [...counts].sort(([, a], [, b]) => b - a)
  if (!best || best[1] === second?.[1]) return undefined
  const [other, shared] = best
  return shared * 2 > Math.min(document.findings.length, other.findings.length) ? other : undefined
}

/** By key, the one document that has such a finding; null where several have. */
function holders<D extends { readonly findings: readonly Pick<BaseFinding, 'ruleId' | 'fingerprint'>[] }>(
  documents: readonly D[],
): ReadonlyMap<string, D | null> {
  const found = new Map<string, D | null>()
  for (const document of documents) {
    for (const finding of document.findings) {
      const key = keyOf(finding)
      const other = found.get(key)
      found.set(key, other === undefined || other === document ? document : null)
    }
  }
  return found
}

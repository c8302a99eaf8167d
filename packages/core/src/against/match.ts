import { isSofter } from '../policy/fold.ts'
import type { SettledFinding } from '../settle/types.ts'
import { type BaseDocument, type BaseFinding, keyOf, listedSeverity, piecesAmong } from './base-types.ts'
import { type Contents, renamedFrom } from './renamed.ts'

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
  /** For each document, what the base knows and nobody finds any more, not even a part of it. */
  readonly missing: readonly (readonly BaseFinding[])[]
}

/**
 * Marks findings that the base has as well: those of the same rule with the same fingerprint in the same document, or those all of whose parts the base has.
 * What has become graver since counts as new. A document that the base does not have is compared with one that is gone,
 * where it is what became of that. Linear in the number of findings.
 *
 * @param contents of the new documents and of those that are gone, where they can be read
 */
export function matchFindings<F extends Matchable>(
  documents: readonly FoundDocument<F>[],
  base: readonly BaseDocument[],
  contents?: Contents,
): Matched<F> {
  const byName = new Map(base.map((each) => [each.name, each]))
  const strangers = documents.filter(({ name }) => !byName.has(name))
  const renamed = renamedFrom(
    strangers,
    base.filter(({ isGone }) => isGone),
    contents,
  )
  const counterparts = documents.map((document) => byName.get(document.name) ?? renamed.get(document))
  const marked = documents.map(({ findings }, index) => markKnown(findings, counterparts[index]))
  return {
    findings: marked,
    counterparts: counterparts.map((each) => each?.name),
    missing: documents.map(({ findings }, index) => {
      const [found, pieces] = [new Set(findings.map(keyOf)), piecesAmong(findings)]
      const listed = counterparts[index]?.findings ?? []
      return listed.filter((each) => !found.has(keyOf(each)) && pieces(each).length === 0)
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

import { activeFindings } from '../active.ts'
import type { Assessment } from '../assessment.ts'
import type { Report, ReportFinding } from '../report.ts'
import type { RuleLookup } from '../rule-info.ts'
import type { Excerpts } from './excerpts.ts'
import { type Html, html, NOTHING } from './markup.ts'

/** A finding with its number on the page and the documents that it is about, as indices into the assessment. */
export interface IndexedFinding {
  readonly finding: ReportFinding
  readonly index: number
  readonly documents: readonly number[]
}

/** What all parts of the page are made with. */
export interface PageContext {
  readonly report: Report
  readonly assessment: Assessment | undefined
  readonly rules: RuleLookup
  readonly excerpts: Excerpts
  readonly findings: {
    readonly active: readonly IndexedFinding[]
    readonly accepted: readonly IndexedFinding[]
    /** Of rules that only the assessment asked. */
    readonly beyond: readonly IndexedFinding[]
  }
  /** The finding of a fingerprint, for links. */
  readonly byFingerprint: ReadonlyMap<string, IndexedFinding>
  /** The attribute `id`, for the first that asks for it; ids are unique on a page. */
  claim(id: string): Html
}

export function pageContext(
  report: Report,
  assessment: Assessment | undefined,
  rules: RuleLookup,
  excerpts: Excerpts,
): PageContext {
  const documents = documentsByFinding(assessment)
  let next = 0
  const indexed = (finding: ReportFinding): IndexedFinding => ({
    finding,
    index: next++,
    documents: documents.get(keyOf(finding)) ?? [],
  })
  const active = activeFindings(report).map(indexed)
  const accepted = report.findings.filter(({ suppressed }) => suppressed !== null).map(indexed)
  const beyond = distinct(
    (assessment?.documents ?? []).flatMap((each) => each.findings.filter(({ inPolicy }) => !inPolicy)),
  ).map(indexed)
  const claimed = new Set<string>()
  return {
    report,
    assessment,
    rules,
    excerpts,
    findings: { active, accepted, beyond },
    byFingerprint: new Map(
      [...active, ...accepted, ...beyond].reverse().map((each) => [each.finding.fingerprint, each]),
    ),
    claim(id) {
      if (claimed.has(id)) return NOTHING
      claimed.add(id)
      return html` id="${idOf(id)}"`
    },
  }
}

/** An id without blanks, as ids have to be. */
export function idOf(text: string): string {
  return text.replace(/\s/gu, '_')
}

function documentsByFinding(assessment: Assessment | undefined): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const [index, { findings }] of (assessment?.documents ?? []).entries()) {
    for (const finding of findings) {
      const key = keyOf(finding)
      const known = found.get(key)
      if (!known) found.set(key, [index])
      else if (known.at(-1) !== index) known.push(index)
    }
  }
  return found
}

function keyOf({ fingerprint, file, pointer, ruleId }: ReportFinding): string {
  return JSON.stringify([ruleId, file, pointer, fingerprint])
}

function distinct(findings: readonly ReportFinding[]): readonly ReportFinding[] {
  return [...new Map(findings.map((finding) => [keyOf(finding), finding])).values()]
}

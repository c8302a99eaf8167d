import { activeFindings } from '../active.ts'
import type { Assessment } from '../assessment.ts'
import type { Report, ReportFinding } from '../report.ts'
import type { RuleLookup } from '../rule-info.ts'
import { type Excerpts, excerptsOf, placesOf } from './excerpts.ts'
import { idOf } from './ids.ts'
import { type Html, html, NOTHING } from './markup.ts'

/** A finding with its number on the page. */
export interface IndexedFinding {
  readonly finding: ReportFinding
  readonly index: number
  /** Its `id` on the page: fingerprints are unique within a document alone. */
  readonly anchor: string
  /** The documents that it is about, as indices into the assessment. */
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
  /** The finding of a document, which is an index into the assessment, for links. */
  findingOf(document: number, fingerprint: string): IndexedFinding | undefined
  /** Whether several findings have a fingerprint, so that the file has to be named as well. */
  isShared(fingerprint: string): boolean
  /** The attribute `id`, for the first that asks for it; ids are unique on a page. */
  claim(id: string): Html
}

export function pageContext(
  report: Report,
  assessment: Assessment | undefined,
  rules: RuleLookup,
  sources: (file: string) => string | undefined,
): PageContext {
  const counts = new Map<string, number>()
  const indexed = indexer(documentsByFinding(assessment), counts)
  const active = activeFindings(report).map(indexed)
  const accepted = report.findings.filter(({ suppressed }) => suppressed !== null).map(indexed)
  const beyond = distinct(
    (assessment?.documents ?? []).flatMap((each) => each.findings.filter(({ inPolicy }) => !inPolicy)),
  ).map(indexed)
  const all = [...active, ...accepted, ...beyond]
  const byDocument = findingsByDocument(all)
  const shown = placesOf(
    report,
    all.map(({ finding }) => finding),
  )
  const claimed = new Set<string>()
  return {
    report,
    assessment,
    rules,
    excerpts: excerptsOf(sources, shown),
    findings: { active, accepted, beyond },
    findingOf: (document, fingerprint) => byDocument.get(document)?.get(fingerprint),
    isShared: (fingerprint) => (counts.get(fingerprint) ?? 0) > 1,
    claim(id) {
      if (claimed.has(id)) return NOTHING
      claimed.add(id)
      return html` id="${idOf(id)}"`
    },
  }
}

function indexer(
  documents: ReadonlyMap<string, readonly number[]>,
  counts: Map<string, number>,
): (finding: ReportFinding) => IndexedFinding {
  let next = 0
  return (finding) => {
    const { fingerprint } = finding
    const count = (counts.get(fingerprint) ?? 0) + 1
    counts.set(fingerprint, count)
    const anchor = idOf(`f-${fingerprint}${count === 1 ? '' : `-${count}`}`)
    return { finding, index: next++, anchor, documents: documents.get(keyOf(finding)) ?? [] }
  }
}

/** Of several in one document, the first counts. */
function findingsByDocument(
  all: readonly IndexedFinding[],
): ReadonlyMap<number, ReadonlyMap<string, IndexedFinding>> {
  const found = new Map<number, Map<string, IndexedFinding>>()
  for (const each of all) {
    for (const document of each.documents) {
      const own = found.get(document) ?? new Map<string, IndexedFinding>()
      found.set(document, own)
      if (!own.has(each.finding.fingerprint)) own.set(each.finding.fingerprint, each)
    }
  }
  return found
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

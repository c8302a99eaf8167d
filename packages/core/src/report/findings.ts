import type { DocumentResult } from '../assess/document-result.ts'
import { addTo } from '../group.ts'
import { lazy } from '../lazy.ts'
import { nodeOf } from '../policy/at.ts'
import type { Fix } from '../policy/rule.ts'
import { compareText } from '../settle/order.ts'
import type { Change, SettledFinding } from '../settle/types.ts'
import { EditRefused } from '../source/edit-refused.ts'
import type { SourceFile, TextEdit, TreeEdit } from '../source/types.ts'
import { compareRanges, type Places, rangeIn } from './places.ts'
import type { ReportChange, ReportFinding, ReportFix, ReportSuppression } from './report.ts'

type RenderEdits = (file: SourceFile, edits: readonly TreeEdit[]) => readonly TextEdit[]

/** A fix as edits of trees, so that those of several findings can be made together. */
export interface TreeFix {
  readonly fix: Fix
  /** Renders edits, of this fix and of others of the same report. Throws `EditRefused`. */
  readonly renderEdits: RenderEdits
}

const treeFixes = new WeakMap<ReportFinding, TreeFix>()

/** The fix of a finding of a report that this process has made; undefined where it has none. */
export function treeFixOf(finding: ReportFinding): TreeFix | undefined {
  return treeFixes.get(finding)
}

/** The same finding for those who keep it for long: it holds on to no tree that a fix could be rendered from. */
export function withoutFix(finding: ReportFinding): ReportFinding {
  const fields = Object.getOwnPropertyDescriptors(finding)
  return Object.defineProperties({}, { ...fields, fix: { value: null, enumerable: true } }) as ReportFinding
}

/**
 * The findings of all documents, sorted by file, position and rule. What two documents share, a finding in a
 * file that both refer to, is given once, with the operations of both.
 */
export function findingsOf(
  documents: readonly (Pick<DocumentResult, 'findings'> & Partial<Pick<DocumentResult, 'uri'>>)[],
  places: Places,
  renderEdits: RenderEdits,
): readonly ReportFinding[] {
  const made = documents.flatMap(({ uri, findings }) => {
    const document = uri === undefined ? undefined : places.name(uri)
    return findings.map((finding) => reportFinding(finding, document, places, renderEdits))
  })
  return [...(documents.length > 1 ? united(made) : made)].sort(compareFindings)
}

/** By file, position and rule. */
export function compareFindings(a: ReportFinding, b: ReportFinding): number {
  return (
    compareText(a.file, b.file) ||
    compareRanges(a.range, b.range) ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.message, b.message) ||
    compareText(a.fingerprint, b.fingerprint)
  )
}

function united(findings: readonly ReportFinding[]): Iterable<ReportFinding> {
  const found = new Map<string, ReportFinding>()
  for (const made of findings) {
    const { ruleId, severity, file, pointer, range, fingerprint, message } = made
    const key = JSON.stringify([ruleId, severity, file, pointer, range, fingerprint, message])
    const first = found.get(key)
    found.set(key, first ? joined(first, made) : made)
  }
  return found.values()
}

/**
 * The same finding for other operations; its fix stays unrendered until somebody looks at it. What is new, or accepted
 * by nobody, in one of the documents is so as a whole.
 */
function joined(first: ReportFinding, other: ReportFinding): ReportFinding {
  const gravest = weight(other) > weight(first) ? other : first
  const operations = union(first.operations, other.operations)
  const documents = union(documentsOf(first), documentsOf(other))
  const united = Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(gravest),
      operations: { value: operations, enumerable: true },
      documents: { value: documents, enumerable: true },
    },
  ) as ReportFinding
  const fix = treeFixes.get(gravest)
  if (fix) treeFixes.set(united, fix)
  return united
}

function weight({ suppressed, isNew }: ReportFinding): number {
  return (suppressed === null ? 2 : 0) + (isNew ? 1 : 0)
}

function documentsOf({ documents, file }: ReportFinding): readonly string[] {
  return documents ?? [file]
}

function reportFinding(
  finding: SettledFinding,
  document: string | undefined,
  places: Places,
  renderEdits: RenderEdits,
): ReportFinding {
  const node = nodeOf(finding.at)
  const { foreign } = finding
  const { owasp, cwe, controls } = finding.references
  const file = places.name(node.file.uri)
  const made = {
    ruleId: finding.ruleId,
    severity: finding.severity,
    message: finding.message,
    file,
    pointer: places.pointer(foreign ? foreign.pointer : node.pointer),
    operations: finding.operations,
    range: foreign ? foreign.range : rangeIn(node.file, finding.span),
    fingerprint: finding.fingerprint,
    ...(finding.parts ? { parts: finding.parts } : {}),
    isNew: finding.isKnown !== true,
    cause: finding.cause ? places.at(finding.cause) : null,
    references: { owasp, cwe, controls },
    docs: docsOf(finding, places),
    related: finding.related.map(({ at, message }) => ({ ...places.at(at), message })),
    fix: null,
    suppressed: suppressionOf(finding, places),
    ...(finding.baseSeverity && !finding.isKnown ? { baseSeverity: finding.baseSeverity } : {}),
    ...(finding.change ? { change: changeOf(finding.change, places) } : {}),
    ...(document === undefined || file === document ? {} : { documents: [document] }),
  }
  return finding.fix ? withFix(made, finding.fix, places, renderEdits) : made
}

function suppressionOf({ suppressed }: SettledFinding, places: Places): ReportSuppression | null {
  if (!suppressed) return null
  const { uri, span, kind, reason, owner, expires, ticket, approver, created } = suppressed
  const told = Object.entries({ owner, expires, ticket, approver, created }).filter(([, value]) => value)
  return { kind, reason, ...Object.fromEntries(told), file: places.name(uri), ...places.of(uri, span) }
}

function changeOf({ kind, uri, pointer, range }: Change, places: Places): ReportChange {
  return { kind, file: places.name(uri), pointer: places.pointer(pointer), range }
}

/** The finding with a fix whose edits are rendered for those who look at them: text output does not. */
function withFix(finding: ReportFinding, fix: Fix, places: Places, renderEdits: RenderEdits): ReportFinding {
  const get = lazy(() => reportFix(fix, places, renderEdits))
  treeFixes.set(finding, { fix, renderEdits })
  return Object.defineProperty(finding, 'fix', { get, enumerable: true })
}

/** Where to read on: a URL, a page of ours or the file that defines the rule; blank where there is none of them. */
function docsOf({ ruleId, foreign, documentation }: SettledFinding, places: Places): string {
  if (foreign) return foreign.documentationUrl ?? ''
  return documentation === undefined ? `rulesets/docs/${ruleId}.md` : places.name(documentation)
}

/** The fix as text edits; null where an edit would change more than the fix says, so that nobody applies half. */
function reportFix(fix: Fix, places: Places, renderEdits: RenderEdits): ReportFix | null {
  try {
    return { title: fix.title, kind: fix.kind, edits: textEdits(fix, places, renderEdits) }
  } catch (error) {
    if (error instanceof EditRefused) return null
    throw error
  }
}

function textEdits(fix: Fix, places: Places, renderEdits: RenderEdits): ReportFix['edits'] {
  const byFile = new Map<SourceFile, TreeEdit[]>()
  for (const { node, edit } of fix.edits) {
    addTo(byFile, node.file, edit)
  }
  return [...byFile].flatMap(([file, tree]) =>
    renderEdits(file, tree).map(({ span, text }) => ({
      file: places.name(file.uri),
      range: rangeIn(file, span),
      text,
    })),
  )
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort()
}

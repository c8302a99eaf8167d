import type { BaseRecord } from '../against/base-record.ts'
import { type BaseFinding, keyOf, listedSeverity, piecesAmong } from '../against/base-types.ts'
import { matchFindings } from '../against/match.ts'
import type { DocumentResult } from '../assess/document-result.ts'
import { nodeOf } from '../policy/at.ts'
import { isSofter } from '../policy/fold.ts'
import { relativeName } from '../settle/file-name.ts'
import { compareText } from '../settle/order.ts'
import type { SettledFinding } from '../settle/types.ts'
import { quoted } from './json.ts'
import type { Redaction } from './redact.ts'

/** What a run has found in one document, as a baseline tells it. */
export interface BaselineDocument {
  readonly name: string
  /** Those that nobody has accepted, each with its place in a few words and without secrets. */
  readonly findings: readonly BaseFinding[]
  /** Those that somebody has accepted by a waiver or a remark, told in the same way. */
  readonly accepted: readonly BaseFinding[]
  /** Rules that would have found all that there is to be found: what they do not find is fixed. */
  readonly sure: ReadonlySet<string>
  /** Rules that ran. */
  readonly rules: readonly string[]
}

/** @param folder URI of the folder of the baseline, ending in `/` */
export function baselineDocuments(
  documents: readonly DocumentResult[],
  incomplete: ReadonlySet<string>,
  folder: string,
  redaction: Redaction,
): readonly BaselineDocument[] {
  return documents.map(({ uri, findings, rules }) => {
    const ran = rules.filter(({ stopped }) => stopped === undefined)
    const sure = incomplete.has(uri) ? [] : ran.filter(({ undecided }) => undecided === 0)
    const told = (list: readonly SettledFinding[]) => list.map((finding) => baseFinding(finding, redaction))
    return {
      name: relativeName(folder, uri),
      findings: told(findings.filter(({ suppressed }) => !suppressed)),
      accepted: told(findings.filter(({ suppressed }) => suppressed)),
      sure: new Set(sure.map(({ id }) => id)),
      rules: ran.map(({ id }) => id),
    }
  })
}

function baseFinding(finding: SettledFinding, redaction: Redaction): BaseFinding {
  const { ruleId, severity, fingerprint, parts, operations, foreign } = finding
  const [only, ...others] = operations
  const isOne = only !== undefined && others.length === 0
  const place = isOne
    ? redaction.message(only)
    : redaction.pointer(foreign?.pointer ?? nodeOf(finding.at).pointer)
  return { ruleId, severity, fingerprint, ...(parts ? { parts } : {}), place }
}

/** A finding with the document that it is in. */
export interface Listed {
  readonly name: string
  readonly finding: BaseFinding
}

export interface BaselineUpdate {
  readonly documents: ReadonlyMap<string, readonly BaseFinding[]>
  readonly rules: readonly string[]
  /** What is found and was not listed, or was as less grave. In `documents` only when it is accepted. */
  readonly added: readonly Listed[]
  /** What was listed and is fixed, or whose document is gone. */
  readonly removed: readonly Listed[]
  /** What was listed and is found still, but accepted in another way since. */
  readonly accepted: readonly Listed[]
}

export interface UpdateOptions {
  /** The baseline that is there; undefined for the first one, which takes everything. */
  readonly before: BaseRecord | undefined
  /** Whether new findings are taken in. */
  readonly acceptNew: boolean
  /** Names of documents that exist no longer. */
  readonly gone: ReadonlySet<string>
}

/**
 * What a baseline comes to after a run: without what is fixed, and with what is new only where that is asked for.
 * Documents that the run did not look at, and rules that did not run, stay as they are listed.
 */
export function updateBaseline(
  found: readonly BaselineDocument[],
  { before, acceptNew, gone }: UpdateOptions,
): BaselineUpdate {
  const documents = new Map(before?.documents)
  const added: Listed[] = []
  const removed: Listed[] = []
  const accepted: Listed[] = []
  const base = [...documents].map(([name, findings]) => ({ name, findings, isGone: gone.has(name) }))
  const { counterparts } = matchFindings(found, base)
  const renamed = new Set(counterparts)
  for (const name of gone) {
    const lost = renamed.has(name) ? [] : (documents.get(name) ?? [])
    for (const finding of lost) removed.push({ name, finding })
    documents.delete(name)
  }
  for (const [index, document] of found.entries()) {
    const { name } = document
    const old = before?.documents.get(counterparts[index] ?? name) ?? []
    const listed = new Map(old.map((each) => [keyOf(each), each]))
    const now = new Map(document.findings.map((each) => [keyOf(each), each]))
    const isAccepted = listedSeverity(document.accepted)
    const severityOf = listedSeverity(old)
    const taken = [...now].flatMap(([key, finding]) => {
      const severity = severityOf(finding)
      const old = listed.get(key)
      if (severity && !isSofter(severity, finding.severity)) return [finding]
      if (before) added.push({ name, finding })
      if (!before || acceptNew) return [finding]
      return old ? [old] : []
    })
    const [found, takenIn] = [piecesAmong(document.findings), piecesAmong(taken)]
    const kept = [...listed].flatMap(([key, finding]) => {
      if (now.has(key)) return []
      if (isAccepted(finding)) {
        accepted.push({ name, finding })
        return []
      }
      if (!document.sure.has(finding.ruleId)) return [finding]
      const left = found(finding)
      // a smaller finding takes the place of the one that it is left of
      if (left.length > 0) return left.length > takenIn(finding).length ? [finding] : []
      removed.push({ name, finding })
      return []
    })
    documents.set(name, [...kept, ...taken])
  }
  // a rule that is listed without its findings would pass for one that had none
  const ran = found.flatMap(({ rules }) => rules)
  const rules = new Set(before && !acceptNew ? before.rules : [...(before?.rules ?? []), ...ran])
  return { documents, rules: [...rules].sort(compareText), added, removed, accepted }
}

/**
 * The text of a baseline: sorted, and one line for each finding, so that a change to it can be reviewed.
 * @param policy digest of the policy that it was made by
 */
export function baselineText(update: BaselineUpdate, tool: string, policy: string): string {
  const documents = [...update.documents]
    .filter(([, findings]) => findings.length > 0)
    .sort(([a], [b]) => compareText(a, b))
    .map(
      ([name, findings]) =>
        `    ${quoted(name)}: [\n${findings.toSorted(inOrder).map(line).join(',\n')}\n    ]`,
    )
  const lines = [
    '{',
    '  "version": 1,',
    `  "tool": ${quoted(tool)},`,
    `  "policy": ${quoted(policy)},`,
    documents.length === 0 ? '  "documents": {},' : `  "documents": {\n${documents.join(',\n')}\n  },`,
    update.rules.length === 0
      ? '  "rules": []'
      : `  "rules": [\n${update.rules.map((id) => `    ${quoted(id)}`).join(',\n')}\n  ]`,
    '}',
  ]
  return `${lines.join('\n')}\n`
}

function line({ ruleId, severity, fingerprint, parts, place }: BaseFinding): string {
  const pieces = [
    `"rule": ${quoted(ruleId)}`,
    `"severity": ${quoted(severity)}`,
    `"fingerprint": ${quoted(fingerprint)}`,
    ...(parts ? [`"parts": [${parts.map(quoted).join(', ')}]`] : []),
    `"place": ${quoted(place)}`,
  ]
  return `      { ${pieces.join(', ')} }`
}

function inOrder(a: BaseFinding, b: BaseFinding): number {
  return (
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.place, b.place) ||
    compareText(a.fingerprint, b.fingerprint)
  )
}

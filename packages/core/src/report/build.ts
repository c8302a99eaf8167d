import type { DocumentResult } from '../assess/document-result.ts'
import type { RuleTally } from '../evaluate/types.ts'
import { gateRank, reaches } from '../policy/gate.ts'
import type { Policy } from '../policy/policy.ts'
import type { Severity } from '../policy/rule.ts'
import { SEVERITIES } from '../policy/words.ts'
import type { Problem } from '../problem.ts'
import { compareText } from '../settle/order.ts'
import type { SourceFile, TextEdit, TreeEdit } from '../source/types.ts'
import { activeFindings } from './active.ts'
import { findingsOf } from './findings.ts'
import { Places } from './places.ts'
import { noticesOf, problemsOf, undecidedOf } from './problems.ts'
import { withoutSecrets } from './redact.ts'
import type {
  Report,
  ReportBase,
  ReportDocument,
  ReportFinding,
  ReportRule,
  ReportSummary,
} from './report.ts'

/** Something about the policy, with the place as source knows it. */
export interface Notice {
  readonly code: string
  readonly severity: 'error' | 'warn' | 'info'
  readonly message: string
  readonly uri?: string | undefined
  readonly span?: { readonly start: number; readonly end: number }
}

export interface ReportInput {
  readonly version: string
  /** URI of a folder, ending in `/`. */
  readonly workingDirectory: string
  readonly documents: readonly DocumentResult[]
  /** Policies in use, also those of documents that could not be judged. */
  readonly policies: readonly Policy[]
  /** In place of what the policies say. */
  readonly failOn?: Severity | 'never' | undefined
  readonly skipped: readonly {
    readonly uri: string
    readonly reason: string
    readonly detail?: string | undefined
  }[]
  /** Of all stages and documents, with the severities that the policies set. */
  readonly problems: readonly Problem[]
  readonly notices: readonly Notice[]
  /** What the findings were held against. */
  readonly base?: ReportBase | undefined
  /** Files by URI, for the positions of problems and notices. */
  readonly fileOf: (uri: string) => SourceFile | undefined
  readonly renderEdits: (file: SourceFile, edits: readonly TreeEdit[]) => readonly TextEdit[]
  /** Takes secrets out of a JSON Pointer. */
  readonly clearPointer?: (pointer: string) => string
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: (text: string) => string
  /** Milliseconds per stage; their presence puts times into the report. */
  readonly stages?: Readonly<Record<string, number>> | undefined
}

/** Assembles the report: deterministic, sorted, with names relative to the working directory. */
export function buildReport(given: ReportInput): Report {
  const input = withoutSecrets(given)
  const places = new Places(input.workingDirectory, input.fileOf, input.clearPointer)
  const findings = findingsOf(input.documents, places, input.renderEdits)
  const documents = input.documents.map((document) => ({
    file: places.name(document.uri),
    format: document.format,
    digest: document.digest,
    operations: document.operations,
    failOn: gateFor(document.policy, input),
  }))
  const problems = problemsOf(input.problems, places)
  const timing = input.stages !== undefined
  return {
    version: 1,
    tool: { name: 'specward', version: input.version },
    complete: problems.length === 0,
    policy: policyOf(input, places),
    ...(input.base ? { base: input.base } : {}),
    gate: gateOf(input),
    documents: documents.sort((a, b) => compareText(a.file, b.file)),
    skipped: input.skipped
      .map(({ uri, reason, detail }) => ({
        file: places.name(uri),
        reason,
        ...(detail === undefined ? {} : { detail }),
      }))
      .sort((a, b) => compareText(a.file, b.file)),
    summary: summaryOf(documents, findings),
    findings,
    undecided: undecidedOf(input.documents, places),
    problems,
    notices: noticesOf(input.notices, places),
    rules: rulesOf(input.documents, timing, places),
    ...(input.stages ? { stages: roundAll(input.stages), ...expressionsOf(input.documents) } : {}),
  }
}

function policyOf(input: ReportInput, places: Places): Report['policy'] {
  const digests = [...new Set(input.policies.map((policy) => policy.digest))].sort()
  const sources = [...new Set(input.policies.flatMap((policy) => policy.sources))]
  const digest = digests.length === 1 ? digests[0] : undefined
  const discovered = [...new Set(input.policies.flatMap((policy) => policy.rulesets?.discovered ?? []))]
  return {
    digest: digest ?? input.sha256(digests.join('\n')),
    sources: sources.map((uri) => places.name(uri)),
    ...(discovered.length > 0 ? { discovered: discovered.map((uri) => places.name(uri)) } : {}),
  }
}

/** Each document is held to the gate of its own policy; the report names the strictest of them. */
function gateOf(input: ReportInput): Report['gate'] {
  const failed = input.documents.some(({ policy, findings }) =>
    findings.some(
      (finding) =>
        !finding.suppressed && !finding.isKnown && reaches(finding.severity, gateFor(policy, input)),
    ),
  )
  const gates = input.policies.map((policy) => gateRank(gateFor(policy, input)))
  const strictest = gates.length > 0 ? (SEVERITIES[Math.max(...gates)] ?? 'never') : (input.failOn ?? 'error')
  return { failOn: strictest, failed }
}

function gateFor({ failOn }: Policy, input: ReportInput): Severity | 'never' {
  return input.failOn ?? failOn ?? 'error'
}

function summaryOf(documents: readonly ReportDocument[], findings: readonly ReportFinding[]): ReportSummary {
  const active = activeFindings({ findings })
  const count = (severity: Severity): number => active.filter((each) => each.severity === severity).length
  return {
    documents: documents.length,
    operations: documents.reduce((sum, document) => sum + document.operations, 0),
    error: count('error'),
    warn: count('warn'),
    info: count('info'),
    hint: count('hint'),
    suppressed: findings.length - active.length,
    known: active.filter((each) => !each.isNew).length,
  }
}

/** What was evaluated by other means than the automaton, each expression once with its reason. */
function expressionsOf(documents: readonly DocumentResult[]): Pick<Report, 'expressions'> {
  const all = documents.flatMap(({ expressions }) => expressions ?? [])
  if (all.length === 0) return {}
  const fallbacks = new Map(
    all.flatMap((each) => each.fallbacks).map((each) => [`${each.expression}\n${each.because}`, each]),
  )
  const sorted = [...fallbacks.values()].sort(
    (a, b) => compareText(a.expression, b.expression) || compareText(a.because, b.because),
  )
  return { expressions: { evaluated: Math.max(...all.map((each) => each.expressions)), fallbacks: sorted } }
}

function rulesOf(
  documents: readonly DocumentResult[],
  timing: boolean,
  places: Places,
): readonly ReportRule[] {
  const sums = new Map<string, RuleTally>()
  for (const tally of documents.flatMap((document) => document.rules)) {
    const sum = sums.get(tally.id)
    sums.set(tally.id, sum ? add(sum, tally) : tally)
  }
  return [...sums.values()]
    .sort((a, b) => compareText(a.id, b.id))
    .map(({ id, judged, undecided, notApplicable, ms, stopped, excludes }) => ({
      id,
      judged,
      undecided,
      notApplicable,
      ...(timing ? { ms: round(ms) } : {}),
      ...(timing && excludes ? { excludes: excludes.map((uri) => places.name(uri)) } : {}),
      ...(stopped ? { stopped } : {}),
    }))
}

function add(a: RuleTally, b: RuleTally): RuleTally {
  const stopped = a.stopped ?? b.stopped
  return {
    id: a.id,
    judged: a.judged + b.judged,
    undecided: a.undecided + b.undecided,
    notApplicable: a.notApplicable + b.notApplicable,
    ms: a.ms + b.ms,
    ...(a.excludes || b.excludes ? { excludes: [...(a.excludes ?? []), ...(b.excludes ?? [])] } : {}),
    ...(stopped ? { stopped } : {}),
  }
}

function roundAll(stages: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(stages).map(([name, ms]) => [name, round(ms)]))
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}

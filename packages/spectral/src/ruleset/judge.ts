import type {
  ForeignDocument,
  ForeignFinding,
  ForeignOptions,
  ForeignResult,
  ForeignRule,
  ForeignTally,
  Problem,
  Span,
} from '@specward/core'
import type { IRuleResult, Ruleset } from '@stoplight/spectral-core'

import type { RuleOutcome, RunResult } from '../evaluate/types.ts'
import { sourceOf, uriOf } from '../file-names.ts'
import { nameOfFormat } from './formats.ts'
import { severityOf } from './place.ts'
import { reasonOf } from './reasons.ts'
import type { SpectralFormat } from './spectral.ts'
import { quote } from './values.ts'

/** One ruleset for one document. */
export interface JudgeRequest {
  readonly ruleset: Ruleset
  /** The name of the document for Spectral. */
  readonly source: string
  readonly text: string
  readonly document: ForeignDocument
  readonly options: ForeignOptions
}

export interface Judgement {
  readonly run: RunResult
  readonly formats: readonly SpectralFormat[]
}

/** Runs a ruleset over a document. Does not reject for what document or rules hold. */
export type Judge = (request: JudgeRequest) => Promise<Judgement>

/** A ruleset that was loaded, and which of its rules are run. */
export interface ActiveRuleset {
  readonly ruleset: Ruleset
  readonly shown: string
  /** Where the severity of a rule in an override is written. */
  placeOfOverride(rule: string): { readonly uri: string; readonly span: Span } | undefined
  /** Names of rules that a later ruleset runs, or that were lost. */
  readonly leftOut: ReadonlySet<string>
}

export interface JudgedRun {
  readonly active: ActiveRuleset
  readonly judgement: Judgement
}

/** Runs all rulesets over a document. */
export async function judgeAll(
  rulesets: readonly ActiveRuleset[],
  document: ForeignDocument,
  options: ForeignOptions,
  judge: Judge,
): Promise<readonly (JudgedRun | Problem)[]> {
  const source = sourceOf(document.uri)
  const runs: (JudgedRun | Problem)[] = []
  for (const active of rulesets) {
    try {
      const names = new Set([...active.leftOut, ...(options.off ?? [])])
      const ruleset = without(active.ruleset.fromSource(source), names)
      const { text } = document
      runs.push({ active, judgement: await judge({ ruleset, source, text, document, options }) })
    } catch (error) {
      runs.push(failureOf(error, active, document))
    }
  }
  return runs
}

function failureOf(error: unknown, active: ActiveRuleset, { uri }: ForeignDocument): Problem {
  const reason = reasonOf(error)
  const unknown = /^Cannot extend non-existing rule: "(.*)"$/u.exec(reason)?.[1]
  if (unknown === undefined) {
    const message = `The ruleset ${quote(active.shown)} could not be run: ${reason}.`
    return { code: 'rule-failed', severity: 'error', message, uri }
  }
  const place = active.placeOfOverride(unknown) ?? { uri }
  const file = nameOf(uri)
  const message = `The ruleset ${quote(active.shown)} could not be run for ${quote(file)}: its overrides change the rule ${quote(unknown)}, which it does not have there.`
  return { code: 'rule-failed', severity: 'error', message, ...place }
}

/** The ruleset, made for this document, without some rules. */
function without(ruleset: Ruleset, names: ReadonlySet<string>): Ruleset {
  if (names.size === 0) return ruleset
  const rules = Object.fromEntries(Object.entries(ruleset.rules).filter(([name]) => !names.has(name)))
  const others: Ruleset = Object.create(ruleset, {
    rules: { value: rules },
    source: { value: ruleset.source },
    fromSource: { value: () => others },
  })
  return others
}

/** The runs without what concerns rules that are off: neither what they found nor that they failed. */
export function withoutRules(
  runs: readonly (JudgedRun | Problem)[],
  off: ReadonlySet<string> = new Set(),
): readonly (JudgedRun | Problem)[] {
  if (off.size === 0) return runs
  return runs.map((each) => {
    if (!('judgement' in each)) return each
    const { run, ...rest } = each.judgement
    const results = run.results.filter(({ code }) => !off.has(String(code)))
    const rules = run.rules.filter(({ name }) => !off.has(name))
    return { ...each, judgement: { ...rest, run: { ...run, results, rules } } }
  })
}

/** What several rulesets found in one document, as core knows it. */
export function toResult(
  document: ForeignDocument,
  runs: readonly (JudgedRun | Problem)[],
  rules: ReadonlyMap<string, ForeignRule>,
): ForeignResult {
  const judged = runs.filter((each): each is JudgedRun => 'judgement' in each)
  const failures = runs.filter((each): each is Problem => !('judgement' in each))
  const outcomes = judged.flatMap(({ active, judgement }) =>
    judgement.run.rules.map((outcome) => ({ outcome, ruleset: active.ruleset })),
  )
  const expressions = judged.flatMap(({ judgement }) => judgement.run.expressions)
  return {
    findings: findingsOf(uniteResults(judged), document),
    problems: [...failures, ...outcomes.flatMap(({ outcome }) => problemOf(outcome, document, rules))],
    rules: outcomes.map(({ outcome, ruleset }) => tallyOf(outcome, ruleset)),
    formats: [...new Set(judged.flatMap(({ judgement }) => judgement.formats.map(nameOfFormat)))],
    fallbacks: expressions.flatMap(({ expression, fallback }) =>
      fallback === undefined ? [] : [{ expression, because: fallback }],
    ),
    expressions: expressions.length,
  }
}

/** Every result once. That a document is of no known kind is told only when no ruleset knows it. */
function uniteResults(judged: readonly JudgedRun[]): readonly IRuleResult[] {
  const [only] = judged
  if (only && judged.length === 1) return only.judgement.run.results
  const isKnown = judged.some(({ judgement }) => judgement.formats.length > 0)
  const seen = new Set<string>()
  return judged
    .flatMap(({ judgement }) => judgement.run.results)
    .filter((result) => {
      if (result.code === 'unrecognized-format' && isKnown) return false
      const { code, path, message, source, range } = result
      const key = JSON.stringify([code, path, message, source, range])
      return !seen.has(key) && seen.add(key)
    })
}

/** A document may have a hundred thousand findings, and they name a few files. */
function findingsOf(results: readonly IRuleResult[], document: ForeignDocument): readonly ForeignFinding[] {
  const uris = new Map<string | undefined, string>([[undefined, document.uri]])
  return results.flatMap((result) => {
    const uri = uris.get(result.source) ?? uriOf(result.source ?? '', document.uri)
    uris.set(result.source, uri)
    return findingOf(result, uri) ?? []
  })
}

function findingOf(result: IRuleResult, uri: string): ForeignFinding | undefined {
  const severity = severityOf(result.severity)
  if (severity === undefined) return undefined
  const { start, end } = result.range
  return {
    ruleId: String(result.code),
    severity,
    message: result.message,
    uri,
    path: result.path.map(String),
    range: {
      start: { line: start.line + 1, column: start.character + 1 },
      end: { line: end.line + 1, column: end.character + 1 },
    },
    documentationUrl: result.documentationUrl,
  }
}

function tallyOf({ name, targets, ms, excluded, lost, doubts }: RuleOutcome, ruleset: Ruleset): ForeignTally {
  const formats = excluded ? [...(ruleset.rules[name]?.formats ?? [])].map(nameOfFormat) : undefined
  const stopped = lost && (lost.why === 'timeout' ? ('timeout' as const) : ('failed' as const))
  return {
    id: name,
    judged: targets - (doubts?.count ?? 0),
    ms,
    ...(doubts ? { undecided: doubts.count } : {}),
    ...(formats ? { excluded: formats } : {}),
    ...(stopped ? { stopped } : {}),
  }
}

function nameOf(uri: string): string {
  const source = sourceOf(uri)
  return source.slice(source.lastIndexOf('/') + 1)
}

function problemOf(
  { name, lost, doubts }: RuleOutcome,
  document: ForeignDocument,
  rules: ReadonlyMap<string, ForeignRule>,
): readonly Problem[] {
  if (!lost && !doubts) return []
  const at = rules.get(name)?.at
  const shown = nameOf(document.uri)
  const place = at ? { uri: at.uri, span: at.span } : { uri: document.uri }
  if (!lost) {
    const message = `The rule ${quote(name)} could not judge all of ${quote(shown)}; what it found beside that stands. The reason: ${doubts?.because}.`
    return [{ code: 'rule-failed', severity: 'error', message, ...place }]
  }
  if (lost.why === 'timeout') {
    const message = `The rule ${quote(name)} did not come to an end on ${quote(shown)} in time and was stopped; what it found there is lost. If that is right, raise \`limits.ruleTime\` in specward.yaml.`
    return [{ code: 'rule-timeout', severity: 'error', message, ...place }]
  }
  const message = `The rule ${quote(name)} failed on ${quote(shown)}, and what it found there is lost: ${reasonOf(lost.error)}.`
  return [{ code: 'rule-failed', severity: 'error', message, ...place }]
}

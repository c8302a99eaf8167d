import { append } from './append.ts'
import { judgeAside, rulesAside } from './assess/aside.ts'
import type { AttestationRun } from './assess/attestation-run.ts'
import { createFacets, type Facets } from './assess/facets.ts'
import { offRules } from './assess/off-rules.ts'
import type { AssessPlan } from './assess/plan.ts'
import type { ConformanceChecker } from './conformance.ts'
import { evaluateWaiting, startConformance, withoutWaiting } from './evaluate/conformance.ts'
import { evaluate } from './evaluate/evaluate.ts'
import { isJudged, isLost, judgeByRulesets, talliesOf } from './evaluate/rulesets.ts'
import type { Host } from './host.ts'
import { buildModel } from './model/build.ts'
import type { Policy, PolicyNotice } from './policy/policy.ts'
import type { Problem } from './problem.ts'
import type { DocumentResult } from './report/build.ts'
import type { Graph } from './resolve/graph.ts'
import type { ApiSource } from './resolve/read-document.ts'
import { resolve } from './resolve/resolve.ts'
import { relativeName } from './settle/file-name.ts'
import { type SettleRulesetsOptions, settleRulesets } from './settle/rulesets.ts'
import { scopeFindings, scopeUndecided } from './settle/scope-findings.ts'
import { settle } from './settle/settle.ts'
import type { Loader } from './source/load.ts'
import type { Node } from './source/node.ts'
import type { SourceFile } from './source/types.ts'
import { covers, describesApi } from './spec/format.ts'
import type { Stopwatch } from './stopwatch.ts'

/** The format of a document that no ruleset knows one for. */
const UNKNOWN = 'unknown'

/** A document with the policy that it is judged by and the folder that it may refer to. */
export interface Task {
  readonly document: { readonly uri: string; readonly named: boolean }
  readonly policy: Policy
  /** URI of the configuration; undefined when there is none. */
  readonly config: string | undefined
  readonly root: string
}

/** What is at hand while a document is judged. */
export interface Tools {
  readonly request: {
    readonly workingDirectory: string
    readonly conformance?: ConformanceChecker | undefined
    readonly signal?: { readonly aborted: boolean } | undefined
    readonly today?: string | undefined
  }
  readonly host: Host
  readonly loader: Loader
  readonly watch: Stopwatch
  /** Where the run is to be assessed. */
  readonly assessing?: AssessPlan | undefined
  /** The answers of people; undefined where they are not asked for. */
  readonly attestations: AttestationRun | undefined
  /** Every file that was read for the run, by URI. */
  readonly files: Map<string, SourceFile>
  /** Of the document. */
  readonly problems: Problem[]
  /** What references lead to in each description, by its URI, for whoever wants to compare it. */
  readonly graphs?: Map<string, Graph> | undefined
}

/** An API description through all stages from resolve to settle. */
export async function judge(task: Task, api: ApiSource, tools: Tools): Promise<DocumentResult> {
  const { policy, root } = task
  const { request, host, loader, watch, files, problems } = tools
  const options = { loader, root, refHosts: policy.refHosts }
  const graph = await watch.async('resolve', () => resolve(api.file, api.format, api.version, options))
  for (const file of graph.files) files.set(file.uri, file)
  tools.graphs?.set(api.file.uri, graph)
  append(problems, graph.problems)
  const aside = watch.sync('assess', () => planAside(task, graph, tools))
  const checking = startConformance(
    graph,
    { ...policy, rules: [...policy.rules, ...aside.rules] },
    request.conformance,
  )
  const model = watch.sync('model', () => buildModel(graph, policy.facts))
  const operations = watch.sync('model', () => model.document.operations)
  append(
    problems,
    watch.sync('model', () => model.problems),
  )
  const unread = [...problems]
  const watching = host.watch ? { watch: host.watch.bind(host) } : {}
  const run = { now: () => host.now(), signal: request.signal, today: request.today, ...watching }
  const atOnce = watch.sync('evaluate', () => evaluate(model, withoutWaiting(policy), run))
  const foreign = describesApi(api.format)
    ? await runRulesets(task, api.file, { operations, placeOf: (node) => graph.placeOf(node) }, true, tools)
    : await runOnCompanion(task, api.file, tools)
  const conformance = checking && (await watch.async('conformance', () => checking))
  const evaluation = watch.sync('evaluate', () =>
    evaluateWaiting(atOnce, model, policy, { ...run, conformance }),
  )
  append(problems, evaluation.problems)
  const isOurs = policy.rules.some(({ rule }) =>
    rule.formats.some((selector) => covers(selector, api.format)),
  )
  if (!isOurs && !foreign?.isJudged)
    problems.push(nothingJudged(api.file, api.format, policy, foreign?.isLost))
  const sha256 = (text: string) => host.sha256(text)
  const facets = createFacets(graph, model, sha256)
  const attested = watch.sync('assess', () => attestedNotices(task, facets, tools))
  const placeOf = (node: Node) => graph.placeOf(node)
  const ours = watch.sync('settle', () =>
    settle(scopeFindings(evaluation.findings, policy), { sha256, placeOf }),
  )
  const undecided = scopeUndecided(evaluation.undecided, policy)
  const digest = watch.sync('report', () => digestOf(graph.files, root, loader, sha256))
  const assessed = watch.sync('assess', () => {
    if (!aside.off) return undefined
    const found = judgeAside(model, policy, aside.rules, { ...run, conformance, sha256, placeOf })
    const assumed = scopeUndecided(evaluation.assumed, policy)
    const undecided = [...found.undecided, ...assumed]
    return { ...found, undecided, format: graph.format, model, facets, unread, off: aside.off }
  })
  return {
    uri: api.file.uri,
    format: api.format,
    digest,
    operations: operations.length,
    policy,
    findings: [...ours, ...(foreign?.findings ?? [])],
    undecided,
    rules: [...evaluation.rules, ...(foreign?.rules ?? [])],
    expressions: foreign?.expressions,
    files: graph.files.map(({ uri }) => uri),
    ...(assessed ? { assessed } : {}),
    ...(attested.length > 0 ? { attested } : {}),
  }
}

/** What is to be told of answers about a document; of one that could not be read as a whole, nothing is known. */
function attestedNotices(
  { document: { uri }, policy }: Task,
  facets: Facets,
  { attestations, problems }: Tools,
): readonly PolicyNotice[] {
  if (!attestations || problems.some(({ severity }) => severity === 'error')) return []
  return attestations.noticesFor(uri, facets, policy.attestations)
}

/** Which rules are run for the assessment alone, and which are off; none of it where nothing is assessed. */
function planAside({ policy }: Task, { format, files }: Graph, { assessing }: Tools) {
  if (!assessing || !describesApi(format)) return { rules: [] }
  const off = offRules(assessing.rules.keys(), policy, files)
  return { off, rules: rulesAside(assessing, policy, off) }
}

/**
 * A document that is no API description, or that cannot be read as one: rulesets have something to say about it. What
 * is something else is their business alone where they are named.
 */
export async function judgeOther(
  task: Task,
  file: SourceFile,
  kind: 'unreadable' | 'other',
  tools: Tools,
): Promise<DocumentResult | undefined> {
  const { policy, root } = task
  const { problems, loader, host } = tools
  if (!policy.rulesets || (kind === 'other' && !policy.rulesets.named)) return undefined
  const foreign = await runRulesets(task, file, { operations: [] }, false, tools)
  if (!foreign) return undefined
  const format = foreign.formats[0] ?? UNKNOWN
  if (kind === 'other') {
    const told = problems.splice(0).filter(({ code }) => code !== 'not-an-api-description')
    append(
      problems,
      foreign.isJudged ? told : [...told, nothingJudged(file, foreign.formats[0], policy, foreign.isLost)],
    )
  }
  const { findings, rules, expressions } = foreign
  const digest = digestOf([file], root, loader, (text) => host.sha256(text))
  return { uri: file.uri, format, digest, operations: 0, policy, findings, undecided: [], rules, expressions }
}

/**
 * A file that a glob matched and that is no API description. Rulesets that are named for the run and have rules for
 * its format, such as those for Arazzo, judge it; undefined where there is none.
 */
export async function judgeCandidate(
  task: Task,
  file: SourceFile,
  tools: Tools,
): Promise<DocumentResult | undefined> {
  if (!task.policy.rulesets?.named) return undefined
  const [problems, files]: [Problem[], Map<string, SourceFile>] = [[], new Map()]
  const result = await judgeOther(task, file, 'other', { ...tools, problems, files })
  if (!result || result.format === UNKNOWN) return undefined
  append(tools.problems, problems)
  for (const each of [file, ...files.values()]) tools.files.set(each.uri, each)
  return result
}

/** What stands beside an API description is the business of rulesets only where they are named and are for it. */
async function runOnCompanion(task: Task, file: SourceFile, tools: Tools) {
  if (!task.policy.rulesets?.named) return undefined
  const problems: Problem[] = []
  const foreign = await runRulesets(task, file, { operations: [] }, true, { ...tools, problems })
  if (!foreign?.isJudged) return undefined
  append(tools.problems, problems)
  return foreign
}

/** The rulesets of the policy on one document; undefined where there are none. */
async function runRulesets(
  { policy: { rulesets, refHosts }, root }: Task,
  file: SourceFile,
  known: Pick<SettleRulesetsOptions, 'operations' | 'placeOf'>,
  isFollowed: boolean,
  { request, host, loader, watch, files, problems }: Tools,
) {
  if (!rulesets) return undefined
  const { signal } = request
  const result = await watch.async('rulesets', () =>
    judgeByRulesets(rulesets, file, {
      loader,
      root,
      refHosts,
      nameOf: (uri) => relativeName(request.workingDirectory, uri),
      now: () => host.now(),
      signal,
      onFile: (read) => files.set(read.uri, read),
      isFollowed,
    }),
  )
  append(problems, result.problems)
  const fileOf = (uri: string): SourceFile | undefined => files.get(uri)
  const sha256 = (text: string): string => host.sha256(text)
  const findings = watch.sync('settle', () =>
    settleRulesets(result.findings, { rulesets, fileOf, ...known, sha256 }),
  )
  const rules = talliesOf(result, rulesets, file.uri)
  return {
    findings,
    rules,
    formats: result.formats,
    expressions: result,
    isJudged: isJudged(result, rulesets),
    isLost: isLost(result, rulesets),
  }
}

/** Of one file, its own digest; of several, that of a list of all their digests and names, as `sha256sum` writes it. */
function digestOf(
  files: readonly SourceFile[],
  root: string,
  loader: Loader,
  sha256: (text: string) => string,
): string {
  const digests = files.map(({ uri }) => [loader.digest(uri) ?? '', uri] as const)
  const [entry] = digests
  if (entry && digests.length === 1) return entry[0]
  const lines = digests.map(
    ([digest, uri]) => `${digest}  ${uri.startsWith(root) ? uri.slice(root.length) : uri}\n`,
  )
  return sha256(lines.sort().join(''))
}

/** A run in which no rule looked at a document must not pass for a clean one. */
function nothingJudged(
  { uri }: SourceFile,
  format: string | undefined,
  { rulesets }: Policy,
  isLost = false,
): Problem {
  const severity = 'error'
  if (isLost) {
    const message =
      'Nothing was judged: the rules that could have been run here are lost, as is told beside this.'
    return { code: 'nothing-judged', severity, message, uri }
  }
  const kind =
    format === undefined
      ? 'this file, in which no format is recognised'
      : `descriptions of this format (${format})`
  const advice = rulesets?.named
    ? 'Name a ruleset that is for it, or leave the file out.'
    : 'Turn rules on in specward.yaml, or leave the file out.'
  const message = `Nothing was judged: no rule that is on is for ${kind}. ${advice}`
  return { code: 'nothing-judged', severity, message, uri }
}

import { append } from './append.ts'
import { judgeAside, rulesAside } from './assess/aside.ts'
import type { DocumentResult, Understood } from './assess/document-result.ts'
import { exposuresOf } from './assess/exposure.ts'
import { createFacets, type Facets } from './assess/facets.ts'
import { offRules } from './assess/off-rules.ts'
import { evaluateWaiting, startConformance, withoutWaiting } from './evaluate/conformance.ts'
import { type EvaluateOptions, evaluate, evaluateWithPauses } from './evaluate/evaluate.ts'
import { buildModel } from './model/build.ts'
import type { PolicyNotice } from './policy/policy.ts'
import type { Conformance } from './policy/rule.ts'
import type { Task } from './policy/task.ts'
import type { Graph } from './resolve/graph.ts'
import type { ApiSource } from './resolve/read-document.ts'
import { resolve } from './resolve/resolve.ts'
import { digestOf } from './run/digest.ts'
import { runOnCompanion, runRulesets } from './run/foreign.ts'
import { nothingJudged } from './run/problems.ts'
import { notingLoader } from './run/record/inputs.ts'
import { rest } from './run/rest.ts'
import type { Tools } from './run/tools.ts'
import { scopeFindings, scopeUndecided } from './settle/scope-findings.ts'
import { settle } from './settle/settle.ts'
import type { Node } from './source/node.ts'
import { StepClock } from './source/step-clock.ts'
import { covers, describesApi } from './spec/format.ts'

/** An API description through all stages from resolve to assess. */
export async function judge(task: Task, api: ApiSource, tools: Tools): Promise<DocumentResult> {
  const { policy, root } = task
  const { request, host, loader, watch, problems, deadline } = tools
  const clock = new StepClock(() => host.now(), deadline)
  const graph = await follow(task, api, tools, clock)
  await rest(request)
  const aside = watch.sync('assess', () => planAside(task, graph, tools))
  const asked = { ...policy, rules: [...policy.rules, ...aside.rules] }
  const checking = startConformance(graph, asked, request.conformance)
  const model = watch.sync('model', () => buildModel(graph, policy.facts, clock.step))
  const operations = watch.sync('model', () => model.document.operations)
  append(
    problems,
    watch.sync('model', () => model.problems),
  )
  // rules are ended one by one
  clock.stop()
  const unread = [...problems]
  await rest(request)
  const { evaluation, foreign, options } = await evaluateAll(task, api, { graph, model, checking }, tools)
  await rest(request)
  const sha256 = (text: string) => host.sha256(text)
  const facets = createFacets(graph, model, sha256)
  const attested = watch.sync('assess', () => attestedNotices(task, facets, tools))
  const settling = { sha256, placeOf: (node: Node) => graph.placeOf(node) }
  const ours = watch.sync('settle', () => settle(scopeFindings(evaluation.findings, policy), settling))
  const digest = watch.sync('report', () => digestOf(graph.files, root, loader, sha256))
  const assessed = watch.sync('assess', () => {
    if (!aside.off) return undefined
    const found = judgeAside(model, policy, aside.rules, { ...options, ...settling })
    const assumed = scopeUndecided(evaluation.assumed, policy)
    const undecided = [...found.undecided, ...assumed]
    const { title = '', node } = model.document
    const apiVersion = node.at('info', 'version')?.string ?? ''
    const exposures = () => exposuresOf(model, policy.facts)
    return {
      ...found,
      undecided,
      format: graph.format,
      title,
      apiVersion,
      exposures,
      facets,
      unread,
      off: aside.off,
    }
  })
  return {
    uri: api.file.uri,
    format: api.format,
    digest,
    operations: operations.length,
    policy,
    findings: [...ours, ...(foreign?.findings ?? [])],
    undecided: scopeUndecided(evaluation.undecided, policy),
    rules: [...evaluation.rules, ...(foreign?.rules ?? [])],
    expressions: foreign?.expressions,
    files: graph.files.map(({ uri }) => uri),
    ...(assessed ? { assessed } : {}),
    ...(attested.length > 0 ? { attested } : {}),
    ...(request.keep ? { understood: { graph, model } } : {}),
  }
}

/** Reads all that a description refers to. */
async function follow(
  { policy, root }: Task,
  api: ApiSource,
  tools: Tools,
  clock: StepClock,
): Promise<Graph> {
  const { watch, files, problems, left } = tools
  const { loader, asked } = notingLoader(tools.loader)
  const { refHosts, privateHosts, refLock } = policy
  const options = { loader, root, refHosts, privateHosts, refLock, clock }
  const graph = await watch.async('resolve', () => resolve(api.file, api.format, api.version, options))
  left.refersTo = [...asked.values()].map(({ uri }) => uri)
  for (const file of graph.files) files.set(file.uri, file)
  append(problems, graph.problems)
  return graph
}

interface Evaluated extends Understood {
  /** Under way while everything else is judged; undefined where no rule needs it. */
  readonly checking: Promise<Conformance> | undefined
}

/** What the rules of the policy and its rulesets make of a description. */
async function evaluateAll(
  task: Task,
  { file, format }: ApiSource,
  { graph, model, checking }: Evaluated,
  tools: Tools,
) {
  const { policy } = task
  const { watch, problems, request } = tools
  const { operations } = model.document
  const run = evaluateOptions(tools)
  const atOnce = await watch.async('evaluate', () => {
    const ours = withoutWaiting(policy)
    return request.pause
      ? evaluateWithPauses(model, ours, run, request.pause)
      : Promise.resolve(evaluate(model, ours, run))
  })
  const foreign = describesApi(format)
    ? await runRulesets(task, file, { operations, placeOf: (node) => graph.placeOf(node) }, true, tools)
    : await runOnCompanion(task, file, tools)
  const conformance = checking && (await watch.async('conformance', () => checking))
  const options = { ...run, conformance }
  const evaluation = watch.sync('evaluate', () => evaluateWaiting(atOnce, model, policy, options))
  append(problems, evaluation.problems)
  const isOurs = policy.rules.some(({ rule }) => rule.formats.some((selector) => covers(selector, format)))
  if (!isOurs && !foreign?.isJudged) problems.push(nothingJudged(file, format, policy, foreign?.isLost))
  return { evaluation, foreign, options }
}

function evaluateOptions({ request, host, loader, deadline, left }: Tools): EvaluateOptions {
  const watching = host.watch ? { watch: host.watch.bind(host) } : {}
  const onToday = () => {
    left.isDated = true
  }
  const { signal, today } = request
  const { limits } = loader
  return { now: () => host.now(), signal, today, onToday, limits, deadline, ...watching }
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

import { compareWithBase } from './against/compare.ts'
import type { BaseRequest, Comparable, Ran } from './against/types.ts'
import { append } from './append.ts'
import { AttestationRun } from './assess/attestation-run.ts'
import type { Catalogue } from './assess/catalogue.ts'
import { type AssessPlan, type AssessRequest, planAssessment } from './assess/plan.ts'
import type { ConformanceChecker } from './conformance.ts'
import { unmatchedWhere } from './evaluate/unmatched-where.ts'
import type { Host } from './host.ts'
import { judge, judgeCandidate, judgeOther, type Task } from './judge.ts'
import { lazy } from './lazy.ts'
import { companionUris } from './policy/companions.ts'
import { ConfigurationFailure } from './policy/configuration-failure.ts'
import { createPolicyCache, findPolicy, findRoot } from './policy/find.ts'
import type { ConfigurationError, PolicyNotice } from './policy/policy.ts'
import type { Registry, Severity } from './policy/rule.ts'
import type { Problem } from './problem.ts'
import type { Assessment } from './report/assessment.ts'
import { buildAssessment, redactionOf } from './report/assessment-build.ts'
import { type BaselineDocument, baselineDocuments } from './report/baseline.ts'
import { buildReport, type DocumentResult } from './report/build.ts'
import type { Report } from './report/report.ts'
import type { RuleInfo } from './report/rule-info.ts'
import { rulesetRules } from './report/ruleset-rules.ts'
import type { Graph } from './resolve/graph.ts'
import { readDocument } from './resolve/read-document.ts'
import { isTouched, UNTOUCHED } from './resolve/touched.ts'
import { isInside } from './resolve/uri.ts'
import type { RulesetEngine } from './ruleset-engine.ts'
import { accept } from './settle/accept.ts'
import type { AcceptRun, WaiverStatus } from './settle/accept-types.ts'
import { relativeName } from './settle/file-name.ts'
import { loadWaivers } from './settle/load-waivers.ts'
import { overrideProblems } from './settle/override-problems.ts'
import { unusedOverrides } from './settle/unused-overrides.ts'
import { renderEdits } from './source/edit.ts'
import { createLoader, type Loader } from './source/load.ts'
import { expectYaml } from './source/parse.ts'
import type { SourceFile } from './source/types.ts'
import { Stopwatch } from './stopwatch.ts'

export interface LintRequest {
  readonly documents: readonly DocumentRequest[]
  readonly registry: Registry
  /** Version of the tool, for the report. */
  readonly version: string
  /** URI of a folder, ending in `/`: file names in the report are relative to it. */
  readonly workingDirectory: string
  /** URI of a configuration that replaces the nearest `specward.yaml`. */
  readonly config?: string | undefined
  /** Presets in place of those that the configuration extends. */
  readonly presets?: readonly string[] | undefined
  readonly failOn?: Severity | 'never' | undefined
  /** Today's date, `2027-01-31`: whether exceptions and what is announced have ended. Undefined: that is not checked. */
  readonly today?: string | undefined
  /** Adds milliseconds per stage and rule to the report. */
  readonly timing?: boolean | undefined
  /** What the face could not do, such as a glob that matches nothing. */
  readonly problems?: readonly Problem[] | undefined
  /** Files and folders (ending in `/`) that the face passed over, for the report. */
  readonly skipped?: readonly SkippedFile[] | undefined
  /**
   * Makes it a problem when none of the documents is an API description: a gate that looked at nothing is not
   * passed. A text is the message of that problem.
   */
  readonly requireDocument?: boolean | string | undefined
  /**
   * URIs of files that were changed, added or deleted: of the documents, only those are judged that are one of them,
   * refer to one, or are judged by a policy or under waivers that are made from one. The others are skipped. Undefined: all are judged.
   */
  readonly changed?: ReadonlySet<string> | undefined
  /** Told before each document is judged how many of how many are done. For display only. */
  readonly progress?: ((done: number, total: number, uri: string) => void) | undefined
  /** Tells whether descriptions conform to their specification; without it, what needs that stays undecided. */
  readonly conformance?: ConformanceChecker | undefined
  /**
   * Runs rulesets of Spectral: those named here, those that the policy extends, and the nearest `.spectral.yaml` (or
   * `.yml`, `.json`, `.js`, `.mjs`) where none is named. Without it there are none.
   */
  readonly rulesetEngine?: (() => Promise<RulesetEngine>) | undefined
  /**
   * Rulesets of the command line, by URI, as `spectral:oas`, or by the name of an npm package. Without presets and
   * configuration beside them, they are all that is run.
   */
  readonly rulesets?: readonly string[] | undefined
  /** Whether code may run that belongs to rulesets which nobody named. */
  readonly allowScripts?: boolean | undefined
  /**
   * What the findings are held against: those that it knows do not fail the run. Undefined: the baselines
   * (`specward.baseline.json`) beside the configurations and in the working directory. `none`: nothing.
   */
  readonly base?: BaseRequest | 'none' | undefined
  /** Takes no notice of waivers and of remarks in descriptions: what somebody has accepted counts. For tests of a policy. */
  readonly acceptsNothing?: boolean | undefined
  /**
   * URIs of all API descriptions in a folder (a URI ending in `/`) and below. Asked for where a waiver that names no
   * file covers nothing: without it, such a waiver is never called stale.
   */
  readonly descriptions?: ((folder: string) => Promise<readonly string[]>) | undefined
  /**
   * Asks for an assessment beside the report, which stays as it is to the byte. Rules that speak for a control and are
   * in none of the presets in use are run for it. Needs `today`.
   */
  readonly assess?: AssessRequest | undefined
  /**
   * Reads the catalogue of controls. With it, the answers in files of attestations are held against the descriptions;
   * it is called only where there is such a file.
   */
  readonly catalogue?: (() => Promise<Catalogue>) | undefined
  /** Checked between slices of work; an `AbortSignal` fits. */
  readonly signal?: { readonly aborted: boolean } | undefined
}

export interface DocumentRequest {
  readonly uri: string
  /** True when somebody asked for this very file: if it is not an API description, that is a problem. Otherwise it is skipped and counted. */
  readonly named: boolean
}

/** A file or folder that was not judged because it is none of what was looked for. */
export interface SkippedFile {
  readonly uri: string
  /** A few words that are the same for all files of the kind: `not an API description`. */
  readonly reason: string
  /** What decided that: `.gitignore:3`. */
  readonly detail?: string | undefined
}

export { ConfigurationFailure }

/** Everything that the documents of a run leave behind. */
interface Outcome {
  readonly attestations: AttestationRun | undefined
  documents: DocumentResult[]
  readonly assessing?: AssessPlan | undefined
  readonly skipped: SkippedFile[]
  readonly problems: Problem[]
  readonly files: Map<string, SourceFile>
  /** URIs of documents of which something was not judged. */
  readonly incomplete: Set<string>
  readonly graphs?: Map<string, Graph> | undefined
}

/**
 * Reviews API descriptions against policy: source -> resolve -> model -> evaluate -> settle -> report.
 *
 * @returns the report; whatever could not be judged is among its problems
 * @throws ConfigurationFailure when a configuration is not valid, before anything is judged
 * @throws EvaluationCancelled when the signal is aborted
 */
export async function lint(request: LintRequest, host: Host): Promise<Report> {
  return (await lintWithSources(request, host)).report
}

export interface LintResult {
  readonly report: Report
  /**
   * Text of a file by its name in the report, as it was judged, with the secrets that were found overwritten;
   * undefined when it was not read. Good for showing alone: lines and columns are those of the file.
   */
  sources(file: string): string | undefined
  /** What is known of a rule that a ruleset defines; undefined for ours. */
  ruleInfo(ruleId: string): RuleInfo | undefined
  /** The documents that were judged, each with its policy and what the rules of it did. */
  readonly documents: readonly JudgedDocument[]
  /** What was found, as a baseline in a folder (a URI ending in `/`) tells it. */
  baseline(folder: string): readonly BaselineDocument[]
  /** The configurations that documents are judged by; undefined stands for none. */
  readonly configurations: readonly (string | undefined)[]
  /** What became of each waiver, in the order of files and entries. */
  readonly waivers: readonly WaiverStatus[]
  /** Where it was asked for: the results of controls, of the descriptions of APIs alone. */
  readonly assessment?: Assessment
  /** The file in which an answer about a document (by URI) belongs; undefined without a catalogue. */
  attestationFile(document: string): ReturnType<AttestationRun['fileFor']> | undefined
}

export type { BaselineDocument }

export interface JudgedDocument
  extends Pick<DocumentResult, 'uri' | 'policy' | 'rules' | 'findings' | 'assessed'> {
  /** URI of the configuration in force; undefined when there is none. */
  readonly config?: string | undefined
}

/**
 * The same, with the texts that were judged, for faces that show excerpts, and with the assessment that was asked for.
 *
 * @throws TypeError when an assessment is asked for without a date
 */
export async function lintWithSources(request: LintRequest, host: Host): Promise<LintResult> {
  if (request.assess && request.today === undefined)
    throw new TypeError('An assessment is made for a day: `assess` needs `today`.')
  const watch = new Stopwatch(() => host.now())
  const loader = createLoader(host)
  if (request.documents.some(({ uri }) => /\.ya?ml$/i.test(uri))) expectYaml()
  const tasks = await watch.async('policy', () => planTasks(request, host, loader))
  const attestations = await watch.async('policy', () => openAttestations(request, loader, tasks))
  const outcome: Outcome = {
    assessing: request.assess && planAssessment(withAnswers(request.assess, attestations), request.registry),
    attestations,
    documents: [],
    skipped: [...(request.skipped ?? [])],
    problems: [...(request.problems ?? [])],
    files: new Map(),
    incomplete: new Set(),
    graphs: typeof request.base === 'object' && request.base.kind === 'git' ? new Map() : undefined,
  }
  const accepting = await acceptingOf(tasks, request, outcome, loader)
  for (const [index, task] of tasks.entries()) {
    request.progress?.(index, tasks.length, task.document.uri)
    await review(task, request, host, loader, watch, outcome)
  }
  if (request.requireDocument && outcome.documents.length === 0 && outcome.problems.length === 0) {
    outcome.problems.push(noDocument(request.requireDocument, outcome.skipped.length))
  }
  const accepted = await watch.async('settle', () => accept(outcome.documents, accepting))
  outcome.documents = [...accepted.documents]
  for (const { book } of accepting.books) outcome.files.set(book.file.uri, book.file)
  const notices = [
    ...noticesOf(tasks, outcome),
    ...accepted.notices,
    ...((await attestations?.ownNotices()) ?? []),
  ]
  append(outcome.problems, rulesetProblems(tasks))
  const compared = await watch.async('base', () =>
    compareWithBase(request.base, comparable(tasks, request, host, loader, watch, outcome)),
  )
  const { documents } = compared
  const report = watch.sync('report', () =>
    buildReport({
      version: request.version,
      workingDirectory: request.workingDirectory,
      documents,
      policies: [...new Set(tasks.map(({ policy }) => policy))],
      failOn: request.failOn,
      skipped: withoutParts(outcome.skipped, documents),
      problems: outcome.problems,
      notices: [...notices, ...compared.notices],
      base: compared.base,
      fileOf: (uri) => outcome.files.get(uri),
      renderEdits,
      sha256: (text) => host.sha256(text),
      stages: request.timing ? watch.stages : undefined,
    }),
  )
  const names = lazy(
    () =>
      new Map([...outcome.files].map(([uri, file]) => [relativeName(request.workingDirectory, uri), file])),
  )
  const redaction = redactionOf(documents)
  const sources = (name: string): string | undefined => {
    const file = names().get(name)
    return file && redaction.source(file.uri, file.text)
  }
  const foreign = lazy(() => rulesetRules(tasks.map(({ policy }) => policy)))
  const configs = new Map(tasks.map(({ document, config }) => [document.uri, config]))
  const assessment = watch.sync('assess', () =>
    assessmentOf(request, host, report, { ...outcome, documents }),
  )
  return {
    report,
    sources,
    ruleInfo: (id) => foreign().get(id),
    documents: documents.map((each) => ({ ...each, config: configs.get(each.uri) })),
    baseline: (folder) => baselineDocuments(documents, outcome.incomplete, folder, redaction),
    configurations: [...new Set(configs.values())],
    waivers: accepted.waivers,
    attestationFile: (document) => attestations?.fileFor(document),
    ...(assessment ? { assessment } : {}),
  }
}

/** What is needed to tell which findings somebody has accepted. Throws `ConfigurationFailure`. */
async function acceptingOf(
  tasks: readonly Task[],
  request: LintRequest,
  { files, incomplete }: Pick<Ran, 'files' | 'incomplete'>,
  loader: Loader,
): Promise<AcceptRun> {
  const { workingDirectory, today, descriptions, acceptsNothing } = request
  const planned = acceptsNothing ? [] : tasks
  const { books, errors } = await loadWaivers(planned, { workingDirectory, today, loader })
  if (errors.length > 0) throw new ConfigurationFailure(errors)
  const requested = new Set(planned.map(({ document }) => document.uri))
  const seen = acceptsNothing ? new Map<string, SourceFile>() : files
  const exists = (uri: string) => loader.exists(uri)
  return { books, requested, incomplete, files: seen, workingDirectory, today, exists, descriptions }
}

function assessmentOf(
  { today, workingDirectory }: LintRequest,
  host: Host,
  report: Report,
  {
    assessing,
    documents,
    files,
  }: Pick<Outcome, 'assessing' | 'files'> & { readonly documents: readonly DocumentResult[] },
): Assessment | undefined {
  if (!assessing || today === undefined) return undefined
  return buildAssessment({
    plan: assessing,
    report,
    documents,
    date: today,
    workingDirectory,
    fileOf: (uri) => files.get(uri),
    renderEdits,
    sha256: (text) => host.sha256(text),
  })
}

async function planTasks(request: LintRequest, host: Host, loader: Loader): Promise<readonly Task[]> {
  const { registry, version, config, presets, failOn, today, workingDirectory } = request
  const cache = createPolicyCache(host, loader)
  const rulesets = request.rulesetEngine && {
    engine: request.rulesetEngine,
    named: request.rulesets,
    allowScripts: request.allowScripts,
    workingDirectory,
  }
  const tasks = new Map<string, Task>()
  const errors = new Map<string, ConfigurationError>()
  for (const document of request.documents) {
    if (tasks.get(document.uri)?.document.named) continue
    const found = await findRoot(document.uri, host, { workingDirectory, config, cache })
    const isFile = document.uri.startsWith('file:')
    const root = isInside(document.uri, found) ? found : folderOf(document.uri)
    // for what is no file, the configuration is that of the working directory
    const where = { root: isFile ? root : found, config }
    const options = { host, ...where, registry, version, presets, failOn, today, cache, rulesets }
    const result = await findPolicy(document.uri, options)
    if ('policy' in result) {
      const { config } = result
      tasks.set(document.uri, { document, policy: result.policy, config, root })
    } else for (const error of result.errors) errors.set(JSON.stringify(error), error)
  }
  if (errors.size > 0) throw new ConfigurationFailure([...errors.values()])
  return [...tasks.values()]
}

/** The run as a comparison wants it: with what is needed to judge other versions of the documents. */
function comparable(
  tasks: readonly Task[],
  request: LintRequest,
  host: Host,
  loader: Loader,
  watch: Stopwatch,
  outcome: Outcome,
): Comparable {
  const { workingDirectory, failOn } = request
  return {
    workingDirectory,
    failOn,
    tasks,
    ran: { ...outcome, graphs: outcome.graphs ?? new Map() },
    files: outcome.files,
    host,
    loader,
    plan: (documents, from, reader) => planTasks({ ...request, documents }, from, reader),
    async judge(task, from, reader) {
      const graphs = new Map<string, Graph>()
      const files = new Map<string, SourceFile>()
      const nothing = { documents: [], skipped: [], problems: [], attestations: undefined }
      const ran: Outcome = { ...nothing, files, incomplete: new Set(), graphs }
      // what has changed now says nothing of how a document was
      await review(task, { ...request, changed: undefined }, from, reader, watch, ran)
      return { ...ran, graphs }
    },
    async accept(planned, ran, reader) {
      const accepting = await acceptingOf(planned, request, ran, reader)
      return (await accept(ran.documents, accepting)).documents
    },
  }
}

/** The answers of people to the documents of a run; undefined where they are not asked for. */
async function openAttestations(
  { catalogue, workingDirectory, today }: LintRequest,
  loader: Loader,
  tasks: readonly Task[],
): Promise<AttestationRun | undefined> {
  if (!catalogue) return undefined
  const run = new AttestationRun({ catalogue, loader, workingDirectory, today })
  for (const { document, config, policy } of tasks) await run.open(document.uri, config, policy.attestations)
  if (run.errors.length > 0) throw new ConfigurationFailure(run.errors)
  return run
}

function withAnswers(request: AssessRequest, attestations: AttestationRun | undefined): AssessRequest {
  return { ...request, answersFor: request.answersFor ?? attestations?.answersFor }
}

/** What of rulesets could not be used, each once, with the severity that a policy sets. */
function rulesetProblems(tasks: readonly Task[]): readonly Problem[] {
  const policies = new Map(tasks.map(({ policy }) => [policy.rulesets?.loaded, policy]))
  return [...policies.values()].flatMap((policy) =>
    overrideProblems(policy.rulesets?.loaded.problems ?? [], policy.problems),
  )
}

/** What is to be told about the policies in use; their files join those that places are looked up in. */
function noticesOf(
  tasks: readonly Task[],
  { files, documents, attestations }: Outcome,
): readonly PolicyNotice[] {
  const policies = [...new Set(tasks.map(({ policy }) => policy))]
  const rulesets = [...new Set(policies.flatMap((policy) => policy.rulesets?.loaded ?? []))]
  const notices = [
    ...policies.flatMap(({ notices = [], scopes = [] }) => [
      ...notices,
      ...unusedOverrides(scopes, (uri) => files.get(uri)),
    ]),
    ...rulesets.flatMap((loaded) => loaded.finish()),
    ...unmatchedWhere(documents),
    ...documents.flatMap(({ attested = [] }) => attested),
  ]
  for (const file of attestations?.files ?? []) files.set(file.uri, file)
  for (const file of policies.flatMap((policy) => policy.files ?? [])) files.set(file.uri, file)
  return notices
}

/** One document through all stages. An exception of our own loses only this document, and the run is incomplete. */
async function review(
  task: Task,
  request: LintRequest,
  host: Host,
  loader: Loader,
  watch: Stopwatch,
  outcome: Outcome,
): Promise<void> {
  const { uri, named } = task.document
  const problems: Problem[] = []
  const documents: DocumentResult[] = []
  const { rules, rulesets } = task.policy
  // where rulesets run alone, they are told nothing of formats that are none of theirs
  const isWanted = (family: 'overlay' | 'arazzo') =>
    (named && !rulesets?.named) ||
    rules.some(({ rule }) => rule.formats.some((selector) => selector.startsWith(family)))
  try {
    const read = await watch.async('source', () => readDocument(uri, named, loader, isWanted))
    const { changed, workingDirectory } = request
    const waivers = companionUris('waivers', task.config, workingDirectory)
    const isWaivedAnew = waivers.some((each) => changed?.has(each))
    if (changed && !isWaivedAnew && !(await isTouched(changed, read, { uri, loader, ...task }))) {
      outcome.skipped.push({ uri, ...(read.skipped ?? { reason: UNTOUCHED }) })
      outcome.incomplete.add(uri)
      return
    }
    if (read.file) outcome.files.set(uri, read.file)
    append(problems, read.problems)
    const { files, graphs, assessing, attestations } = outcome
    const tools = { request, host, loader, watch, files, graphs, problems, assessing, attestations }
    const candidate = read.candidate && (await judgeCandidate(task, read.candidate, tools))
    if (candidate) documents.push(candidate)
    else if (read.skipped) outcome.skipped.push({ uri, ...read.skipped })
    if (read.api) documents.push(await judge(task, read.api, tools))
    else if (read.file && read.kind) {
      const judged = await judgeOther(task, read.file, read.kind, tools)
      if (judged) documents.push(judged)
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'EvaluationCancelled') throw error
    problems.push(crashed(uri, error))
  }
  append(outcome.documents, documents)
  if (problems.length > 0) outcome.incomplete.add(uri)
  append(outcome.problems, overrideProblems(problems, task.policy.problems))
}

/** Files that were passed over alone and judged as parts of a description are not skipped. */
function withoutParts(
  skipped: readonly SkippedFile[],
  documents: readonly DocumentResult[],
): readonly SkippedFile[] {
  const parts = new Set(documents.flatMap(({ files }) => files ?? []))
  return skipped.filter(({ uri }) => !parts.has(uri))
}

function noDocument(message: string | true, skipped: number): Problem {
  if (message !== true) return { code: 'no-file-matched', severity: 'error', message }
  const what =
    skipped === 1 ? 'The file that was found is' : `None of the ${skipped} files that were found is`
  return {
    code: 'no-file-matched',
    severity: 'error',
    message: `${what} ${skipped === 1 ? 'no' : 'an'} API description, so nothing was judged.`,
  }
}

function crashed(uri: string, error: unknown): Problem {
  const what = error instanceof Error ? error.message : String(error)
  return {
    code: 'internal-error',
    severity: 'error',
    message: `Specward failed on this document, which is a fault of Specward: ${what}`,
    uri,
  }
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1)
}

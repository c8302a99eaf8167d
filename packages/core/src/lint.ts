import { compareWithBase } from './against/compare.ts'
import { append } from './append.ts'
import { planAssessment } from './assess/plan.ts'
import { type Host, hostBy } from './host.ts'
import { ConfigurationFailure } from './policy/configuration-failure.ts'
import type { Task } from './policy/task.ts'
import type { Report } from './report/report.ts'
import { acceptingOf } from './run/accepting.ts'
import { assessmentOf, reportOf } from './run/assembling.ts'
import { openAttestations, withAnswers } from './run/attestations.ts'
import { comparable } from './run/comparable.ts'
import { remember } from './run/incremental/remember.ts'
import { noticedFiles, noticesOf } from './run/notices.ts'
import { newOutcome, type Outcome } from './run/outcome.ts'
import { planTasks } from './run/plan.ts'
import { noDocument, rulesetProblems } from './run/problems.ts'
import type { DocumentRequest, LintRequest, SkippedFile } from './run/request.ts'
import { rest } from './run/rest.ts'
import { type Again, type JudgedDocument, type LintResult, resultOf } from './run/result.ts'
import { reviewDocuments } from './run/review-documents.ts'
import type { RunTools } from './run/tools.ts'
import { Versions } from './run/versions.ts'
import { accept } from './settle/accept.ts'
import { createLoader, type Loader } from './source/load.ts'
import { expectYaml } from './source/parse.ts'
import { Stopwatch } from './stopwatch.ts'

export type { Again, DocumentRequest, JudgedDocument, LintRequest, LintResult, SkippedFile }
export { ConfigurationFailure }

/**
 * Reviews API descriptions against policy: source -> resolve -> model -> evaluate -> settle -> assess -> against -> report.
 *
 * @returns the report; whatever could not be judged is among its problems
 * @throws ConfigurationFailure when a configuration is not valid, before anything is judged
 * @throws EvaluationCancelled when the signal is aborted
 */
export async function lint(request: LintRequest, host: Host): Promise<Report> {
  return (await lintWithSources(request, host)).report
}

/**
 * The same, with the texts that were judged, for faces that show excerpts, and with the assessment that was asked for.
 * The whole pipeline in one function; `judge.ts` is its part for one document.
 *
 * @throws TypeError when an assessment is asked for without a date
 */
export async function lintWithSources(request: LintRequest, host: Host): Promise<LintResult> {
  const loader = createLoader(host, request.memory?.sources, request.fetched)
  const result = await lintBy(request, host, loader)
  await remember(request, loader, result)
  return result
}

/**
 * The same, of what a loader delivers.
 * @param planned the policies to judge by, where they are known
 */
export async function lintBy(
  request: LintRequest,
  host: Host,
  loader: Loader,
  planned?: readonly Task[],
): Promise<LintResult> {
  if (request.assess && request.today === undefined)
    throw new TypeError('An assessment is made for a day: `assess` needs `today`.')
  if (request.documents.some(({ uri }) => /\.ya?ml$/i.test(uri))) expectYaml()

  const watch = new Stopwatch(() => host.now())
  const tasks = planned ?? (await watch.async('policy', () => planTasks(request, host, loader)))
  const attestations = await watch.async('policy', () => openAttestations(request, loader, tasks))
  const assessing =
    request.assess && planAssessment(withAnswers(request.assess, attestations), request.registry)
  const tools: RunTools = { request, host, loader, watch, assessing, attestations }

  const judged = newOutcome(request)
  const accepting = await acceptingOf(tasks, request, judged, loader)
  const versions = new Versions(tools, judged)
  await reviewAll(tasks, tools, versions, judged)
  const accepted = await watch.async('settle', () => accept(judged.documents, accepting))
  const outcome = { ...judged, documents: [...accepted.documents] }
  for (const { book } of accepting.books) outcome.files.set(book.file.uri, book.file)
  const policyNotices = noticesOf(tasks, outcome)
  for (const file of noticedFiles(tasks, tools)) outcome.files.set(file.uri, file)
  const answerNotices = (await attestations?.ownNotices()) ?? []
  const notices = [...policyNotices, ...accepted.notices, ...answerNotices]
  append(outcome.problems, rulesetProblems(tasks))

  const compared = await watch.async('base', () =>
    compareWithBase(request.base, comparable(tasks, tools, versions, outcome)),
  )
  const { documents } = compared
  await rest(request)
  const report = watch.sync('report', () => reportOf(tasks, compared, notices, tools, outcome))
  const assessment = watch.sync('assess', () => assessmentOf(report, documents, tools, outcome))
  const { waivers } = accepted
  const again = repeating(request, host)
  return resultOf({ tasks, report, assessment, waivers, documents, again }, tools, outcome)
}

/** Apart from the run, so that what it has read is not kept for it, nor what is remembered of others. */
function repeating({ memory: _, ...request }: LintRequest, host: Host): LintResult['again'] {
  return (other) => lintWithSources(changedRequest(request, other), changedHost(host, other))
}

function changedRequest(request: LintRequest, { documents, signal, memory }: Again): LintRequest {
  const known = new Map(request.documents.map((each) => [each.uri, each]))
  const wanted = documents?.map((uri) => known.get(uri) ?? { uri, named: false })
  return { ...request, memory, ...(wanted ? { documents: wanted } : {}), ...(signal ? { signal } : {}) }
}

/** The same host with texts in place of files. */
function changedHost(host: Host, { texts }: Again): Host {
  return hostBy(host, { read: async (uri, options) => texts.get(uri) ?? host.read(uri, options) })
}

/** Each document through all stages up to settle and assess. */
async function reviewAll(
  tasks: readonly Task[],
  tools: RunTools,
  versions: Versions,
  outcome: Outcome,
): Promise<void> {
  const { requireDocument } = tools.request
  await reviewDocuments(tasks, tools, versions, outcome)
  if (requireDocument && outcome.documents.length === 0 && outcome.problems.length === 0) {
    outcome.problems.push(noDocument(requireDocument, outcome.skipped.length))
  }
}

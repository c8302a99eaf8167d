import { append } from '../append.ts'
import type { DocumentResult } from '../assess/document-result.ts'
import { judge } from '../judge.ts'
import { companionUris } from '../policy/companions.ts'
import type { Task } from '../policy/task.ts'
import type { Problem } from '../problem.ts'
import { type DocumentReading, readDocument } from '../resolve/read-document.ts'
import { isTouched, UNTOUCHED } from '../resolve/touched.ts'
import { overrideProblems } from '../settle/override-problems.ts'
import { USUAL_LIMITS } from '../source/limits.ts'
import type { Loader } from '../source/load.ts'
import { OutOfTime, StepClock } from '../source/step-clock.ts'
import { judgeCandidate, judgeOther } from './foreign.ts'
import type { Outcome } from './outcome.ts'
import { crashed, outOfTime } from './problems.ts'
import { addTo, type Reviewed, untouched } from './reviewed.ts'
import type { RunTools, Tools } from './tools.ts'

type Found = Pick<Reviewed, 'document' | 'skipped'>

/** One document through all stages, with what a comparison needs of it. */
export async function review(task: Task, run: RunTools, outcome: Outcome): Promise<void> {
  addTo(outcome, await reviewed(task, run))
}

/**
 * What one document leaves behind. An exception of our own loses only this document, and the run is incomplete.
 * @param known asked first for what is known of it already, in a run that only what has changed concerns also whether it
 * is one of those
 */
export async function reviewed(
  task: Task,
  given: RunTools,
  known: () => Promise<Reviewed | undefined> = async () => undefined,
): Promise<Reviewed> {
  const before = await known()
  if (before) return before
  const run = limited(given, task)
  const { uri } = task.document
  const problems: Problem[] = []
  const tools: Tools = {
    ...run,
    problems,
    files: new Map(),
    left: { isDated: false, traces: [] },
  }
  const { files, left } = tools
  let found: Found = { document: undefined, skipped: undefined }
  try {
    const read = await run.watch.async('source', () => readTask(task, run))
    if (!(await isConcerned(task, read, run))) {
      return untouched(task, read.skipped ?? { reason: UNTOUCHED })
    }
    if (read.file) tools.files.set(uri, read.file)
    append(problems, read.problems)
    found = await judged(task, read, tools)
  } catch (error) {
    if (error instanceof Error && error.name === 'EvaluationCancelled') throw error
    problems.push(error instanceof OutOfTime ? outOfTime(uri, run.loader.limits) : crashed(uri, error))
  }
  const told = overrideProblems(problems, task.policy.problems)
  return { uri, ...found, isIncomplete: problems.length > 0, problems: told, files, left }
}

async function judged(task: Task, read: DocumentReading, tools: Tools): Promise<Found> {
  const candidate = read.candidate && (await judgeCandidate(task, read.candidate, tools))
  const skipped = candidate ? undefined : read.skipped && { uri: task.document.uri, ...read.skipped }
  return { document: candidate ?? (await judgeRead(task, read, tools)), skipped }
}

/** The loader within the limits of a policy. */
export function loaderFor(
  { policy: { limits = USUAL_LIMITS } }: Task,
  { loader }: Pick<RunTools, 'loader'>,
): Loader {
  return loader.within(limits)
}

/** What a description may ask of the machine is for its policy to say; its time begins now. */
function limited(tools: RunTools, task: Task): RunTools {
  const { limits = USUAL_LIMITS } = task.policy
  const deadline = tools.host.now() + limits.documentTime * 1_000
  return { ...tools, loader: loaderFor(task, tools), deadline }
}

/** Where rulesets run alone, they are told nothing of formats that are none of theirs. */
function readTask({ document, policy }: Task, { loader }: RunTools): Promise<DocumentReading> {
  const { uri, named } = document
  const { rules, rulesets } = policy
  const isWanted = (family: 'overlay' | 'arazzo'): boolean =>
    (named && !rulesets?.named) ||
    rules.some(({ rule }) => rule.formats.some((selector) => selector.startsWith(family)))
  return readDocument(uri, named, loader, isWanted)
}

/** Whether a document is judged in a run that only what has changed concerns. */
async function isConcerned(
  task: Task,
  read: DocumentReading,
  { request: { changed, workingDirectory }, loader, host, deadline }: RunTools,
): Promise<boolean> {
  if (!changed) return true
  if (areWaiversIn(changed, task, workingDirectory)) return true
  const clock = new StepClock(() => host.now(), deadline)
  return isTouched(changed, read, { uri: task.document.uri, loader, clock, ...task })
}

/** Whether waivers that are in force for a document have changed. */
export function areWaiversIn(
  changed: ReadonlySet<string>,
  { config }: Task,
  workingDirectory: string,
): boolean {
  return companionUris('waivers', config, workingDirectory).some((each) => changed.has(each))
}

async function judgeRead(
  task: Task,
  { api, file, kind }: DocumentReading,
  tools: Tools,
): Promise<DocumentResult | undefined> {
  if (api) return judge(task, api, tools)
  return file && kind && judgeOther(task, file, kind, tools)
}

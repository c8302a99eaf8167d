import { append } from '../append.ts'
import type { DocumentResult } from '../assess/document-result.ts'
import { judge } from '../judge.ts'
import { companionUris } from '../policy/companions.ts'
import type { Task } from '../policy/task.ts'
import type { Problem } from '../problem.ts'
import { type DocumentReading, readDocument } from '../resolve/read-document.ts'
import { isTouched, UNTOUCHED } from '../resolve/touched.ts'
import { overrideProblems } from '../settle/override-problems.ts'
import { judgeCandidate, judgeOther } from './foreign.ts'
import type { Outcome } from './outcome.ts'
import { USUAL_LIMITS } from '../source/limits.ts'
import { crashed } from './problems.ts'
import type { RunTools, Tools } from './tools.ts'

/** One document through all stages. An exception of our own loses only this document, and the run is incomplete. */
export async function review(task: Task, tools: RunTools, outcome: Outcome): Promise<void> {
  const { uri } = task.document
  const problems: Problem[] = []
  const run = limited(tools, task)
  try {
    const read = await run.watch.async('source', () => readTask(task, run))
    if (!(await isConcerned(task, read, run))) {
      outcome.skipped.push({ uri, ...(read.skipped ?? { reason: UNTOUCHED }) })
      outcome.incomplete.add(uri)
      return
    }
    if (read.file) outcome.files.set(uri, read.file)
    append(problems, read.problems)
    const { files } = outcome
    const all = { ...run, files, problems, graphs: comparesTrees(run) ? outcome.graphs : undefined }
    const candidate = read.candidate && (await judgeCandidate(task, read.candidate, all))
    if (!candidate && read.skipped) outcome.skipped.push({ uri, ...read.skipped })
    const judged = candidate ?? (await judgeRead(task, read, all))
    if (judged) outcome.documents.push(judged)
  } catch (error) {
    if (error instanceof Error && error.name === 'EvaluationCancelled') throw error
    problems.push(crashed(uri, error))
  }
  if (problems.length > 0) outcome.incomplete.add(uri)
  append(outcome.problems, overrideProblems(problems, task.policy.problems))
}

/** What a description may ask of the machine is for its policy to say; its time begins now. */
function limited(tools: RunTools, { policy: { limits = USUAL_LIMITS } }: Task): RunTools {
  const deadline = tools.host.now() + limits.documentTime * 1_000
  return { ...tools, loader: tools.loader.within(limits), deadline }
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
  { request: { changed, workingDirectory }, loader }: RunTools,
): Promise<boolean> {
  if (!changed) return true
  const waivers = companionUris('waivers', task.config, workingDirectory)
  if (waivers.some((each) => changed.has(each))) return true
  return isTouched(changed, read, { uri: task.document.uri, loader, ...task })
}

async function judgeRead(
  task: Task,
  { api, file, kind }: DocumentReading,
  tools: Tools,
): Promise<DocumentResult | undefined> {
  if (api) return judge(task, api, tools)
  return file && kind && judgeOther(task, file, kind, tools)
}

function comparesTrees({ request: { base } }: RunTools): boolean {
  return typeof base === 'object' && base.kind === 'git'
}

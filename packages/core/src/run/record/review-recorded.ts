import type { Task } from '../../policy/task.ts'
import type { Loader } from '../../source/load.ts'
import { loadReaders } from '../../source/parse.ts'
import type { SourceFile } from '../../source/types.ts'
import { Stopwatch } from '../../stopwatch.ts'
import { loaderFor, reviewed } from '../review.ts'
import { type Reviewed, untouched } from '../reviewed.ts'
import type { RunTools } from '../tools.ts'
import { basisOf, wordsOf } from './basis.ts'
import { concernOf } from './concern.ts'
import type { Content } from './content.ts'
import type { DocumentRecord } from './document-record.ts'
import { RECORD_VERSION } from './document-record.ts'
import { boundsOf, inputsOf, isAsRecorded, type NotingLoader, notingLoader } from './inputs.ts'
import { contentIn } from './read-record.ts'
import { restored } from './restore.ts'
import { Unfit, type Words } from './words.ts'
import { contentOf } from './write.ts'

/** A review with what was looked for. */
export interface Noted {
  readonly reviewed: Reviewed
  readonly asked: NotingLoader['asked']
  readonly stages: Readonly<Record<string, number>>
}

/** Reviews a document and notes what was looked for. */
export async function reviewNoting(
  task: Task,
  tools: RunTools,
  known?: () => Promise<Reviewed | undefined>,
): Promise<Noted> {
  const { loader, asked } = notingLoader(tools.loader)
  const watch = new Stopwatch(() => tools.host.now())
  const left = await reviewed(task, { ...tools, loader, watch }, known)
  tools.watch.addAll(watch.stages)
  return { reviewed: left, asked, stages: watch.stages }
}

/**
 * The record of a review; undefined where what it has left behind cannot be told as plain data. An exception of our own
 * loses the record alone.
 */
export async function recordOf(
  task: Task,
  noted: Noted,
  tools: RunTools,
): Promise<DocumentRecord | undefined> {
  try {
    return await writtenRecord(task, noted, tools)
  } catch {
    return undefined
  }
}

async function writtenRecord(
  task: Task,
  { reviewed, asked, stages }: Noted,
  tools: RunTools,
): Promise<DocumentRecord | undefined> {
  const { request } = tools
  const folders = [request.workingDirectory, task.root] as const
  const content = contentOf(reviewed, { folders, rendersFixes: true, stages })
  if (!content) return undefined
  const words = wordsOf(task, tools)
  return {
    version: RECORD_VERSION,
    uri: words.writeUri(task.document.uri),
    basis: basisOf(task, tools),
    today: reviewed.left.isDated ? (request.today ?? null) : undefined,
    inputs: await inputsOf(asked, task, loaderFor(task, tools), words),
    isLasting: isLasting(task, reviewed),
    content,
  }
}

const PASSING: ReadonlySet<string> = new Set([
  'internal-error',
  'rule-failed',
  'rule-timeout',
  'document-timeout',
])

function isLasting({ policy }: Task, { document, problems, isUntouched }: Reviewed): boolean {
  if (isUntouched) return false
  const tallies = [...(document?.rules ?? []), ...(document?.assessed?.rules ?? [])]
  const runsCode = (policy.rulesets?.loaded.scripts?.size ?? 0) > 0
  return (
    !runsCode &&
    tallies.every(({ stopped }) => stopped === undefined) &&
    problems.every(({ code }) => !PASSING.has(code))
  )
}

/** What a record tells of a document; undefined where it does not hold for it, or not any longer. */
export async function restoreRecord(
  task: Task,
  record: DocumentRecord,
  tools: RunTools,
): Promise<Reviewed | undefined> {
  const { request, watch } = tools
  const loader = loaderFor(task, tools)
  const content = contentIn(record)
  if (!content || record.basis !== basisOf(task, tools)) return undefined
  if (record.today !== undefined && record.today !== (request.today ?? null)) return undefined
  const words = wordsOf(task, tools)
  if (!(await isAsRecorded(record.inputs, task, loader, words))) return undefined
  const concern = concernOf(task, record, content, request)
  if (concern === 'unknown') return undefined
  if (typeof concern === 'object') return untouched(task, concern)
  await loadReaders(content.files.some(({ isLenient }) => isLenient))
  const files = await filesOf(record, task, loader, words)
  const left = restoredOrNot(task, content, files, tools)
  if (!left) return undefined
  for (const trace of content.traces) task.policy.rulesets?.loaded.recall?.(trace)
  watch.addAll(Object.fromEntries(content.stages))
  return left
}

/** The files of a record that were read for it, by URI. */
async function filesOf(
  { inputs }: DocumentRecord,
  task: Task,
  loader: Loader,
  words: Words,
): Promise<ReadonlyMap<string, SourceFile>> {
  const files = new Map<string, SourceFile>()
  for (const input of inputs) {
    const uri = words.readUri(input.uri)
    const read = await loader.peek?.(uri, boundsOf(uri, input.isNamed, task))
    if (read && 'file' in read) files.set(uri, read.file)
  }
  return files
}

/** @param files by URI, as they were when the content was written */
export function restoredOrNot(
  task: Task,
  content: Content,
  files: ReadonlyMap<string, SourceFile>,
  { request, assessing, host }: RunTools,
): Reviewed | undefined {
  const { workingDirectory } = request
  const fileOf = (uri: string) => files.get(uri)
  const sha256 = (text: string) => host.sha256(text)
  try {
    return restored(content, { task, workingDirectory, assessing, fileOf, sha256 })
  } catch (error) {
    if (error instanceof Unfit) return undefined
    throw error
  }
}

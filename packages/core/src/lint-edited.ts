import type { Host } from './host.ts'
import { type LintRequest, type LintResult, lintBy } from './lint.ts'
import type { Task } from './policy/task.ts'
import type { Report } from './report/report.ts'
import { conformanceOfParts } from './run/incremental/conformance.ts'
import type { JudgedSlice, LastRun, Memory } from './run/incremental/memory.ts'
import { moveBetween } from './run/incremental/moved.ts'
import { patchReport } from './run/incremental/patch.ts'
import { type Slices, slicesOf } from './run/incremental/slices.ts'
import { textOnTrial } from './run/incremental/trial.ts'
import { relativeName } from './settle/file-name.ts'
import { ParsedFile } from './source/file.ts'
import { changeBetween } from './source/incremental/change.ts'
import { reparse } from './source/incremental/reparse.ts'
import { createLoader, type Loader, loadingBy } from './source/load.ts'

/** Below this many characters, a description is judged as a whole faster than in part. */
const SMALL = 65_536

/** Each answer keeps what it was made from: after so many, the whole is judged, and that is let go. */
const MOST_ANSWERS = 100

/**
 * What has changed in the review of a large description since its last one, in a fraction of the time: the entries that were
 * edited are judged before and after with what they refer to, and the difference is made to the last report.
 *
 * It is an answer for the moment: what depends on entries far from the edit, and counts in messages, are only known by a run
 * over the whole, which has to follow. Call it only where nothing but the text of the description has been edited since: no
 * other file is read again, nor is the policy.
 *
 * @param small characters below which it is not worth it
 * @returns the last result with another report; of a text that cannot be read, what a run over it says; undefined where only
 * a run over the whole can tell
 * @throws EvaluationCancelled when the signal is aborted
 */
export async function lintEdited(
  request: LintRequest,
  host: Host,
  small: number = SMALL,
): Promise<LintResult | undefined> {
  const { memory } = request
  const last = memory?.last
  if (!memory || !last || last.answers >= MOST_ANSWERS || !isAlike(last.request, request)) return undefined
  const fresh = createLoader(host, memory.sources)
  const loaded = await fresh.load(last.document.uri)
  const after = 'file' in loaded ? loaded.file : undefined
  if (!(after instanceof ParsedFile) || after.text.length < small) return undefined
  if (after === last.file) return last.result
  const loader = knownTo(last.loader, fresh)
  if (after.value === undefined) return broken(after, request, host, { task: last.task, loader })
  const judged = after.isPlain ? await judgeChange(last, after, request, host, loader) : undefined
  if (judged) keep(memory, last, judged)
  return judged?.result
}

/** How often an edit is made on trial. */
const TRIALS = 8

/**
 * Makes edits on trial to a large description that has been judged, and forgets about them: the code that answers edits is
 * compiled then, and the first stroke of somebody who types is answered as fast as later ones.
 *
 * @throws EvaluationCancelled when the signal is aborted
 */
export async function expectEdits(request: LintRequest, host: Host, small: number = SMALL): Promise<void> {
  const last = request.memory?.last
  if (!last || last.file.text.length < small || !isAlike(last.request, request)) return
  const loader = knownTo(last.loader, createLoader(host))
  for (let trial = 1; trial <= TRIALS; trial += 1) {
    const text = textOnTrial(last.file, trial / (TRIALS + 1))
    const read = text === undefined ? undefined : await reparse(last.file, text)
    if (read && 'file' in read) await judgeChange(last, read.file, request, host, loader)
  }
}

/** The entries that have changed, judged before and after, and the difference made to the last report. */
async function judgeChange(
  last: LastRun,
  after: ParsedFile,
  request: LintRequest,
  host: Host,
  loader: Loader,
): Promise<Answer | undefined> {
  if (!repeatsTheSame(last.file, after)) return undefined
  const slices = slicesOf(last.file, after)
  if (!slices) return undefined
  const judge = (file: ParsedFile): Promise<Report | undefined> =>
    judgeSlice(file, request, host, { task: last.task, loader })
  const before = await judgedBefore(slices, last.slice, judge)
  const now = before && (await judge(slices.after))
  if (!now) return undefined
  const move = moveBetween(last.file, after)
  const file = relativeName(request.workingDirectory, after.uri)
  const report = patchReport(last.result.report, { before, after: now, file, move })
  const slice = { key: slices.key, file: slices.after, report: now }
  return { file: after, result: { ...last.result, report }, slice }
}

/** Whether the same keys stand twice around and in what was edited: one of two with the same value changes nothing else. */
function repeatsTheSame(before: ParsedFile, after: ParsedFile): boolean {
  const change = changeBetween(before.text, after.text)
  if (!change) return true
  const { start, oldEnd, newEnd } = change
  const keysIn = (file: ParsedFile, end: number): string =>
    file
      .duplicateKeysIn({ start, end })
      .map(({ path, key }) => JSON.stringify([path, key]))
      .join()
  return keysIn(before, oldEnd) === keysIn(after, newEnd)
}

/** What is wrong with a text that cannot be read: all that there is to be said of it. */
function broken(
  file: ParsedFile,
  { memory: _, ...request }: LintRequest,
  host: Host,
  { task, loader }: { readonly task: Task; readonly loader: Loader },
): Promise<LintResult> {
  return lintBy(request, host, withFile(loader, file), [task])
}

type Answer = Pick<LastRun, 'file' | 'result' | 'slice'>

function keep(memory: Memory, last: LastRun, now: Answer): void {
  memory.last = { ...last, ...now, answers: last.answers + 1 }
}

/** Whether two requests ask for the same but for the texts. */
function isAlike(a: LintRequest, b: LintRequest): boolean {
  const keys = [
    'workingDirectory',
    'config',
    'failOn',
    'registry',
    'today',
    'allowScripts',
    'acceptsNothing',
  ] as const
  return keys.every((key) => a[key] === b[key]) && JSON.stringify(namesIn(a)) === JSON.stringify(namesIn(b))
}

function namesIn({ presets, rulesets, documents }: LintRequest): unknown {
  return [presets, rulesets, documents.map(({ uri }) => uri)]
}

/** What an earlier run has read is not read again. */
function knownTo(earlier: Loader, loader: Loader): Loader {
  const known = new Set(earlier.asked)
  return {
    ...loader,
    load: (uri, bounds) => (known.has(uri) ? earlier : loader).load(uri, bounds),
    within: (limits) => knownTo(earlier.within(limits), loader.within(limits)),
  }
}

/** A loader that delivers a file as it is known. */
function withFile(loader: Loader, file: ParsedFile): Loader {
  return loadingBy(loader, async (uri, bounds, by) => (uri === file.uri ? { file } : by.load(uri, bounds)))
}

/** The old slice has been judged already where it was the new one of the change before. */
async function judgedBefore(
  { before, key }: Slices,
  known: JudgedSlice | undefined,
  judge: (file: ParsedFile) => Promise<Report | undefined>,
): Promise<Report | undefined> {
  return known?.key === key && known.file.text === before.text ? known.report : judge(before)
}

/** Judges a slice as if it were all there is. */
async function judgeSlice(
  file: ParsedFile,
  request: LintRequest,
  host: Host,
  { task, loader }: { readonly task: Task; readonly loader: Loader },
): Promise<Report | undefined> {
  const { memory: _, conformance, progress: __, descriptions: ___, ...asked } = request
  const digest: Loader['digest'] = (uri) => (uri === file.uri ? '' : loader.digest(uri))
  const sliced = withFile(
    { ...loader, digest, within: (limits) => ({ ...loader.within(limits), digest }) },
    file,
  )
  const checker = conformance && { conformance: conformanceOfParts(conformance) }
  const result = await lintBy({ ...asked, ...checker, keep: false }, host, sliced, [task])
  return result.documents.length === 1 ? result.report : undefined
}

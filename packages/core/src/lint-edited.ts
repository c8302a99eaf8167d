import type { Host } from './host.ts'
import { type LintRequest, type LintResult, lintBy } from './lint.ts'
import type { Report } from './report/report.ts'
import { conformanceOfParts } from './run/incremental/conformance.ts'
import type { JudgedSlice, LastRun, Memory } from './run/incremental/memory.ts'
import { moveBetween } from './run/incremental/moved.ts'
import { patchReport } from './run/incremental/patch.ts'
import { type Slices, slicesOf } from './run/incremental/slices.ts'
import { relativeName } from './settle/file-name.ts'
import { ParsedFile } from './source/file.ts'
import { createLoader, type Loader } from './source/load.ts'

/** Below this many characters, a description is judged as a whole faster than in part. */
const SMALL = 65_536

/** Each answer keeps what it was made from: after so many, the whole is judged, and that is let go. */
const MOST_ANSWERS = 100

/**
 * What has changed in the review of a large description since its last one, in a fraction of the time: the entries that were
 * edited are judged before and after with what they refer to, and the difference is made to the last report.
 *
 * It is an answer for the moment: what depends on entries far from the edit, and counts in messages, are only known by a run
 * over the whole, which has to follow. Call it only where nothing but the text of the description has been edited.
 *
 * @param small characters below which it is not worth it
 * @returns the last result with another report; undefined where only a run over the whole can tell
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
  const loader = createLoader(host, memory.sources)
  const after = await editedFile(last, loader)
  if (!after || after.text.length < small) return undefined
  if (after === last.file) return last.result
  const slices = slicesOf(last.file, after)
  if (!slices) return undefined
  const judge = (file: ParsedFile): Promise<Report | undefined> => judgeSlice(file, request, host, loader)
  const before = await judgedBefore(slices, last.slice, judge)
  const now = before && (await judge(slices.after))
  if (!now) return undefined
  const move = moveBetween(last.file, after)
  const file = relativeName(request.workingDirectory, after.uri)
  const report = patchReport(last.result.report, { before, after: now, file, move })
  const result = { ...last.result, report }
  keep(memory, last, { file: after, result, slice: { key: slices.key, file: slices.after, report: now } })
  return result
}

function keep(memory: Memory, last: LastRun, now: Pick<LastRun, 'file' | 'result' | 'slice'>): void {
  const read = new Map(last.read).set(now.file.uri, now.file)
  memory.last = { ...last, ...now, read, answers: last.answers + 1 }
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

/** The description as it is now; undefined where it cannot be read, or something else has changed as well. */
async function editedFile(last: LastRun, loader: Loader): Promise<ParsedFile | undefined> {
  for (const [uri, before] of last.read) {
    if (uri === last.document.uri) continue
    const loaded = await loader.load(uri)
    if (('file' in loaded ? loaded.file : undefined) !== before) return undefined
  }
  const loaded = await loader.load(last.document.uri)
  const file = 'file' in loaded ? loaded.file : undefined
  return file instanceof ParsedFile && file.isPlain && file.value !== undefined ? file : undefined
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
  loader: Loader,
): Promise<Report | undefined> {
  const { memory: _, conformance, progress: __, descriptions: ___, ...asked } = request
  const sliced: Loader = {
    ...loader,
    load: async (uri, bounds) => (uri === file.uri ? { file } : loader.load(uri, bounds)),
    digest: (uri) => (uri === file.uri ? '' : loader.digest(uri)),
  }
  const checker = conformance && { conformance: conformanceOfParts(conformance) }
  const result = await lintBy({ ...asked, ...checker, keep: false }, host, sliced)
  return result.documents.length === 1 ? result.report : undefined
}

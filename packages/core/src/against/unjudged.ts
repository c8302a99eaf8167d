import { isObject, own } from '../json.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import { readDocument } from '../resolve/read-document.ts'
import { relativeName } from '../settle/file-name.ts'
import type { Loaded, Loader } from '../source/load.ts'
import type { SourceFile } from '../source/types.ts'
import type { Comparable, LeftDocument, TreeBase } from './types.ts'

/** Where a description lists what can be called. */
const SECTIONS = ['paths', 'webhooks', 'channels', 'operations']

/**
 * Tells of the descriptions that the base judges and the run does not: an error where the files still hold what they
 * describe, a warning where that is gone.
 * @param renamed URIs of documents of the base that were found again under other names
 * @param loader reads files as they were
 */
export async function unjudgedSince(
  base: TreeBase,
  renamed: ReadonlySet<string>,
  loader: Loader,
  run: Comparable,
): Promise<readonly PolicyNotice[]> {
  const judged = judgedIn(run)
  const notices: PolicyNotice[] = []
  for (const left of await base.left(judged)) {
    if (renamed.has(left.uri)) continue
    const { file, api } = await readDocument(left.uri, false, loader, () => false)
    if (!file || !api) continue
    const notice = await noticeOf(left, addressesIn(file.value), judged, base, run)
    if (notice) notices.push(notice)
  }
  return notices
}

/** URIs of the descriptions of the run, judged or told as a problem; and of those that no change has touched. */
function judgedIn({ ran }: Comparable): ReadonlySet<string> {
  const beside = new Set(ran.documents.filter(({ format }) => !isApi(format)).map(({ uri }) => uri))
  const all = [...ran.documents.map(({ uri }) => uri), ...ran.incomplete]
  return new Set(all.filter((uri) => !beside.has(uri)))
}

/** False for what stands beside an API description, and says nothing of whether it is judged. */
function isApi(format: string): boolean {
  return format !== 'overlay1' && format !== 'arazzo1'
}

async function noticeOf(
  { uri, movedTo }: LeftDocument,
  before: ReadonlySet<string>,
  judged: ReadonlySet<string>,
  base: TreeBase,
  run: Comparable,
): Promise<PolicyNotice | undefined> {
  const name = relativeName(run.workingDirectory, uri)
  const place = (await run.loader.exists(uri)) ? uri : movedTo
  if (place !== undefined && judged.has(place)) return undefined
  const now = place === undefined ? undefined : await run.loader.load(place)
  if (now && 'file' in now && (before.size === 0 || isPart(now.file, before, judged, run))) return undefined
  if (place === undefined || !now || !holds(now, before)) {
    const message = `\`${name}\` is a description in ${base.name} and is none any more, so that nothing it described is judged.`
    return { code: 'base-document-gone', severity: 'warn', message, uri }
  }
  const where = place === uri ? '' : ` as \`${relativeName(run.workingDirectory, place)}\``
  const message = `\`${name}\` is judged in ${base.name} and is not any more, though what it describes is still here${where}. Put it back where it is judged, or name it on the command line; to leave it out for all to see, add \`'!${name}'\` there.`
  return { code: 'base-document-unjudged', severity: 'error', message, uri: place }
}

/** Whether a file lists most of what a description did. What cannot be read may do so. */
function holds(now: Loaded, before: ReadonlySet<string>): boolean {
  if ('error' in now || now.file.value === undefined) return true
  const shared = [...addressesIn(now.file.value)].filter((each) => before.has(each))
  return shared.length * 2 >= before.size
}

/** Whether a description of the run reads the file and has all that was described: it was taken in there. */
function isPart(
  file: SourceFile,
  before: ReadonlySet<string>,
  judged: ReadonlySet<string>,
  { ran }: Comparable,
): boolean {
  return ran.documents.some(({ uri, files }) => {
    if (!judged.has(uri) || !files?.includes(file.uri)) return false
    const has = addressesIn(ran.files.get(uri)?.value)
    return [...before].every((each) => has.has(each))
  })
}

function addressesIn(value: unknown): ReadonlySet<string> {
  return new Set(
    SECTIONS.flatMap((section) => {
      const held = own(value, section)
      return isObject(held) ? Object.keys(held) : []
    }),
  )
}

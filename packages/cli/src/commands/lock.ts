import { fileURLToPath } from 'node:url'
import { type Fetch, parseRefLock, parseSource, REF_LOCK, refLockText, visible } from '@specward/core'
import type { Io } from '../io.ts'
import { type JudgeOptions, judgeDocuments } from '../judge-documents.ts'
import { saveRecord } from '../save-record.ts'
import { nameOf } from '../uris.ts'

export interface LockOptions extends JudgeOptions {
  readonly check?: boolean
}

/** What one lock file has to say, and what was delivered. */
interface Lock {
  /** Digests by URL. */
  readonly before: ReadonlyMap<string, string>
  readonly fetched: Map<string, string>
}

/**
 * Fetches what descriptions and rulesets refer to over http(s), and records the digests beside the configuration that
 * allows it. Entries that nothing refers to are taken out where all descriptions were looked at. Returns the exit code: 3
 * where something was not delivered (nothing is written then) or, with `--check`, is not what was recorded.
 */
export async function lockCommand(
  args: readonly string[],
  options: LockOptions,
  io: Io,
  version: string,
): Promise<number> {
  const fetches: Fetch[] = []
  const fetched = (fetch: Fetch): void => void fetches.push(fetch)
  const result = await judgeDocuments(args, options, io, version, { base: 'none', fetched })
  if (!result) return 2
  const locks = await gather(fetches, result.configurations, io)
  const failed = new Map(fetches.flatMap(({ url, detail }) => (detail === undefined ? [] : [[url, detail]])))
  for (const [url, detail] of failed) io.err(`error: ${visible(`${url} was not delivered: ${detail}`)}.\n`)
  if (failed.size > 0) {
    io.err('Nothing is recorded, because it would lack what was not delivered.\n')
    return 3
  }
  if (locks.size === 0) {
    io.out('Nothing is fetched from the network, so that there is nothing to record.\n')
    return 0
  }
  const isAll = args.length === 0
  let code = 0
  for (const [uri, lock] of locks) {
    code = Math.max(code, options.check ? check(uri, lock, isAll, io) : await record(uri, lock, isAll, io))
  }
  return code
}

/** The lock files that something was fetched under, and those that are there. */
async function gather(
  fetches: readonly Fetch[],
  configurations: readonly (string | undefined)[],
  io: Io,
): Promise<ReadonlyMap<string, Lock>> {
  const locks = new Map<string, Lock>()
  const beside = configurations.flatMap((uri) => (uri === undefined ? [] : [new URL(REF_LOCK, uri).href]))
  for (const uri of new Set([...beside, ...fetches.map(({ lock }) => lock)])) {
    const before = await existing(uri, io)
    const own = fetches.flatMap(({ url, lock, digest }) =>
      lock === uri && digest !== undefined ? [[url, digest] as const] : [],
    )
    if (before || own.length > 0) locks.set(uri, { before: before ?? new Map(), fetched: new Map(own) })
  }
  return locks
}

/** What a lock file says that was read without errors when the documents were judged. */
async function existing(uri: string, io: Io): Promise<ReadonlyMap<string, string> | undefined> {
  const text = await io.text(fileURLToPath(uri))
  if (text === undefined) return undefined
  const reading = parseRefLock(await parseSource(uri, text))
  return 'errors' in reading ? undefined : reading.digests
}

function check(uri: string, { before, fetched }: Lock, isAll: boolean, io: Io): number {
  const name = visible(nameOf(uri, io.cwd))
  let code = 0
  for (const [url, digest] of fetched) {
    const locked = before.get(url)
    if (locked === digest) continue
    code = 3
    const what = locked === undefined ? 'is not recorded' : 'is not what was recorded'
    io.err(`error: ${visible(url)} ${what} in ${name}.\n`)
  }
  for (const url of isAll ? unused(before, fetched) : []) {
    io.err(`warning: ${visible(url)} is recorded in ${name}, and nothing refers to it.\n`)
  }
  if (code === 0) io.out(`${name}: ${count(fetched.size)} as recorded.\n`)
  else io.err('Look at what has changed, then run `specward lock`.\n')
  return code
}

async function record(uri: string, { before, fetched }: Lock, isAll: boolean, io: Io): Promise<number> {
  const name = visible(nameOf(uri, io.cwd))
  const gone = isAll ? unused(before, fetched) : []
  const after = new Map([...before, ...fetched])
  for (const url of gone) after.delete(url)
  const added = [...fetched.keys()].filter((url) => !before.has(url))
  const changed = [...fetched].filter(([url, digest]) => before.has(url) && before.get(url) !== digest)
  for (const url of added) io.out(`  + ${visible(url)}\n`)
  for (const [url] of changed) io.out(`  ~ ${visible(url)}\n`)
  for (const url of gone) io.out(`  - ${visible(url)}\n`)
  await saveRecord(fileURLToPath(uri), refLockText(after), io)
  io.out(`${name} has the digests of ${count(after.size)}. Commit it with the configuration.\n`)
  return 0
}

function unused(
  before: ReadonlyMap<string, string>,
  fetched: ReadonlyMap<string, string>,
): readonly string[] {
  return [...before.keys()].filter((url) => !fetched.has(url)).sort()
}

function count(number: number): string {
  return `${number} URL${number === 1 ? '' : 's'}`
}

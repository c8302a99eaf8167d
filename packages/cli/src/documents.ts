import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { Problem } from '@specward/core'
import { type DiscoverOptions, type DiscoveryDisk, discover } from './discover.ts'
import { list, SKIPPED_FOLDERS, slashed } from './folders.ts'
import { type Documents, Found } from './found.ts'
import type { Io } from './io.ts'
import { UsageError } from './usage.ts'

type Disk = Pick<Io, 'cwd' | 'kind' | 'entries' | 'host'>

/** Milliseconds that a glob may take over all names that it is held against. */
const GLOB_MS = 10_000

/**
 * Finds the documents that arguments name: files, URLs, `-` for standard input, globs (`**`, braces), folders with
 * all API descriptions below them, and `!glob` for what to leave out. Without any, the working directory is
 * searched. An argument that is the name of a file is that file, whatever characters it has.
 */
export async function findDocuments(
  args: readonly string[],
  disk: DiscoveryDisk,
  options: Omit<DiscoverOptions, 'isExcluded'> = {},
): Promise<Documents> {
  const isExcluded = await exclusion(args.filter(isExclusion), disk)
  const wanted = args.filter((arg) => !isExclusion(arg))
  const found = new Found(options.tests === true)
  for (const arg of wanted.length > 0 ? wanted : ['.']) {
    if (arg === '') throw new UsageError('one of the arguments is empty: is a variable not set?')
    if (arg === '-') found.addStdin()
    else if (/^https?:\/\//i.test(arg)) found.addUrl(urlOf(arg))
    else if ((await disk.kind(resolve(disk.cwd, arg))) === 'folder') {
      found.addFolder(arg, await discover(resolve(disk.cwd, arg), disk, { ...options, isExcluded }))
    } else {
      const { paths, isNamed, unread } = await expand(arg, disk)
      const kept = paths.filter((path) => !isExcluded(slashed(path)))
      found.addFiles(kept, isNamed)
      found.problems.push(...unread)
      if (kept.length === 0 && !isNamed) found.problems.push(nothingMatched(arg, paths.length > 0))
    }
  }
  return found.documents()
}

function urlOf(arg: string): URL {
  if (URL.canParse(arg)) return new URL(arg)
  throw new UsageError(`\`${arg.replace(/\/\/.*@/s, '//…@')}\` is not a URL.`)
}

/** Tells whether an argument with `!` leaves out a file, or a folder (ending in `/`) with all that is below it. */
async function exclusion(args: readonly string[], disk: Disk): Promise<(path: string) => boolean> {
  if (args.length === 0) return () => false
  const picomatch = await globs()
  const names = args.map((arg) => globPath(arg.slice(1), disk.cwd).replace(/(?<=.)\/+$/, ''))
  // the name of a folder stands for what is in it
  const all = names.flatMap((name) => (picomatch.scan(name).isGlob ? [name] : [name, `${name}/**`]))
  const isFile = picomatch(all, { dot: true })
  const whole = all.filter((name) => name.endsWith('/**'))
  const isFolder = whole.length > 0 ? picomatch(whole, { dot: true }) : () => false
  const isOut = (path: string): boolean => (path.endsWith('/') ? isFolder(path.slice(0, -1)) : isFile(path))
  const many = names.find((name) => MANY_WILDCARDS.test(name))
  return many === undefined ? isOut : (path) => inTime(`!${many}`, disk, () => isOut(path))
}

/** `!glob`, but not the extended glob `!(a|b)`. */
export function isExclusion(arg: string): boolean {
  return /^!(?!\()/.test(arg)
}

interface Expansion {
  readonly paths: readonly string[]
  readonly isNamed: boolean
  readonly unread: readonly Problem[]
}

async function expand(arg: string, disk: Disk): Promise<Expansion> {
  const path = resolve(disk.cwd, arg)
  const asNamed: Expansion = { paths: [path], isNamed: true, unread: [] }
  if (!/[*?[{(]/.test(arg) || (await disk.kind(path)) !== 'missing') return asNamed
  const picomatch = await globs()
  const { base, glob, isGlob } = picomatch.scan(slashed(arg))
  if (!isGlob) return asNamed
  const unread: Problem[] = []
  const found: string[] = []
  const start = resolve(disk.cwd, base)
  for await (const file of walk(start, depthOf(glob), disk, unread)) found.push(file)
  const matches = picomatch(glob)
  const matching = inTime(arg, disk, () => found.filter((file) => matches(slashed(relative(start, file)))))
  return { paths: matching.sort(), isNamed: false, unread }
}

/** As many wildcards in one name can take longer than anybody waits. */
const MANY_WILDCARDS = /(?:[*?[{(][^/]*){4}/

/** @throws UsageError when a glob does not come to an end */
function inTime<Result>(glob: string, disk: Disk, work: () => Result): Result {
  const { watch } = disk.host({ cwd: disk.cwd })
  if (!watch) return work()
  const results: Result[] = []
  watch(GLOB_MS, () => void results.push(work()))
  const [result] = results
  if (result !== undefined) return result
  throw new UsageError(
    `the pattern \`${glob}\` takes too long to be held against the names of files. Write it with fewer wildcards.`,
  )
}

/** Loaded when there is a glob: most runs name files. */
async function globs() {
  return (await import('picomatch')).default
}

/** Every file below a folder, down to `depth` levels, in no particular order. */
async function* walk(start: string, depth: number, disk: Disk, unread: Problem[]): AsyncGenerator<string> {
  let level = [start]
  for (let left = depth; left > 0 && level.length > 0; left--) {
    const below: string[] = []
    for (const folder of level) {
      for (const { name, kind } of await list(folder, disk, unread)) {
        if (kind === 'file') yield join(folder, name)
        else if (kind === 'folder' && !SKIPPED_FOLDERS.has(name)) below.push(join(folder, name))
      }
    }
    level = below
  }
}

/** How many levels of folders a glob can reach: one for each segment, any number with `**` or groups. */
function depthOf(glob: string): number {
  return /\*\*|[{(]/.test(glob) ? Number.POSITIVE_INFINITY : glob.split('/').length
}

/** A glob as an absolute one, so that it can be held against absolute paths. */
function globPath(glob: string, cwd: string): string {
  const text = slashed(glob)
  if (isAbsolute(glob)) return text
  let folder = cwd
  let rest = text
  for (;;) {
    if (rest.startsWith('./')) rest = rest.slice(2)
    else if (rest.startsWith('../')) {
      rest = rest.slice(3)
      folder = dirname(folder)
    } else break
  }
  const prefix = slashed(folder).replace(/[\\*?[\]{}()!+@]/g, '\\$&')
  return `${prefix.endsWith('/') ? prefix : `${prefix}/`}${rest}`
}

function nothingMatched(glob: string, excluded: boolean): Problem {
  const because = excluded
    ? 'every file that it matches is left out again by an argument with `!`'
    : 'it matches no file; folders named node_modules and .git are not searched'
  return {
    code: 'no-file-matched',
    severity: 'error',
    message: `Nothing was judged for \`${glob}\`: ${because}.`,
  }
}

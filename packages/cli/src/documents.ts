import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { DocumentRequest, Problem } from '@specward/core'
import { type Entry, type Io, reasonOf } from './io.ts'

/** What the arguments of `lint` stand for. */
export interface Documents {
  readonly requests: readonly DocumentRequest[]
  /** Globs that match nothing, folders that cannot be listed. */
  readonly problems: readonly Problem[]
  /** True when one of the arguments is `-`. */
  readonly stdin: boolean
}

type Disk = Pick<Io, 'cwd' | 'kind' | 'entries'>

/** Folders in which nobody keeps descriptions of their own. */
const SKIPPED = new Set(['node_modules', '.git'])

/**
 * Finds the documents that arguments name: files, URLs, `-` for standard input, globs (`**`, braces), and `!glob`
 * for what to leave out. An argument that is the name of a file is that file, whatever characters it has.
 */
export async function findDocuments(args: readonly string[], disk: Disk): Promise<Documents> {
  const excluded = args.filter(isExclusion).map((arg) => globPath(arg.slice(1), disk.cwd))
  const isExcluded = excluded.length > 0 ? (await globs())(excluded, { dot: true }) : () => false
  const requests = new Map<string, DocumentRequest>()
  const problems: Problem[] = []
  let stdin = false
  for (const arg of args) {
    if (arg === '-') stdin = true
    else if (/^https?:\/\//i.test(arg) && URL.canParse(arg)) add(requests, new URL(arg).href, true)
    else if (!isExclusion(arg)) {
      const { paths, named, unread } = await expand(arg, disk)
      const kept = paths.filter((path) => !isExcluded(slashed(path)))
      for (const path of kept) add(requests, pathToFileURL(path).href, named)
      problems.push(...unread)
      if (kept.length === 0 && !named) problems.push(nothingMatched(arg, paths.length > 0))
    }
  }
  return { requests: [...requests.values()], problems, stdin }
}

/** `!glob`, but not the extended glob `!(a|b)`. */
function isExclusion(arg: string): boolean {
  return /^!(?!\()/.test(arg)
}

interface Expansion {
  readonly paths: readonly string[]
  readonly named: boolean
  readonly unread: readonly Problem[]
}

async function expand(arg: string, disk: Disk): Promise<Expansion> {
  const path = resolve(disk.cwd, arg)
  const asNamed: Expansion = { paths: [path], named: true, unread: [] }
  if (!/[*?[{(]/.test(arg) || (await disk.kind(path)) !== 'missing') return asNamed
  const picomatch = await globs()
  const { base, glob, isGlob } = picomatch.scan(slashed(arg))
  if (!isGlob) return asNamed
  const unread: Problem[] = []
  const found: string[] = []
  const start = resolve(disk.cwd, base)
  const matches = picomatch(glob)
  for await (const file of walk(start, depthOf(glob), disk, unread)) {
    if (matches(slashed(relative(start, file)))) found.push(file)
  }
  return { paths: found.sort(), named: false, unread }
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
        else if (kind === 'folder' && !SKIPPED.has(name)) below.push(join(folder, name))
      }
    }
    level = below
  }
}

async function list(folder: string, disk: Disk, unread: Problem[]): Promise<readonly Entry[]> {
  if ((await disk.kind(folder)) === 'missing') return []
  try {
    return await disk.entries(folder)
  } catch (error) {
    unread.push({
      code: 'file-unreadable',
      severity: 'error',
      message: `The folder \`${basename(folder)}\` could not be listed (${reasonOf(error)}), so nothing in it was judged.`,
      uri: pathToFileURL(folder).href,
    })
    return []
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

function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/')
}

function add(requests: Map<string, DocumentRequest>, uri: string, named: boolean): void {
  requests.set(uri, { uri, named: named || requests.get(uri)?.named === true })
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

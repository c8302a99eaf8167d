import { constants, lstatSync, readlinkSync, statSync } from 'node:fs'
import { type FileHandle, lstat, open, realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ReadResult } from '@specward/core'
import { collect, LOCAL_SIZE_LIMIT, tooLarge } from './limit.ts'

/** Links that lead from one to the next, as Linux counts them. */
const MOST_LINKS = 40

/** How often a file is looked at anew that somebody moves while it is opened. */
const ATTEMPTS = 3

/** A folder as it is named, and where it stands once links are followed. */
interface Root {
  readonly named: string
  readonly real: string
}

/**
 * Reads the files of projects. The project of a file is the nearest folder above it with `.git`, else with a
 * configuration, else the working directory: no link leads out of that. Whether the file belongs to what asks for it,
 * core decides by `at`.
 */
export class LocalFiles {
  readonly #cwd: string
  readonly #roots = new Map<string, Promise<Root>>()

  /** @param cwd absolute path of the working directory */
  constructor(cwd: string) {
    this.#cwd = cwd
  }

  /** @param isNamed a person asked for it: links are followed wherever they lead, and pipes are read */
  async read(uri: string, isNamed: boolean): Promise<ReadResult> {
    try {
      const path = fileURLToPath(uri)
      return isNamed ? await readNamed(path) : await this.#readInside(path)
    } catch (error) {
      return failed(error)
    }
  }

  async exists(uri: string): Promise<boolean> {
    const path = pathOf(uri)
    return path !== undefined && (await kind(path)) !== 'missing'
  }

  /** Where something stands, or would stand, once links are followed; URIs of something else stay as they are. */
  async real(uri: string): Promise<string> {
    const path = pathOf(uri)
    if (path === undefined) return uri
    // folders are roots, which links may lead to: their own way is nobody's secret
    const known = uri.endsWith('/') ? await realpath(path).catch(() => undefined) : undefined
    if (known !== undefined) return pathToFileURL(known).href
    const root = await this.#rootOf(dirname(path)).catch(() => undefined)
    return root ? pathToFileURL(placeOf(path, root)).href : uri
  }

  /** Whether links lead from a path (absolute) out of the project that it stands in. */
  async leavesProject(path: string): Promise<boolean> {
    const root = await this.#rootOf(dirname(path))
    return !isBelow(placeOf(path, root, root.real), root.real)
  }

  async #readInside(path: string): Promise<ReadResult> {
    const root = await this.#rootOf(dirname(path))
    for (let attempt = 1; ; attempt++) {
      const place = follow(path, root)
      if (place === undefined || !isBelow(place, root.real)) return OUTSIDE
      const read = await readAt(place, root.real).catch(failed)
      if (read) return { ...read, at: pathToFileURL(place).href }
      if (attempt === ATTEMPTS) return { error: 'unreadable', detail: 'it is moved about while it is read' }
    }
  }

  #rootOf(folder: string): Promise<Root> {
    const known = this.#roots.get(folder)
    if (known) return known
    const found = findRoot(folder, this.#cwd).then(async (named) => ({ named, real: await realpath(named) }))
    this.#roots.set(folder, found)
    // a folder that is missing may come while a server runs
    found.catch(() => this.#roots.delete(folder))
    return found
  }
}

/** Where something is that leads in circles, or through places that are nobody's business: in no project. */
const NOWHERE = resolve('/.nowhere')

const NO_FILE: ReadResult = { error: 'unreadable', detail: 'it is not a regular file' }

const OUTSIDE: ReadResult = {
  error: 'outside-root',
  detail: 'it is a link that leads outside of the project',
}

/** Text of a small file; undefined when there is none that can be read: a device or a pipe may never end. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    const read = await readRegular(path)
    return 'bytes' in read ? Buffer.from(read.bytes).toString('utf8') : undefined
  } catch {
    return undefined
  }
}

async function readRegular(path: string): Promise<ReadResult> {
  if (!(await stat(path)).isFile()) return NO_FILE
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    return (await file.stat()).isFile() ? await readOpen(file) : NO_FILE
  } finally {
    await file.close()
  }
}

/** What stands at a path, symbolic links followed. Blocks: waiting for another thread takes twenty times as long. */
export async function kind(path: string): Promise<'file' | 'folder' | 'other' | 'missing'> {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats) return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other'
  } catch {
    // the same as where it is missing
  }
  try {
    // a link that leads nowhere is there all the same: it must not pass for a file that nobody has made
    return lstatSync(path, { throwIfNoEntry: false }) ? 'other' : 'missing'
  } catch {
    return 'missing'
  }
}

/** The words of the system for an error, without the path and the call. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return /^[A-Z0-9_]+: ([^,]+)/.exec(error.message)?.[1] ?? error.message
}

function failed(error: unknown): ReadResult {
  const missing = ['ENOENT', 'ENOTDIR'].includes(codeOf(error))
  return { error: missing ? 'not-found' : 'unreadable', detail: reasonOf(error) }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? ''
}

/** Undefined for URIs that stand for no file of this machine. */
function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri)
  } catch {
    return undefined
  }
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/**
 * Where a path leads, be something there or not. Undefined where links go through a folder outside of the root: whether
 * such a folder exists must make no difference, even if the way leads back. Throws where they go in circles.
 */
function follow(path: string, root: Root): string | undefined {
  const isInRoot = isBelow(path, root.named)
  let at = isInRoot ? root.real : parse(path).root
  let open = segmentsOf(isInRoot ? relative(root.named, path) : path.slice(at.length))
  for (let links = 0; open.length > 0; ) {
    const [segment = '', ...rest] = open
    const next = join(at, segment)
    const target = targetOf(next)
    if (target === 'missing') return links > 0 && !mayPass(next, root) ? undefined : resolve(next, ...rest)
    if (target === undefined) at = next
    else {
      if (++links > MOST_LINKS) throw new Error('its links lead in circles')
      if (isAbsolute(target)) at = parse(target).root
      open = [...segmentsOf(target), ...rest]
      continue
    }
    if (links > 0 && !mayPass(at, root)) return undefined
    open = rest
  }
  return at
}

/** @param inCircles what stands for links that lead in circles */
function placeOf(path: string, root: Root, inCircles = NOWHERE): string {
  try {
    return follow(path, root) ?? NOWHERE
  } catch {
    return inCircles
  }
}

function segmentsOf(path: string): readonly string[] {
  return path
    .slice(parse(path).root.length)
    .split(sep === '\\' ? /[\\/]/ : '/')
    .filter((each) => each !== '' && each !== '.')
}

/** Inside of the root, or on the way to it. */
function mayPass(folder: string, { named, real }: Root): boolean {
  return isBelow(folder, real) || isBelow(real, folder) || isBelow(named, folder)
}

/** What a link says; undefined for what is none. */
function targetOf(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined
  } catch {
    return 'missing'
  }
}

/** Undefined where something else was opened than what was looked at. */
async function readAt(place: string, root: string): Promise<ReadResult | undefined> {
  const seen = await lstat(place)
  // opening a device can have effects
  if (seen.isDirectory()) return IS_FOLDER
  if (seen.isSymbolicLink()) return undefined
  if (!seen.isFile()) return NO_FILE
  const file = await open(place, constants.O_RDONLY | constants.O_NONBLOCK | (constants.O_NOFOLLOW ?? 0))
  try {
    const opened = await file.stat()
    if (opened.ino !== seen.ino || opened.dev !== seen.dev) return undefined
    return isOpenedInside(file, place, root) ? await readOpen(file) : undefined
  } finally {
    await file.close()
  }
}

/** A folder on the way may have been put in the place of another: what is open has the last word. */
function isOpenedInside(file: FileHandle, place: string, root: string): boolean {
  if (process.platform === 'linux') {
    try {
      return isBelow(readlinkSync(`/proc/self/fd/${file.fd}`), root)
    } catch {
      // /proc need not be there
    }
  }
  return follow(place, { named: root, real: root }) === place
}

const IS_FOLDER: ReadResult = { error: 'is-folder', detail: 'it is a folder' }

async function readNamed(path: string): Promise<ReadResult> {
  const file = await open(path, constants.O_RDONLY)
  try {
    return await readOpen(file)
  } finally {
    await file.close()
  }
}

async function readOpen(file: FileHandle): Promise<ReadResult> {
  const stats = await file.stat()
  if (stats.isDirectory()) return IS_FOLDER
  if (stats.size > LOCAL_SIZE_LIMIT) return tooLarge(LOCAL_SIZE_LIMIT)
  return stats.isFile()
    ? { bytes: await file.readFile() }
    : collect(file.createReadStream({ autoClose: false }), LOCAL_SIZE_LIMIT)
}

/** The nearest folder with `.git`, else with `specward.yaml`, else the working directory, else the folder itself. */
async function findRoot(folder: string, cwd: string): Promise<string> {
  for (const marks of [['.git'], ['specward.yaml', 'specward.yml']]) {
    for (let at = folder; ; at = dirname(at)) {
      for (const mark of marks) if ((await kind(join(at, mark))) !== 'missing') return at
      if (dirname(at) === at) break
    }
  }
  return folder === cwd || folder.startsWith(cwd + sep) ? cwd : folder
}

import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir, rename, rm, utimes } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/**
 * Small files in one folder, by name, that may be gone or changed at any time: whoever reads one has to see for himself
 * whether it is good. Nothing of it ever rejects.
 */
export interface FileStore {
  /** Undefined where there is none that can be read, and for what is no regular file or too large. */
  read(name: string): Promise<string | undefined>
  /** Puts a whole file in place of the one that is there. False where that cannot be done. */
  write(name: string, text: string): Promise<boolean>
  /** Marks a file as needed today, so that it is not among the first to go. */
  touch(name: string): Promise<void>
  /** Removes those that were not needed for longest until the rest takes no more than so many bytes. */
  trim(bytes: number): Promise<void>
}

/** More than that nobody has written for good. */
const LARGEST = 64 * 1024 * 1024

/** A file that is younger has been marked lately enough. */
const DAY_MS = 24 * 60 * 60 * 1000

/** What was begun and never put in place is removed once it is that old. */
const HOUR_MS = 60 * 60 * 1000

const ENDING = '.json'
const UNFINISHED = '.tmp'

/** Where programs of this user keep what they can make again; undefined where the system tells of no such place. */
export function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'specward')
  if (process.platform === 'win32') return local === undefined ? undefined : join(local, 'specward', 'cache')
  const home = homedir()
  if (!isAbsolute(home)) return undefined
  return process.platform === 'darwin' ? join(home, 'Library/Caches/specward') : join(home, '.cache/specward')
}

/**
 * Opens a folder for files of our own, and makes it where there is none: for nobody but this user.
 * @returns a clause that tells why it cannot be used otherwise: it is a link, belongs to somebody else, or others may
 * write into it
 */
export async function openStore(folder: string): Promise<FileStore | string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const stats = await lstat(folder)
    if (stats.isSymbolicLink()) return 'it is a link'
    if (!stats.isDirectory()) return 'it is no folder'
    const user = process.getuid?.()
    if (user !== undefined && stats.uid !== user) return 'it belongs to somebody else'
    if (user !== undefined && (stats.mode & 0o022) !== 0) return 'others may write into it'
  } catch (error) {
    return error instanceof Error ? wordsOf(error) : String(error)
  }
  return storeIn(folder)
}

/** The words of the system, without the path and the call. */
function wordsOf({ message }: Error): string {
  return /^[A-Z0-9_]+: ([^,]+)/.exec(message)?.[1] ?? message
}

function storeIn(folder: string): FileStore {
  return {
    read: (name) => readText(join(folder, name + ENDING)).catch(() => undefined),
    write: (name, text) =>
      writeText(folder, name, text).then(
        () => true,
        () => false,
      ),
    touch: (name) => touch(join(folder, name + ENDING)).catch(() => undefined),
    trim: (bytes) => trim(folder, bytes).catch(() => undefined),
  }
}

/** Links are not followed, and pipes are not waited for. */
const READING = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

async function readText(path: string): Promise<string | undefined> {
  const file = await open(path, READING)
  try {
    const stats = await file.stat()
    return stats.isFile() && stats.size <= LARGEST ? await file.readFile('utf8') : undefined
  } finally {
    await file.close()
  }
}

async function writeText(folder: string, name: string, text: string): Promise<void> {
  const beside = join(folder, `${randomBytes(12).toString('hex')}${UNFINISHED}`)
  let file: FileHandle | undefined
  try {
    file = await open(beside, 'wx', 0o600)
    await file.writeFile(text)
    await file.close()
    file = undefined
    await rename(beside, join(folder, name + ENDING))
  } catch (error) {
    await file?.close().catch(() => undefined)
    await rm(beside, { force: true })
    throw error
  }
}

async function touch(path: string): Promise<void> {
  const stats = await lstat(path)
  const now = Date.now()
  if (stats.isFile() && now - stats.mtimeMs > DAY_MS) await utimes(path, now / 1000, now / 1000)
}

async function trim(folder: string, bytes: number): Promise<void> {
  const now = Date.now()
  const files: { readonly path: string; readonly size: number; readonly time: number }[] = []
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const stats = await lstat(path).catch(() => undefined)
    if (!stats?.isFile()) continue
    if (name.endsWith(UNFINISHED) && now - stats.mtimeMs > HOUR_MS) await rm(path, { force: true })
    else if (name.endsWith(ENDING)) files.push({ path, size: stats.size, time: stats.mtimeMs })
  }
  let left = files.reduce((sum, { size }) => sum + size, 0)
  for (const { path, size } of files.toSorted((a, b) => a.time - b.time)) {
    if (left <= bytes) return
    await rm(path, { force: true })
    left -= size
  }
}

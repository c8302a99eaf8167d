import { randomBytes } from 'node:crypto'
import { type FileHandle, lstat, mkdir, open, rename, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { cachesOfUser, READING, whyForeign } from './own-files.ts'
import { clear, type StoreBounds, type StoreSize, sizeOf, trim } from './store-upkeep.ts'

/**
 * Small files in one folder, by name (a SHA-256 in hexadecimal), that may be gone or changed at any time: whoever reads one
 * has to see for himself whether it is good. Nothing rejects but what says so.
 */
export interface FileStore {
  /** Undefined where there is none that can be read, and for what is no regular file or too large. */
  read(name: string): Promise<string | undefined>
  /** Puts a whole file in place of the one that is there. False where that cannot be done. */
  write(name: string, text: string): Promise<boolean>
  /** Marks a file as needed today, so that it is not among the first to go. */
  touch(name: string): Promise<void>
  /** Files and bytes of what is kept. Rejects where the folder cannot be gone through. */
  size(): Promise<StoreSize>
  /** Removes what was not needed for too long, then what was not needed for longest until the rest fits. */
  trim(bounds: StoreBounds): Promise<void>
  /**
   * Removes all that is kept; tells what was removed, and how many files could not be. Rejects where the folder cannot be
   * gone through.
   */
  clear(): Promise<StoreSize & { readonly left: number }>
}

/** More than that nobody has written for good. */
const LARGEST = 64 * 1024 * 1024

/** A file that is younger has been marked lately enough. */
const DAY_MS = 24 * 60 * 60 * 1000

const ENDING = '.json'
const UNFINISHED = '.tmp'

/** Where records are kept when nobody names a place; undefined where the system tells of none. */
export function cacheFolder(): string | undefined {
  const caches = cachesOfUser(process.env)
  return caches === undefined ? undefined : join(caches, 'specward')
}

/**
 * Opens a folder for files of our own, and makes it where there is none: for nobody but this user.
 * @param mark what each of them begins with: nothing else is removed
 * @returns a clause that tells why it cannot be used otherwise: it is a link, belongs to somebody else, or others may
 * write into it
 */
export async function openStore(folder: string, mark: string): Promise<FileStore | string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const stats = await lstat(folder)
    if (!stats.isDirectory() && !stats.isSymbolicLink()) return 'it is no folder'
    const why = whyForeign(stats)
    if (why !== undefined) return why
  } catch (error) {
    return error instanceof Error ? wordsOf(error) : String(error)
  }
  return storeIn(folder, mark)
}

/** The words of the system, without the path and the call. */
function wordsOf({ message }: Error): string {
  return /^[A-Z0-9_]+: ([^,]+)/.exec(message)?.[1] ?? message
}

function storeIn(folder: string, mark: string): FileStore {
  return {
    read: (name) => readText(join(folder, name + ENDING)).catch(() => undefined),
    write: (name, text) =>
      writeText(folder, name, text).then(
        () => true,
        () => false,
      ),
    touch: (name) => touch(join(folder, name + ENDING)).catch(() => undefined),
    size: () => sizeOf(folder, mark),
    trim: (bounds) => trim(folder, mark, bounds).catch(() => undefined),
    clear: () => clear(folder, mark),
  }
}

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

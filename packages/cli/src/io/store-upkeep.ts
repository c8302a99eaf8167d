import type { Dirent } from 'node:fs'
import { lstat, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { READING } from './own-files.ts'

/** What stands in a folder of ours. */
export interface StoreSize {
  readonly files: number
  readonly bytes: number
}

/** What a folder may hold. */
export interface StoreBounds {
  readonly bytes: number
  /** Milliseconds for which a file is kept that nobody has needed. */
  readonly age: number
}

/** What was begun and never put in place is removed once it is that old. */
const HOUR_MS = 60 * 60 * 1000

/** Digests in hexadecimal: of what is kept, and of nothing for what was begun. */
const KEPT = /^[0-9a-f]{64}\.json$/
const BEGUN = /^[0-9a-f]{24}\.tmp$/

interface Own {
  readonly path: string
  readonly size: number
  /** When it was needed last, by the clock of the system. */
  readonly time: number
  readonly isBegun: boolean
}

/** Files and bytes of what is kept. */
export async function sizeOf(folder: string, mark: string): Promise<StoreSize> {
  return sum((await ownFiles(folder, mark)).filter(({ isBegun }) => !isBegun))
}

/** Removes what was not needed for too long, then what was not needed for longest until the rest fits. */
export async function trim(folder: string, mark: string, { bytes, age }: StoreBounds): Promise<void> {
  const now = Date.now()
  const own = await ownFiles(folder, mark)
  const isOver = ({ time, isBegun }: Own): boolean => now - time > (isBegun ? HOUR_MS : age)
  for (const { path } of own.filter(isOver)) await remove(path)
  const rest = own.filter((each) => !each.isBegun && !isOver(each)).sort((a, b) => a.time - b.time)
  let left = sum(rest).bytes
  for (const { path, size } of rest) {
    if (left <= bytes) return
    await remove(path)
    left -= size
  }
}

/**
 * Removes all that is kept, and what was begun and is not being written any longer.
 * @returns what was removed, and how many files could not be
 */
export async function clear(folder: string, mark: string): Promise<StoreSize & { readonly left: number }> {
  const now = Date.now()
  const own = (await ownFiles(folder, mark)).filter(({ time, isBegun }) => !isBegun || now - time > HOUR_MS)
  const gone: Own[] = []
  for (const each of own) if (await remove(each.path)) gone.push(each)
  return { ...sum(gone.filter(({ isBegun }) => !isBegun)), left: own.length - gone.length }
}

function sum(files: readonly Own[]): StoreSize {
  return { files: files.length, bytes: files.reduce((total, { size }) => total + size, 0) }
}

function remove(path: string): Promise<boolean> {
  return rm(path, { force: true }).then(
    () => true,
    () => false,
  )
}

/** Regular files with names of ours that begin as ours do, or are empty: of links and of what others put there, none. */
async function ownFiles(folder: string, mark: string): Promise<readonly Own[]> {
  const own: Own[] = []
  const isNamed = (entry: Dirent): boolean =>
    entry.isFile() && (KEPT.test(entry.name) || BEGUN.test(entry.name))
  for (const { name } of (await readdir(folder, { withFileTypes: true })).filter(isNamed)) {
    const path = join(folder, name)
    const stats = await lstat(path).catch(() => undefined)
    if (!stats?.isFile()) continue
    if (stats.size > 0 && !(await beginsWith(path, mark).catch(() => false))) continue
    own.push({ path, size: stats.size, time: stats.mtimeMs, isBegun: BEGUN.test(name) })
  }
  return own
}

/** Whether a file begins with a text, or with a part of it where it is no longer. */
async function beginsWith(path: string, mark: string): Promise<boolean> {
  const file = await open(path, READING)
  try {
    const head = Buffer.alloc(Buffer.byteLength(mark))
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    return bytesRead > 0 && mark.startsWith(head.toString('utf8', 0, bytesRead))
  } finally {
    await file.close()
  }
}

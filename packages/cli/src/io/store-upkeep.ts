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

/** What is called as ours are. */
interface Named {
  readonly path: string
  readonly size: number
  /** When it was needed last, by the clock of the system. */
  readonly time: number
  readonly isBegun: boolean
}

/** Files and bytes of what is kept. */
export async function sizeOf(folder: string, mark: string): Promise<StoreSize> {
  return sum(
    await ours(
      (await namedAsOurs(folder)).filter(({ isBegun }) => !isBegun),
      mark,
    ),
  )
}

/**
 * Removes what was not needed for too long, then what was not needed for longest until the rest fits. As long as there is
 * nothing to remove, which is so after nearly every run, no file is opened.
 */
export async function trim(folder: string, mark: string, { bytes, age }: StoreBounds): Promise<void> {
  const now = Date.now()
  const named = await namedAsOurs(folder)
  const isOver = ({ time, isBegun }: Named): boolean => now - time > (isBegun ? HOUR_MS : age)
  for (const { path } of await ours(named.filter(isOver), mark)) await remove(path)
  const rest = named.filter((each) => !each.isBegun && !isOver(each))
  if (sum(rest).bytes <= bytes) return
  const kept = await ours(rest, mark)
  let left = sum(kept).bytes
  for (const { path, size } of kept.sort((a, b) => a.time - b.time)) {
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
  const named = (await namedAsOurs(folder)).filter(({ time, isBegun }) => !isBegun || now - time > HOUR_MS)
  const own = await ours(named, mark)
  const gone: Named[] = []
  for (const each of own) if (await remove(each.path)) gone.push(each)
  return { ...sum(gone.filter(({ isBegun }) => !isBegun)), left: own.length - gone.length }
}

function sum(files: readonly Named[]): StoreSize {
  return { files: files.length, bytes: files.reduce((total, { size }) => total + size, 0) }
}

function remove(path: string): Promise<boolean> {
  return rm(path, { force: true }).then(
    () => true,
    () => false,
  )
}

/** Regular files with names of ours: no links. */
async function namedAsOurs(folder: string): Promise<readonly Named[]> {
  const named: Named[] = []
  const isNamed = (entry: Dirent): boolean =>
    entry.isFile() && (KEPT.test(entry.name) || BEGUN.test(entry.name))
  for (const { name } of (await readdir(folder, { withFileTypes: true })).filter(isNamed)) {
    const path = join(folder, name)
    const stats = await lstat(path).catch(() => undefined)
    if (stats?.isFile())
      named.push({ path, size: stats.size, time: stats.mtimeMs, isBegun: BEGUN.test(name) })
  }
  return named
}

/** Those that begin as ours do, or are empty: of what others put there, none. */
async function ours(named: readonly Named[], mark: string): Promise<Named[]> {
  const own: Named[] = []
  for (const each of named) {
    if (each.size === 0 || (await beginsWith(each.path, mark).catch(() => false))) own.push(each)
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

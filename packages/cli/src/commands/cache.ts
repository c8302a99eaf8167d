import { visible } from '@specward/core'
import { CACHE_BOUNDS, CACHE_MARK } from '../fleet/cache.ts'
import { cacheFolder } from '../fleet/cache-folder.ts'
import type { FileStore, Io } from '../io.ts'
import { UsageError } from '../usage.ts'

export interface CacheOptions {
  readonly cacheLocation?: string
}

const MEGABYTE = 1024 * 1024

/** Tells what the cache holds. Returns the exit code. */
export async function cacheCommand(options: CacheOptions, io: Io): Promise<number> {
  const folder = await cacheFolder(options.cacheLocation, io)
  const store = await storeIn(folder, io)
  const size = store ? await answered(store.size(), folder, io) : { files: 0, bytes: 0 }
  if (!size) return 3
  const { files, bytes } = size
  const most = CACHE_BOUNDS.bytes / MEGABYTE
  io.out(`${visible(folder)}: ${records(files)}, ${megabytes(bytes)} of at most ${most} MB\n`)
  return 0
}

/** Removes what runs have kept, and nothing else. Returns the exit code. */
export async function cacheCleanCommand(options: CacheOptions, io: Io): Promise<number> {
  const folder = await cacheFolder(options.cacheLocation, io)
  const store = await storeIn(folder, io)
  const cleared = store ? await answered(store.clear(), folder, io) : { files: 0, bytes: 0, left: 0 }
  if (!cleared) return 3
  const { files, bytes, left } = cleared
  io.out(`${visible(folder)}: removed ${records(files)}, ${megabytes(bytes)}\n`)
  if (left === 0) return 0
  io.err(`error: ${left} ${left === 1 ? 'file' : 'files'} in ${visible(folder)} could not be removed.\n`)
  return 3
}

/**
 * Undefined where there is no folder: none is made for this.
 * @throws UsageError where it is none that Specward would use
 */
async function storeIn(folder: string, io: Io): Promise<FileStore | undefined> {
  if ((await io.kind(folder)) === 'missing') return undefined
  const store = await io.openStore(folder, CACHE_MARK)
  if (typeof store !== 'string') return store
  throw new UsageError(`${visible(folder)} is no folder that Specward keeps a cache in: ${store}.`)
}

/** Undefined where the folder cannot be gone through, which is told. */
async function answered<Answer>(
  answer: Promise<Answer>,
  folder: string,
  io: Io,
): Promise<Answer | undefined> {
  try {
    return await answer
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    io.err(`error: ${visible(folder)} could not be looked through: ${visible(reason)}\n`)
    return undefined
  }
}

function records(files: number): string {
  return files === 1 ? '1 record' : `${files} records`
}

function megabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`
}

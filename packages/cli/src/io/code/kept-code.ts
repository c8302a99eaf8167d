import { hash, randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { cachedDataVersionTag } from 'node:v8'
import { READING, whyForeign } from '../own-files.ts'

/** What an earlier run has compiled of a script. */
export interface Kept {
  readonly code: Buffer
  /** How many runs have added to it, and how long ago the last one did. */
  readonly runs: number
  readonly ageMs: number
}

/** Code that earlier runs have compiled, in files of their own. Nothing of it ever throws. */
export interface KeptCode {
  /**
   * Tells scripts apart, and what a script is compiled by: code is good for the same text and the same version of the
   * engine, with the same flags, alone.
   */
  keyOf(source: Uint8Array): string
  /** Undefined where there is none that is whole, and that this user alone has written. */
  read(key: string): Kept | undefined
  /** Puts a whole file in the place of the one that is there, or leaves that as it is. */
  write(key: string, kept: Omit<Kept, 'ageMs'>): void
}

/** More than that, nobody has written for good. */
const LARGEST = 64 * 1024 * 1024
/** The oldest files go once all take more than so many bytes: a build has a twentieth of that. */
const MOST = 96 * 1024 * 1024
/** What was begun and never put in place is removed once it is that old. */
const HOUR_MS = 60 * 60 * 1000

/** A digest of all that follows, then the number of runs. The code begins where the engine can read it in place. */
const DIGEST = 32
const HEAD = 40

const ENDING = '.code'
const UNFINISHED = '.tmp'

/**
 * @param folder need not exist
 * @param user who uses it: what is compiled by the others would lack what this one needs
 */
export function keptCode(folder: string, user: string): KeptCode {
  const place = join(folder, 'bundle')
  const tag = cachedDataVersionTag()
  const engine = [user, process.version, process.arch, tag].join(' ')
  return {
    keyOf: (source) => hash('sha256', `${engine} ${hash('sha256', source)}`),
    read: (key) =>
      quietly(() =>
        whyForeign(lstatSync(place)) === undefined ? readKept(join(place, key + ENDING)) : undefined,
      ),
    write: (key, kept) =>
      quietly(() => {
        // the code would say that it was compiled with flags with which no run begins
        if (cachedDataVersionTag() === tag && isFolderOfOurs(place)) writeKept(place, key, kept)
      }),
  }
}

/** Whether a folder, which is made where it is not there, belongs to this user, and nobody else may write to it. */
export function isFolderOfOurs(folder: string): boolean {
  return (
    quietly(() => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const stats = lstatSync(folder)
      return stats.isDirectory() && whyForeign(stats) === undefined
    }) ?? false
  )
}

function quietly<T>(what: () => T): T | undefined {
  try {
    return what()
  } catch {
    return undefined
  }
}

function readKept(path: string): Kept | undefined {
  const file = openSync(path, READING)
  try {
    const stats = fstatSync(file)
    if (!stats.isFile() || whyForeign(stats) !== undefined || stats.size < HEAD || stats.size > LARGEST)
      return undefined
    const bytes = Buffer.allocUnsafeSlow(stats.size)
    if (readSync(file, bytes) !== bytes.length) return undefined
    // the engine does not look whether code is damaged
    if (hash('sha256', bytes.subarray(DIGEST)) !== bytes.toString('hex', 0, DIGEST)) return undefined
    const ageMs = Date.now() - stats.mtimeMs
    return { code: bytes.subarray(HEAD), runs: bytes.readUInt32LE(DIGEST), ageMs }
  } finally {
    closeSync(file)
  }
}

function writeKept(folder: string, key: string, { code, runs }: Omit<Kept, 'ageMs'>): void {
  const bytes = Buffer.alloc(HEAD + code.length)
  bytes.writeUInt32LE(runs, DIGEST)
  code.copy(bytes, HEAD)
  bytes.write(hash('sha256', bytes.subarray(DIGEST)), 'hex')
  const beside = join(folder, `${randomBytes(12).toString('hex')}${UNFINISHED}`)
  try {
    writeFileSync(beside, bytes, { flag: 'wx', mode: 0o600 })
    renameSync(beside, join(folder, key + ENDING))
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
  trim(folder)
}

/** Removes what has been there for longest until the rest takes no more than it may. */
function trim(folder: string): void {
  const now = Date.now()
  const files: { readonly path: string; readonly size: number; readonly time: number }[] = []
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const stats = quietly(() => lstatSync(path))
    if (!stats?.isFile()) continue
    if (name.endsWith(UNFINISHED) && now - stats.mtimeMs > HOUR_MS) rmSync(path, { force: true })
    else if (name.endsWith(ENDING)) files.push({ path, size: stats.size, time: stats.mtimeMs })
  }
  let left = files.reduce((sum, { size }) => sum + size, 0)
  for (const { path, size } of files.toSorted((a, b) => a.time - b.time)) {
    if (left <= MOST) return
    rmSync(path, { force: true })
    left -= size
  }
}

import { unlinkSync } from 'node:fs'
import { open, realpath, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Files that are being written beside those whose place they take. */
const unfinished = new Set<string>()
let count = 0

/**
 * Writes a file beside the one that is there and puts it in its place, which links lead to still: after a failure the
 * old one is as it was. Mode and owner are kept.
 * @throws the error of the system
 */
export async function replace(path: string, content: string | Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const there = await stat(target).catch(() => undefined)
  count += 1
  const beside = join(dirname(target), `.specward-${process.pid}-${count}.tmp`)
  const file = await open(beside, 'wx')
  unfinished.add(beside)
  try {
    await file.writeFile(content)
    if (there) {
      // whose the file is, none but the administrator can say
      await file.chown(there.uid, there.gid).catch(() => undefined)
      await file.chmod(there.mode & 0o777)
    }
    await file.sync()
    await file.close()
    await rename(beside, target)
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(beside, { force: true })
    throw error
  } finally {
    unfinished.delete(beside)
  }
}

/** What keeps a file from being put beside another, or in its place, though the other one can be written. */
const IN_PLACE_ONLY: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV'])

/**
 * Writes a text to where it is wanted, whole or not at all: where a file cannot be put in the place of another (a folder
 * that is not ours, a mount of a single file), it is emptied after a failure. What is no regular file, such as a pipe or
 * `/dev/stdout`, is written to.
 * @throws the error of the system
 */
export async function put(
  path: string,
  text: string,
  kind: 'file' | 'folder' | 'other' | 'missing',
): Promise<void> {
  // `/dev/stdout` may be a regular file, which stays open under its old place
  if (kind === 'other' || /^\/(dev|proc)\//.test(path)) return writeFile(path, text)
  try {
    await replace(path, text)
  } catch (error) {
    if (kind === 'missing' || !IN_PLACE_ONLY.has(codeOf(error))) throw error
    await writeInPlace(path, text)
  }
}

async function writeInPlace(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (error) {
    await truncate(path).catch(() => undefined)
    throw error
  }
}

/** Takes away what was not finished, for a process that ends now. */
export function dropUnfinished(): void {
  for (const path of unfinished) {
    try {
      unlinkSync(path)
    } catch {
      // it has just taken its place
    }
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code ?? '')
}

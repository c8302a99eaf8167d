import { dirname, resolve } from 'node:path'
import { visible } from '@specward/core'
import type { Io } from '../io.ts'
import { UsageError } from '../usage.ts'

/**
 * Absolute path of the folder that the cache is in: the one that is asked for, else one of the user.
 *
 * @throws UsageError where there is none, and where git tracks what is in it: whoever may commit could then say what was
 * found
 */
export async function cacheFolder(location: string | undefined, io: Io): Promise<string> {
  if (location === '') throw new UsageError('`--cache-location` is empty: is a variable not set?')
  const folder = location === undefined ? io.cacheFolder() : resolve(io.cwd, location)
  if (folder === undefined)
    throw new UsageError('there is no folder of the user for a cache: name one with `--cache-location`.')
  const parent = await existing(dirname(folder), io)
  const tracked = await io.git(['ls-files', '-z', '--', folder], parent)
  if ('bytes' in tracked && tracked.code === 0 && tracked.bytes.byteLength > 0) {
    throw new UsageError(
      `${location === undefined ? `The folder \`${visible(folder)}\`` : `\`--cache-location ${visible(location)}\``} holds files that git tracks: a commit could say what was found. Name a folder that is ignored, or remove them from git.`,
    )
  }
  return folder
}

/** The folder, or the nearest above it that is there. */
async function existing(folder: string, io: Io): Promise<string> {
  let at = folder
  while ((await io.kind(at)) !== 'folder' && dirname(at) !== at) at = dirname(at)
  return at
}

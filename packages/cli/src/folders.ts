import { basename, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Problem } from '@specward/core'
import { type Entry, type Io, reasonOf } from './io.ts'

/** Folders in which nobody keeps descriptions of their own. */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', '.git'])

/** What stands in a folder; a folder that is there and cannot be listed is a problem. */
export async function list(
  folder: string,
  disk: Pick<Io, 'kind' | 'entries'>,
  unread: Problem[],
): Promise<readonly Entry[]> {
  try {
    return await disk.entries(folder)
  } catch (error) {
    if ((await disk.kind(folder)) === 'missing') return []
    unread.push({
      code: 'file-unreadable',
      severity: 'error',
      message: `The folder \`${basename(folder)}\` could not be listed (${reasonOf(error)}), so nothing in it was judged.`,
      uri: pathToFileURL(folder).href,
    })
    return []
  }
}

/** A path with `/` between its segments. */
export function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/')
}
